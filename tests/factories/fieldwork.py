"""Devices and what they send, for tests."""

from itertools import count
from typing import Any
from uuid import UUID

from app.core import clock
from app.core.db import db
from app.core.ids import new_id
from app.core.transaction import transaction
from app.policy import Actor
from merchants.fieldwork import reading, services, writing
from merchants.fieldwork.models import FieldDevice, FieldItem
from merchants.fieldwork.rules import FORM
from merchants.fieldwork.states import ItemState
from merchants.training.models import Enrolment, TrainingSession
from merchants.visits.models import Visit
from tests.browser import account_of
from tests.factories.training import make_merchant

_running = count(1)
Item = dict[str, Any]


def helper(by: Actor) -> Actor:
    """Return an actor who can sign in."""
    return Actor(account_of(by).id, by.name, by.holdings)


def device_of(by: Actor) -> FieldDevice:
    """Return a device somebody takes along."""
    device = services.open_device(is_borrowed=False, by=by)
    db.session.commit()
    return device


def item(kind: str, subject: UUID, number: int | None = None, **fields: Any) -> Item:
    """Return one item as a device writes it down; a pair is what it saw and what it says, anything else is new."""
    told = {
        name: {"base": value[0], "now": value[1]} if isinstance(value, tuple) else {"now": value}
        for name, value in fields.items()
    }
    return {
        "id": str(new_id()),
        "number": number or next(_running),
        "kind": kind,
        "form": FORM,
        "made_at": clock.now().isoformat(),
        "subject": str(subject),
        "fields": told,
    }


def mark(place: Enrolment, now: str, *, base: str = "not_recorded", **more: Any) -> Item:
    """Return somebody's attendance as a device writes it down."""
    return item("attendance", place.id, attendance=(base, now)) | more


def tick(place_id: UUID, **skills: bool) -> Item:
    """Return what somebody showed; a skill is named with underscores."""
    return item("skill", place_id, **{name.replace("_", "-"): (not shown, shown) for name, shown in skills.items()})


def walk_in(session: TrainingSession, name: str, phone: str = "") -> Item:
    """Return somebody who came without signing up."""
    return item("walk_in", session.id, person_name=name, phone=phone, companions=0)


def seen(visit: Visit, *, minutes: int = 30, band: str = "few", **more: Any) -> Item:
    """Return that somebody was received at a household."""
    return item("visit", visit.id, outcome="see", minutes=(0, minutes), band=("not_asked", band)) | more


def looked_at(visit: Visit, *shown: str) -> Item:
    """Return that somebody was received and looked what was done unaided."""
    note = seen(visit)
    note["fields"]["alone"] = {"base": None, "now": list(shown)}
    return note


def many_due(session: TrainingSession, count_of: int, **fields: Any) -> list[Visit]:
    """Return visits to many households that came to one class, without asking the calendar each time."""
    visits = []
    for number in range(count_of):
        merchant, at = make_merchant(owner_name=f"Nguyễn Thị Mận {number}", **fields), clock.now()
        place = Enrolment(session_id=session.id, merchant_id=merchant.id, person_name="", signed_up_at=at)
        db.session.add(place)
        db.session.flush()
        visits.append(Visit(merchant_id=merchant.id, enrolment_id=place.id, after_days=7, due_on=clock.today()))
    db.session.add_all(visits)
    db.session.flush()
    return visits


def send(device: FieldDevice, *items: Item, by: Actor, last: int = 0, waiting: tuple[int, ...] = ()) -> list[FieldItem]:
    """Send items as one delivery."""
    sent = reading.delivery({"last": last, "waiting": list(waiting), "items": list(items)})
    return writing.receive(device, sent, by=by)


def states(items: list[FieldItem]) -> list[ItemState]:
    """Return what became of items."""
    return [each.state for each in items]


def closed(device: FieldDevice, by: Actor) -> None:
    """Hand a device back."""
    with transaction():
        services.close(device, by=by)
