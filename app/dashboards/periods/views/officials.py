"""Frozen periods for officials: figures that no longer move, questions about odd ones, restatements."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import areas, storage
from app.core.errors import NotFoundError, NotPermittedError
from app.core.transaction import transaction
from app.dashboards.counting.people import CRAFTS, FILINGS, WAITS
from app.dashboards.counting.rules import Term, total, within_days
from app.dashboards.indicators.queries import dictionary
from app.dashboards.periods import access, files, queries, rules, services, words
from app.dashboards.periods.forms import ExplainForm, RestateForm
from app.policy import Permission, allows
from app.web.languages import language
from app.web.session import me, only_for

bp = Blueprint("periods", __name__)
bp.before_request(only_for(Permission.DASHBOARD_VIEW))


@bp.get("/cb/chot")
def all_() -> ResponseReturnValue:
    """Show which periods are frozen."""
    return render_template("periods/all.html", terms=queries.terms())


@bp.get("/cb/chot/<term>")
def show(term: str) -> ResponseReturnValue:
    """Show one frozen period: pairs, what looked odd, and why the number in use changed."""
    return _page(term, RestateForm())


@bp.get("/cb/chot/<term>/ban-chup.json")
def snapshot(term: str) -> ResponseReturnValue:
    """Give out the whole snapshot byte for byte."""
    frozen, _signature = access.snapshot_of(me(), term, request.args.get("lan", ""))
    return Response(storage.read(frozen.sha256, verify=True), content_type=files.JSON_TYPE)


@bp.get("/cb/chot/<term>/ban-chup.json.p7s")
def snapshot_signature(term: str) -> ResponseReturnValue:
    """Give out the signature beside the whole snapshot."""
    _frozen, signature = access.snapshot_of(me(), term, request.args.get("lan", ""))
    if signature is None:
        raise NotFoundError(_("It is not signed yet"))
    return Response(storage.read(signature.snapshot_sha256, verify=True), content_type=rules.SIGNATURE_TYPE)


@bp.post("/cb/chot/<term>/chot-lai")
def restate(term: str) -> ResponseReturnValue:
    """Count a final period again, with a reason everybody reads."""
    wanted = access.term_named(term)
    if not access.may_restate(me()):
        raise NotPermittedError(_("Only the province restates a period"))
    form = RestateForm()
    if not form.accepted():
        return _page(term, form), 422
    with transaction():
        services.restate(wanted, reason=form.reason.data or "", by=me())
    flash(_("Restated. Both editions stay open to everybody"))
    return redirect(url_for(".show", term=term), 303)


@bp.route("/cb/chot/hoi/<uuid:flag_id>", methods=["GET", "POST"])
def explain(flag_id: UUID) -> ResponseReturnValue:
    """Ask a commune what happened, and keep its words beside the number."""
    flag = access.flag_for(me(), flag_id)
    form = ExplainForm()
    if form.accepted():
        with transaction():
            services.explain(flag, words=form.words.data or "", by=me())
        flash(_("Kept beside the number"))
        return redirect(url_for(".show", term=flag.term), 303)
    page = render_template(
        "periods/explain.html", flag=flag, form=form, odd=words.odd(flag), name=areas.name_of(flag.commune_path)
    )
    return page, 422 if form.errors else 200


def _places(reach: tuple[str, ...] | None, term: Term) -> list[tuple[str, str]]:
    """Return path and name of every place whose report this person may read, the provinces first."""
    communes = [each for each in areas.communes(term.last_on) if reach is None or _is_within(each.path, reach)]
    provinces = {f"{each.path.partition('/')[0]}/" for each in communes}
    whole = [path for path in sorted(provinces) if reach is None or path in reach]
    names = areas.names_of(whole)
    return [(path, names[path]) for path in whole] + [(each.path, each.name) for each in communes]


def _is_within(path: str, reach: tuple[str, ...]) -> bool:
    return any(path.startswith(held) for held in reach)


def _page(code: str, form: RestateForm) -> str:
    term = access.term_named(code)
    frozen = access.edition_of(term, request.args.get("lan", ""))
    reach = access.reach_of(me())
    grid, editions = queries.grid(frozen, reach), queries.freezes(term)
    changes = queries.changes(frozen, reach)
    change = queries.summed(changes)
    older = next((each for each in editions if each.edition == frozen.edition - 1), None)
    asked = queries.flags(frozen, reach)
    told = queries.restated_people(older, frozen, reach) if older else []
    paths = {path for places in grid.values() for path in places} | {each.commune_path for each in told}
    paths |= {each.flag.commune_path for each in asked}
    return render_template(
        "periods/show.html",
        term=term,
        frozen=frozen,
        editions=editions,
        figures={number: total(places.values()) for number, places in grid.items()},
        grid=grid,
        names=areas.names_of(paths),
        reports=_places(reach, term),
        former=areas.former_districts(reach or ()),
        definitions=dictionary().all_on(term.last_on),
        lang=language(),
        asked=asked,
        odd=words.odd,
        answers=allows(me(), Permission.MERCHANT_REVIEW),
        crafts=queries.told_together(frozen, CRAFTS, reach),
        filings=queries.told_together(frozen, FILINGS, reach),
        waits=(waits := queries.told_together(frozen, WAITS, reach)),
        half=within_days(waits or {}, 50),
        nine=within_days(waits or {}, 90),
        small=rules.SMALL,
        by_craft=words.BY_CRAFT,
        by_filing=words.BY_FILING,
        changes=changes,
        change=change,
        parts=words.PARTS,
        falls=rules.waterfall(change) if change else [],
        restated=queries.restated(older, frozen, reach) if older else [],
        restated_people=told,
        of_people=words.of_people,
        differences=queries.last_recount(frozen) if frozen is editions[0] else 0,
        signature=queries.signature_of(frozen),
        sees_whole=reach is None or access.may_restate(me()),
        may_restate=access.may_restate(me()) and frozen.is_final,
        form=form,
    )
