"""Whose key signs: a PKCS#12 file, a PKCS#11 token, or, on a developer's machine, one made on first use."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from app.core import settings
from app.core.signatures import authority


class KeyMissingError(Exception):
    """No key can be had for this signature: a fault of the installation, so the job tries again later."""


@dataclass(frozen=True)
class KeyName:
    """A key: ``leader-<user name>``, ``agency-<area code>`` or ``figures``, and the name its certificate bears."""

    name: str
    subject: str


@contextmanager
def signer_for(key: KeyName) -> Iterator[Any]:
    """Open a key for one signature.

    Raises:
        KeyMissingError: the file, the token or the key is not there, or the passphrase is wrong.
    """
    match settings.current().signing.keys:
        case "development":
            yield _from_file(authority.key_file(key.name, key.subject), authority.passphrase())
        case "pkcs12":
            here = settings.current().signing
            yield _from_file(here.pkcs12_dir / f"{key.name}.p12", here.pkcs12_passphrase.encode() or None)
        case "pkcs11":
            with _from_token(key.name) as signer:
                yield signer
        case _:
            raise KeyMissingError("LENSAN_SIGNING says no kind of key")


def roots() -> list[Any]:
    """Return the certificates that signatures are trusted to lead back to; may be none."""
    from pyhanko.keys import load_certs_from_pemder

    here = settings.current().signing
    if here.keys == "development":
        return list(load_certs_from_pemder([str(authority.root_file())]))
    return list(load_certs_from_pemder([str(here.roots)])) if here.roots else []


def revocations() -> list[bytes]:
    """Return the lists of revoked certificates at hand, as DER; others are asked for where their authority says."""
    return [authority.revocation_list()] if settings.current().signing.keys == "development" else []


def _from_file(path: Any, passphrase: bytes | None) -> Any:
    from pyhanko.sign.signers import SimpleSigner

    try:
        signer = SimpleSigner.load_pkcs12_data(path.read_bytes(), other_certs=[], passphrase=passphrase)
    except (OSError, ValueError) as error:
        raise KeyMissingError(f"{path.name} cannot be read: {error}") from error
    return signer


@contextmanager
def _from_token(label: str) -> Iterator[Any]:
    from pkcs11 import PKCS11Error
    from pyhanko.config.pkcs11 import PKCS11SignatureConfig, TokenCriteria
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.pkcs11 import PKCS11SigningContext

    here = settings.current().signing
    config = PKCS11SignatureConfig(
        module_path=here.pkcs11_module,
        cert_label=label,
        token_criteria=TokenCriteria(label=here.pkcs11_token) if here.pkcs11_token else None,
        user_pin=here.pkcs11_pin,
        other_certs_to_pull=None,
    )
    try:
        with PKCS11SigningContext(config) as signer:
            _ = signer.signing_cert  # asks the token now, so that a missing key is told before work begins
            yield signer
    except (PKCS11Error, PdfError, ValueError, LookupError) as error:
        raise KeyMissingError(f"The token has no usable key {label}: {error}") from error
