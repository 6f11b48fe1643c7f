"""The clock of an incident: pure arithmetic over dated values."""

from datetime import date, datetime, timedelta

from app.core.dated_rules import value_on

WORDS_AT_MOST = 2000
# Whoever is responsible is reminded once before the hour and once after it.
REMIND_BEFORE = timedelta(hours=30)


def report_by(found_at: datetime, found_on: date) -> datetime:
    """Return until when an incident is reported; hours run on at night and on holidays."""
    return found_at + timedelta(hours=int(value_on("incident_report_hours", found_on).value))


def wants_reminder(report_by_at: datetime, now: datetime, *, reminded_at: datetime | None) -> bool:
    """Whether whoever is responsible is to be reminded now: shortly before the hour, and once it has passed."""
    if now >= report_by_at:
        return reminded_at is None or reminded_at < report_by_at
    return report_by_at - now <= REMIND_BEFORE and reminded_at is None
