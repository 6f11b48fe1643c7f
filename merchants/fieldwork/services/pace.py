"""An afternoon with more households than can well be visited: whoever checks visits sees it, and so does the helper."""

from app.core import audit, clock
from app.core.db import db
from app.policy import Actor
from merchants.fieldwork import queries, rules
from merchants.fieldwork.models import FieldItem, FieldPace
from merchants.fieldwork.states import FieldAction
from merchants.visits.states import VisitStep


def watch_pace(item: FieldItem) -> None:
    """Keep that an afternoon was very fast, once an item makes it so; the numbers follow what comes later."""
    on = clock.local(item.made_at).date()
    doors = queries.doors_of(item.account_id, on)
    households = len({each.subject_id for each in doors})
    quick = rules.quick_visits(each.made_at for each in doors if each.now("outcome") == VisitStep.SEE)
    if not rules.is_too_fast(households, quick):
        return
    found = queries.pace(item.account_id, on)
    if found is None:
        found = FieldPace(account_id=item.account_id, account_name=item.account_name, happened_on=on)
        db.session.add(found)
    found.households, found.quick = households, quick
    db.session.flush()


def explain(pace: FieldPace, *, says: str, by: Actor) -> None:
    """Keep what a helper says to their fast afternoon; the last word counts."""
    if pace.says == says:
        return
    pace.says, pace.said_at = says, clock.now()
    audit.record(FieldAction.PACE_TOLD, ("field_pace", pace.id), by=by, at=pace.said_at)
    db.session.flush()
