"""Giving people what they hold, and taking it back."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import delete

from app.accounts import queries
from app.accounts.models import Account, AccountHolding, SignIn, SignInCode
from app.accounts.services.record import AccountAction, new_account
from app.core import audit, clock
from app.core.db import db
from app.policy import Actor, Power, Role


def grant_ownership(*, phone: str, merchant_id: UUID, by: Actor, name: str = "") -> Account:
    """Let whoever answers a telephone see and change one dossier."""
    account = queries.account_by_phone(phone) or new_account(phone, name, by=by)
    return grant(account, role=Role.OWNER, merchant_id=merchant_id, by=by)


def grant(
    account: Account,
    *,
    role: Role,
    by: Actor,
    area_path: str = "",
    merchant_id: UUID | None = None,
    powers: Sequence[Power] | None = None,
    ends_on: date | None = None,
) -> Account:
    """Give somebody a role over an area or a merchant; giving it twice is giving it once."""
    for held in account.holdings:
        if (held.role, held.area_path, held.merchant_id) == (role, area_path, merchant_id):
            return account
    named = None if powers is None else [power.value for power in powers]
    account.holdings.append(
        AccountHolding(role=role, area_path=area_path, merchant_id=merchant_id, powers=named, ends_on=ends_on)
    )
    db.session.flush()
    changes: dict[str, list[object]] = {
        "role": [None, role.value],
        "area_path": [None, area_path],
        "merchant": [None, merchant_id],
    }
    if named is not None:
        changes |= {"powers": [None, ", ".join(named)], "ends_on": [None, ends_on]}
    audit.record(AccountAction.HOLDING_GRANTED, ("account", account.id), by=by, at=clock.now(), changes=changes)
    return account


def make_delegate(
    *, phone: str, name: str, merchant_id: UUID, powers: Sequence[Power], ends_on: date, by: Actor
) -> Account:
    """Let whoever answers a telephone do some things for one owner until a day."""
    account = queries.account_by_phone(phone) or new_account(phone, name, by=by)
    grant(account, role=Role.DELEGATE, merchant_id=merchant_id, by=by, ends_on=ends_on, powers=powers)
    return account


def take_back(account: Account, *, role: Role, merchant_id: UUID, by: Actor) -> None:
    """Take a role over one merchant away, from this moment on."""
    for held in list(account.holdings):
        if (held.role, held.merchant_id) == (role, merchant_id):
            account.holdings.remove(held)
            db.session.delete(held)
    db.session.flush()
    changes: dict[str, list[object]] = {"role": [role.value, None], "merchant": [merchant_id, None]}
    audit.record(AccountAction.HOLDING_TAKEN_BACK, ("account", account.id), by=by, at=clock.now(), changes=changes)


def close_what_holds_nothing(found: Sequence[Account], *, by: Actor) -> None:
    """Forget name and telephone of those who hold nothing any more, and sign them out everywhere."""
    for account in found:
        db.session.refresh(account)
        if account.holdings or account.username is not None:
            continue
        db.session.execute(delete(SignInCode).where(SignInCode.phone == account.phone))
        db.session.execute(delete(SignIn).where(SignIn.account_id == account.id))
        account.name, account.phone, account.is_active = "", f"-{account.id.hex}", False
        audit.record(AccountAction.CLOSED, ("account", account.id), by=by, at=clock.now())
    db.session.flush()
