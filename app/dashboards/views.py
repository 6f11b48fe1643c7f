"""Pages of figures: the officials' home, one commune, and the list behind a number."""

from flask import Blueprint, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from app.core import areas, clock
from app.core.transaction import transaction
from app.dashboards import access, payment_events, queries, services, words
from app.dashboards.adoption.rules import ENOUGH
from app.dashboards.cohorts import access as cohorts
from app.dashboards.forms import PurposeForm
from app.dashboards.indicators.queries import dictionary
from app.dashboards.metrics import (
    BEGUN,
    HEADLINE,
    MEANINGS,
    METRICS,
    RESTING,
    RETURNED,
    VISITS,
    WAITING,
    Metric,
    Side,
)
from app.dashboards.periods import queries as periods
from app.dashboards.periods.access import reach_of
from app.dashboards.queries import Asked
from app.dashboards.reported import queries as reported
from app.dashboards.snags import access as snags
from app.dashboards.snags import words as snag_words
from app.policy import Permission, allows, areas_for
from app.web.session import me, only_for
from merchants.rules import Look
from merchants.services import note_looks
from merchants.words import CRAFTS

bp = Blueprint("dashboards", __name__)
bp.before_request(only_for(Permission.DASHBOARD_VIEW))

_SAID = "names_for"
_GOOD_FOR = 30 * 60


@bp.get("/cb")
def home() -> ResponseReturnValue:
    """Show what was set up and what is used, and which commune needs help most."""
    as_of = access.day_asked(request.args.get("thang", ""))
    board = queries.home(me(), as_of=as_of, first=access.first_line(request.args.get("tu", "")))
    return _figures("dashboards/home.html", board, reach_of(me()), communes=board.places, **_questions())


@bp.get("/cb/bang/<code>")
def commune(code: str) -> ResponseReturnValue:
    """Show one commune by hamlet."""
    board = access.board_of(me(), code, as_of=access.day_asked(request.args.get("thang", "")))
    return _figures(
        "dashboards/commune.html", board, (board.total.path,), communes=1, visits=VISITS, next_steps=words.NEXT_STEPS
    )


@bp.get("/cb/theo-nghe")
def crafts() -> ResponseReturnValue:
    """Show what is registered and used by craft, of everything within reach."""
    return _by_craft("")


@bp.get("/cb/bang/<code>/theo-nghe")
def commune_crafts(code: str) -> ResponseReturnValue:
    """Show what is registered and used in one commune by craft."""
    return _by_craft(code)


@bp.get("/cb/danh-sach/<key>/<word>")
def behind(key: str, word: str) -> ResponseReturnValue:
    """Show the list behind a number, or first ask what the names are for."""
    metric, side, code = access.metric_named(key), access.side_named(word), request.args.get("xa", "")
    drill = access.list_behind(me(), metric, side, code, request.args.get("thon", "")[:40], _asked(metric, side))
    if access.owes_a_purpose(me()) and not _has_said_why():
        return render_template("dashboards/purpose.html", metric=metric, side=side, here=_here(), form=PurposeForm())
    note_looks(drill.named, why=_why(), by=me())
    opens_files = allows(me(), Permission.MERCHANT_REVIEW)
    return render_template(
        "dashboards/list.html", drill=drill, meanings=MEANINGS, opens_files=opens_files, **_said(metric, side, code)
    )


@bp.post("/cb/danh-sach/<key>/<word>")
def say_why(key: str, word: str) -> ResponseReturnValue:
    """Keep what the names are for, then show them."""
    metric, side, code = access.metric_named(key), access.side_named(word), request.args.get("xa", "")
    about = access.place_of_list(me(), code)
    form = PurposeForm()
    if not form.accepted():
        return render_template("dashboards/purpose.html", metric=metric, side=side, here=_here(), form=form), 422
    with transaction():
        services.open_names(metric, side, about=about.id, reason=form.payload()["reason"], by=me())
    session[_SAID] = {"list": _here(), "at": int(clock.now().timestamp()), "why": form.payload()["reason"][:200]}
    return redirect(_here(), 303)


