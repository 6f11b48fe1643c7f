"""What a device writes down at a door, and how two accounts of one visit come together."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core.db import db
from app.policy import Actor
from merchants.fieldwork import services
from merchants.fieldwork.models import FieldClash, FieldItem
from merchants.fieldwork.rules import Merge, merge
from merchants.fieldwork.states import ItemStep
from merchants.visits import services as visits
from merchants.visits.access import visit_to_pay
from merchants.visits.models import Visit
from merchants.visits.states import Band, VisitState, VisitStep

_STATE_AFTER = {VisitStep.SEE: VisitState.SEEN, VisitStep.REFUSE: VisitState.REFUSED}
_STEP_TO = {state.value: step for step, state in _STATE_AFTER.items()}


def visit(item: FieldItem, by: Actor) -> ItemStep:
    """Write how a visit went, or bring it together with what somebody else wrote of it."""
    found = _held_still(item.subject_id, by)
    item.merchant_id = found.merchant_id
    step = VisitStep(item.now("outcome"))
    if found.state in (VisitState.PLANNED, VisitState.NOT_HOME):
        before = found.version
        _at_the_door(found, item, step, by=by)
        return ItemStep.FIND_SAME if found.version == before else ItemStep.WRITE
    # That nobody was in when the one came does not speak against the other having been received.
    if step is VisitStep.MISS:
        return ItemStep.FIND_SAME
    if _STATE_AFTER[step] is not found.state:
        _clash_at_door(item, found, "outcome", theirs=found.state.value)
        return ItemStep.CLASH
    return _both_received(found, item, by=by) if step is VisitStep.SEE else ItemStep.FIND_SAME


def keep_ours(clash: FieldClash, by: Actor) -> None:
    """Write our answer over theirs, which stays beside it as it was at that moment."""
    visit, item = _held_still(clash.item.subject_id, by), clash.item
    if clash.field == "outcome":
        clash.theirs = visit.state.value
        if clash.ours != clash.theirs:
            told = {"minutes": item.now("minutes"), "band": Band(item.now("band"))} if "minutes" in item.fields else {}
            visits.put_right(visit, _STEP_TO[clash.ours], **told, by=by)
        return
    now = _answers(visit)
    clash.theirs = str(now[clash.field] or "")
    _complete(visit, now | {clash.field: item.now(clash.field)}, by=by)


def _at_the_door(visit: Visit, item: FieldItem, step: VisitStep, *, by: Actor) -> None:
    match step:
        case VisitStep.SEE:
            minutes, band = item.now("minutes"), Band(item.now("band"))
            alone = item.now("alone") if "alone" in item.fields else None
            visits.see(visit, minutes=minutes, band=band, alone=alone, by=by, at=item.made_at)
        case VisitStep.MISS:
            visits.miss(visit, by=by, at=item.made_at)
        case VisitStep.REFUSE:
            visits.refuse(visit, by=by, at=item.made_at)


def _both_received(visit: Visit, item: FieldItem, *, by: Actor) -> ItemStep:
    """Bring two accounts of one visit together, answer by answer."""
    theirs = {name: now for name, now in _answers(visit).items() if name in item.fields}
    merged = {name: merge(base=item.base(name), ours=item.now(name), theirs=now) for name, now in theirs.items()}
    taken = {name: item.now(name) if merged[name] is Merge.TAKE else now for name, now in theirs.items()}
    _complete(visit, _answers(visit) | taken, by=by)
    visits.share(visit, by=by)
    differing = [name for name in theirs if merged[name] is Merge.CLASH]
    for name in differing:
        _clash_at_door(item, visit, name, theirs=str(theirs[name]))
    if differing:
        return ItemStep.CLASH
    return ItemStep.WRITE if Merge.TAKE in merged.values() else ItemStep.FIND_SAME


def _answers(visit: Visit) -> dict[str, Any]:
    return {"minutes": visit.minutes, "band": visit.band.value, "alone": visit.alone}


def _complete(visit: Visit, answers: dict[str, Any], *, by: Actor) -> None:
    visits.complete(visit, minutes=answers["minutes"], band=Band(answers["band"]), alone=answers["alone"], by=by)


def _clash_at_door(item: FieldItem, visit: Visit, name: str, *, theirs: str) -> None:
    ours = str(item.now(name))
    services.keep_clash(
        item,
        name,
        ours=_STATE_AFTER[VisitStep(ours)].value if name == "outcome" else ours,
        area_path=visit.merchant.area_path,
        about=visit.merchant.owner_name,
        theirs=theirs,
        theirs_by=visit.by_name,
        theirs_at=visit.done_at,
    )


def _held_still(visit_id: UUID, by: Actor) -> Visit:
    db.session.execute(select(Visit.id).where(Visit.id == visit_id).with_for_update())
    visit = visit_to_pay(by, visit_id)
    db.session.refresh(visit)
    return visit
