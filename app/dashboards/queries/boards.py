"""The figures of every commune somebody may see, or of one by hamlet."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import func, select

from app.core import areas, clock
from app.core.db import db, within
from app.dashboards import payment_events
from app.dashboards.metrics import BY_KEY, Metric
from app.dashboards.queries.figures import Board, Line, Pair, Period, Work
from app.dashboards.queries.reach import Paths, narrowed, touches, visible_commune
from app.dashboards.queries.tally import Tally
from app.policy import Actor, Permission, areas_for
from merchants.queries import CommuneCount, count_by_commune
from merchants.training.models import Enrolment, TrainingSession
from merchants.training.states import Attendance


def home(actor: Actor) -> Board:
    """Return the figures of every commune somebody may see, the widest gap first."""
    at = clock.now()
    today = clock.local(at).date()
    reach = areas_for(actor, Permission.DASHBOARD_VIEW)
    tally = Tally.of(reach, today)
    communes = [place for place in areas.communes(today) if touches(place.path, reach)]
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
    here = narrowed(reach, commune.path)
    tally = Tally.of(here, today)
    places = [hamlet for hamlet in areas.hamlets(commune.path, today) if touches(hamlet.path, here)]
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
        "",
        "",
        "",
        pairs,
        declined=sum(line.declined for line in lines),
        resting=sum(line.resting for line in lines),
        uncounted=sum(line.uncounted for line in lines),
    )


def _sum_pair(metric: Metric, pairs: Sequence[Pair]) -> Pair:
    known = [pair.numerator for pair in pairs if pair.numerator is not None]
    return Pair(metric, sum(pair.denominator for pair in pairs), sum(known) if known else None)


def _neediest_first(line: Line) -> tuple[bool, int, str]:
    return (not line.headline.is_known, -line.headline.gap, line.name)
