"""Figures for officials, composed from all slices: counts in one query each, lists by the same definitions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Subquery, exists, func, literal, select

from app.core import areas, clock
from app.core.areas import Area
from app.core.dated_rules import RuleValue
from app.core.db import db, within
from app.dashboards import payment_events
from app.dashboards.metrics import BY_KEY, HEADLINE, METRICS, Metric, Side
from app.policy import Actor, Permission, areas_for
from catalog.models import Product, ProductReadiness
from catalog.readiness import PASSING
from merchants.models import Merchant
from merchants.queries import CommuneCount, count_by_commune
from merchants.states import REGISTERED, SENT, Stage
from merchants.training.models import Enrolment, TrainingSession
from merchants.training.states import Attendance

Paths = tuple[str, ...] | None
_PIECE = 5_000
_WHO = (Merchant.id, Merchant.code, Merchant.business_name, Merchant.area_path, Merchant.area_note)


@dataclass(frozen=True)
class Pair:
    """Two numbers that belong together; a half nobody has reported is None, which is not nought."""

    metric: Metric
    denominator: int
    numerator: int | None

    @property
    def share(self) -> float | None:
        """The numerator as a fraction of the denominator, where both mean something."""
        return self.numerator / self.denominator if self.denominator and self.numerator is not None else None

    @property
    def gap(self) -> int:
        """How many are set up but not shown to be in use."""
        return self.denominator - (self.numerator or 0)

    @property
    def is_known(self) -> bool:
        """Whether the second half has been reported at all."""
        return self.numerator is not None


@dataclass(frozen=True)
class Line:
    """One place with its pairs, and those for whom the question does not apply."""

    name: str
    code: str
    path: str
    pairs: Mapping[str, Pair]
    declined: int = 0
    resting: int = 0

    @property
    def headline(self) -> Pair:
        """Registered and in use."""
        return self.pairs[HEADLINE.key]


@dataclass(frozen=True)
class Period:
    """The calendar month so far; live figures are not final."""

    first_on: date
    last_on: date

    @classmethod
    def current(cls, today: date) -> "Period":
        """Return the month of a day, up to that day."""
        return cls(today.replace(day=1), today)


@dataclass(frozen=True)
class Work:
    """What waits for somebody, oldest duty first."""

    overdue: int = 0
    waiting: int = 0
    communes_without_figures: int = 0
    sheets_to_write: int = 0

    @property
    def is_clear(self) -> bool:
        """Whether nothing waits."""
        return not (self.overdue or self.waiting or self.communes_without_figures or self.sheets_to_write)


@dataclass(frozen=True)
class Board:
    """One page of figures: for several communes, or for the hamlets of one."""

    period: Period
    computed_at: datetime
    total: Line
    lines: Sequence[Line]
    work: Work
    rule: RuleValue | None
    merged: Sequence[Area] = ()

    @property
    def most(self) -> int:
        """The longest bar, for the axis of the plot."""
        return max((line.headline.denominator for line in self.lines), default=0)

    @property
    def neediest(self) -> Line | None:
        """The place with the widest gap, if there is one."""
        return self.lines[0] if self.lines and self.lines[0].headline.gap else None


@dataclass(frozen=True)
class DrillRow:
    """One thing behind a number: whose, where, since when. No amount."""

    code: str
    business_name: str
    place: str
    item: str
    since: date | None


@dataclass(frozen=True)
class Drill:
    """The list behind a number."""

    metric: Metric
    side: Side
    commune: Area | None
    rows: Sequence[DrillRow] = field(default=())


def home(actor: Actor) -> Board:
    """Return the figures of every commune somebody may see, the widest gap first."""
    at = clock.now()
    today = clock.local(at).date()
    reach = areas_for(actor, Permission.DASHBOARD_VIEW)
    tally = _Tally.of(reach, today)
    communes = [place for place in areas.communes(today) if _touches(place.path, reach)]
    lines = sorted((tally.line(place.name, place.code, place.path) for place in communes), key=_neediest_first)
    unknown = sum(not line.headline.is_known for line in lines)
    return Board(
        period=Period.current(today),
        computed_at=at,
        total=_sum(lines),
        lines=lines,
        work=_work(reach, today, unknown),
        rule=payment_events.rule_of_use(today),
    )


def commune_board(actor: Actor, code: str) -> Board | None:
    """Return the figures of one commune by hamlet, or None where there is nothing for this person to see."""
    at = clock.now()
    today = clock.local(at).date()
    reach = areas_for(actor, Permission.DASHBOARD_VIEW)
    commune = visible_commune(actor, code, today)
    if commune is None:
        return None
    here = _narrowed(reach, commune.path)
    tally = _Tally.of(here, today)
    places = [hamlet for hamlet in areas.hamlets(commune.path, today) if _touches(hamlet.path, here)]
    lines = sorted((tally.line(place.label, place.code, place.path) for place in places), key=_neediest_first)
    elsewhere = tally.exactly(commune.path)
    if elsewhere.headline.denominator or any(pair.denominator for pair in elsewhere.pairs.values()):
        lines.append(elsewhere)
    return Board(
        period=Period.current(today),
        computed_at=at,
        total=tally.line(commune.name, commune.code, commune.path),
        lines=lines,
        work=_work(here, today, 0),
        rule=payment_events.rule_of_use(today),
        merged=areas.predecessors(commune),
    )


def visible_commune(actor: Actor, code: str, today: date) -> Area | None:
    """Return a commune by its code if some of it is within what somebody may see."""
    commune = areas.by_code(code, today)
    reach = areas_for(actor, Permission.DASHBOARD_VIEW)
    if commune is None or commune.level is not areas.Level.COMMUNE or not _touches(commune.path, reach):
        return None
    return commune


def highest_place(actor: Actor, today: date) -> Area | None:
    """Return the place of the shortest path where somebody may see names."""
    reach = areas_for(actor, Permission.MERCHANT_LIST) or ()
    return areas.at(min(reach, key=len), today) if reach else None


def drill(actor: Actor, metric: Metric, side: Side, commune: Area | None) -> Drill:
    """Return what is behind a number, within the areas where somebody may see names."""
    today = clock.today()
    reach = areas_for(actor, Permission.MERCHANT_LIST)
    if commune is not None:
        reach = _narrowed(reach, commune.path)
    proven = _proven(metric, side, reach, today)
    if proven is not None:
        since = payment_events.first_days(reach, Period.current(today).first_on if metric is HEADLINE else None, today)
        found = [(row, "", since.get(row.id)) for row in _working_among(proven, reach)]
    else:
        found = [(row, row.item, row.since) for row in _listed(_facts(metric, side).subquery(), reach)]
    names = areas.names_of({path for row, _, _ in found for path in (row.area_path, areas.commune_path(row.area_path))})
    rows = [_drill_row(row, item, since_when, names) for row, item, since_when in found]
    return Drill(metric, side, commune, sorted(rows, key=lambda row: (row.place, row.code, row.item)))


def _listed(facts: Subquery, reach: Paths) -> Sequence[Any]:
    return db.session.execute(
        select(
            Merchant.code, Merchant.business_name, Merchant.area_path, Merchant.area_note, facts.c.item, facts.c.since
        )
        .join(facts, facts.c.merchant_id == Merchant.id)
        .where(within(Merchant.area_path, reach))
    ).all()


@dataclass(frozen=True)
class _Tally:
    """Every count by the path of the merchant, so that any place above is a sum."""

    counts: Mapping[tuple[str, Side], Counter[str]]
    heard: Mapping[str, frozenset[str] | None]
    apart: Mapping[Stage, Counter[str]]

    @classmethod
    def of(cls, reach: Paths, today: date) -> "_Tally":
        counts = {(metric.key, side): _count(metric, side, reach, today) for metric in METRICS for side in Side}
        paid, taught = _heard_of_payments(reach), _heard_of_classes(reach)
        heard = {"su-dung": paid, "ma-qr": paid, "hoc": taught}
        return cls(counts, heard, _apart(reach))

    def line(self, name: str, code: str, path: str) -> Line:
        """Add up everything at and below a path."""
        pairs = {metric.key: self._pair(metric, path, below=True) for metric in METRICS}
        return Line(name, code, path, pairs, self._apart(Stage.DECLINED, path), self._apart(Stage.RESTING, path))

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
    proven = _proven(metric, side, reach, today)
    if proven is not None:
        return Counter(row.area_path for row in _working_among(proven, reach))
    facts = _facts(metric, side).subquery()
    rows = db.session.execute(
        select(Merchant.area_path, func.count())
        .join(facts, facts.c.merchant_id == Merchant.id)
        .where(within(Merchant.area_path, reach))
        .group_by(Merchant.area_path)
    )
    return Counter({path: int(number) for path, number in rows})


def _proven(metric: Metric, side: Side, reach: Paths, today: date) -> frozenset[UUID] | None:
    """Return the merchants of a half that payments know of, or None for a half that the tables below know of."""
    match metric.key, side:
        case "su-dung", Side.NUMERATOR:
            return payment_events.in_use(reach, today)
        case "ma-qr", Side.DENOMINATOR:
            return payment_events.with_code(reach)
        case "ma-qr", Side.NUMERATOR:
            return payment_events.with_code(reach) & payment_events.really_paid(reach)
        case _:
            return None


def _working_among(ids: frozenset[UUID], reach: Paths) -> list[Any]:
    """Return those of some merchants that work at present; asked in pieces, because a database limits a list."""
    ordered = sorted(ids)
    found: list[Any] = []
    for start in range(0, len(ordered), _PIECE):
        chosen = select(
            Merchant.id, Merchant.code, Merchant.business_name, Merchant.area_path, Merchant.area_note
        ).where(
            Merchant.id.in_(ordered[start : start + _PIECE]),
            Merchant.stage == Stage.CONFIRMED,
            within(Merchant.area_path, reach),
        )
        found += db.session.execute(chosen).all()
    return found


def _facts(metric: Metric, side: Side) -> Select[Any]:
    """Select what one half of a pair counts: merchant, item, since. Counts and lists both come from here."""
    counted = side is Side.DENOMINATOR
    match metric.key:
        case "su-dung":
            return _files((Stage.CONFIRMED,), Merchant.confirmed_at)
        case "ho-so":
            return _files(SENT, Merchant.submitted_at) if counted else _files(REGISTERED, Merchant.confirmed_at)
        case "san-pham":
            return _products() if counted else _products().where(_is_ready())
        case "hoc":
            return _signed_up() if counted else _came()
        case _:
            raise LookupError(metric.key)


def _files(stages: Sequence[Stage], since: Any) -> Select[Any]:
    return select(Merchant.id.label("merchant_id"), literal("").label("item"), since.label("since")).where(
        Merchant.stage.in_(stages)
    )


def _products() -> Select[Any]:
    since: Any = Product.created_at
    columns = (Product.merchant_id.label("merchant_id"), Product.name.label("item"), since.label("since"))
    working = Product.merchant_id == Merchant.id
    return select(*columns).join(Merchant, working).where(Merchant.stage == Stage.CONFIRMED, Product.name != "")


def _is_ready() -> Any:
    return exists().where(ProductReadiness.product_id == Product.id, ProductReadiness.verdict.in_(PASSING))


def _signed_up() -> Select[Any]:
    return _enrolled(func.min(Enrolment.signed_up_at))


def _came() -> Select[Any]:
    return _enrolled(func.min(TrainingSession.held_on)).where(Enrolment.attendance == Attendance.PRESENT)


def _enrolled(since: Any) -> Select[Any]:
    enrolled: Select[Any] = (
        select(Enrolment.merchant_id.label("merchant_id"), literal("").label("item"), since.label("since"))
        .join(TrainingSession, TrainingSession.id == Enrolment.session_id)
        .join(Merchant, Merchant.id == Enrolment.merchant_id)
        .where(Enrolment.cancelled_at.is_(None), Merchant.stage.in_(SENT))
        .group_by(Enrolment.merchant_id)
    )
    return enrolled


def _heard_of_payments(reach: Paths) -> frozenset[str]:
    rows = _working_among(payment_events.really_paid(reach), reach)
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
        .where(Merchant.stage.in_((Stage.DECLINED, Stage.RESTING)), within(Merchant.area_path, reach))
        .group_by(Merchant.stage, Merchant.area_path)
    )
    found: dict[Stage, Counter[str]] = {}
    for stage, path, number in rows:
        found.setdefault(stage, Counter())[path] = number
    return found


def _work(reach: Paths, today: date, unknown: int) -> Work:
    queue: Mapping[str, CommuneCount] = count_by_commune(reach, today)
    unwritten = select(func.count(func.distinct(TrainingSession.id))).join(
        Enrolment, Enrolment.session_id == TrainingSession.id
    )
    sheets = db.session.scalar(
        unwritten.where(
            within(TrainingSession.area_path, reach),
            TrainingSession.held_on <= today,
            TrainingSession.held_on > today - timedelta(days=60),
            Enrolment.cancelled_at.is_(None),
            Enrolment.attendance == Attendance.NOT_RECORDED,
        )
    )
    return Work(
        overdue=sum(count.overdue for count in queue.values()),
        waiting=sum(count.waiting for count in queue.values()),
        communes_without_figures=unknown,
        sheets_to_write=sheets or 0,
    )


def _sum(lines: Sequence[Line]) -> Line:
    pairs = {key: _sum_pair(metric, [line.pairs[key] for line in lines]) for key, metric in BY_KEY.items()}
    return Line(
        "", "", "", pairs, sum(line.declined for line in lines), sum(line.resting for line in lines)
    )  # fmt: skip


def _sum_pair(metric: Metric, pairs: Sequence[Pair]) -> Pair:
    known = [pair.numerator for pair in pairs if pair.numerator is not None]
    return Pair(metric, sum(pair.denominator for pair in pairs), sum(known) if known else None)


def _neediest_first(line: Line) -> tuple[bool, int, str]:
    return (not line.headline.is_known, -line.headline.gap, line.name)


def _add(counts: Counter[str], path: str, *, below: bool) -> int:
    if not below:
        return counts[path]
    return sum(number for here, number in counts.items() if here.startswith(path))


def _touches(path: str, reach: Paths) -> bool:
    return reach is None or any(path.startswith(held) or held.startswith(path) for held in reach)


def _narrowed(reach: Paths, path: str) -> Paths:
    """Return the part of what somebody may see that lies at or below a path."""
    if reach is None or any(path.startswith(held) for held in reach):
        return (path,)
    return tuple(held for held in reach if held.startswith(path))


def _drill_row(row: Any, item: str, since: date | datetime | None, names: Mapping[str, str]) -> DrillRow:
    commune = names.get(areas.commune_path(row.area_path), "")
    hamlet = names.get(row.area_path, "") if row.area_path.count("/") > 2 else row.area_note
    day = clock.local(since).date() if isinstance(since, datetime) else since
    place = ", ".join(part for part in (hamlet, commune) if part)
    return DrillRow(row.code, row.business_name, place, item, day)
