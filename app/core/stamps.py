"""Ed25519 stamps: what was issued here can be told from what was not, by anybody who holds the public key.

A stamp names its key. The first key of the settings stamps; older ones are still believed, so that what hangs on a wall
outlives a change of keys.
"""

import base64
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.core import settings

# Without keys among the settings: the key is made from the site's secret.
_UNNAMED = "0"
_MARK = "."


def stamp(said: bytes) -> str:
    """Return the stamp of some bytes: the name of the key, a dot, and the signature."""
    key_id, key = next(iter(_keys().items()))
    return f"{key_id}{_MARK}{base64.urlsafe_b64encode(key.sign(said)).decode()}"


def holds(stamped: str, said: bytes) -> bool:
    """Whether a stamp was made here for exactly these bytes."""
    key_id, _, signature = stamped.partition(_MARK)
    key = _keys().get(key_id)
    if key is None:
        return False
    try:
        key.public_key().verify(base64.urlsafe_b64decode(signature), said)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_keys() -> dict[str, str]:
    """Return the public keys by name, base64 of 32 bytes, for whoever checks without this site."""
    return {
        key_id: base64.urlsafe_b64encode(key.public_key().public_bytes_raw()).decode()
        for key_id, key in _keys().items()
    }


def _keys() -> dict[str, Ed25519PrivateKey]:
    here = settings.current()
    made = hashlib.sha256(b"lensan stamps\0" + here.secret_key.encode()).digest()
    seeds = dict(here.stamp_keys) | {_UNNAMED: made}
    return {key_id: Ed25519PrivateKey.from_private_bytes(seed) for key_id, seed in seeds.items()}
