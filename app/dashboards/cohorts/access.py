"""Which businesses stand behind a number of the page of classes."""

import re
from datetime import date

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.errors import NotFoundError
from app.dashboards.cohorts import queries, rules
from app.dashboards.cohorts.rules import Outcome
from app.dashboards.metrics import COHORTS, LEARNERS, Metric, Side
from app.dashboards.queries import Asked

_AFTER = {
    metric.key: (days, are_learners, Outcome.MEASURED if is_measured else Outcome.SIGNS)
    for (are_learners, is_measured), by_days in COHORTS.items()
    for days, metric in by_days.items()
}
KEYS = frozenset({LEARNERS.key, *_AFTER})


def businesses_asked(metric: Metric, side: Side, text: str) -> Asked:
    """Return what asks for the businesses of one month behind a number.

    Raises:
        NotFoundError: the text names no month that the page shows.
    """
    today = clock.today()
    month = month_named(text)
    if metric is LEARNERS:
        return queries.learners_of(month, side, today)
    days, are_learners, wanted = _AFTER[metric.key]
    return queries.asked_after(days, month, side, today, are_learners=are_learners, wanted=wanted)


def month_named(text: str) -> date:
    """Return a month that the page of classes shows.

    Raises:
        NotFoundError: it names none.
    """
    month = date.fromisoformat(f"{text}-01") if re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", text, re.ASCII) else None
    if month is None or month not in rules.months_to(clock.today()):
        raise NotFoundError(_l("There is no such figure"))
    return month