def _asked(metric: Metric, side: Side) -> Asked | None:
    """Return what asks for a list that its number alone does not say: of a month, a question, a reason, a craft."""
    about, craft = request.args.get("ve", "")[:40], request.args.get("nghe", "")
    if metric.key in cohorts.KEYS:
        return cohorts.businesses_asked(metric, side, about)
    if metric.key in snags.KEYS:
        return snags.snags_asked(metric, side, about)
    return queries.craft_asked(metric, side, access.craft_named(craft)) if craft else None


def _said(metric: Metric, side: Side, code: str) -> dict[str, object]:
    """Return what such a list is about, what its things are called, and the page that leads to it."""
    about, craft = request.args.get("ve", "")[:40], request.args.get("nghe", "")
    if metric.key in cohorts.KEYS:
        return {"listed_by": "/cb/lop", "about": f"{cohorts.month_named(about):%m/%Y}"}
    if metric.key in (BEGUN.key, RETURNED.key):
        told = "" if side is Side.DENOMINATOR else snag_words.about(metric, about, str(get_locale() or "vi"))
        return {"listed_by": f"/cb/bang/{code}/vuong-mac" if code else "/cb", "about": told, "steps": snag_words.STEPS}
    if craft:
        above = f"/cb/bang/{code}" if code else "/cb"
        return {"listed_by": f"{above}/theo-nghe", "about": CRAFTS[access.craft_named(craft)]}
    return {}


def _by_craft(code: str) -> str:
    board = access.crafts_of(me(), code, as_of=access.day_asked(request.args.get("thang", "")))
    months = queries.months(board.period.last_on)
    return render_template(
        "dashboards/crafts.html",
        board=board,
        months=months,
        here=f"/cb/bang/{board.commune.code}" if board.commune else "/cb",
        headline=HEADLINE,
        meanings=MEANINGS,
        sides=Side,
        enough=ENOUGH,
        editions={each.id: each.edition for each in dictionary().all_on(board.period.last_on)},
        # A list is of today, so no number of an earlier month leads to one.
        sees_names=months.is_running and allows(me(), Permission.MERCHANT_LIST),
    )


def _here() -> str:
    return request.full_path.rstrip("?")


def _has_said_why() -> bool:
    """Whether this browser gave a purpose for this very list within the last half hour."""
    said = session.get(_SAID) or {}
    return said.get("list") == _here() and clock.now().timestamp() - said["at"] < _GOOD_FOR


def _why() -> str:
    """Return the purpose given for this list, for the owners' access log; at the commune the list is its work."""
    return str(session[_SAID].get("why") or Look.LIST) if _has_said_why() else Look.LIST


def _questions() -> dict[str, object]:
    """Return what else waits for somebody: communes that owe words, partners that owe a file, signs that are paused."""
    heard, partners = payment_events.partners_heard(clock.today())
    reach, kept = reach_of(me()), areas_for(me(), Permission.STANDEE_KEEP)
    return {
        # Whoever sees the whole country explains nothing, and would wait for all of it to be asked.
        "unexplained": periods.unexplained(reach) if reach is not None else None,
        "signs_paused": payment_events.signs_paused(kept) if kept else 0,
        "partners_silent": partners - heard,
        "partners": partners,
    }


def _figures(
    template: str, board: queries.Board, reach: tuple[str, ...] | None, *, communes: int, **beside: object
) -> str:
    as_of = board.period.last_on
    in_force, term, months = dictionary().all_on(as_of), reported.last_term(reach), queries.months(as_of)
    return render_template(
        template,
        board=board,
        **beside,
        months=months,
        # Of a whole country there are hundreds: they are reached from its provinces.
        former=areas.former_districts(reach or ()),
        provinces=areas.names_of([path for path in reach or () if path.count("/") == 1]),
        told=reported.told(term, reach, communes),
        told_term=term,
        metrics=METRICS,
        meanings=MEANINGS,
        sides=Side,
        waiting=WAITING,
        resting=RESTING,
        editions={each.id: each.edition for each in in_force},
        # A list is of today, so no number of an earlier month leads to one.
        sees_names=months.is_running and allows(me(), Permission.MERCHANT_LIST),
        reviews=allows(me(), Permission.MERCHANT_REVIEW),
        teaches=allows(me(), Permission.TRAINING_RUN),
    )
