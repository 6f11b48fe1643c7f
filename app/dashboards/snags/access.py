"""Which files, answers and visits stand behind a number of what holds a commune up."""

from flask_babel import lazy_gettext as _l

from app.core.errors import NotFoundError
from app.dashboards.metrics import BEGUN, RETURNED, VISITS, Metric, Side
from app.dashboards.queries import Asked
from app.dashboards.snags import queries
from app.dashboards.snags.queries import Reason
from merchants import rules
from merchants.rules import Question

KEYS = frozenset({BEGUN.key, RETURNED.key, VISITS.key})


def snags_asked(metric: Metric, side: Side, text: str) -> Asked:
    """Return what asks for the files, answers or visits behind a number.

    Raises:
        NotFoundError: the text names no question, or no reason.
    """
    if metric is VISITS:
        return queries.visits_asked(side)
    if metric is BEGUN:
        return queries.files_past("" if side is Side.DENOMINATOR else step_named(text))
    if side is Side.DENOMINATOR:
        return queries.answers_for("", "")
    reason = reason_named(text)
    return queries.answers_for(reason.question, reason.key)


def step_named(text: str) -> str:
    """Return a step of filling in.

    Raises:
        NotFoundError: it names none.
    """
    if text not in queries.ORDER:
        raise NotFoundError(_l("There is no such figure"))
    return text


def reason_named(text: str) -> Reason:
    """Return a prepared reason by its key, or by a question alone what was written there in the clerk's own words.

    Raises:
        NotFoundError: it names neither.
    """
    prepared = {each.key: each.question for each in rules.reasons()} | {each.value: each for each in Question}
    if text not in prepared:
        raise NotFoundError(_l("There is no such figure"))
    return Reason(prepared[text], "" if text in tuple(Question) else text, 0)
