"""The only clock. Instants are aware UTC; dates that people speak of are Vietnam's."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """Return this instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return today's date in Vietnam, which from 17:00 UTC is already tomorrow's in Greenwich."""
    return local(now()).date()


def local(instant: datetime) -> datetime:
    """Return the same instant on a Vietnamese wall clock.

    Raises:
        ValueError: the instant carries no time zone.
    """
    if instant.tzinfo is None:
        raise ValueError("An instant needs a time zone")
    return instant.astimezone(VIETNAM)


def start_of(day: date) -> datetime:
    """Return the moment at which a day of Vietnam's calendar begins."""
    return datetime.combine(day, time(), VIETNAM).astimezone(UTC)
