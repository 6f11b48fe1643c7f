"""Visits after a class, for tests."""

from datetime import timedelta

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.policy import Actor
from merchants.models import Merchant
from merchants.training.models import Enrolment
from merchants.visits import services
from merchants.visits.models import Visit
from merchants.visits.states import Band
from tests.factories.skills import present
from tests.factories.training import BY, make_merchant, make_session, move_to


def went(merchant: Merchant | None = None, *, days_ago: int = 8) -> Enrolment:
    """Return the place of somebody who came to a class some days ago."""
    merchant = merchant or make_merchant()
    place = present(merchant, make_session(area_path=merchant.commune_path, in_days=0))
    move_to(place.session, clock.today() - timedelta(days=days_ago))
    return place


def due(merchant: Merchant | None = None, *, days_ago: int = 8, after_days: int = 7) -> Visit:
    """Return the visit so many days after such a class, planned by the calendar."""
    place = went(merchant, days_ago=max(days_ago, after_days))
    services.plan(clock.today())
    made = select(Visit).where(Visit.enrolment_id == place.id, Visit.after_days == after_days)
    return db.session.scalars(made).one()


def paid(merchant: Merchant | None = None, *, by: Actor = BY, drawn: bool = False) -> Visit:
    """Return a visit that somebody says they paid."""
    visit = due(merchant)
    services.see(visit, minutes=35, band=Band.FEW, by=by)
    visit.is_drawn = drawn
    db.session.flush()
    return visit
