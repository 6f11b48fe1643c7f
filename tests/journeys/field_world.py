"""Makes, in the site that is being served, helpers with a session and what they work on; answers in JSON.

Run by `test_offline.py` in a process of its own, with the environment of the served site: one line asks, one answers.
"""

import json
import sys
import time
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from app.accounts import services as accounts
from app.core import clock
from app.core.audit import AuditEntry
from app.core.db import db
from app.factory import create_app
from app.policy import Actor, Holding, Role
from merchants.fieldwork.models import FieldItem
from merchants.skills.models import ShownSkill
from merchants.training import services as training
from merchants.training.models import Enrolment
from merchants.visits.models import Visit
from tests.browser import account_of
from tests.factories.fieldwork import many_due
from tests.factories.training import BY, make_merchant, make_session, move_to


def cookie_of(who: Actor) -> str:
    """Return the cookie of somebody who has signed in."""
    opened = accounts.open_session(account_of(who), borrowed=False, office=False)
    db.session.commit()
    app: Any = current_app
    serializer = app.session_interface.get_signing_serializer(app)
    return str(serializer.dumps({"token": opened.token, "seen": int(time.time())}))


def make(area_path: str, households: int) -> dict[str, Any]:
    """Make a class of today, households to visit, two helpers and an official of one place."""
    session = make_session(area_path=area_path, in_days=0, capacity=25)
    past = make_session(area_path=area_path, in_days=0)
    move_to(past, clock.today() - timedelta(days=8))
    visits = many_due(past, households, area_path=area_path)
    for visit in visits:
        visit.after_days = 30
    for number in range(1, 4):
        training.sign_up(session, merchant=make_merchant(area_path, owner_name=f"Vũ Thị Sen {number}"), by=BY)
    db.session.commit()
    roles = {"lan": Role.TEAM, "minh": Role.TEAM, "lead": Role.OFFICIAL}
    helpers = {name: Actor(None, f"Chị {name.title()}", (Holding(role, area_path),)) for name, role in roles.items()}
    return {
        "cookies": {name: cookie_of(who) for name, who in helpers.items()},
        "session": str(session.id),
        "past": str(past.id),
        "visits": [str(visit.id) for visit in visits],
    }


def told(*classes: str) -> dict[str, Any]:
    """Return what stands in the database of one class and its households, with how often it was written down."""
    class_ids = [UUID(each) for each in classes]
    places = db.session.scalars(select(Enrolment).where(Enrolment.session_id.in_(class_ids))).all()
    ids = [place.id for place in places]
    visits = db.session.scalars(select(Visit).where(Visit.enrolment_id.in_(ids))).all()
    about = [*ids, *(visit.id for visit in visits)]
    acts = db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject_id.in_(about))).all()
    shown = db.session.scalars(select(ShownSkill.skill).where(ShownSkill.enrolment_id.in_(ids))).all()
    items = db.session.scalars(select(FieldItem).where(FieldItem.subject_id.in_([*about, *class_ids]))).all()
    return {
        "attendance": {place.person_name: place.attendance.value for place in places if place.person_name},
        "visits": {str(visit.id): [visit.state.value, visit.minutes, visit.band.value] for visit in visits},
        "alone": {str(visit.id): visit.alone for visit in visits},
        "shown": sorted(shown),
        "acts": sorted(act for act in acts if act.startswith(("visit:", "training:attendance", "skill:"))),
        "items": sorted(item.state.value for item in items),
    }


def answer(what: str, *words: str) -> Any:
    """Return what was asked, as the database has it now."""
    if what == "told":
        return told(*words)
    return [make(area, int(count)) for area, count in (word.split("=") for word in words)]


if __name__ == "__main__":
    app = create_app()
    for line in sys.stdin:
        with app.app_context():
            print(f"@{json.dumps(answer(*line.split()))}", flush=True)
