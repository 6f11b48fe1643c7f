"""Registered and in use by craft, read from what is kept of each place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.core import clock
from app.core.areas import Area
from app.dashboards.metrics import HEADLINE
from app.dashboards.queries.figures import Line, Pair, Period
from app.dashboards.rollups import queries as rollups
from app.dashboards.rows.reach import narrowed
from app.dashboards.rows.rules import NO_USE
from app.policy import Actor, Permission, areas_for
from merchants.words import CRAFTS


@dataclass(frozen=True)
class Crafts:
    """The page of one commune, or of everything somebody may see; the widest gap first.

    ``is_partial`` says that the crafts do not make up the whole: some places are still to be counted by craft, or were
    never counted so in an earlier month.
    """

    commune: Area | None
    period: Period
    computed_at: datetime
    total: Pair
    lines: Sequence[Line]
    is_partial: bool

    @property
    def most(self) -> int:
        """The longest bar, for the axis of the plot."""
        return max((line.headline.denominator for line in self.lines), default=0)


def crafts(actor: Actor, commune: Area | None, *, as_of: date | None = None) -> Crafts:
    """Return how many of each craft are registered and in use, within what somebody may see."""
    today, reach = as_of or clock.today(), areas_for(actor, Permission.DASHBOARD_VIEW)
    shown = rollups.view(reach if commune is None else narrowed(reach, commune.path), today)
    found, whole = shown.crafts(), shown.total()
    # Where no bank or partner has ever reported there is no figure of use, which is not nought.
    pairs = {
        craft: Pair(HEADLINE, use.registered, use.in_use if whole.heard_of_payments else None)
        for craft, use in found.items()
    }
    lines = [Line(str(CRAFTS[craft]), craft.value, "", {HEADLINE.key: pair}) for craft, pair in pairs.items()]
    told = sum(found.values(), NO_USE)
    return Crafts(
        commune=commune,
        period=Period.current(today),
        computed_at=shown.as_of,
        total=Pair(HEADLINE, whole.registered, whole.in_use if whole.heard_of_payments else None),
        lines=sorted(lines, key=lambda line: (-line.headline.gap, -line.headline.denominator, line.name)),
        is_partial=(told.registered, told.in_use) != (whole.registered, whole.in_use),
    )
