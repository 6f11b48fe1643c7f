"""What is written down when somebody above a commune opens a list of names."""

from enum import StrEnum
from uuid import UUID

from app.core import audit, clock
from app.dashboards.metrics import Metric, Side
from app.policy import Actor


class DashboardAction(StrEnum):
    """What the audit trail calls the reading of names."""

    NAMES_OPENED = "dashboard:names_opened"


def open_names(metric: Metric, side: Side, *, about: UUID, reason: str, by: Actor) -> None:
    """Write down who opens the names behind a number, of which place, and why."""
    audit.record(
        DashboardAction.NAMES_OPENED,
        ("area", about),
        by=by,
        at=clock.now(),
        reason=reason,
        changes={"list": [None, f"{metric.key}/{side.value}"]},
    )
