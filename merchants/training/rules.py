"""Arithmetic of a class: how many fit, how many helpers it needs, when what may be done, and what is said of it."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from app.core.calendar import add_months
from app.core.dated_rules import RuleValue, value_on
from merchants.training.states import Attendance, SessionState

MAX_CAPACITY = 25
LEARNERS_PER_HELPER = 6


def helpers_needed(learners: int) -> int:
    """Return how many helpers a class needs: one for every six learners begun."""
    return -(-learners // LEARNERS_PER_HELPER)


def places_left(capacity: int, taken: int) -> int:
    """Return the free places, never fewer than none. Companions are counted apart and take no place."""
    return max(0, capacity - taken)


def takes_sign_ups(state: SessionState, held_on: date, on: date) -> bool:
    """Whether a place may be taken: the class is open and its day has not passed."""
    return state is SessionState.OPEN and on <= held_on


def takes_attendance(state: SessionState, held_on: date, on: date) -> bool:
    """Whether attendance may be written: on the day or after it, for a class that was not cancelled."""
    return state in (SessionState.OPEN, SessionState.HELD) and held_on <= on


def sheet_months(today: date) -> RuleValue:
    """Return for how many months after a class the photograph of its signed sheet is kept."""
    return value_on("class_sheet_kept_months", today)


def sheets_kept_from(today: date) -> date:
    """Return the day before which a class must have been held for its sheet to be deleted today."""
    return add_months(today, -int(sheet_months(today).value))


def sheet_goes_on(held_on: date, today: date) -> date:
    """Return the day on which the sheet of a class is deleted."""
    return add_months(held_on, int(sheet_months(today).value)) + timedelta(days=1)


def overlap(start: time, minutes: int, other_start: time, other_minutes: int) -> bool:
    """Whether two classes of one day meet; one that begins as the other ends does not."""
    begins, other_begins = (at.hour * 60 + at.minute for at in (start, other_start))
    return begins < other_begins + other_minutes and other_begins < begins + minutes


@dataclass(frozen=True)
class Card:
    """A class as lists show it."""

    id: UUID
    title: str
    summary: str
    bring: str
    area_name: str
    place_note: str
    held_on: date
    start_time: time
    capacity: int
    taken: int
    present: int
    state: SessionState
    trainer_name: str
    minutes: int
    class_no: str = ""

    @property
    def is_called_off(self) -> bool:
        """Whether nobody should come."""
        return self.state is SessionState.CANCELLED

    @property
    def places_left(self) -> int:
        """How many may still sign up."""
        return places_left(self.capacity, self.taken)

    @property
    def helpers_needed(self) -> int:
        """How many helpers the class wants, by who has signed up."""
        return helpers_needed(self.taken)


@dataclass(frozen=True)
class SheetRow:
    """One person on the attendance sheet."""

    id: UUID
    person_name: str
    business_name: str
    hamlet: str
    companions: int
    attendance: Attendance
    is_walk_in: bool
    merchant_id: UUID | None = None

    @property
    def hint_for_sheet(self) -> str:
        """What tells two people of one name apart: business and hamlet."""
        return ", ".join(part for part in (self.business_name, self.hamlet) if part)
