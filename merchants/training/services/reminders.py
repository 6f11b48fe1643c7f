"""The day before a class, whoever has a place is reminded of it."""

from datetime import datetime, timedelta

from app.core import areas, clock, settings
from app.core.db import db
from app.policy import Actor
from merchants import emails
from merchants.services import record
from merchants.training import queries


def remind_of_tomorrow(*, by: Actor) -> int:
    """Remind whoever has a place in a class tomorrow, and say how many were reminded; nobody is told twice of a day."""
    tomorrow = clock.today() + timedelta(days=1)
    found = queries.places_to_remind_of(tomorrow)
    for place, merchant in found:
        session = place.session
        at = datetime.combine(session.held_on, session.start_time, clock.VIETNAM)
        where = session.place_note or areas.name_of(session.area_path)
        title, desk_phone = session.course.title, settings.current().contact_phone
        text = emails.class_reminder(title, at=at, where=where, desk_phone=desk_phone)
        zalo = emails.class_by_zalo(title, at=at, where=where)
        record.tell(merchant, text, purpose="class_reminder", by=by, zalo=zalo)
        place.reminded_for = tomorrow
    db.session.flush()
    return len(found)
