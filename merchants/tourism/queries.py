"""Reads of tourism: one business's answers and offers, and what visitors may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from app.core import areas
from app.core.db import db, within
from app.core.text import fold
from merchants import queries as merchants
from merchants.models import Merchant
from merchants.rules import TOURISM, Craft
from merchants.tourism.models import TourismClosure, TourismOffer, TourismProfile, TourismSighting
from merchants.tourism.rules import questions
from merchants.tourism.rules.questions import SAFETY

LISTED_AT_MOST = 60


@dataclass(frozen=True)
class Card:
    """One business in the list for visitors."""

    merchant_id: UUID
    slug: str
    name: str
    craft: Craft
    commune: str
    from_vnd: int | None
    is_safe: bool
    # The hash of a small picture; the floors above know whether there is one.
    thumb: str = ""


def profile_of(merchant_id: UUID) -> TourismProfile | None:
    """Return what a business tells its guests, if it has begun to."""
    return db.session.scalars(select(TourismProfile).where(TourismProfile.merchant_id == merchant_id)).one_or_none()


def answers_of(merchant: Merchant) -> dict[str, Any]:
    """Return the answers that the questions of today still ask for."""
    profile = profile_of(merchant.id)
    return questions.still_offered(merchant.craft, profile.answers) if profile else {}


def offers_of(merchant_id: UUID) -> Sequence[TourismOffer]:
    """Return what a business offers, in the order in which it was added."""
    mine = select(TourismOffer).where(TourismOffer.merchant_id == merchant_id)
    return db.session.scalars(mine.order_by(TourismOffer.added_at, TourismOffer.id)).all()


def offer(offer_id: UUID) -> TourismOffer | None:
    """Return one offer with its business."""
    return db.session.get(TourismOffer, offer_id)


def closures_of(merchant_id: UUID, today: date) -> Sequence[TourismClosure]:
    """Return the closed days that are not over."""
    mine = select(TourismClosure).where(TourismClosure.merchant_id == merchant_id, TourismClosure.until_on >= today)
    return db.session.scalars(mine.order_by(TourismClosure.from_on, TourismClosure.until_on)).all()


def closure(closure_id: UUID) -> TourismClosure | None:
    """Return one row of closed days with its business."""
    return db.session.get(TourismClosure, closure_id)


def closure_between(merchant_id: UUID, from_on: date, until_on: date) -> TourismClosure | None:
    """Return the row of exactly these closed days."""
    same = select(TourismClosure).where(
        TourismClosure.merchant_id == merchant_id,
        TourismClosure.from_on == from_on,
        TourismClosure.until_on == until_on,
    )
    return db.session.scalars(same).one_or_none()


def sightings_of(merchant_id: UUID) -> Mapping[str, TourismSighting]:
    """Return which safety items the desk has seen."""
    rows = db.session.scalars(select(TourismSighting).where(TourismSighting.merchant_id == merchant_id))
    return {row.item: row for row in rows}


def is_safe(merchant: Merchant) -> bool:
    """Whether the desk has seen every safety item of this kind of business: fit to be recommended."""
    wanted = {item.value for item in questions.safety_items(merchant.craft)}
    return bool(wanted) and wanted <= set(sightings_of(merchant.id))


def public_profile(slug: str) -> TourismProfile | None:
    """Return what visitors may see under an address: of a confirmed business that agreed to be shown."""
    found = db.session.scalars(select(TourismProfile).where(TourismProfile.slug == slug[:200])).one_or_none()
    if found is None or found.merchant.craft not in TOURISM or not merchants.is_public(found.merchant):
        return None
    return found


def public_list(
    *,
    craft: Craft | None = None,
    commune_path: str = "",
    words: str = "",
    among: Select[UUID] | None = None,
    limit: int = LISTED_AT_MOST,
) -> list[Card]:
    """Return the businesses that visitors may see, by name: of one kind, of one commune, called so, out of some.

    The search ignores case and Vietnamese marks.
    """
    wanted = (
        select(TourismProfile.slug, Merchant)
        .join(Merchant, Merchant.id == TourismProfile.merchant_id)
        .where(*merchants.shown_to_visitors(), Merchant.craft.in_([craft] if craft else sorted(TOURISM)))
        .order_by(Merchant.business_name, Merchant.id)
        .limit(limit)
    )
    if commune_path:
        wanted = wanted.where(within(Merchant.area_path, (commune_path,)))
    if among is not None:
        wanted = wanted.where(Merchant.id.in_(among))
    for word in fold(words)[:60].split()[:6]:
        wanted = wanted.where(TourismProfile.slug.contains(word, autoescape=True))
    rows = db.session.execute(wanted).all()
    ids = [merchant.id for _slug, merchant in rows]
    seen, cheapest = _seen(ids), _cheapest(ids)
    names = areas.names_of({merchant.commune_path for _slug, merchant in rows})
    return [
        Card(
            merchant_id=merchant.id,
            slug=slug,
            name=merchant.business_name,
            craft=merchant.craft,
            commune=names.get(merchant.commune_path, ""),
            from_vnd=cheapest.get(merchant.id),
            is_safe={item.value for item in questions.safety_items(merchant.craft)} <= seen.get(merchant.id, set()),
        )
        for slug, merchant in rows
    ]


def said_safe(merchant: Merchant) -> frozenset[str]:
    """Return the safety items that the owner says are there."""
    return frozenset(answers_of(merchant).get(SAFETY, ())) - {questions.NONE_YET}


def _cheapest(merchant_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return from which price on some businesses have something to offer."""
    if not merchant_ids:
        return {}
    lowest = select(TourismOffer.merchant_id, func.min(TourismOffer.price_vnd).label("from_vnd")).group_by(
        TourismOffer.merchant_id
    )
    rows = db.session.execute(lowest.where(TourismOffer.merchant_id.in_(merchant_ids)))
    return {row.merchant_id: row.from_vnd for row in rows}


def _seen(merchant_ids: Sequence[UUID]) -> dict[UUID, set[str]]:
    if not merchant_ids:
        return {}
    rows = db.session.execute(
        select(TourismSighting.merchant_id, TourismSighting.item).where(TourismSighting.merchant_id.in_(merchant_ids))
    )
    seen: dict[UUID, set[str]] = {}
    for merchant_id, item in rows:
        seen.setdefault(merchant_id, set()).add(item)
    return seen
