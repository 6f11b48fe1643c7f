"""Signed PDFs after PAdES: empty places are laid, an official and an agency fill them, and anybody checks them.

The only package that imports the signature library. That takes two seconds, so each function does it when first needed.
"""

from app.core.signatures import authority
from app.core.signatures.checking import Finding, Verdict, check
from app.core.signatures.detached import sign_beside
from app.core.signatures.keys import KeyMissingError, KeyName
from app.core.signatures.places import Filling, Place, PlaceMissingError, lay_places, size_of
from app.core.signatures.signing import sign

__all__ = [
    "Filling",
    "Finding",
    "KeyMissingError",
    "KeyName",
    "Place",
    "PlaceMissingError",
    "Verdict",
    "check",
    "lay_places",
    "sample_revocations",
    "sample_root",
    "sign",
    "sign_beside",
    "size_of",
]


def sample_root() -> bytes:
    """Return the root certificate of a developer's machine, as PEM."""
    return authority.root_file().read_bytes()


def sample_revocations() -> bytes:
    """Return the list of revoked certificates of a developer's machine, as DER."""
    return authority.revocation_list()
