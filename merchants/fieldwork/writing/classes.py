"""What a device writes down of a class: who came, who walked in, what was shown."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core import audit
from app.core.db import db
from app.core.errors import DomainError
from app.policy import Actor, Permission
from merchants.fieldwork import queries, services
from merchants.fieldwork.models import FieldClash, FieldItem
from merchants.fieldwork.rules import Merge, merge
from merchants.fieldwork.states import ItemStep
from merchants.skills import services as skills
from merchants.training import services as training
from merchants.training.access import session_for
from merchants.training.models import Enrolment, TrainingSession
from merchants.training.states import Attendance


class GaveBackError(DomainError):
    """Somebody was marked whose place has been given back."""

    code = "fieldwork.gave_back"


def mark(item: FieldItem, by: Actor) -> ItemStep:
    """Mark somebody as present or absent, unless somebody else has marked them otherwise."""
    place = _place_in_class(item)
    if place is None:
        return ItemStep.HOLD
    session = _class_of(place, by)
    if place.cancelled_at is not None:
        raise GaveBackError(
            _l(
                "%(name)s has given the place back. Write them down as somebody who came without signing up",
                name=place.person_name,
            )
        )
    name = "attendance"
    merged = merge(base=item.base(name), ours=item.now(name), theirs=place.attendance.value)
    if merged is Merge.SAME:
        return ItemStep.FIND_SAME
    if merged is Merge.TAKE:
        training.record_attendance(session, marks={place.id: Attendance(item.now(name))}, by=by)
        return ItemStep.WRITE
    written = [each for each in audit.entries_about("enrolment", place.id) if name in each.changes]
    last = written[-1] if written else None
    services.keep_clash(
        item,
        name,
        ours=item.now(name),
        area_path=session.area_path,
        about=place.person_name,
        theirs=place.attendance.value,
        theirs_by=last.actor_name if last else "",
        theirs_at=last.at if last else None,
    )
    return ItemStep.CLASH


def walk_in(item: FieldItem, by: Actor) -> ItemStep:
    """Add somebody who came without signing up; two trainers who both wrote them down wrote of one person."""
    session = session_for(by, item.subject_id, Permission.TRAINING_RUN)
    _hold_still(session)
    before = set(db.session.scalars(select(Enrolment.id).where(Enrolment.session_id == session.id)))
    answers = {name: item.now(name) for name in ("person_name", "phone", "companions")}
    place = training.walk_in(session, **answers, by=by)
    item.made_id = place.id
    return ItemStep.FIND_SAME if place.id in before else ItemStep.WRITE


def tick(item: FieldItem, by: Actor) -> ItemStep:
    """Tick what was shown; it waits until the learner is marked as present."""
    place = _place_in_class(item)
    if place is None:
        return ItemStep.HOLD
    session = _class_of(place, by)
    if place.attendance is not Attendance.PRESENT:
        return ItemStep.HOLD
    was = {code for code in item.fields if item.base(code)}
    ticked = {code for code in item.fields if item.now(code)}
    changed = skills.tick(session, was={place.id: was}, ticked={place.id: ticked}, by=by)
    return ItemStep.WRITE if changed else ItemStep.FIND_SAME


def keep_ours(clash: FieldClash, by: Actor) -> None:
    """Write our mark over theirs, which stays beside it as it was at that moment."""
    place = _place_in_class(clash.item)
    if place is not None:
        session = _class_of(place, by)
        clash.theirs = place.attendance.value
        training.record_attendance(session, marks={place.id: Attendance(clash.ours)}, by=by)


def _place_in_class(item: FieldItem) -> Enrolment | None:
    """Return the place an item is about: one of the class, or one that came of an item the same device sent before."""
    place = db.session.get(Enrolment, item.subject_id)
    if place is None and (earlier := queries.item(item.subject_id)) is not None and earlier.made_id is not None:
        place = db.session.get(Enrolment, earlier.made_id)
    if place is not None:
        item.merchant_id = place.merchant_id
    return place


def _class_of(place: Enrolment, by: Actor) -> TrainingSession:
    """Return the class of a place to whoever runs it, and let nobody else write onto its sheet meanwhile."""
    session = session_for(by, place.session_id, Permission.TRAINING_RUN)
    _hold_still(session)
    db.session.refresh(place)
    return session


def _hold_still(session: TrainingSession) -> None:
    db.session.execute(select(TrainingSession.id).where(TrainingSession.id == session.id).with_for_update())
    db.session.refresh(session)
