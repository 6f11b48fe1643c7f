"""The clocks of the law on personal data, and which looks are worth a question: pure arithmetic over dated values."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.core import calendar
from app.core.dated_rules import value_on

PAGE = 50
WORDS_AT_MOST = 1000


class RightsKind(StrEnum):
    """What an owner asks for beside what the pages do at once: seeing, a copy, taking back a consent."""

    CORRECT = "correct"
    OBJECT = "object"
    ERASE = "erase"


class Contradicted(StrEnum):
    """What an owner says is not so, which nobody of the commune may decide about."""

    STATUS = "status"
    SHOWN = "shown"


class AskedHow(StrEnum):
    """How a request came in."""

    SCREEN = "screen"
    COUNTER = "counter"


@dataclass(frozen=True)
class Clocks:
    """By which day a request is acknowledged, and by which it is answered."""

    acknowledge_by_on: date
    answer_by_on: date


def clocks(asked_on: date, *, others_must_stop: bool) -> Clocks:
    """Return both days. Acknowledging counts working days, answering counts days of the calendar.

    ``others_must_stop``: somebody beside the commune holds the data too, so that the longer time of the law applies.
    """
    working_days = int(value_on("rights_acknowledge_working_days", asked_on).value)
    key = "rights_answer_days_with_others" if others_must_stop else "rights_answer_days"
    return Clocks(
        acknowledge_by_on=calendar.add_working_days(asked_on, working_days),
        answer_by_on=_on_a_working_day(asked_on + timedelta(days=int(value_on(key, asked_on).value))),
    )


def latest_extension(answer_by_on: date) -> date:
    """Return the last day to which a request may be put off, once."""
    days = int(value_on("rights_extension_days", answer_by_on).value)
    return _on_a_working_day(answer_by_on + timedelta(days=days))


def look_answer_by(asked_on: date) -> date:
    """Return by which day the auditor answers a question about a look."""
    return calendar.add_working_days(asked_on, int(value_on("look_question_working_days", asked_on).value))


@dataclass(frozen=True)
class StrangeLooks:
    """When the looks of one person on one day are worth a question."""

    days: int
    idle_dossiers_a_day: int
    numbers_a_day: int


def strange_looks(on: date) -> StrangeLooks:
    """Return the limits that hold on a day: how far back, how many dossiers opened and left alone, how many numbers."""
    return StrangeLooks(**value_on("strange_looks", on).value)


def _on_a_working_day(day: date) -> date:
    """A time limit that ends on a day off ends with the next working day (Civil Code 2015, article 148)."""
    return day if calendar.is_working_day(day) else calendar.next_working_day(day)
