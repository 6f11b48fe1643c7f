"""The draw that anybody can repeat, and what is compared: plain counting, no database."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.dashboards.cohorts.rules import Business, pct

LEAST_WAVES, MOST_WAVES = 2, 6
PAUSES = (1, 2, 3)
MONTHS_SHOWN = 12
LEAST_SENTENCE = 20
DIGITS = 5


@dataclass(frozen=True)
class Plan:
    """In how many turns, from which month on, and how many months lie between two turns."""

    waves: int
    first_on: date
    every_months: int


def seed_text(sentence: str, draw_on: date, digits: str) -> str:
    """Return what the seed is the SHA-256 of: the sentence and the day, published before; the number, known after.

    Nobody who writes the sentence knows the number yet, so nobody can look for a sentence that suits them.
    """
    return f"{sentence}|{draw_on.isoformat()}|{digits}"


def seed_of(sentence: str, draw_on: date, digits: str) -> str:
    """Return the seed, as 64 hexadecimal digits."""
    return _sha256(seed_text(sentence, draw_on, digits))


def key_of(seed: str, code: str) -> str:
    """Return by what a hamlet is sorted: the SHA-256 of the seed and its code."""
    return _sha256(f"{seed}|{code}")


def drawn(seed: str, codes: Iterable[str]) -> list[str]:
    """Return the hamlets in the order of the draw; in which order they are listed changes nothing."""
    return sorted(codes, key=lambda code: key_of(seed, code))


def wave_at(position: int, *, places: int, waves: int) -> int:
    """Return the wave of a hamlet by its place in the order, both from 1: waves differ by one hamlet at most."""
    return (position - 1) * waves // places + 1


def start_of(wave: int, *, first_on: date, every_months: int) -> date:
    """Return the first day of a wave's month."""
    count = first_on.year * 12 + first_on.month - 1 + (wave - 1) * every_months
    return date(count // 12, count % 12 + 1, 1)


def is_digits(text: str) -> bool:
    """Whether a text is a number as the lottery writes it: five digits, noughts in front included."""
    return len(text) == DIGITS and text.isascii() and text.isdigit()


def is_sentence(text: str) -> bool:
    """Whether a text can stand in a file: long enough to be nobody else's, and no spreadsheet reads it as a sum."""
    return len(text) >= LEAST_SENTENCE and text[0].isalnum() and "|" not in text


@dataclass
class Share:
    """How many were asked, how many of them are measured to be paid without cash, how many show signs only."""

    asked: int = 0
    measured: int = 0
    signs: int = 0

    @property
    def measured_pct(self) -> int | None:
        """The measured share in whole per cent; of nobody there is none."""
        return pct(self.measured, self.asked)

    @property
    def signs_pct(self) -> int | None:
        """The share with signs only."""
        return pct(self.signs, self.asked)


@dataclass(frozen=True)
class Month:
    """One month: hamlets whose turn had come by then, beside those whose turn had not."""

    month: date
    until: date
    sooner: Share
    later: Share


def compared(businesses: Sequence[Business], starts: Mapping[str, date], *, begun: date, today: date) -> list[Month]:
    """Compare month by month, since the day the roll-out began, hamlets by the turn they drew.

    Asked are businesses registered before that day and not paid without cash before it. They count by what was drawn,
    also where a hamlet was moved afterwards: a move for a reason would otherwise bring its reason into the figures.
    """
    asked = [each for each in businesses if each.area_path in starts and _is_asked(each, begun)]
    found = []
    for month in _months(begun, today):
        until = min(_last_day(month), today)
        sooner, later = Share(), Share()
        for each in asked:
            share = sooner if starts[each.area_path] <= month else later
            share.asked += 1
            if each.measured_on is not None and each.measured_on <= until:
                share.measured += 1
            elif any(begun <= day <= until for day in each.signs):
                share.signs += 1
        found.append(Month(month, until, sooner, later))
    return found


def _is_asked(business: Business, begun: date) -> bool:
    was_paid = business.measured_on is not None and business.measured_on < begun
    return business.confirmed_on < begun and not was_paid


def _months(begun: date, today: date) -> list[date]:
    months = [start_of(number, first_on=begun, every_months=1) for number in range(1, MONTHS_SHOWN + 1)]
    return [month for month in months if month <= today]


def _last_day(month: date) -> date:
    return start_of(2, first_on=month, every_months=1) - timedelta(days=1)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
