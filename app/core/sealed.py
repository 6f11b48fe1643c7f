"""Sealed values: authenticated encryption bound to the row it belongs to, so that a moved ciphertext does not open.

Several keys may be held at once. A sealed value names the key it was sealed with, new values are sealed with the
current one, and `lensan keys rotate` brings the others along. A blind index has keys of its own, so that a number is
still found while the sealing keys change.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import InstrumentedAttribute

from app.core import settings

# Values sealed before keys had names: the key is made from the site's secret.
_UNNAMED = "0"
_MARK = "."


class UnknownKeyError(LookupError):
    """A value was sealed with a key that is no longer among the settings; put the key back and rotate first."""


def seal(plain: str, *, context: str) -> str:
    """Encrypt with AES-256-GCM; ``context`` names the row and column and must be given again to open."""
    key_id, key = next(iter(_sealing_keys().items()))
    nonce = os.urandom(12)
    body = nonce + _cipher(key).encrypt(nonce, plain.encode(), _bound(context, key_id))
    return f"{key_id}{_MARK}{base64.urlsafe_b64encode(body).decode()}"


def unseal(sealed: str, *, context: str) -> str:
    """Decrypt, with whichever of the held keys it was sealed with.

    Raises:
        cryptography.exceptions.InvalidTag: the value was changed or belongs to another row.
        UnknownKeyError: the key it names is not held any more.
    """
    key_id, _, body = sealed.rpartition(_MARK)
    raw = base64.urlsafe_b64decode(body)
    key = _sealing_keys().get(key_id or _UNNAMED)
    if key is None:
        raise UnknownKeyError(key_id)
    return _cipher(key).decrypt(raw[:12], raw[12:], _bound(context, key_id)).decode()


def reseal(sealed: str, *, context: str) -> str:
    """Return the same value sealed with the current key.

    Raises:
        cryptography.exceptions.InvalidTag: the value was changed or belongs to another row.
        UnknownKeyError: the key it names is not held any more.
    """
    return seal(unseal(sealed, context=context), context=context)


def key_id_of(sealed: str) -> str:
    """Return the name of the key a value was sealed with."""
    return sealed.rpartition(_MARK)[0] or _UNNAMED


def current_key_id() -> str:
    """Return the name of the key new values are sealed with."""
    return next(iter(_sealing_keys()))


def of_older_keys(column: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Pick the rows of a sealed column that an older key sealed; an empty value is sealed with none."""
    return (column != "") & _not_begun_with(current_key_id(), column)


def of_older_blind_keys(column: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Pick the rows whose blind index an older key made."""
    return _not_begun_with(current_blind_key_id(), column)


def _not_begun_with(key_id: str, column: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    named = f"{key_id}{_MARK}"
    return func.substr(column, 1, len(named)) != named


def blind_index(plain: str, *, purpose: str) -> str:
    """Return a keyed hash by which a sealed value is found again; it names its key and says nothing of the value."""
    key_id, key = next(iter(_blind_keys().items()))
    return _blinded(key_id, key, plain, purpose)


def blind_indexes(plain: str, *, purpose: str) -> tuple[str, ...]:
    """Return the hash under every key held, so that nothing is lost from sight while the keys change."""
    return tuple(_blinded(key_id, key, plain, purpose) for key_id, key in _blind_keys().items())


def current_blind_key_id() -> str:
    """Return the name of the key new blind indexes are made with."""
    return next(iter(_blind_keys()))


def new_key() -> str:
    """Return a fresh key in the form the settings take it."""
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def lock(data: bytes) -> tuple[bytes, str]:
    """Encrypt a file with a key made for it alone; whoever forgets the key has deleted every copy of the file."""
    key, nonce = AESGCM.generate_key(256), os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, data, None), base64.urlsafe_b64encode(key).decode()


def unlock(data: bytes, key: str) -> bytes:
    """Decrypt a file with its own key.

    Raises:
        cryptography.exceptions.InvalidTag: the file was changed or the key is another one's.
    """
    return AESGCM(base64.urlsafe_b64decode(key)).decrypt(data[:12], data[12:], None)


def _blinded(key_id: str, key: bytes, plain: str, purpose: str) -> str:
    made = _begun(key).copy()
    made.update(f"{purpose}\0{plain}".encode())
    return f"{key_id}{_MARK}{made.hexdigest()}"


def _bound(context: str, key_id: str) -> bytes:
    return (f"{key_id}{_MARK}{context}" if key_id else context).encode()


def _sealing_keys() -> Mapping[str, bytes]:
    here = settings.current()
    return _ring(here.seal_keys, b"lensan sealed values\0", here.secret_key)


def _blind_keys() -> Mapping[str, bytes]:
    here = settings.current()
    return _ring(here.blind_keys, b"lensan blind indexes\0", here.secret_key)


# A list is sealed a hundred thousand times with the same few keys, which are in memory anyway.
@lru_cache(maxsize=8)
def _ring(held: tuple[tuple[str, bytes], ...], label: bytes, secret: str) -> Mapping[str, bytes]:
    return dict(held) | {_UNNAMED: hashlib.sha256(label + secret.encode()).digest()}


# Begun once with each key and copied: to begin takes longer than to hash a number.
@lru_cache(maxsize=8)
def _begun(key: bytes) -> hmac.HMAC:
    return hmac.new(key, digestmod="sha256")


@lru_cache(maxsize=8)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)
