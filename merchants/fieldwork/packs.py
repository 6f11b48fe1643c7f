"""What a device takes along: the households of one place that are due, or one class; nothing else, and not for long."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from app.core import areas, clock
from app.policy import Actor
from merchants.fieldwork import rules
from merchants.skills import queries as skills
from merchants.training import queries as training
from merchants.training.models import TrainingSession
from merchants.training.rules import Card, SheetRow
from merchants.training.states import SessionState
from merchants.visits import queries as visits
from merchants.visits.rules import LOOKS_AFTER_DAYS, Stop
from merchants.visits.states import Band

_CLASS_DAYS = timedelta(days=7)
Json = dict[str, Any]


def good_until(today: date) -> datetime:
    """Return until when a pack may lie on a device."""
    return datetime.combine(today + timedelta(days=rules.PACK_DAYS + 1), time(), tzinfo=clock.VIETNAM)


def hamlets(actor: Actor) -> list[tuple[str, str, int]]:
    """Return the places with households to visit in the next days: path, name, how many."""
    due = visits.places_due(actor, clock.today() + timedelta(days=rules.PACK_DAYS))
    names = areas.names_of(due)
    return [(path, names.get(path, path), found) for path, found in due.items()]


def classes(actor: Actor) -> list[Card]:
    """Return the classes of this week and the last one that somebody may write of."""
    today = clock.today()
    return [
        card
        for card in training.sessions_run_by(actor)
        if abs(card.held_on - today) <= _CLASS_DAYS and card.state in (SessionState.OPEN, SessionState.HELD)
    ]


def hamlet(actor: Actor, path: str) -> tuple[Json, Collection[UUID]]:
    """Return the households of a place that are due, and whose particulars these are."""
    stops = visits.due_in(actor, path, clock.today() + timedelta(days=rules.PACK_DAYS))
    pack = {"kind": "hamlet", "id": path, "title": areas.name_of(path), "stops": [_stop(stop) for stop in stops]}
    return pack, [stop.merchant_id for stop in stops]


def class_(session: TrainingSession) -> tuple[Json, Collection[UUID]]:
    """Return one class with its sheet, and whose particulars are on it."""
    people = training.sheet(session.id)
    shown = skills.shown_by([person.id for person in people])
    pack = {
        "kind": "class",
        "id": str(session.id),
        "title": session.course.title,
        "on": session.held_on.isoformat(),
        "at": f"{session.start_time:%H:%M}",
        "place": session.place_note,
        "skills": [{"code": skill["code"], "says": skill["says"]} for skill in session.course.skills],
        "people": [_person(person, shown.get(person.id, ())) for person in people],
    }
    return pack, [person.merchant_id for person in people if person.merchant_id]


def _stop(stop: Stop) -> Json:
    return {
        "id": str(stop.id),
        "code": stop.code,
        "name": stop.owner_name,
        "business": stop.business_name,
        "hamlet": stop.hamlet,
        "house": stop.house_note,
        "phone": stop.phone,
        "after": stop.after_days,
        "misses": stop.misses,
        "minutes": 0,
        "band": Band.NOT_ASKED.value,
        "looks": stop.after_days == LOOKS_AFTER_DAYS,
    }


def _person(person: SheetRow, shown: Collection[str]) -> Json:
    return {
        "id": str(person.id),
        "name": person.person_name,
        "hint": person.hint_for_sheet,
        "companions": person.companions,
        "attendance": person.attendance.value,
        "shown": sorted(shown),
    }
