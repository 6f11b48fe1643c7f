"""Which kinds of paper there are, how long each holds, who needs which, and when to say that one runs out."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from app.core import calendar

DATA = Path(__file__).parent / "data"

MAX_PAPERS = 200
# Days before the end on which the owner is told, once each.
NOTICE_BANDS = (90, 30)
SOON_DAYS = 90
PICTURE_SIDE = 1600
PICTURE_BYTES = 300_000


class Expiry(StrEnum):
    """What a paper's last day hangs on."""

    NONE = "none"
    ISSUED = "issued"
    PRINTED = "printed"


class Level(StrEnum):
    """How much a paper is needed."""

    MUST = "must"
    MAY = "may"


class Standing(StrEnum):
    """How a paper stands on a day: a matter of dates, not a state."""

    LASTING = "lasting"
    GOOD = "good"
    SOON = "soon"
    EXPIRED = "expired"


class IdentityKind(StrEnum):
    """Papers that show who somebody is: looked at, never kept."""

    CITIZEN_CARD = "citizen_card"
    OLD_CARD = "old_card"
    PASSPORT = "passport"


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper as dated data."""

    key: str
    vi: str
    en: str
    hint_vi: str
    hint_en: str
    expiry: Expiry
    months: int | None
    valid_from: date
    valid_to: date | None
    basis: str
    source: str
    verified_on: date
    confirmed: bool


@dataclass(frozen=True)
class Need:
    """Somebody needs one of a few kinds; ``level`` says whether the law leaves room."""

    needed_for: frozenset[str]
    level: Level
    one_of: tuple[str, ...]
    vi: str
    en: str
    valid_from: date
    valid_to: date | None
    basis: str
    source: str
    verified_on: date
    confirmed: bool


@cache
def _kinds() -> tuple[PaperKind, ...]:
    rows = json.loads((DATA / "paper_kinds.json").read_text("utf-8"))
    return tuple(PaperKind(**_dated(row, expiry=Expiry(row["expiry"]))) for row in rows)


@cache
def _needs() -> tuple[Need, ...]:
    rows = json.loads((DATA / "paper_needs.json").read_text("utf-8"))
    return tuple(
        Need(
            **_dated(
                {name: value for name, value in row.items() if name != "for"},
                needed_for=frozenset(row["for"]),
                level=Level(row["level"]),
                one_of=tuple(row["one_of"]),
            )
        )
        for row in rows
    )


def kinds_on(day: date) -> tuple[PaperKind, ...]:
    """Return the kinds of paper of a day, in the order people are offered them."""
    return tuple(kind for kind in _kinds() if _holds(kind, day))


def kind(key: str) -> PaperKind:
    """Return one kind by its key, whatever its dates.

    Raises:
        KeyError: there is no such kind; identity papers are none.
    """
    return {each.key: each for each in _kinds()}[key]


def needs_of(what: str, day: date) -> tuple[Need, ...]:
    """Return what is needed for a craft, or for OCOP under the word ``ocop``."""
    return tuple(need for need in _needs() if what in need.needed_for and _holds(need, day))


def missing(needs: Collection[Need], kept: Collection[str]) -> tuple[Need, ...]:
    """Return the needs of which no kind is kept."""
    return tuple(need for need in needs if not set(need.one_of) & set(kept))


def expires_on(of: PaperKind, issued_on: date | None, printed: date | None) -> date | None:
    """Return the last day of a paper: the one printed on it, else so many months after it was issued, else none."""
    if printed is not None or of.expiry is not Expiry.ISSUED or issued_on is None or of.months is None:
        return printed
    return calendar.add_months(issued_on, of.months)


def standing(last_day: date | None, today: date) -> Standing:
    """Say how a paper stands; on its last day it still holds."""
    if last_day is None:
        return Standing.LASTING
    left = (last_day - today).days
    if left < 0:
        return Standing.EXPIRED
    return Standing.SOON if left <= SOON_DAYS else Standing.GOOD


def due_band(last_day: date, today: date, bands: Collection[int] = NOTICE_BANDS) -> int | None:
    """Return the narrowest band of days that a last day lies in; none if it is far off or has passed."""
    left = (last_day - today).days
    return min((band for band in bands if 0 <= left <= band), default=None)


def _holds(rule: PaperKind | Need, day: date) -> bool:
    return rule.valid_from <= day and (rule.valid_to is None or day < rule.valid_to)


def _dated(row: dict[str, Any], **more: Any) -> dict[str, Any]:
    ending = row["valid_to"]
    return row | {
        "valid_from": date.fromisoformat(row["valid_from"]),
        "valid_to": date.fromisoformat(ending) if ending else None,
        "verified_on": date.fromisoformat(row["verified_on"]),
        **more,
    }
