"""How incidents are called on a screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from merchants.incidents.models import Incident
from merchants.incidents.states import UNREPORTED, IncidentState

STATES: Mapping[IncidentState, object] = {
    IncidentState.FOUND: _l("Found"),
    IncidentState.CONTAINED: _l("Contained, not reported"),
    IncidentState.REPORTED: _l("Reported"),
    IncidentState.TOLD: _l("Owners have been told"),
    IncidentState.CLOSED: _l("Closed"),
}
STATE_KINDS: Mapping[IncidentState, str] = {
    IncidentState.FOUND: "bad",
    IncidentState.CONTAINED: "wait",
    IncidentState.REPORTED: "sea",
    IncidentState.TOLD: "sea",
    IncidentState.CLOSED: "good",
}


@dataclass(frozen=True)
class Row:
    """One incident in a list."""

    incident: Incident
    state: object
    kind: str
    waits: bool
    is_late: bool
    hours_left: int


def row(incident: Incident, now: datetime) -> Row:
    """Return one incident with what is left of its hours; less than nothing is late."""
    waits = incident.state in UNREPORTED
    left = incident.report_by_at - now
    return Row(
        incident=incident,
        state=STATES[incident.state],
        kind=STATE_KINDS[incident.state],
        waits=waits,
        is_late=waits and left.total_seconds() < 0,
        hours_left=max(0, int(left.total_seconds() // 3600)),
    )
