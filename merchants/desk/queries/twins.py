"""Dossiers that may be of one household: candidates for one dossier, pairs of a commune, what was said of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from app.core.db import db
from app.core.text import fold
from merchants.desk.models import TwinVerdict
from merchants.desk.queries import queue
from merchants.desk.rules import Likeness, Risk, Tab, Verdict
from merchants.identity import queries as identity
from merchants.models import DossierMerge, Merchant
from merchants.states import SENT

_AT_MOST = 10


@dataclass(frozen=True)
class Twin:
    """Another dossier that is like this one, in what, and what the desk has said of the two."""

    merchant: Merchant
    likenesses: tuple[Likeness, ...]
    verdict: Verdict | None


def twins_of(merchant: Merchant) -> Sequence[Twin]:
    """Return the living dossiers of the same commune that may be of the same household, the likest first."""
    alike: list[ColumnElement[bool]] = [
        (Merchant.owner_name_fold == merchant.owner_name_fold) & (Merchant.birth_year == merchant.birth_year)
    ]
    if merchant.phone:
        alike.append(Merchant.phone == merchant.phone)
    if merchant.house_note and merchant.area_path != merchant.commune_path:
        alike.append((Merchant.area_path == merchant.area_path) & (Merchant.house_note == merchant.house_note))
    same_number = identity.same_number(merchant.id)
    if same_number:
        alike.append(Merchant.id.in_(sorted(same_number)))
    found = db.session.scalars(
        select(Merchant)
        .where(
            Merchant.commune_path == merchant.commune_path,
            Merchant.id != merchant.id,
            Merchant.stage.in_(SENT),
            or_(*alike),
        )
        .order_by(Merchant.code)
        .limit(5 * _AT_MOST)
    ).all()
    verdicts = _verdicts(merchant.id)
    twins = [Twin(other, likenesses(merchant, other, same_number), verdicts.get(other.id)) for other in found]
    likest = sorted((twin for twin in twins if twin.likenesses), key=lambda twin: -len(twin.likenesses))
    return likest[:_AT_MOST]


def likenesses(one: Merchant, other: Merchant, same_number: frozenset[UUID] | None = None) -> tuple[Likeness, ...]:
    """Return in what two dossiers are alike; a house alone is nothing, the same house and craft is."""
    same_number = identity.same_number(one.id) if same_number is None else same_number
    facts = {
        Likeness.NAME: one.owner_name_fold == other.owner_name_fold and one.birth_year == other.birth_year,
        Likeness.PHONE: bool(one.phone) and one.phone == other.phone,
        Likeness.IDENTITY: other.id in same_number,
        Likeness.PLACE: bool(one.house_note)
        and one.craft is other.craft
        and (one.area_path, fold(one.house_note)) == (other.area_path, fold(other.house_note)),
    }
    return tuple(kind for kind, holds in facts.items() if holds)


def verdict_of(one_id: UUID, other_id: UUID) -> TwinVerdict | None:
    """Return what the desk has said of two dossiers."""
    first, second = sorted((one_id, other_id))
    said = select(TwinVerdict).where(TwinVerdict.first_id == first, TwinVerdict.second_id == second)
    return db.session.scalars(said).one_or_none()


def waiting(paths: tuple[str, ...] | None, now: datetime, *, after: str = "") -> queue.Page:
    """Return the dossiers to answer that may have a twin, in the order of the queue."""
    return queue.page(paths, queue.Filter(Tab.ALL, risk=Risk.TWIN), now, after=after)


def merges_of(merchant_id: UUID) -> Sequence[DossierMerge]:
    """Return the joinings a dossier took part in, newest first."""
    mine = select(DossierMerge).where(or_(DossierMerge.kept_id == merchant_id, DossierMerge.merged_id == merchant_id))
    return db.session.scalars(mine.order_by(DossierMerge.at.desc(), DossierMerge.id.desc())).all()


def merge_by_id(merge_id: UUID) -> DossierMerge | None:
    """Return one joining."""
    return db.session.get(DossierMerge, merge_id)


def _verdicts(merchant_id: UUID) -> Mapping[UUID, Verdict]:
    said = db.session.scalars(
        select(TwinVerdict).where(or_(TwinVerdict.first_id == merchant_id, TwinVerdict.second_id == merchant_id))
    )
    return {row.second_id if row.first_id == merchant_id else row.first_id: row.verdict for row in said}
