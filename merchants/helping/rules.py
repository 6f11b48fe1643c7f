"""Limits of helping: how long codes live, how far powers reach, when a draft is spoken of: pure arithmetic."""

import calendar
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from app.core.text import fold, line

DATA = Path(__file__).parent / "data"

CODE_DIGITS = 6
CODE_TRIES = 5
COUNTER_TRIES = 3
CODE_LIFE = timedelta(minutes=15)
COUNTER_LIFE = timedelta(minutes=30)
RESEND_AFTER = timedelta(seconds=60)
CODES_PER_HOUR = 3
CALL_WITHIN = timedelta(hours=24)

MOST_DELEGATES = 2
LONGEST_MONTHS = 12
MONTHS = (1, 3, 6, 12)

BATCH_SIZE = 50
REASK_MONTHS = (1, 3, 6, 12)
NOTICE_DAYS = (14, 3)
EDITION_GRACE = timedelta(days=14)
FACTS_NEEDED = 2
SLIP_LENGTHS = (3, 20)


class Way(StrEnum):
    """How an owner confirms what a helper wrote down."""

    CODE = "code"
    CALL = "call"
    SLIP = "slip"


class Mark(StrEnum):
    """What the owner put on the paper."""

    SIGNATURE = "signature"
    THUMB = "thumb"


class Purpose(StrEnum):
    """What a six-digit code is for; it opens nothing else."""

    CONSENT = "consent"
    DELEGATE = "delegate"
    OWNER = "owner"
    COUNTER = "counter"
    # The new number of somebody who changes theirs.
    PHONE = "phone"


class Subject(StrEnum):
    """What a household may not want for now."""

    DOSSIER = "dossier"
    BANK = "bank"


class WhyNot(StrEnum):
    """Why a household does not want to for now."""

    TAX = "fear_of_tax"
    FRAUD = "fear_of_fraud"
    NO_NEED = "no_need"
    NO_DEVICE = "no_device"
    OTHER = "other"


class SameHousehold(StrEnum):
    """What a helper says about a file that looks the same."""

    SAME = "same"
    DIFFERENT = "different"


class Fact(StrEnum):
    """What the desk asks somebody who comes to the counter."""

    NAME = "name"
    BIRTH_YEAR = "birth_year"
    HAMLET = "hamlet"


def life_of(purpose: Purpose) -> timedelta:
    """Return how long a code is good."""
    return COUNTER_LIFE if purpose is Purpose.COUNTER else CODE_LIFE


def tries_of(purpose: Purpose) -> int:
    """Return how many wrong tries close a code."""
    return COUNTER_TRIES if purpose is Purpose.COUNTER else CODE_TRIES


def wait_seconds(last_sent_at: datetime | None, now: datetime) -> int:
    """Return how long to wait before another code may be sent; 0 when it may be sent now."""
    if last_sent_at is None:
        return 0
    return max(0, int((last_sent_at + RESEND_AFTER - now).total_seconds()))


def months_later(start: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def slip_number(text: str) -> str:
    """Return the number on a slip of paper in one form: capitals, digits and dashes; empty if it is not one."""
    kept = "".join(sign for sign in line(text).upper() if sign not in " .")
    shortest, longest = SLIP_LENGTHS
    plain = kept.isascii() and all(sign.isalnum() or sign in "-/" for sign in kept)
    return kept if plain and shortest <= len(kept) <= longest and any(sign.isdigit() for sign in kept) else ""


def facts_matched(given: Mapping[Fact, object], known: Mapping[Fact, object]) -> frozenset[Fact]:
    """Return which facts somebody said right; marks and capitals of a name do not matter."""
    return frozenset(fact for fact, value in given.items() if value and _plain(value) == _plain(known.get(fact)))


def _plain(value: object) -> str:
    return fold(str(value or ""))


def initial_of(name: str) -> str:
    """Return no more of a name than its first letter: ``N.``."""
    return f"{line(name)[:1].upper()}." if line(name) else "?"


def notice_due(kept_until: date, today: date, sent: Collection[int]) -> int | None:
    """Return which notice of a draft's end is due: 14 or 3 days before; the nearer one when both are."""
    left = (kept_until - today).days
    due = [days for days in NOTICE_DAYS if 0 <= left <= days]
    nearest = min(due) if due else None
    return nearest if nearest is not None and nearest not in sent else None


@dataclass(frozen=True)
class Edition:
    """One edition of the questions: from which day it was superseded, and how its fields are called now."""

    number: int
    superseded_on: date | None
    renamed: Mapping[str, str]
    values: Mapping[str, str]


@cache
def editions() -> Mapping[int, Edition]:
    """Return the editions of the questions that have been asked, with how their fields and answers are called now."""
    rows = json.loads((DATA / "form_editions.json").read_text("utf-8"))
    return {
        row["edition"]: Edition(
            row["edition"],
            date.fromisoformat(row["superseded_on"]) if row["superseded_on"] else None,
            row["renamed"],
            row["values"],
        )
        for row in rows
    }


def read_answers(
    sent: Mapping[str, list[str]], edition: int, today: date, asked: Mapping[int, Edition]
) -> dict[str, list[str]] | None:
    """Return the answers of a page of an older edition as this edition calls them, or None when it is too old.

    A page opened before the questions changed is still read for fourteen days.
    """
    known = asked.get(edition)
    if known is None:
        return None
    if known.superseded_on is not None and today > known.superseded_on + EDITION_GRACE:
        return None
    answers: dict[str, list[str]] = {}
    for field, values in sent.items():
        name = known.renamed.get(field, field)
        answers[name] = [known.values.get(f"{field}={value}", value) for value in values]
    return answers
