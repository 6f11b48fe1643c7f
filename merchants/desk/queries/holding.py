"""Who holds a dossier, who may not decide it, who could instead, and which decisions wait for a second person."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.accounts.models import Account, AccountHolding
from app.core.db import db
from app.policy import GRANTS, Permission, Role
from merchants.desk import rules
from merchants.desk.models import Batch, Claim, Conflict, Refusal
from merchants.desk.states import RefusalState
from merchants.models import Merchant

_DECIDING = tuple(role for role in Role if Permission.MERCHANT_DECIDE in GRANTS[role])


def claim_of(merchant_id: UUID) -> Claim | None:
    """Return the claim on a dossier, lapsed or not."""
    return db.session.scalars(select(Claim).where(Claim.merchant_id == merchant_id)).one_or_none()


def live_claim(merchant_id: UUID, now: datetime) -> Claim | None:
    """Return the claim on a dossier that still holds."""
    claim = claim_of(merchant_id)
    return claim if claim is not None and rules.claim_holds(claim.seen_at, now) else None


def conflict_of(merchant_id: UUID, account_id: UUID | None) -> Conflict | None:
    """Return what somebody has declared about a dossier."""
    if account_id is None:
        return None
    mine = select(Conflict).where(Conflict.merchant_id == merchant_id, Conflict.account_id == account_id)
    return db.session.scalars(mine).one_or_none()


def conflicts_of(merchant_id: UUID) -> Sequence[Conflict]:
    """Return every declaration about a dossier."""
    return db.session.scalars(select(Conflict).where(Conflict.merchant_id == merchant_id).order_by(Conflict.at)).all()


def colleagues(commune_path: str, *, but: UUID | None) -> Sequence[Account]:
    """Return the others who may decide in a commune, by name."""
    found = (
        select(Account)
        .join(AccountHolding, AccountHolding.account_id == Account.id)
        .where(
            AccountHolding.role.in_(_DECIDING), AccountHolding.area_path == commune_path, Account.is_active.is_(True)
        )
        .order_by(Account.name, Account.id)
        .distinct()
    )
    return [account for account in db.session.scalars(found) if account.id != but]


def open_refusal(merchant_id: UUID) -> Refusal | None:
    """Return the proposal to refuse a dossier that waits for a second person."""
    waiting = select(Refusal).where(Refusal.merchant_id == merchant_id, Refusal.state == RefusalState.PROPOSED)
    return db.session.scalars(waiting).one_or_none()


def last_refusal(merchant_id: UUID) -> Refusal | None:
    """Return the latest proposal, whatever became of it."""
    mine = select(Refusal).where(Refusal.merchant_id == merchant_id)
    return db.session.scalars(mine.order_by(Refusal.at.desc(), Refusal.id.desc()).limit(1)).one_or_none()


def batch_by_id(batch_id: UUID) -> Batch | None:
    """Return one batch."""
    return db.session.get(Batch, batch_id)


def merchants_with(codes: Sequence[str]) -> Sequence[Merchant]:
    """Return the dossiers with these codes, in the order of the queue."""
    wanted = select(Merchant).where(Merchant.code.in_(codes))
    return db.session.scalars(wanted.order_by(Merchant.review_due_on, Merchant.submitted_at, Merchant.id)).all()
