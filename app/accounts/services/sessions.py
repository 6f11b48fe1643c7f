"""Sessions: opened after a proof, short where others may pick the telephone up."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import bindparam, select

from app.accounts import rules
from app.accounts.models import Account, AccountHolding, SignIn, holding
from app.accounts.services.record import AccountAction
from app.core import audit, clock
from app.core.db import db
from app.policy import ANONYMOUS, Actor, Holding, Role


@dataclass(frozen=True)
class Opened:
    """A session just opened: the token goes into the cookie and is kept nowhere else."""

    token: str
    idle_minutes: int


def open_session(account: Account, *, borrowed: bool, office: bool) -> Opened:
    """Open a session for somebody who has just proved who they are; short on a borrowed phone and in an office."""
    at = clock.now()
    audit.record(AccountAction.SIGNED_IN, ("account", account.id), by=account.actor(), at=at)
    if office:
        return _open(rules.OFFICE_LIFE, rules.OFFICE_IDLE_MINUTES, account_id=account.id)
    if borrowed:
        return _open(rules.BORROWED_LIFE, rules.BORROWED_IDLE_MINUTES, account_id=account.id)
    return _open(rules.OWN_PHONE_LIFE, rules.OWN_PHONE_IDLE_MINUTES, account_id=account.id)


def open_dossier_session(*, merchant_id: UUID) -> Opened:
    """Open a session over one dossier, for people with no telephone of their own."""
    return _open(rules.BORROWED_LIFE, 60, merchant_id=merchant_id)


def end_session(*, token: str) -> None:
    """Close a session; closing it twice is closing it once."""
    found = db.session.scalar(select(SignIn).where(SignIn.token_hash == _token_hash(token), SignIn.ended_at.is_(None)))
    if found is not None:
        found.ended_at = clock.now()


# Every page asks this first: one statement, built once, that fetches what is needed and no objects.
_BY_TOKEN = (
    select(
        *(SignIn.account_id, SignIn.merchant_id, SignIn.idle_minutes, Account.name, Account.is_active),
        *(AccountHolding.role, AccountHolding.area_path, AccountHolding.powers),
        AccountHolding.merchant_id.label("held_merchant_id"),
    )
    .select_from(SignIn)
    .outerjoin(Account, Account.id == SignIn.account_id)
    .outerjoin(
        AccountHolding,
        (AccountHolding.account_id == Account.id)
        & (AccountHolding.ends_on.is_(None) | (AccountHolding.ends_on >= bindparam("today"))),
    )
    .where(SignIn.token_hash == bindparam("token_hash"))
    .where(SignIn.ended_at.is_(None), SignIn.expires_at > bindparam("now"))
    .order_by(AccountHolding.id)
)


def actor_of(token: str) -> tuple[Actor, int]:
    """Return who a token belongs to and after how many idle minutes it lapses; nobody if it is unknown or over."""
    asked = {"token_hash": _token_hash(token), "now": clock.now(), "today": clock.today()}
    rows = db.session.execute(_BY_TOKEN, asked).all()
    if not rows or (rows[0].account_id is not None and not rows[0].is_active):
        return ANONYMOUS, 0
    found = rows[0]
    held = [holding(row.role, row.area_path, row.held_merchant_id, row.powers) for row in rows if row.role is not None]
    if found.account_id is not None and not held:
        held.append(Holding(Role.OWNER))
    if found.merchant_id is not None:
        held.append(Holding(Role.OWNER, merchant_id=found.merchant_id))
    name = _("Owner, by dossier code") if found.account_id is None else found.name
    return Actor(found.account_id, name, tuple(held)), found.idle_minutes


def end_dossier_sessions(*, merchant_id: UUID) -> None:
    """Close every session that was opened by the code of one dossier."""
    still_open = select(SignIn).where(SignIn.merchant_id == merchant_id, SignIn.ended_at.is_(None))
    for found in db.session.scalars(still_open):
        found.ended_at = clock.now()


def hold_briefly(*, token: str) -> None:
    """Make an open session that of a borrowed phone: it lapses after ten idle minutes."""
    found = db.session.scalar(select(SignIn).where(SignIn.token_hash == _token_hash(token), SignIn.ended_at.is_(None)))
    if found is not None:
        found.idle_minutes = rules.BORROWED_IDLE_MINUTES
        found.expires_at = min(found.expires_at, clock.now() + rules.BORROWED_LIFE)


def _open(
    life: timedelta, idle_minutes: int, *, account_id: UUID | None = None, merchant_id: UUID | None = None
) -> Opened:
    at = clock.now()
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignIn(
            token_hash=_token_hash(token),
            account_id=account_id,
            merchant_id=merchant_id,
            started_at=at,
            expires_at=at + life,
            idle_minutes=idle_minutes,
        )
    )
    return Opened(token, idle_minutes)


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
