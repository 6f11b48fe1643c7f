"""What teams and visits did in one period, each fact read once and only when an indicator asks for it."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from app.core import areas, clock
from app.core.areas import Level
from app.dashboards.counting.rules import Term
from merchants.fieldwork import queries as fieldwork
from merchants.teams import queries as teams
from merchants.training.queries import minutes_taught
from merchants.visits import queries as visits
from merchants.visits.queries import Due
from merchants.visits.states import Says


class FieldFacts:
    """Teams and visits of one period; visits to businesses that wish not to be counted are nowhere in it."""

    def __init__(self, term: Term, homes: Callable[[], Mapping[UUID, str]]) -> None:
        self._term = term
        self._homes = homes

    @property
    def last_on(self) -> date:
        """The last day of the period."""
        return self._term.last_on

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """The first instant of the period and that after its last day."""
        return clock.start_of(self._term.first_on), clock.start_of(self._term.last_on + timedelta(days=1))

    @cached_property
    def _levels(self) -> Mapping[str, Level]:
        return {each.path: each.level for each in areas.within_reach(None, self._term.last_on)}

    @cached_property
    def communes(self) -> Mapping[str, str]:
        """Every commune there was on the last day, as its own commune."""
        return {path: path for path, level in self._levels.items() if level is Level.COMMUNE}

    @cached_property
    def hamlets(self) -> Mapping[str, str]:
        """Commune by hamlet, as of the last day."""
        return {path: areas.commune_path(path) for path, level in self._levels.items() if level is Level.HAMLET}

    @cached_property
    def set_up(self) -> frozenset[str]:
        """The places whose team stood on the last day."""
        return teams.set_up_on(self._term.last_on) & self._levels.keys()

    @cached_property
    def worked(self) -> frozenset[str]:
        """The places where a class was held or a household visited in the period."""
        return teams.worked(None, self._term.first_on, self._term.last_on)

    @cached_property
    def answers(self) -> list[tuple[str, Says]]:
        """For each visit paid in the period its commune, and what the household had said of it by the end."""
        paid, homes = visits.paid_between(*self.bounds), self._homes()
        return [(homes[merchant_id], says) for merchant_id, says in paid if merchant_id in homes]

    @cached_property
    def bands(self) -> Mapping[str, Counter[str]]:
        """By the place of a team: how often each answer was written of how often money came."""
        found: dict[str, Counter[str]] = {}
        for merchant_id, path, band in visits.bands_between(*self.bounds):
            if merchant_id in self._homes():
                found.setdefault(path, Counter())[band] += 1
        return found

    @cached_property
    def arrivals(self) -> Mapping[str, list[datetime]]:
        """When what devices wrote down in the period came here, by commune of the device."""
        found: dict[str, list[datetime]] = {}
        for path, came_at in fieldwork.arrivals(*self.bounds):
            found.setdefault(areas.commune_path(path), []).append(came_at)
        return found

    @cached_property
    def minutes_before(self) -> Mapping[str, int]:
        """Minutes of visits and classes in the period before, by commune; visits that households deny are left out."""
        before, homes, found = self._term.before(), self._homes(), Counter[str]()
        since, said_by = self.bounds
        given = visits.minutes_between(clock.start_of(before.first_on), since, said_by=said_by)
        for merchant_id, minutes in given.items():
            if merchant_id in homes:
                found[homes[merchant_id]] += minutes
        for path, minutes in minutes_taught(before.first_on, before.last_on):
            found[areas.commune_path(path)] += minutes
        return found

    @cached_property
    def due(self) -> list[tuple[str, Due]]:
        """The visits due in the period with their communes."""
        found = visits.due_between(self._term.first_on, self._term.last_on)
        homes = self._homes()
        return [(homes[each.merchant_id], each) for each in found if each.merchant_id in homes]
