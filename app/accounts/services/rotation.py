"""Bringing second factors to the current key."""

from sqlalchemy import select

from app.accounts.models import Account
from app.core import sealed
from app.core.db import db


def reseal_some(*, limit: int) -> int:
    """Bring some second factors to the current key, and say how many; the next call goes on where this one ended.

    Raises:
        sealed.UnknownKeyError: a secret was sealed with a key that is not held any more.
    """
    old = select(Account).where(sealed.of_older_keys(Account.totp_sealed)).order_by(Account.id).limit(limit)
    accounts = db.session.scalars(old).all()
    for account in accounts:
        account.totp_sealed = sealed.reseal(account.totp_sealed or "", context=f"account.totp:{account.id}")
    db.session.flush()
    return len(accounts)
