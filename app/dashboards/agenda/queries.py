"""The days of one commune: its classes of a month, and the visits that wait, late ones and those of the next days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.areas import Area
from app.dashboards.agenda import rules
from app.dashboards.agenda.rules import Day
from app.dashboards.rows.reach import Paths, narrowed
from app.policy import Actor, Permission, areas_for
from merchants.training import queries as training
from merchants.training.rules import Card
from merchants.visits import queries as visits

AHEAD = timedelta(days=14)
_MOST = 200


@dataclass(frozen=True)
class Agenda:
    """The page of one commune; households are named to those who may see names."""

    commune: Area
    today: date
    month_on: date
    until: date
    classes: Sequence[Card]
    days: Sequence[Day]
    named: int

    @property
    def due(self) -> int:
        """How many visits wait."""
        return sum(each.visits for each in self.days)

    @property
    def late(self) -> int:
        """How many of them should have been paid by now."""
        return sum(each.visits for each in self.days if each.is_late)


def agenda(commune: Area, reach: Paths, names: Paths, today: date) -> Agenda:
    """Return the days of a commune within what somebody may see; ``names`` is where they may see who it is."""
    first, last = rules.month_around(today)
    until = today + AHEAD
    stops = visits.stops_due(names, until, limit=_MOST)
    return Agenda(
        commune=commune,
        today=today,
        month_on=first,
        until=until,
        classes=training.classes_between(reach, first, last),
        days=rules.days(visits.due_by_day(reach, until), stops, today),
        named=len(stops),
    )


def names_within(actor: Actor, commune: Area) -> Paths:
    """Return the part of a commune where somebody may see the names of households."""
    return narrowed(areas_for(actor, Permission.MERCHANT_LIST), commune.path)
