"""The list behind a number, by the same definitions as the number."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Subquery, select

from app.core import areas, clock
from app.core.areas import Area
from app.core.db import db
from app.dashboards import payment_events
from app.dashboards.metrics import HEADLINE, Metric, Side
from app.dashboards.queries.figures import Period
from app.dashboards.rows.facts import facts_of, of_craft, proven_by_payments, working_among
from app.dashboards.rows.reach import Paths, countable, narrowed
from app.policy import Actor, Permission, areas_for
from merchants.models import Merchant
from merchants.rules import Craft
from merchants.states import SENT

# What stands behind a number within some places: the business, which thing of it, since when.
Found = Sequence[tuple[Any, str, date | datetime | None]]
Asked = Callable[[Paths], Found]
# What a list needs of a business.
COLUMNS = (
    *(Merchant.id, Merchant.code, Merchant.business_name, Merchant.area_path, Merchant.area_note),
    Merchant.stage,
)


@dataclass(frozen=True)
class Unnamed:
    """Instead of a business whose file was not sent, or which the commune has no more: it is named to nobody."""

    area_path: str


def named(row: Any) -> Any:
    """Return a business as it may stand on a list."""
    return row if row.stage in SENT else Unnamed(row.area_path)


@dataclass(frozen=True)
class DrillRow:
    """One thing behind a number: whose, where, since when; without a code it is named to nobody. No amount."""

    code: str
    business_name: str
    place: str
    item: str
    since: date | None
    merchant_id: UUID | None


@dataclass(frozen=True)
class Drill:
    """The list behind a number."""

    metric: Metric
    side: Side
    commune: Area | None
    hamlet: Area | None = None
    rows: Sequence[DrillRow] = field(default=())

    @property
    def named(self) -> list[UUID]:
        """Whose names it says."""
        return [row.merchant_id for row in self.rows if row.merchant_id is not None]


def drill(
    actor: Actor,
    metric: Metric,
    side: Side,
    commune: Area | None,
    hamlet: Area | None = None,
    asked: Asked | None = None,
) -> Drill:
    """Return what is behind a number, within the areas where somebody may see names.

    What the tables of facts do not know by the number alone is ``asked``: a month of classes, a question, a reason.
    """
    reach = areas_for(actor, Permission.MERCHANT_LIST)
    for place in (commune, hamlet):
        reach = narrowed(reach, place.path) if place is not None else reach
    found = asked(reach) if asked else _found(metric, side, reach)
    names = areas.names_of({path for row, _, _ in found for path in (row.area_path, areas.commune_path(row.area_path))})
    rows = [_drill_row(row, item, since_when, names) for row, item, since_when in found]
    return Drill(metric, side, commune, hamlet, sorted(rows, key=lambda row: (row.place, row.code, row.item)))


def craft_asked(metric: Metric, side: Side, craft: Craft) -> Asked:
    """Return what asks for those behind a number that are of one craft."""
    return lambda reach: _found(metric, side, reach, craft)


def _found(metric: Metric, side: Side, reach: Paths, craft: Craft | None = None) -> Found:
    today = clock.today()
    proven = proven_by_payments(metric, side, reach, today)
    if proven is None:
        return [(row, row.item, row.since) for row in _listed(facts_of(metric, side).subquery(), reach, craft)]
    since = payment_events.first_days(reach, Period.current(today).first_on if metric is HEADLINE else None, today)
    return [(row, "", since.get(row.id)) for row in working_among(proven, reach, craft)]


def _listed(facts: Subquery, reach: Paths, craft: Craft | None) -> Sequence[Any]:
    return db.session.execute(
        select(*COLUMNS, facts.c.item, facts.c.since)
        .join(facts, facts.c.merchant_id == Merchant.id)
        .where(countable(reach), of_craft(craft))
    ).all()


def _drill_row(row: Any, item: str, since: date | datetime | None, names: Mapping[str, str]) -> DrillRow:
    is_named = not isinstance(row, Unnamed)
    commune = names.get(areas.commune_path(row.area_path), "")
    # What somebody wrote instead of a hamlet may tell who it is.
    elsewhere = row.area_note if is_named else ""
    hamlet = names.get(row.area_path, "") if row.area_path.count("/") > 2 else elsewhere
    day = clock.local(since).date() if isinstance(since, datetime) else since
    place = ", ".join(part for part in (hamlet, commune) if part)
    if not is_named:
        return DrillRow("", "", place, item, day, None)
    return DrillRow(row.code, row.business_name, place, item, day, row.id)
