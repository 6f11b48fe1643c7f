"""Pages of the dictionary: open to everybody, changed by two officials."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.proposals import ProposalRefusedError
from app.core.transaction import transaction
from app.dashboards.indicators import access, queries, services, words
from app.dashboards.indicators.access import DefinitionChange
from app.dashboards.indicators.forms import DefinitionForm, RefuseChangeForm, definition_form
from app.dashboards.indicators.rules import Definition, read_definition
from app.dashboards.metrics import BY_KEY
from app.policy import Permission, allows
from app.web.forms import Form
from app.web.languages import language
from app.web.session import may_anywhere, me, require_sign_in

public = Blueprint("definitions", __name__)
bp = Blueprint("definition_changes", __name__)
blueprints = [public, bp]


@bp.before_request
def _officials_only() -> ResponseReturnValue | None:
    answer = require_sign_in()
    if answer is None:
        may_anywhere(Permission.RULE_EDIT)
    return answer


@public.get("/chi-so")
def all_() -> ResponseReturnValue:
    """Show every indicator by pillar, each beside its pair."""
    found = queries.dictionary().all_on(clock.today())
    by_pillar = {pillar: [each for each in found if each.pillar is pillar] for pillar in words.PILLARS}
    return _page("indicators/all.html", by_pillar=by_pillar)


@public.get("/chi-so/<indicator>")
def show(indicator: str) -> ResponseReturnValue:
    """Show in words what a number counts, what it leaves out, where it comes from, and how it was defined before."""
    if indicator in BY_KEY:
        return redirect(url_for(".show", indicator=BY_KEY[indicator].number), 303)
    definition = access.definition_named(indicator)
    dictionary = queries.dictionary()
    return _page(
        "indicators/definition.html",
        definition=definition,
        pair=access.definition_named(definition.pair),
        versions=dictionary.versions[indicator],
        may_change=allows(me(), Permission.RULE_EDIT),
    )


@bp.get("/cb/dinh-nghia")
def changes() -> ResponseReturnValue:
    """Show the changes that wait for a second person, and what was decided."""
    return _page("indicators/changes.html", waiting=queries.open_changes(), decided=queries.decided_changes())


@bp.route("/cb/dinh-nghia/<indicator>", methods=["GET", "POST"])
def propose(indicator: str) -> ResponseReturnValue:
    """Ask what a number is to count, and from when."""
    definition = access.definition_named(indicator)
    form = definition_form(definition, clock.today())
    if form.accepted():
        try:
            with transaction():
                change = services.propose(definition, form.wanted(definition), why=form.why.data or "", by=me())
        except ProposalRefusedError as refusal:
            form.ask_again(form[refusal.field], refusal)
        else:
            flash(_("Proposed. It holds once a second person has agreed"))
            return redirect(url_for(".change", change_id=change.id), 303)
    return _propose_page(definition, form), 422 if form.errors else 200


@bp.get("/cb/dinh-nghia/de-nghi/<uuid:change_id>")
def change(change_id: UUID) -> ResponseReturnValue:
    """Show a change beside the definition in force, with the last six periods counted by both."""
    return _change_page(access.change_for(me(), change_id), RefuseChangeForm())


@bp.post("/cb/dinh-nghia/de-nghi/<uuid:change_id>/dong-y")
def agree(change_id: UUID) -> ResponseReturnValue:
    wanted = access.change_for(me(), change_id)
    if Form().accepted():
        with transaction():
            services.agree(wanted, by=me())
        flash(_("Agreed. The definition has a new version"))
    return redirect(url_for(".change", change_id=change_id), 303)


@bp.post("/cb/dinh-nghia/de-nghi/<uuid:change_id>/khong")
def not_agree(change_id: UUID) -> ResponseReturnValue:
    wanted = access.change_for(me(), change_id)
    form = RefuseChangeForm()
    if not form.accepted():
        return _change_page(wanted, form), 422
    with transaction():
        services.not_agree(wanted, note=form.note.data or "", by=me())
    flash(_("Noted. The definition stays as it is"))
    return redirect(url_for(".change", change_id=change_id), 303)


def _propose_page(definition: Definition, form: DefinitionForm) -> str:
    waiting = queries.open_change(definition.id)
    return _page("indicators/propose.html", definition=definition, form=form, waiting=waiting)


def _change_page(change: DefinitionChange, form: RefuseChangeForm) -> str:
    after = read_definition(change.content)
    known = queries.dictionary().versions[change.indicator]
    edition = change.edition or known[-1].version + 1
    before = next(each for each in known if each.version == edition - 1)
    return _page(
        "indicators/change.html",
        change=change,
        before=before,
        after=after,
        trials=queries.dry_run(before, after, clock.today()),
        form=form,
        is_mine=me().account_id == change.by_id,
    )


def _page(template: str, **facts: object) -> str:
    return render_template(template, words=words, lang=language(), **facts)
