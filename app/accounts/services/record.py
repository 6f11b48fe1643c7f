"""Making accounts, and what the audit trail calls what is done to them."""

from enum import StrEnum

from argon2 import PasswordHasher
from sqlalchemy import select

from app.accounts.models import Account
from app.core import audit, clock, sealed
from app.core.db import db
from app.core.ids import new_id
from app.core.text import line
from app.policy import Actor


class AccountAction(StrEnum):
    """What audit rows say about accounts."""

    CREATED = "account:created"
    HOLDING_GRANTED = "account:holding_granted"
    HOLDING_TAKEN_BACK = "account:holding_taken_back"
    SIGNED_IN = "account:signed_in"
    CLOSED = "account:close"


def make_official(
    *, username: str, name: str, password: str, totp_secret: str, by: Actor, is_demo: bool = False
) -> Account:
    """Make an account that signs in by password and authenticator app, or return it if the name is taken."""
    found = db.session.scalar(select(Account).where(Account.username == username))
    if found is not None:
        return found
    account_id = new_id()
    account = Account(
        id=account_id,
        name=line(name),
        username=username.casefold(),
        password_hash=PasswordHasher().hash(password),
        totp_sealed=sealed.seal(totp_secret, context=f"account.totp:{account_id}"),
        is_demo=is_demo,
        created_at=clock.now(),
    )
    return keep(account, by=by)


def new_account(phone: str, name: str, *, by: Actor) -> Account:
    """Make an account that signs in by a telephone."""
    account = Account(id=new_id(), name=line(name) or phone[-3:].rjust(6, "*"), phone=phone, created_at=clock.now())
    return keep(account, by=by)


def keep(account: Account, *, by: Actor) -> Account:
    """Save a new account and say so in the audit trail."""
    db.session.add(account)
    db.session.flush()
    audit.record(AccountAction.CREATED, ("account", account.id), by=by, at=account.created_at)
    return account
