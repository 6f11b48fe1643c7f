"""Reads of reported losses: the owner's own, and for officials that there is one, without money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import case, or_, select

from app.core import areas
from app.core.db import db, within
from merchants.models import Merchant
from payments.losses.models import Loss
from payments.losses.rules import LossKind
from payments.losses.states import LossState


@dataclass(frozen=True)
class Visit:
    """What whoever visits may know of a loss: there is no amount to leak."""

    id: UUID
    merchant_id: UUID
    code: str
    owner_name: str
    business_name: str
    place: str
    phone: str
    kind: LossKind
    state: LossState
    visit_by: date
    is_late: bool


def by_id(loss_id: UUID) -> Loss | None:
    """Return one loss."""
    return db.session.get(Loss, loss_id)


def losses_of(merchant_id: UUID) -> Sequence[Loss]:
    """Return the losses a household reported, newest first."""
    mine = select(Loss).where(Loss.merchant_id == merchant_id)
    return db.session.scalars(mine.order_by(Loss.reported_at.desc(), Loss.id.desc())).all()


def visits(paths: tuple[str, ...] | None, today: date) -> list[Visit]:
    """Return the families in some areas who lost money and whose report is not closed, the most pressing first."""
    found = db.session.execute(
        select(Loss.id, Loss.kind, Loss.state, Loss.visit_by, Merchant)
        .join(Merchant, Merchant.id == Loss.merchant_id)
        .where(Loss.state != LossState.CLOSED, within(Merchant.area_path, paths))
        .order_by(case((Loss.state == LossState.REPORTED, 0), else_=1), Loss.visit_by, Loss.id)
    ).all()
    names = areas.names_of({merchant.area_path for *_, merchant in found})
    return [
        Visit(
            id=loss_id,
            merchant_id=merchant.id,
            code=merchant.code,
            owner_name=merchant.owner_name,
            business_name=merchant.business_name,
            place=_place(merchant, names),
            phone=merchant.phone,
            kind=kind,
            state=state,
            visit_by=until,
            is_late=state is LossState.REPORTED and until < today,
        )
        for loss_id, kind, state, until, merchant in found
    ]


def commune_name(merchant: Merchant) -> str:
    """Return the name of the commune a household lives in."""
    path = areas.commune_path(merchant.area_path)
    return areas.names_of({path}).get(path, "")


def _place(merchant: Merchant, names: Mapping[str, str]) -> str:
    hamlet = merchant.area_note or names.get(merchant.area_path, "")
    return ", ".join(part for part in (merchant.house_note, hamlet) if part)


def reported_between(first: datetime, end: datetime) -> list[UUID]:
    """Return whose loss was reported between two moments, once for each report."""
    found = select(Loss.merchant_id).where(Loss.reported_at >= first, Loss.reported_at < end)
    return list(db.session.scalars(found.order_by(Loss.reported_at, Loss.id)))


def open_between(first: datetime, end: datetime) -> list[tuple[UUID, datetime, datetime | None]]:
    """Return whose loss waited for an answer at any time between two moments, when it was told and when visited."""
    found = select(Loss.merchant_id, Loss.reported_at, Loss.visited_at).where(
        Loss.reported_at < end, or_(Loss.visited_at.is_(None), Loss.visited_at >= first)
    )
    rows = db.session.execute(found.order_by(Loss.reported_at, Loss.id))
    return [(row.merchant_id, row.reported_at, row.visited_at) for row in rows]
