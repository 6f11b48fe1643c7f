"""Frozen periods, for tests."""

from datetime import date, datetime, timedelta
from typing import Any

import time_machine

from app.core import clock
from app.dashboards.counting.rules import Term
from app.dashboards.periods import queries, services
from app.dashboards.periods.models import Freeze, QualityFlag
from app.dashboards.periods.rules import FlagKind
from app.policy import Actor
from merchants.models import Merchant
from tests.factories.figures import prove_payment
from tests.factories.training import THAI_THUY, make_merchant

TERM = Term.named("2026-10")
CALENDAR = Actor.system("calendar")


def noon(day: date) -> datetime:
    """Return noon of a day in Vietnam."""
    return clock.start_of(day) + timedelta(hours=12)


def in_time(term: Term = TERM, *, days: int) -> Any:
    """Travel to noon, so many days after a period's last."""
    return time_machine.travel(noon(term.last_on + timedelta(days=days)), tick=False)


def frozen(term: Term = TERM, *, days: int = 4) -> Freeze:
    """Freeze a period as the calendar does: finally, unless fewer days have passed."""
    with in_time(term, days=days):
        return services.freeze(term, by=CALENDAR)


def user_of(term: Term = TERM, *, area_path: str = THAI_THUY, times: int = 3, **fields: Any) -> Merchant:
    """Make a business confirmed long before a period and paid so often in the month that counts for it."""
    long_ago = noon(term.first_on - timedelta(days=100))
    times_known = {"started_at": long_ago, "submitted_at": long_ago, "confirmed_at": long_ago}
    merchant = make_merchant(area_path, **(times_known | fields))
    prove_payment(merchant, times=times, on=term.month_end_on)
    return merchant


def make_flag(term: Term = TERM, *, commune_path: str = THAI_THUY) -> QualityFlag:
    """Freeze a period in which nobody has reported of a commune, and return the question about it."""
    long_ago = noon(term.first_on - timedelta(days=100))
    make_merchant(commune_path, started_at=long_ago, submitted_at=long_ago, confirmed_at=long_ago)
    found = [each.flag for each in queries.flags(frozen(term)) if each.flag.kind is FlagKind.SILENT]
    return next(each for each in found if each.commune_path == commune_path)
