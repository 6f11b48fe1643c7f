"""Officials change what a marketplace demands: one proposes, another one decides."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.errors import NotFoundError
from app.core.proposals import ProposalRefusedError
from app.core.transaction import transaction
from app.policy import Permission
from app.web.forms import Form
from app.web.session import may_anywhere, me
from catalog import queries, services, words
from catalog.access import RuleChange, change_for
from catalog.channel_rules import ChannelRule, read_rule
from catalog.forms import RefuseChangeForm, RuleForm, rule_form
from catalog.views.blueprint import bp


@bp.get("/cb/luat")
def rule_changes() -> ResponseReturnValue:
    """Show the changes that wait for a second person, and what was decided."""
    may_anywhere(Permission.RULE_EDIT)
    return render_template(
        "catalog/rule_changes.html",
        waiting=[(change, read_rule(change.content)) for change in queries.open_changes()],
        decided=[(change, read_rule(change.content)) for change in queries.decided_changes()],
        words=words,
    )


@bp.route("/cb/luat/<rule_id>", methods=["GET", "POST"])
def propose(rule_id: str) -> ResponseReturnValue:
    """Ask what a demand is to be, and from when."""
    may_anywhere(Permission.RULE_EDIT)
    rule = _rule(rule_id)
    form = rule_form(rule)
    if form.accepted():
        try:
            with transaction():
                change = services.propose(rule, form.wanted(rule), why=form.why.data or "", by=me())
        except ProposalRefusedError as refusal:
            form.ask_again(form[refusal.field], refusal)
        else:
            flash(_("Proposed. It holds once a second person has agreed"))
            return redirect(url_for(".rule_change", change_id=change.id), 303)
    return _propose_page(rule, form), 422 if form.errors else 200


@bp.get("/cb/luat/de-nghi/<uuid:change_id>")
def rule_change(change_id: UUID) -> ResponseReturnValue:
    """Show a change beside what holds now, to whoever proposed it and whoever may decide it."""
    return _change_page(change_for(me(), change_id), RefuseChangeForm())


@bp.post("/cb/luat/de-nghi/<uuid:change_id>/dong-y")
def agree(change_id: UUID) -> ResponseReturnValue:
    change = change_for(me(), change_id)
    if Form().accepted():
        with transaction():
            services.agree(change, by=me())
        flash(_("Agreed. Every product it concerns is being judged again"))
    return redirect(url_for(".rule_change", change_id=change_id), 303)


@bp.post("/cb/luat/de-nghi/<uuid:change_id>/khong")
def not_agree(change_id: UUID) -> ResponseReturnValue:
    change = change_for(me(), change_id)
    form = RefuseChangeForm()
    if not form.accepted():
        return _change_page(change, form), 422
    with transaction():
        services.not_agree(change, note=form.note.data or "", by=me())
    flash(_("Noted. The rule stays as it is"))
    return redirect(url_for(".rule_change", change_id=change_id), 303)


def _rule(rule_id: str) -> ChannelRule:
    found = queries.rule_book().latest(rule_id)
    if found is None:
        raise NotFoundError("no such rule")
    return found


def _propose_page(rule: ChannelRule, form: RuleForm) -> str:
    return render_template(
        "catalog/propose.html",
        rule=rule,
        form=form,
        label=words.CHANNELS[rule.channel],
        words=words,
        waiting=queries.open_change(rule.id),
        today=clock.today(),
    )


def _change_page(change: RuleChange, form: RefuseChangeForm) -> str:
    rule = read_rule(change.content)
    return render_template(
        "catalog/rule_change.html",
        change=change,
        rule=rule,
        before=queries.rule_book().before(rule),
        label=words.CHANNELS[rule.channel],
        words=words,
        form=form,
        is_mine=me().account_id == change.by_id,
    )
