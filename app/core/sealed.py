"""Sealed values: authenticated encryption bound to the row it belongs to, so that a moved ciphertext does not open."""

import base64
import hashlib
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.core import settings


def seal(plain: str, *, context: str) -> str:
    """Encrypt with AES-256-GCM; ``context`` names the row and column and must be given again to open."""
    nonce = os.urandom(12)
    return base64.urlsafe_b64encode(nonce + _cipher().encrypt(nonce, plain.encode(), context.encode())).decode()


def unseal(sealed: str, *, context: str) -> str:
    """Decrypt.

    Raises:
        cryptography.exceptions.InvalidTag: the value was changed or belongs to another row.
    """
    raw = base64.urlsafe_b64decode(sealed)
    return _cipher().decrypt(raw[:12], raw[12:], context.encode()).decode()


def _cipher() -> AESGCM:
    return AESGCM(hashlib.sha256(b"lensan sealed values\0" + settings.current().secret_key.encode()).digest())
