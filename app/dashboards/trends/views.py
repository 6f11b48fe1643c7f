"""Pages of one number over time and by commune, and of targets."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import areas, clock
from app.core.transaction import transaction
from app.dashboards.counting.rules import RATES, total
from app.dashboards.indicators import words as indicator_words
from app.dashboards.indicators.queries import dictionary
from app.dashboards.trends import access, queries, rules, services, words
from app.dashboards.trends.access import Target
from app.dashboards.trends.forms import TargetForm
from app.policy import Permission, allows
from app.web.languages import language
from app.web.session import me, only_for

bp = Blueprint("trends", __name__)
bp.before_request(only_for(Permission.DASHBOARD_VIEW))


@bp.get("/cb/xem/<indicator>")
def show(indicator: str) -> ResponseReturnValue:
    """Show one number over 24 periods and by commune, always beside its pair."""
    definition, term = access.definition_named(indicator), access.term_asked(request.args.get("ky", ""))
    pair, reach = access.definition_named(definition.pair), access.reach_of(me())
    own, beside = (queries.series(each.id, reach, term) for each in (definition, pair))
    strips, table = queries.by_commune(indicator, reach, term)
    mine = [each for each in queries.targets(access.shown_places(me())) if each.indicator == indicator]
    return render_template(
        "trends/show.html",
        definition=definition,
        pair=pair,
        term=term,
        frozen=queries.frozen_terms(),
        own=own,
        beside=beside,
        strips=strips,
        table=table,
        total=total(figure for _, _, figure in table),
        target=mine[0] if mine else None,
        path=[mine[0].aim().path(each.last_on) if mine else None for each, _ in own],
        baseline=queries.baseline_of(indicator),
        is_rate=indicator in RATES,
        rules=rules,
        lang=language(),
    )


@bp.route("/cb/muc-tieu", methods=["GET", "POST"])
def targets() -> ResponseReturnValue:
    """Show every target by pillar with how far it is, and let whoever may set one."""
    may_set = allows(me(), Permission.RULE_EDIT)
    form = TargetForm()
    form.offer({each.id: each.said(language()).name for each in dictionary().all_on(clock.today())})
    if request.method == "POST":
        place = access.home_of(me())
        if form.accepted():
            try:
                with transaction():
                    _set(form, place)
            except services.TargetRefusedError as refusal:
                form.ask_again(form[refusal.field], refusal)
            else:
                flash(_("The target is set"))
                return redirect(url_for(".targets"), 303)
    found = [_row(each) for each in queries.targets(access.shown_places(me()))]
    page = render_template(
        "trends/targets.html",
        rows=found,
        pillars=indicator_words.PILLARS,
        bands=words.BANDS,
        kinds=words.KINDS,
        baselines=queries.baselines(),
        form=form,
        may_set=may_set,
        lang=language(),
    )
    return page, 422 if form.errors else 200


def _set(form: TargetForm, place: str) -> None:
    owner, document = form.owner.data or "", form.document.data or ""
    services.set_target(form.indicator.data, place, form.aim(), owner=owner, document=document, by=me())


def _row(target: Target) -> dict[str, object]:
    term = access.term_asked("")
    figure = queries.series(target.indicator, (target.place_path,), term)[-1][1]
    definition = dictionary().on(target.indicator, clock.today())
    return {
        "target": target,
        "place": areas.name_of(target.place_path),
        "definition": definition,
        "figure": figure,
        "band": target.aim().band(figure.points, term.last_on),
        "expected": target.aim().expected(term.last_on),
    }
