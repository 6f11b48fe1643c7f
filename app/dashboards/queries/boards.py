"""The figures of every commune somebody may see, or of one by hamlet, read from what is kept of each place."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from app.core import areas, clock
from app.core.db import Exactly
from app.dashboards import payment_events
from app.dashboards.metrics import LADDER, METRICS, Metric, Side
from app.dashboards.queries.figures import Board, Hamlet, Line, Months, Pair, Period, Work
from app.dashboards.rollups import queries as rollups
from app.dashboards.rollups.queries import View
from app.dashboards.rows.reach import Paths, narrowed, touches, visible_commune
from app.dashboards.rows.rules import Counts, DueKind, NextStep, month_of, next_step
from app.dashboards.rows.tally import NAMED
from app.policy import Actor, Permission, areas_for
from merchants.teams import queries as teams

# A province shows all its communes; a country so many at once, those that need help most first.
MOST, AT_ONCE = 130, 60
_SHEETS_FOR = timedelta(days=60)


def home(actor: Actor, *, as_of: date | None = None, first: int = 0) -> Board:
    """Return the figures of the communes somebody may see, the widest gap first."""
    today = as_of or clock.today()
    reach = areas_for(actor, Permission.DASHBOARD_VIEW)
    shown = rollups.view(reach, today)
    communes, heard = rollups.communes(shown, today)
    if shown.kept is None or _sees_parts(reach) or communes <= MOST:
        lines, unknown = _all(shown, today)
        communes = len(lines)
    else:
        lines, unknown = _neediest(shown, today, first), communes - heard
    return Board(
        period=Period.current(today),
        computed_at=shown.as_of,
        total=line_of("", "", "", shown.total()),
        lines=sorted(lines, key=_neediest_first),
        work=_work(shown, today, unknown),
        rule=payment_events.rule_of_use(today),
        payers_rule=payment_events.payers_rule(today),
        places=communes,
        first=first,
    )


def commune_board(actor: Actor, code: str, *, as_of: date | None = None) -> Board | None:
    """Return the figures of one commune by hamlet, or None where there is nothing for this person to see."""
    today = as_of or clock.today()
    commune = visible_commune(actor, code, today)
    if commune is None:
        return None
    here = narrowed(areas_for(actor, Permission.DASHBOARD_VIEW), commune.path)
    shown = rollups.view(here, today)
    places = [hamlet for hamlet in areas.hamlets(commune.path, today) if touches(hamlet.path, here)]
    counts = shown.of([commune.path, *(place.path for place in places)])
    whole = counts[commune.path]
    lines = [line_of(place.label, place.code, place.path, counts[place.path], heard=whole) for place in places]
    lines.sort(key=_neediest_first)
    elsewhere = line_of("", "", commune.path, shown.at_itself(commune.path), heard=whole)
    if elsewhere.headline.denominator or any(pair.denominator for pair in elsewhere.pairs.values()):
        lines.append(elsewhere)
    return Board(
        period=Period.current(today),
        computed_at=shown.as_of,
        total=line_of(commune.name, commune.code, commune.path, whole),
        lines=lines,
        work=_work(shown, today, 0),
        rule=payment_events.rule_of_use(today),
        payers_rule=payment_events.payers_rule(today),
        merged=areas.predecessors(commune),
        ladder=_ladder(whole),
        hamlets=_hamlets(shown, lines, counts, today) if today == clock.today() else (),
        places=len(lines),
    )


def months(as_of: date) -> Months:
    """Return which month a day shows, and the months beside it of which figures were kept."""
    month = month_of(as_of)
    before, after = rollups.months_beside(month)
    return Months(month, before, after, is_running=month == month_of(clock.today()))


def _hamlets(shown: View, lines: Sequence[Line], counts: Mapping[str, Counts], today: date) -> list[Hamlet]:
    """Return the hamlets of a commune with what their teams did lately and what is to be done there next."""
    paths = Exactly(line.path for line in lines)
    fields = rollups.fields(shown, paths, today - teams.LATELY)
    told, set_up = payment_events.places_without_signal(paths), teams.set_up_in(paths)
    is_heard = any(line.headline.is_known for line in lines)
    found = []
    for line in lines:
        here = fields[line.path]
        if not line.code:
            found.append(Hamlet(line, here, None, None, NextStep.ENTER))
            continue
        has_team, has_signal = line.path in set_up, line.path not in told
        step = next_step(counts[line.path], here, has_team=has_team, has_signal=has_signal, is_heard=is_heard)
        found.append(Hamlet(line, here, has_team, has_signal, step))
    return found


def _all(shown: View, today: date) -> tuple[list[Line], int]:
    """Return every commune of which some lies within reach, and of how many nobody has reported."""
    held = None if shown.reach is None else tuple(areas.commune_path(path) or path for path in shown.reach)
    places = areas.communes(today, held)
    counts = shown.of(place.path for place in places)
    lines = [line_of(place.name, place.code, place.path, counts[place.path]) for place in places]
    return lines, sum(not line.headline.is_known for line in lines)


def _neediest(shown: View, today: date, first: int) -> list[Line]:
    """Return some of very many communes, those that need help most first."""
    found = rollups.neediest(shown, today, first=first, most=AT_ONCE)
    return [line_of(name, areas.code_of(path), path, counts) for path, name, counts in found]


def _sees_parts(reach: Paths) -> bool:
    """Whether somebody sees hamlets of a commune without seeing the whole."""
    return reach is not None and any(path.count("/") > 2 for path in reach)


def line_of(name: str, code: str, path: str, counts: Counts, *, heard: Counts | None = None) -> Line:
    """Return counts as pairs; a hamlet's sources are judged by those of its commune."""
    pairs = {metric.key: _pair(metric, counts, heard or counts) for metric in METRICS}
    return Line(
        name,
        code,
        path,
        pairs,
        declined=counts.declined,
        resting=counts.resting,
        uncounted=counts.uncounted,
    )


