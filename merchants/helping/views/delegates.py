"""Relatives who help: who they are, both codes, and stopping them."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.web.forms import Form
from app.web.session import me, require_sign_in
from merchants.helping import access, emails, forms, queries, services, words
from merchants.helping.states import DelegationState

bp = Blueprint("delegates", __name__)
bp.before_request(require_sign_in)


@bp.get("/toi/uy-quyen")
def index() -> ResponseReturnValue:
    """Show who helps, what they may do and until when; and for whom one helps oneself."""
    mine = access.own_merchants(me())
    return render_template(
        "helping/delegates.html",
        merchants=mine,
        rows=[_row(each) for each in queries.living_delegations([one.id for one in mine])],
        helping=[_row(each) for each in queries.delegations_of_account(me().account_id)],
        receipts=[(each, words.done_by_delegate(each)) for each in queries.receipts([one.id for one in mine])],
        back_url="/toi",
    )


@bp.route("/toi/uy-quyen/moi", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    """Name a relative, what they may do, and for how long; money is not among it."""
    mine = access.own_merchants(me())
    if not mine:
        raise NotFoundError("nothing to hand on")
    form = forms.DelegateForm([(str(one.id), one.business_name or one.code) for one in mine])
    if form.accepted():
        chosen = next(one for one in mine if str(one.id) == form.merchant.data)
        try:
            with transaction():
                row = services.ask_delegation(chosen, **form.chosen(), by=me())
        except (services.TooManyDelegatesError, services.DelegateRefusedError) as refusal:
            form.ask_again(form.phone, refusal)
        else:
            return redirect(url_for(".show", delegation_id=row.id), 303)
    page = render_template("helping/ask_delegate.html", form=form, back_url=url_for(".index"), one=len(mine) == 1)
    return page, 422 if form.errors else 200


@bp.get("/toi/uy-quyen/<uuid:delegation_id>")
def show(delegation_id: UUID) -> ResponseReturnValue:
    """Show whose code is still missing."""
    row = access.delegation_for(me(), delegation_id)
    return _codes_page(row, forms.DelegateCodeForm(formdata=None), forms.OwnerCodeForm(formdata=None)), 200


@bp.post("/toi/uy-quyen/<uuid:delegation_id>/may-nguoi-than")
def confirm_phone(delegation_id: UUID) -> ResponseReturnValue:
    """Try the relative's code."""
    row = access.delegation_for(me(), delegation_id)
    form = forms.DelegateCodeForm()
    if form.accepted():
        with transaction():
            refusal = services.confirm_delegate_phone(row, code=forms.digits_of(form.relative_otp.data), by=me())
        if refusal is None:
            flash(_("The relative's phone is confirmed"))
            return redirect(url_for(".show", delegation_id=row.id), 303)
        form.ask_again(form.relative_otp, refusal)
    return _codes_page(row, form, forms.OwnerCodeForm(formdata=None)), 422


@bp.post("/toi/uy-quyen/<uuid:delegation_id>/may-chu")
def confirm_owner(delegation_id: UUID) -> ResponseReturnValue:
    """Try the owner's own code."""
    row = access.delegation_for(me(), delegation_id)
    form = forms.OwnerCodeForm()
    if form.accepted():
        with transaction():
            refusal = services.confirm_as_owner(row, code=forms.digits_of(form.otp.data), by=me())
        if refusal is None:
            flash(_("The owner has agreed"))
            return redirect(url_for(".show", delegation_id=row.id), 303)
        form.ask_again(form.otp, refusal)
    return _codes_page(row, forms.DelegateCodeForm(formdata=None), form), 422


@bp.post("/toi/uy-quyen/<uuid:delegation_id>/ma-moi/<any('nguoi-than', chu):whose>")
def send_again(delegation_id: UUID, whose: str) -> ResponseReturnValue:
    """Send one of the two codes again."""
    row = access.delegation_for(me(), delegation_id)
    if forms.ButtonForm().accepted():
        send = services.send_owner_code if whose == "chu" else services.send_delegate_code
        try:
            with transaction():
                send(row, by=me())
            flash(_("A new code is on its way"))
        except services.TooSoonError as refusal:
            flash(str(refusal), "error")
    return redirect(url_for(".show", delegation_id=row.id), 303)


@bp.route("/toi/uy-quyen/<uuid:delegation_id>/thoi", methods=["GET", "POST"])
def stop(delegation_id: UUID) -> ResponseReturnValue:
    """Stop a relative's help at once; the relative may also give it back."""
    row = access.delegation_to_stop(me(), delegation_id)
    form = forms.ButtonForm()
    if not form.accepted():
        page = render_template("helping/stop_delegate.html", row=_row(row), form=form, back_url=url_for(".index"))
        return page, 422 if form.errors else 200
    with transaction():
        services.revoke_delegation(row, by=me())
    flash(_("Stopped. From now on this number can do nothing"))
    return redirect(url_for(".index"), 303)


def _row(row: access.Delegation) -> dict[str, object]:
    return {
        "id": row.id,
        "name": row.name,
        "relation": row.relation,
        "phone": emails.hidden(row.phone),
        "business": row.merchant.business_name or row.merchant.code,
        "code": row.merchant.code,
        "powers": [words.POWERS[power] for power in row.power_kinds],
        "links": words.links_of(row),
        "ends_on": row.ends_on,
        "state": words.DELEGATIONS[row.state],
        "is_asked": row.state is DelegationState.ASKED,
    }


def _codes_page(row: access.Delegation, relative: Form, owner: Form) -> str:
    return render_template(
        "helping/delegate_codes.html",
        row=_row(row),
        delegation=row,
        relative=relative,
        owner=owner,
        again=forms.ButtonForm(formdata=None),
        owner_phone=emails.hidden(row.merchant.phone) if services.owner_has_own_phone(row.merchant) else "",
        form=relative if relative.errors else owner,
        back_url=url_for(".index"),
    )
