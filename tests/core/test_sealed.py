"""A sealed value opens only where it was sealed."""

import pytest
from cryptography.exceptions import InvalidTag

from app.core.sealed import seal, unseal


def test_a_sealed_value_opens_in_its_own_row_only() -> None:
    sealed = seal("bí mật", context="account.totp:1")

    assert "bí mật" not in sealed
    assert seal("bí mật", context="account.totp:1") != sealed
    assert unseal(sealed, context="account.totp:1") == "bí mật"
    with pytest.raises(InvalidTag):
        unseal(sealed, context="account.totp:2")
