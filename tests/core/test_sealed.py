"""A sealed value opens only where it was sealed, with the key it names; a blind index outlives a change of keys."""

import base64
import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from app.core import sealed, settings
from app.core.sealed import UnknownKeyError, seal, unseal

OLD, NEW = ("k1", bytes(range(32))), ("k2", bytes(range(32, 64)))


@pytest.fixture(autouse=True)
def given_back() -> Iterator[None]:
    before = settings.current()
    yield
    settings.use(before)


def hold(*keys: tuple[str, bytes], blind: tuple[tuple[str, bytes], ...] = ()) -> None:
    settings.use(replace(settings.current(), seal_keys=keys, blind_keys=blind))


def test_a_sealed_value_opens_in_its_own_row_only() -> None:
    closed = seal("bí mật", context="account.totp:1")

    assert "bí mật" not in closed
    assert seal("bí mật", context="account.totp:1") != closed
    assert unseal(closed, context="account.totp:1") == "bí mật"
    with pytest.raises(InvalidTag):
        unseal(closed, context="account.totp:2")


@settings_of_hypothesis(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.text(max_size=40), st.integers(0, 500))
def test_whatever_is_sealed_opens_again_and_one_changed_bit_does_not(plain: str, context: str, place: int) -> None:
    closed = seal(plain, context=context)
    key_id, _, body = closed.rpartition(".")
    raw = bytearray(base64.urlsafe_b64decode(body))
    raw[place % len(raw)] ^= 1
    broken = f"{key_id}.{base64.urlsafe_b64encode(bytes(raw)).decode()}"

    assert unseal(closed, context=context) == plain
    with pytest.raises(InvalidTag):
        unseal(broken, context=context)


def test_a_value_sealed_before_keys_had_names_still_opens() -> None:
    secret = settings.current().secret_key.encode()
    nonce = os.urandom(12)
    cipher = AESGCM(hashlib.sha256(b"lensan sealed values\0" + secret).digest())
    old = base64.urlsafe_b64encode(nonce + cipher.encrypt(nonce, b"cu", b"here")).decode()

    hold(NEW)

    assert unseal(old, context="here") == "cu"
    assert sealed.key_id_of(sealed.reseal(old, context="here")) == "k2"


def test_new_values_are_sealed_with_the_first_key_and_older_ones_open_while_theirs_is_held() -> None:
    hold(OLD)
    old = seal("1", context="c")
    hold(NEW, OLD)

    assert (sealed.key_id_of(old), sealed.key_id_of(seal("1", context="c"))) == ("k1", "k2")
    assert unseal(old, context="c") == "1"
    hold(NEW)
    with pytest.raises(UnknownKeyError):
        unseal(old, context="c")


def test_a_value_cannot_be_passed_off_as_sealed_with_another_key() -> None:
    hold(OLD, ("k9", OLD[1]))
    closed = seal("1", context="c")

    with pytest.raises(InvalidTag):
        unseal(closed.replace("k1.", "k9.", 1), context="c")


def test_a_blind_index_finds_the_same_value_and_tells_purposes_apart() -> None:
    hold(OLD, blind=(OLD,))
    index = sealed.blind_index("034064000001", purpose="personal")
    hold(NEW, blind=(OLD,))

    assert sealed.blind_index("034064000001", purpose="personal") == index
    assert sealed.blind_index("034064000001", purpose="tax_code") != index
    assert "034064" not in index
    hold(NEW, blind=(NEW, OLD))
    assert index in sealed.blind_indexes("034064000001", purpose="personal")
    assert sealed.blind_index("034064000001", purpose="personal") != index


def test_settings_never_print_their_keys() -> None:
    hold(OLD)

    assert "seal_keys" not in repr(settings.current())
