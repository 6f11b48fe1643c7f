"""How long things are kept, and how much of what was deleted is told: pure arithmetic over dated values."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core.calendar import add_months
from app.core.dated_rules import RuleValue, value_on

# In a smaller group each could be known.
FEW = 5


class DeletionKind(StrEnum):
    """Why something was deleted."""

    ASKED = "asked"
    ENDED = "ended"
    TRAIL = "trail"
    SHEET = "sheet"


def file_months(today: date) -> RuleValue:
    """Return for how many months a file is kept that ended without being registered."""
    return value_on("ended_file_kept_months", today)


def trail_years(today: date) -> RuleValue:
    """Return for how many years the trail is kept."""
    return value_on("audit_kept_years", today)


def files_kept_from(today: date) -> date:
    """Return the day before which a file must have ended to be erased today."""
    return add_months(today, -int(file_months(today).value))


def trail_kept_from(today: date) -> date:
    """Return the day before which an entry of the trail must be to be deleted today."""
    return add_months(today, -12 * int(trail_years(today).value))


@dataclass(frozen=True)
class Deleted:
    """How many of one kind were deleted in a month (``2026-11``); None when so few that each could be known."""

    month: str
    kind: DeletionKind
    number: int | None


def by_month(deletions: Iterable[tuple[date, DeletionKind, int]]) -> list[Deleted]:
    """Add up deletions by month and kind, the newest month first."""
    counts: Counter[tuple[str, DeletionKind]] = Counter()
    for day, kind, number in deletions:
        counts[f"{day:%Y-%m}", kind] += number
    newest_first = sorted(counts, key=lambda key: (key[0], key[1]), reverse=True)
    return [Deleted(month, kind, _unless_few(counts[month, kind])) for month, kind in newest_first]


def _unless_few(number: int) -> int | None:
    return number if number >= FEW else None
