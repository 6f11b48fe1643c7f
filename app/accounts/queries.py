"""Finding people by what they are known by, and by what they hold."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from app.accounts.models import Account, AccountHolding
from app.core import sealed
from app.core.db import db, within
from app.policy import Role


def account_by_id(account_id: UUID) -> Account | None:
    """Return somebody who can sign in."""
    return db.session.get(Account, account_id)


def account_by_phone(phone: str) -> Account | None:
    """Return whoever signs in by a telephone."""
    return db.session.scalar(select(Account).where(Account.phone == phone))


def official_named(username: str) -> Account | None:
    """Return an official's account by its name."""
    return db.session.scalar(select(Account).where(Account.username == username.strip().casefold()))


def owners_of(merchant_id: UUID) -> Sequence[Account]:
    """Return those who own a merchant."""
    held = select(Account).join(AccountHolding)
    mine = held.where(AccountHolding.role == Role.OWNER, AccountHolding.merchant_id == merchant_id)
    return db.session.scalars(mine.order_by(Account.id)).unique().all()


def holders_of(merchant_id: UUID) -> Sequence[Account]:
    """Return everybody who owns or helps one business with an account of their own."""
    holding = select(AccountHolding.account_id).where(AccountHolding.merchant_id == merchant_id)
    return db.session.scalars(select(Account).where(Account.id.in_(holding))).all()


def active_holders(*, role: Role, paths: tuple[str, ...] | None) -> Sequence[Account]:
    """Return those who hold a role somewhere within some areas, by name."""
    found = (
        select(Account)
        .join(AccountHolding)
        .where(AccountHolding.role == role, Account.is_active, within(AccountHolding.area_path, paths))
        .order_by(Account.name, Account.id)
    )
    return db.session.scalars(found).unique().all()


def count_by_role() -> dict[str, int]:
    """Return how many people hold each role."""
    rows = db.session.execute(select(AccountHolding.role, func.count()).group_by(AccountHolding.role)).all()
    return {role.value: count for role, count in rows}


def count_waiting_for_rotation() -> int:
    """Count the second factors sealed with an older key."""
    return db.session.scalar(select(func.count()).where(sealed.of_older_keys(Account.totp_sealed))) or 0
