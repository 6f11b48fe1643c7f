"""Reads for anybody: the next classes, and counts of a commune that point at nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select

from app.core import areas
from app.core.areas import Area, Level
from app.core.db import db, within
from app.public import rules
from catalog import queries as catalog
from catalog.queries import ListRow
from merchants.models import Merchant
from merchants.ocop import queries as ocop
from merchants.rules import Craft
from merchants.states import REGISTERED
from merchants.tourism import queries as tourism
from merchants.tourism.queries import Card as GuestCard
from merchants.training import queries as training
from merchants.training.rules import Card

_A_FEW_GOODS, _A_FEW_HOSTS = 8, 4


@dataclass(frozen=True)
class CommunePage:
    """What anybody may know of a commune."""

    commune: Area
    merged: Sequence[Area]
    registered: int | None
    crafts: Mapping[str, int]
    classes: Sequence[Card]
    goods: Sequence[ListRow]
    guests: Sequence[GuestCard]


def next_classes(today: date) -> list[Card]:
    """Return the three classes that come next."""
    return training.upcoming(today, limit=3)


def communes(today: date) -> Sequence[Area]:
    """Return the communes of today, by name."""
    return areas.communes(today)


def commune_now(code: str, today: date) -> Area | None:
    """Return the commune a code leads to today; the code of a former commune leads to what it has become."""
    found = areas.by_code(code, today)
    if found is not None and found.level is Level.COMMUNE:
        return found
    former = areas.find(code, today) if code.isdigit() else []
    return former[0] if former else None


def commune_page(commune: Area, today: date) -> CommunePage:
    """Return the public page of a commune; small numbers are merged or left out."""
    rows = db.session.execute(
        select(Merchant.craft, func.count())
        .where(Merchant.stage.in_(REGISTERED), within(Merchant.area_path, (commune.path,)))
        .group_by(Merchant.craft)
    )
    counts = {Craft(craft).value: int(number) for craft, number in rows}
    return CommunePage(
        commune=commune,
        merged=areas.predecessors(commune),
        registered=rules.safe_total(sum(counts.values())),
        crafts=rules.merge_small(counts),
        classes=training.upcoming(today, under=commune.path),
        goods=catalog.newest_shown(_A_FEW_GOODS, commune_path=commune.path),
        guests=_pictured(tourism.public_list(commune_path=commune.path, limit=_A_FEW_HOSTS)),
    )


def hosts(*, words: str, craft: Craft | None, commune_path: str, least_stars: int, on: date) -> Sequence[GuestCard]:
    """Return the businesses that receive guests and that a visitor looks for; what is empty leaves nobody out."""
    among = ocop.with_stars(least_stars, on) if least_stars else None
    return _pictured(tourism.public_list(craft=craft, commune_path=commune_path, words=words, among=among))


def _pictured(cards: Sequence[GuestCard]) -> Sequence[GuestCard]:
    """Put the picture of what each host has shown last beside the card."""
    thumbs = catalog.thumbs_of_makers([card.merchant_id for card in cards])
    return [replace(card, thumb=thumbs.get(card.merchant_id, "")) for card in cards]
