"""A person says which of two answers counts."""

from collections.abc import Callable, Mapping

from app.core import audit, clock
from app.core.db import db
from app.policy import Actor
from merchants.fieldwork import queries
from merchants.fieldwork.models import FieldClash
from merchants.fieldwork.services.record import move
from merchants.fieldwork.states import FieldAction, ItemStep, Keep, Kind
from merchants.fieldwork.writing import classes, doors

_KEEP_OURS: Mapping[Kind, Callable[[FieldClash, Actor], None]] = {
    Kind.ATTENDANCE: classes.keep_ours,
    Kind.VISIT: doors.keep_ours,
}


def decide(clash: FieldClash, keep: Keep, *, by: Actor) -> None:
    """Write which of two answers counts; the other one stays beside it. Deciding twice alike is deciding once.

    Raises:
        HouseholdAnsweredError: the household has said itself whether it was visited.
        TooEarlyError: the class was called off meanwhile.
    """
    if clash.decided_at is not None:
        return
    if keep is Keep.OURS:
        _KEEP_OURS[clash.item.kind](clash, by)
    clash.kept, clash.decided_at, clash.decided_by = keep, clock.now(), by.name
    audit.record(
        FieldAction.CLASH_DECIDED,
        ("field_item", clash.item_id),
        by=by,
        at=clash.decided_at,
        changes={clash.field: [None, keep]},
    )
    db.session.flush()
    if all(each.decided_at is not None for each in queries.clashes_of(clash.item_id)):
        move(clash.item, ItemStep.WRITE)