def _pair(metric: Metric, counts: Counts, heard: Counts) -> Pair:
    # A commune whose sources have never spoken has no figure, which is not nought.
    is_heard = {
        "su-dung": heard.heard_of_payments,
        "ma-qr": heard.heard_of_payments,
        "hoc": heard.heard_of_classes,
    }.get(metric.key, True)
    first, second = (getattr(counts, NAMED[metric.key, side]) for side in (Side.DENOMINATOR, Side.NUMERATOR))
    return Pair(metric, first, second if is_heard else None)


def _ladder(counts: Counts) -> list[Pair]:
    """Return on which rung how many stand; where no bank or partner has spoken, nobody knows the upper two."""
    paid_without_sign = counts.proven - counts.coded_paid
    on_rung = (
        counts.registered - counts.coded - paid_without_sign,
        counts.coded - counts.coded_paid,
        counts.proven - counts.in_use,
        counts.in_use,
    )
    is_heard = counts.heard_of_payments
    return [
        Pair(metric, counts.registered, number if is_heard or index < 2 else None)
        for index, (metric, number) in enumerate(zip(LADDER, on_rung, strict=True))
    ]


def _work(shown: View, today: date, unknown: int) -> Work:
    due: Mapping[DueKind, Mapping[date, int]] = shown.due()
    files, sheets = due[DueKind.FILE], due[DueKind.SHEET]
    return Work(
        overdue=sum(number for day, number in files.items() if day < today),
        waiting=sum(files.values()),
        communes_without_figures=unknown,
        sheets_to_write=sum(number for day, number in sheets.items() if today - _SHEETS_FOR < day <= today),
    )


def _neediest_first(line: Line) -> tuple[bool, int, str]:
    return (not line.headline.is_known, -line.headline.gap, line.name)
