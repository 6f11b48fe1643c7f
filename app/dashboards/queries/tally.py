"""Every count by the path of the merchant, so that any place above is a sum."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.core import areas
from app.core.db import db, within
from app.dashboards import payment_events
from app.dashboards.metrics import METRICS, Metric, Side
from app.dashboards.queries.facts import facts_of, proven_by_payments, working_among
from app.dashboards.queries.figures import Line, Pair
from app.dashboards.queries.reach import Paths, countable, uncountable
from merchants.models import Merchant
from merchants.states import SENT, Stage
from merchants.training.models import Enrolment
from merchants.training.states import Attendance


@dataclass(frozen=True)
class Tally:
    """Every count by the path of the merchant, so that any place above is a sum."""

    counts: Mapping[tuple[str, Side], Counter[str]]
    heard: Mapping[str, frozenset[str] | None]
    apart: Mapping[Stage, Counter[str]]
    uncounted: Counter[str]

    @classmethod
    def of(cls, reach: Paths, today: date) -> "Tally":
        counts = {(metric.key, side): _count(metric, side, reach, today) for metric in METRICS for side in Side}
        paid, taught = _heard_of_payments(reach), _heard_of_classes(reach)
        heard = {"su-dung": paid, "ma-qr": paid, "hoc": taught}
        return cls(counts, heard, _apart(reach), _uncounted(reach))

    def line(self, name: str, code: str, path: str) -> Line:
        """Add up everything at and below a path."""
        pairs = {metric.key: self._pair(metric, path, below=True) for metric in METRICS}
        return Line(
            name,
            code,
            path,
            pairs,
            declined=self._apart(Stage.DECLINED, path),
            resting=self._apart(Stage.RESTING, path),
            uncounted=_add(self.uncounted, path, below=True),
        )

    def exactly(self, path: str) -> Line:
        """Take only what lies at a path itself: businesses whose hamlet is not in the list."""
        pairs = {metric.key: self._pair(metric, path, below=False) for metric in METRICS}
        return Line("", "", path, pairs)

    def _pair(self, metric: Metric, path: str, *, below: bool) -> Pair:
        first = _add(self.counts[metric.key, Side.DENOMINATOR], path, below=below)
        second = _add(self.counts[metric.key, Side.NUMERATOR], path, below=below)
        sources = self.heard.get(metric.key)
        # A commune whose sources have never spoken has no figure; its hamlets are judged with it.
        is_heard = metric.key not in self.heard or sources is None or areas.commune_path(path) in sources
        return Pair(metric, first, second if is_heard else None)

    def _apart(self, stage: Stage, path: str) -> int:
        return _add(self.apart.get(stage, Counter()), path, below=True)


def _count(metric: Metric, side: Side, reach: Paths, today: date) -> Counter[str]:
    proven = proven_by_payments(metric, side, reach, today)
    if proven is not None:
        return Counter(row.area_path for row in working_among(proven, reach))
    facts = facts_of(metric, side).subquery()
    rows = db.session.execute(
        select(Merchant.area_path, func.count())
        .join(facts, facts.c.merchant_id == Merchant.id)
        .where(countable(reach))
        .group_by(Merchant.area_path)
    )
    return Counter({path: int(number) for path, number in rows})


def _heard_of_payments(reach: Paths) -> frozenset[str]:
    rows = working_among(payment_events.really_paid(reach), reach)
    return frozenset(areas.commune_path(row.area_path) for row in rows)


def _heard_of_classes(reach: Paths) -> frozenset[str]:
    rows = db.session.scalars(
        select(Merchant.area_path)
        .join(Enrolment, Enrolment.merchant_id == Merchant.id)
        .where(Enrolment.attendance != Attendance.NOT_RECORDED, within(Merchant.area_path, reach))
        .distinct()
    )
    return frozenset(areas.commune_path(path) for path in rows)


def _apart(reach: Paths) -> Mapping[Stage, Counter[str]]:
    rows = db.session.execute(
        select(Merchant.stage, Merchant.area_path, func.count())
        .where(Merchant.stage.in_((Stage.DECLINED, Stage.RESTING)), countable(reach))
        .group_by(Merchant.stage, Merchant.area_path)
    )
    found: dict[Stage, Counter[str]] = {}
    for stage, path, number in rows:
        found.setdefault(stage, Counter())[path] = number
    return found


def _uncounted(reach: Paths) -> Counter[str]:
    rows = db.session.execute(
        select(Merchant.area_path, func.count())
        .where(Merchant.stage.in_(SENT), uncountable(reach))
        .group_by(Merchant.area_path)
    )
    return Counter({path: int(number) for path, number in rows})


def _add(counts: Counter[str], path: str, *, below: bool) -> int:
    if not below:
        return counts[path]
    return sum(number for here, number in counts.items() if here.startswith(path))
