"""Reads of weak spots: counted by place, never by household, with what telecoms answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.core import areas
from app.core.db import db, within
from payments.partners.spots.models import SpotReply, SpotReport


def report_of(merchant_id: UUID) -> SpotReport | None:
    """Return what a household last said."""
    return db.session.scalars(select(SpotReport).where(SpotReport.merchant_id == merchant_id)).one_or_none()


def reply_by(institution_id: UUID, area_path: str) -> SpotReply | None:
    """Return what a telecom last said of a place."""
    same = select(SpotReply).where(SpotReply.institution_id == institution_id, SpotReply.area_path == area_path)
    return db.session.scalars(same).one_or_none()


def replies_for(area_path: str) -> Sequence[SpotReply]:
    """Return what telecoms say of a place, the newest first."""
    here = select(SpotReply).where(SpotReply.area_path == area_path).options(joinedload(SpotReply.institution))
    return db.session.scalars(here.order_by(SpotReply.replied_at.desc(), SpotReply.id)).all()


def places_told_of(paths: tuple[str, ...] | None) -> frozenset[str]:
    """Return the places within some areas of which any household complains."""
    return frozenset(db.session.scalars(select(SpotReport.area_path).where(within(SpotReport.area_path, paths))))


@dataclass(frozen=True)
class Spot:
    """A place where households say that the signal is bad."""

    area_path: str
    place: str
    households: int
    last_told_at: datetime
    replies: Sequence[SpotReply]


def spots(paths: tuple[str, ...] | None) -> list[Spot]:
    """Return the places within some areas of which households complain, those with most of them first."""
    counted = (
        select(SpotReport.area_path, func.count(), func.max(SpotReport.told_at))
        .where(within(SpotReport.area_path, paths))
        .group_by(SpotReport.area_path)
        .order_by(func.count().desc(), SpotReport.area_path)
        .limit(200)
    )
    rows = db.session.execute(counted).all()
    told = [path for path, _count, _last in rows]
    names = areas.names_of({*told, *(areas.commune_path(path) for path in told)})
    replies = db.session.scalars(
        select(SpotReply)
        .where(SpotReply.area_path.in_(told))
        .options(joinedload(SpotReply.institution))
        .order_by(SpotReply.replied_at.desc(), SpotReply.id)
    ).all()
    return [
        Spot(
            path,
            ", ".join(dict.fromkeys(names[each] for each in (path, areas.commune_path(path)) if each in names)),
            count,
            last,
            [reply for reply in replies if reply.area_path == path],
        )
        for path, count, last in rows
    ]
