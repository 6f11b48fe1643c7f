"""The desk's list of helping: calls to make, slips to match, owners at the counter, drafts that end."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import areas, clock
from app.core.transaction import transaction
from app.policy import Permission, areas_for
from app.web.session import may_anywhere, me, require_sign_in
from merchants import words as merchant_words
from merchants.helping import access, emails, forms, queries, services, words
from merchants.helping.rules import Way
from merchants.helping.states import ConfirmationState
from merchants.states import Stage

bp = Blueprint("help_desk", __name__)
bp.before_request(require_sign_in)


# The desk's own page of a dossier shows how the owner of a helped one agreed.
bp.add_app_template_global(words.word_of, "helped_word")


@bp.get("/cb/giup")
def tasks() -> ResponseReturnValue:
    """Show what helping asks of the desk, the most urgent first."""
    may_anywhere(Permission.MERCHANT_REVIEW)
    reach = areas_for(me(), Permission.MERCHANT_REVIEW)
    today = clock.today()
    return render_template(
        "helping/tasks.html",
        now=clock.now(),
        may_key=bool(areas_for(me(), Permission.CONSENT_WITNESS)),
        calls=queries.waiting_confirmations(Way.CALL, ConfirmationState.ASKED, reach),
        slips=queries.waiting_confirmations(Way.SLIP, ConfirmationState.ON_PAPER, reach),
        delegations=queries.delegations_at_counter(reach),
        claims=[(each, words.SAID[each.said]) for each in queries.claims(reach)],
        notices=queries.notices_on_paper(reach, today),
        counts=words.counts(queries.help_counts(reach)),
        wide=True,
    )


@bp.get("/cb/giup/<uuid:confirmation_id>")
def show(confirmation_id: UUID) -> ResponseReturnValue:
    """Show what to ask on the telephone, or what the paper should say."""
    row = access.confirmation_for(me(), confirmation_id)
    return _page(row), 200


@bp.post("/cb/giup/<uuid:confirmation_id>/dong-y")
def agreed(confirmation_id: UUID) -> ResponseReturnValue:
    """Note that the owner said yes, or that the paper is in hand."""
    row = access.confirmation_for(me(), confirmation_id)
    if not forms.ButtonForm().accepted():
        return _page(row), 422
    with transaction():
        confirm = services.match_slip if row.way is Way.SLIP else services.confirm_by_call
        confirm(row, by=me())
    flash(_("Noted: %(name)s agrees", name=row.merchant.owner_name))
    return redirect(url_for(".tasks"), 303)


@bp.post("/cb/giup/<uuid:confirmation_id>/khong")
def not_agreed(confirmation_id: UUID) -> ResponseReturnValue:
    """Note that the owner did not agree, or that there is no such paper."""
    row = access.confirmation_for(me(), confirmation_id)
    if not forms.ButtonForm().accepted():
        return _page(row), 422
    with transaction():
        services.note_not_confirmed(row, by=me())
    flash(_("Noted: not agreed. Whoever helped asks the family again"))
    return redirect(url_for(".tasks"), 303)


@bp.route("/cb/uy-quyen/<uuid:delegation_id>", methods=["GET", "POST"])
def delegation(delegation_id: UUID) -> ResponseReturnValue:
    """Let an owner who stands before the desk agree to a relative's help."""
    row = access.delegation_at_counter(me(), delegation_id)
    form = forms.ButtonForm()
    if not form.accepted():
        page = render_template(
            "helping/at_counter.html",
            row=row,
            phone=emails.hidden(row.phone),
            powers=[words.POWERS[power] for power in row.power_kinds],
            form=form,
            back_url=url_for(".tasks"),
        )
        return page, 422 if form.errors else 200
    with transaction():
        services.confirm_at_counter(row, by=me())
    flash(_("Noted: %(name)s agrees", name=row.merchant.owner_name))
    return redirect(url_for(".tasks"), 303)


@bp.route("/cb/hs/<code>/giao", methods=["GET", "POST"])
def assign(code: str) -> ResponseReturnValue:
    """Ask somebody to help a family: with its file for thirty days, or once it is registered with its products."""
    merchant = access.merchant_at_counter(me(), code)
    is_registered = merchant.stage is Stage.CONFIRMED
    people = {str(each.id): each.name for each in services.people_to_ask(areas.commune_path(merchant.area_path))}
    if is_registered:
        people.setdefault(str(me().account_id), me().name)
    form = (forms.ProductHelpForm if is_registered else forms.AssignForm)(list(people.items()))
    if not form.accepted():
        page = render_template(
            "helping/assign.html",
            merchant=merchant,
            form=form,
            people=people,
            is_registered=is_registered,
            helping=queries.helping_now(merchant, clock.today()),
            stop=forms.ButtonForm(formdata=None),
            back_url=f"/cb/hs/{merchant.code}",
        )
        return page, 422 if form.errors else 200
    name = people[form.helper.data]
    with transaction():
        ask = services.ask_for_products if is_registered else services.assign_helper
        ask(merchant, account_id=UUID(form.helper.data), name=name, by=me())
    flash(
        _("%(name)s may fill in the products for 30 days", name=name)
        if is_registered
        else _("%(name)s sees this file for 30 days", name=name)
    )
    return redirect(url_for(".tasks"), 303)


@bp.post("/cb/nguoi-giup/<uuid:helper_id>/thoi")
def end_help(helper_id: UUID) -> ResponseReturnValue:
    """Let somebody help a family no more: it says so, or they have moved away."""
    merchant, helper = access.helper_at_counter(me(), helper_id)
    if forms.ButtonForm().accepted():
        with transaction():
            services.end_help(helper, by=me())
        flash(_("%(name)s no longer helps this family", name=helper.name))
    return redirect(url_for(".assign", code=merchant.code), 303)


def _page(row: access.HelpedConfirmation) -> str:
    merchant = row.merchant
    return render_template(
        "helping/confirm.html",
        row=row,
        merchant=merchant,
        is_call=row.way is Way.CALL,
        is_waiting=row.state in (ConfirmationState.ASKED, ConfirmationState.ON_PAPER),
        word=words.word_of(merchant.id, merchant.filing),
        rows=merchant_words.shown_answers(merchant),
        lines=words.read_aloud(),
        form=forms.ButtonForm(formdata=None),
        back_url=url_for(".tasks"),
    )
