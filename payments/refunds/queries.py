"""Reads of money owed back."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.core.db import db
from payments.refunds.models import Refund
from payments.refunds.states import RefundState


def by_id(refund_id: UUID) -> Refund | None:
    """Return one row."""
    return db.session.get(Refund, refund_id)


def by_key(key: str) -> Refund | None:
    """Return what is owed for one act."""
    return db.session.scalars(select(Refund).where(Refund.key == key)).one_or_none()


def refunds_for(request_id: UUID) -> Sequence[Refund]:
    """Return what is or was owed back for a request, oldest first."""
    about = select(Refund).where(Refund.request_id == request_id)
    return db.session.scalars(about.order_by(Refund.owed_at, Refund.id)).all()


def expected_out(request_id: UUID, amount_vnd: int) -> Refund | None:
    """Return the oldest amount owed back, or said to be sent, whose line the bank has not shown yet."""
    open_ = select(Refund).where(
        Refund.request_id == request_id,
        Refund.amount_vnd == amount_vnd,
        Refund.state != RefundState.KEPT,
        Refund.sent_notice_id.is_(None),
    )
    return db.session.scalars(open_.order_by(Refund.owed_at, Refund.id).limit(1)).one_or_none()


def is_settled(request_id: UUID) -> bool:
    """Whether nothing is owed back for a request any more."""
    return all(refund.state in (RefundState.DONE, RefundState.KEPT) for refund in refunds_for(request_id))
