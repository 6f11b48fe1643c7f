"""Reads of incidents."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, select

from app.core.db import db
from merchants.incidents.models import Incident
from merchants.incidents.states import UNREPORTED, IncidentState


def by_id(incident_id: UUID) -> Incident | None:
    """Return one incident."""
    return db.session.get(Incident, incident_id)


def register(now: datetime) -> Sequence[Incident]:
    """Return every incident: late first, then by the hour, then what has been reported, what is closed last."""
    rank = case(
        (Incident.state.in_(UNREPORTED) & (Incident.report_by_at < now), 0),
        (Incident.state.in_(UNREPORTED), 1),
        (Incident.state != IncidentState.CLOSED, 2),
        else_=3,
    )
    return db.session.scalars(select(Incident).order_by(rank, Incident.report_by_at, Incident.id)).all()


def unreported() -> Sequence[Incident]:
    """Return what has still to be reported."""
    waiting = select(Incident).where(Incident.state.in_(UNREPORTED))
    return db.session.scalars(waiting.order_by(Incident.report_by_at, Incident.id)).all()
