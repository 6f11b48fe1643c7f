"""Where a product had better be sold, and where not yet: honest rules as data, each with what it rests on."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from catalog.rules import ProductFacts

SHIPPED = Path(__file__).parent / "data" / "advice.json"


class Place(StrEnum):
    """The three ways to sell."""

    NEAR = "near"
    NATIONAL = "national"
    SEARCH = "search"


class Leaning(StrEnum):
    """What we would do."""

    GOOD = "good"
    NOT_YET = "not_yet"


@dataclass(frozen=True)
class Advice:
    """One reason for or against a way to sell."""

    id: str
    place: Place
    leaning: Leaning
    when: Mapping[str, Any]
    basis: str


@cache
def shipped() -> tuple[Advice, ...]:
    """Return the reasons this release knows."""
    return tuple(
        Advice(row["id"], Place(row["place"]), Leaning(row["verdict"]), row["when"], row["basis"])
        for row in json.loads(SHIPPED.read_text("utf-8"))
    )


def advice_for(facts: ProductFacts) -> Mapping[Place, tuple[Advice, ...]]:
    """Return the reasons that hold for a product, by way to sell; where one speaks against, those for it are silent."""
    holding = [each for each in shipped() if all(_TESTS[name](facts, value) for name, value in each.when.items())]
    found = {}
    for place in Place:
        here = [each for each in holding if each.place is place]
        against = [each for each in here if each.leaning is Leaning.NOT_YET]
        found[place] = tuple(against or here)
    return found


def _lowest_price(facts: ProductFacts) -> int | None:
    return min((pack.price_vnd for pack in facts.packs if pack.price_vnd), default=None)


def _price_per_kg(facts: ProductFacts) -> int | None:
    prices = [pack.price_vnd * 1000 // pack.weight_g for pack in facts.packs if pack.price_vnd and pack.weight_g]
    return min(prices, default=None)


def _heaviest(facts: ProductFacts) -> int | None:
    return max((pack.weight_g for pack in facts.packs if pack.weight_g), default=None)


def _below(read: Callable[[ProductFacts], int | None]) -> Callable[[ProductFacts, Any], bool]:
    return lambda facts, limit: (value := read(facts)) is not None and value < limit


def _from(read: Callable[[ProductFacts], int | None]) -> Callable[[ProductFacts, Any], bool]:
    return lambda facts, limit: (value := read(facts)) is not None and value >= limit


# What nobody has answered speaks neither for nor against.
_TESTS: Mapping[str, Callable[[ProductFacts, Any], bool]] = {
    "shelf_life_below": _below(lambda facts: facts.shelf_life_days),
    "shelf_life_from": _from(lambda facts: facts.shelf_life_days),
    "price_below": _below(_lowest_price),
    "price_from": _from(_lowest_price),
    "price_per_kg_below": _below(_price_per_kg),
    "weight_below": _below(_heaviest),
    "weight_from": _from(_heaviest),
    "storage": lambda facts, kind: facts.storage == kind,
    "families": lambda facts, starts: facts.family.startswith(tuple(starts)),
    "shown": lambda facts, _wanted: facts.is_shown,
}
