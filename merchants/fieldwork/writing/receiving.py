"""An item comes in: it is kept, done, held until what comes before it is there, or refused with a sentence."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from app.core import clock
from app.core.db import db
from app.core.errors import DomainError
from app.core.transaction import transaction
from app.policy import Actor
from merchants.fieldwork import queries, services
from merchants.fieldwork.models import FieldDevice, FieldItem
from merchants.fieldwork.reading import Delivery, Parcel
from merchants.fieldwork.services.record import move
from merchants.fieldwork.states import ItemState, ItemStep, Kind
from merchants.fieldwork.writing import classes, doors

_WRITE: Mapping[Kind, Callable[[FieldItem, Actor], ItemStep]] = {
    Kind.ATTENDANCE: classes.mark,
    Kind.WALK_IN: classes.walk_in,
    Kind.SKILL: classes.tick,
    Kind.VISIT: doors.visit,
}


class NotYoursError(DomainError):
    """An item was sent under an id that somebody else's item has."""

    code = "fieldwork.not_yours"


def receive(device: FieldDevice, sent: Delivery, *, by: Actor) -> list[FieldItem]:
    """Write a delivery, each item in a transaction of its own, and return the items in the order they were sent.

    An item that has come before is not written again: whoever sends it twice gets the same answer twice.
    """
    device_id = device.id
    received = [_receive_one(device_id, parcel, by=by) for parcel in sent.parcels]
    for waiting in queries.held(device_id):
        with transaction():
            _settle(waiting, by=by)
    with transaction():
        there = queries.numbers_received([device_id]).get(device_id, set())
        device = db.session.get_one(FieldDevice, device_id, with_for_update=True, populate_existing=True)
        services.hear(device, last=sent.last, waiting=set(sent.waiting) - there)
    return [db.session.get_one(FieldItem, item_id) for item_id in received]


def release(before: datetime) -> int:
    """Stop waiting for what should have come first, and return how many items are left to people."""
    waiting = queries.held_since(before)
    for item in waiting:
        item.says = str(_l("What had to come before this never came. Look at the sheet and write it by hand"))
        move(item, ItemStep.REFUSE)
    return len(waiting)


def _receive_one(device_id: UUID, parcel: Parcel, *, by: Actor) -> UUID:
    known = queries.item(parcel.id)
    if known is None:
        known = _write_once(device_id, parcel, by=by)
    if known.device_id != device_id:
        raise NotYoursError(_l("This was sent from another device before. Ask the commune desk"))
    return parcel.id


def _write_once(device_id: UUID, parcel: Parcel, *, by: Actor) -> FieldItem:
    try:
        with transaction():
            item = _keep(device_id, parcel, by=by)
            _settle(item, by=by)
    except IntegrityError:
        # The same item twice in one moment: the second waited for the first and found it there.
        db.session.rollback()
        if (first := queries.item(parcel.id)) is None:
            raise
        return first
    return item


def _keep(device_id: UUID, parcel: Parcel, *, by: Actor) -> FieldItem:
    item = FieldItem(
        id=parcel.id,
        device_id=device_id,
        number=parcel.number,
        kind=parcel.kind,
        subject_id=parcel.subject_id,
        after_id=parcel.after_id,
        fields=parcel.fields,
        made_at=parcel.made_at,
        received_at=clock.now(),
        account_id=by.account_id,
        account_name=by.name,
        says=str(parcel.fault)[:200],
    )
    db.session.add(item)
    db.session.flush()
    return item


def _settle(item: FieldItem, *, by: Actor) -> None:
    """Do what an item says, or keep with it why that cannot be."""
    if item.says:
        move(item, ItemStep.REFUSE)
        return
    if item.kind is Kind.WITHDRAWN:
        move(item, ItemStep.WITHDRAW)
        return
    if item.after_id is not None and not _has_settled(item.after_id):
        _hold(item)
        return
    try:
        with db.session.begin_nested():
            step = _WRITE[item.kind](item, by)
    except DomainError as refusal:
        item.says = _sentence(refusal)
        step = ItemStep.REFUSE
    if step is ItemStep.HOLD:
        _hold(item)
        return
    move(item, step)
    if item.kind is Kind.VISIT:
        services.watch_pace(item)


def _hold(item: FieldItem) -> None:
    if item.state is not ItemState.HELD:
        move(item, ItemStep.HOLD)


def _has_settled(item_id: UUID) -> bool:
    earlier = queries.item(item_id)
    return earlier is not None and earlier.state is not ItemState.HELD


def _sentence(refusal: DomainError) -> str:
    """Return what a refusal says; one that only says "not here" gets a sentence of its own."""
    if refusal.status in (403, 404):
        return str(_l("This class or household is not within your reach any more. Ask the commune desk"))
    return str(refusal.message)[:200]
