"""Reads of field work: devices and what is missing of them, what came, answers that differ, fast afternoons."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.core import clock
from app.core.db import db, within
from app.policy import Actor, Permission, areas_for
from merchants.fieldwork import rules
from merchants.fieldwork.models import FieldClash, FieldDevice, FieldItem, FieldPace
from merchants.fieldwork.states import ItemState, Kind

_DOORS = (Kind.VISIT,)
# What came of it is nothing: it was refused, or taken back before it was sent.
_NOTHING = (ItemState.REFUSED, ItemState.WITHDRAWN)


def device(device_id: UUID) -> FieldDevice | None:
    """Return one device."""
    return db.session.get(FieldDevice, device_id)


def item(item_id: UUID) -> FieldItem | None:
    """Return one item by the id its device gave it."""
    return db.session.get(FieldItem, item_id)


def numbers_received(device_ids: Collection[UUID]) -> Mapping[UUID, set[int]]:
    """Return the numbers of what came, by device."""
    found: dict[UUID, set[int]] = defaultdict(set)
    came = select(FieldItem.device_id, FieldItem.number).where(FieldItem.device_id.in_(device_ids))
    for device_id, number in db.session.execute(came):
        found[device_id].add(number)
    return found


@dataclass(frozen=True)
class Told:
    """One device as a page tells of it: how many numbers it used, how many came, which are missing."""

    id: UUID
    account_name: str
    issued: int
    used: int
    came: int
    waits: int
    missing: tuple[int, ...]
    heard_at: datetime
    is_mine: bool
    is_lost: bool
    is_silent: bool


def devices_told(actor: Actor) -> list[Told]:
    """Return one's own devices, and those of the area where one runs classes that do not add up, newest first."""
    mine = FieldDevice.account_id == actor.account_id
    here = within(FieldDevice.area_path, areas_for(actor, Permission.TRAINING_RUN))
    out = and_(FieldDevice.closed_at.is_(None) | FieldDevice.is_lost, here | mine)
    found = db.session.scalars(select(FieldDevice).where(out).order_by(FieldDevice.heard_at.desc()).limit(200)).all()
    came, now = numbers_received([each.id for each in found]), clock.now()
    told = [_told(each, came.get(each.id, set()), now, actor) for each in found]
    return [each for each in told if each.is_mine or each.missing or each.is_silent]


def told(found: FieldDevice, actor: Actor) -> Told:
    """Return how one device stands."""
    return _told(found, numbers_received([found.id]).get(found.id, set()), clock.now(), actor)


def _told(found: FieldDevice, came: set[int], now: datetime, actor: Actor) -> Told:
    waiting = () if found.is_lost else found.waiting
    missing = rules.missing(last=found.last_number, received=came, waiting=waiting)
    return Told(
        id=found.id,
        account_name=found.account_name,
        issued=found.issued,
        used=found.last_number,
        came=len(came),
        waits=len(set(waiting) - came),
        missing=tuple(missing),
        heard_at=found.heard_at,
        is_mine=found.account_id == actor.account_id,
        is_lost=found.is_lost,
        is_silent=found.closed_at is None and now - found.heard_at > rules.SILENT_AFTER,
    )


def devices_out(account_id: UUID) -> Sequence[FieldDevice]:
    """Return the devices of one person that have not been handed back."""
    out = select(FieldDevice).where(FieldDevice.account_id == account_id, FieldDevice.closed_at.is_(None))
    return db.session.scalars(out.order_by(FieldDevice.opened_at)).all()


def held(device_id: UUID) -> Sequence[FieldItem]:
    """Return the items of a device that wait for another one, in the order in which they were written down."""
    waiting = select(FieldItem).where(FieldItem.device_id == device_id, FieldItem.state == ItemState.HELD)
    return db.session.scalars(waiting.order_by(FieldItem.number)).all()


def held_since(before: datetime) -> Sequence[FieldItem]:
    """Return the items that have waited since before a moment."""
    waiting = select(FieldItem).where(FieldItem.state == ItemState.HELD, FieldItem.received_at < before)
    return db.session.scalars(waiting.order_by(FieldItem.device_id, FieldItem.number)).all()


def clash(clash_id: UUID) -> FieldClash | None:
    """Return one answer that two people gave differently."""
    return db.session.get(FieldClash, clash_id, options=[joinedload(FieldClash.item)])


def clashes_of(item_id: UUID) -> Sequence[FieldClash]:
    """Return the answers of one item that differ from what stands here."""
    return db.session.scalars(select(FieldClash).where(FieldClash.item_id == item_id)).all()


def clashes_open(actor: Actor) -> Sequence[FieldClash]:
    """Return what waits for a decision and may be decided by somebody, oldest first."""
    waiting = (
        select(FieldClash)
        .join(FieldClash.item)
        .where(FieldClash.decided_at.is_(None), _may_decide(actor))
        .order_by(FieldItem.received_at, FieldClash.id)
        .limit(100)
        .options(contains_eager(FieldClash.item))
    )
    return db.session.scalars(waiting).all()


def _may_decide(actor: Actor) -> ColumnElement[bool]:
    """Select what lies where somebody runs classes, and what was written at doors where they help families."""
    in_class = within(FieldClash.area_path, areas_for(actor, Permission.TRAINING_RUN))
    at_door = within(FieldClash.area_path, areas_for(actor, Permission.HELP_GIVE))
    return or_(FieldItem.kind.not_in(_DOORS) & in_class, FieldItem.kind.in_(_DOORS) & at_door)


def doors_of(account_id: UUID, day: date) -> Sequence[FieldItem]:
    """Return the households that one person wrote down on one day."""
    first, last = clock.start_of(day), clock.start_of(day + rules.A_DAY)
    found = select(FieldItem).where(
        FieldItem.account_id == account_id,
        FieldItem.made_at >= first,
        FieldItem.made_at < last,
        FieldItem.kind.in_(_DOORS),
        FieldItem.state != ItemState.REFUSED,
    )
    return db.session.scalars(found).all()


def arrivals(first: datetime, end: datetime) -> list[tuple[str, datetime]]:
    """Return for each thing devices wrote down between two moments the device's area, and when it came here."""
    came = (
        select(FieldDevice.area_path, FieldItem.received_at)
        .join(FieldDevice, FieldDevice.id == FieldItem.device_id)
        .where(FieldItem.made_at >= first, FieldItem.made_at < end, FieldItem.state.not_in(_NOTHING))
    )
    return [(path, received_at) for path, received_at in db.session.execute(came)]


def pace(account_id: UUID, on: date) -> FieldPace | None:
    """Return one person's fast afternoon."""
    return db.session.scalars(
        select(FieldPace).where(FieldPace.account_id == account_id, FieldPace.happened_on == on)
    ).first()


def pace_by_id(pace_id: UUID) -> FieldPace | None:
    """Return one fast afternoon."""
    return db.session.get(FieldPace, pace_id)


def paces_of(account_id: UUID) -> Sequence[FieldPace]:
    """Return one's own fast afternoons, latest first."""
    mine = select(FieldPace).where(FieldPace.account_id == account_id).order_by(FieldPace.happened_on.desc())
    return db.session.scalars(mine.limit(20)).all()


def paces() -> Sequence[FieldPace]:
    """Return everybody's fast afternoons, for whoever checks visits; nobody of the commune sees them."""
    return db.session.scalars(select(FieldPace).order_by(FieldPace.happened_on.desc(), FieldPace.id).limit(100)).all()
