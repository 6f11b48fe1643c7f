"""Visits of the demonstration: made by the calendar from the class that was held, one of them paid."""

from datetime import timedelta

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.policy import Actor
from merchants.visits import services
from merchants.visits.models import Visit
from merchants.visits.states import Band


def load(by: Actor) -> None:
    """Make them as the daily job does; a second call adds nothing."""
    if db.session.scalars(select(Visit.id).limit(1)).first() is not None:
        return
    today = clock.today()
    services.plan(today)
    due = select(Visit).where(Visit.due_on < today).order_by(Visit.due_on, Visit.id)
    for visit in db.session.scalars(due.limit(1)):
        services.see(visit, minutes=35, band=Band.FEW, by=by)
    for visit in db.session.scalars(due.where(Visit.done_at.is_(None)).limit(1)):
        visit.due_on = today - timedelta(days=1)
