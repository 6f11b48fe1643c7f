"""Official numbers: given by the owner or at the desk, shown by their last signs, opened for a reason."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.transaction import transaction
from app.policy import Permission, allows
from app.web.session import me, require_sign_in
from merchants.identity import queries, services, words
from merchants.identity.access import IdentityNumber, Merchant, merchant_for, number_for
from merchants.identity.forms import NumberForm, OpenForm, RemoveForm
from merchants.rules import Look
from merchants.services import note_look

bp = Blueprint("numbers", __name__)
bp.before_request(require_sign_in)
blueprints = [bp]

_SLUG = f"<any({', '.join(repr(slug) for slug in words.SLUGS)}):number_slug>"


@bp.get("/hs/<code>/so-giay-to")
def all_(code: str) -> ResponseReturnValue:
    """Show which numbers a business has given, by their last signs."""
    merchant = merchant_for(me(), code, Permission.NUMBER_VIEW)
    note_look(merchant, why=Look.DOSSIER, by=me())
    given = queries.numbers_of(merchant.id)
    return render_template(
        "identity/numbers.html",
        merchant=merchant,
        numbers=[(slug, words.LABELS[kind], given.get(kind)) for slug, kind in words.SLUGS.items()],
        may_edit=allows(me(), Permission.NUMBER_EDIT, merchant.place()),
        may_open=allows(me(), Permission.NUMBER_OPEN, merchant.place()),
        is_own=merchant.id in me().merchant_ids,
    )


@bp.route(f"/hs/<code>/so-giay-to/{_SLUG}", methods=["GET", "POST"])
def give(code: str, number_slug: str) -> ResponseReturnValue:
    """Ask for a number; a new one takes the place of the one given before."""
    merchant = merchant_for(me(), code, Permission.NUMBER_EDIT)
    kind = words.SLUGS[number_slug]
    form = NumberForm.about(kind)
    if form.accepted():
        given, (issued_on, issued_by) = form.number.data or "", form.issued()
        try:
            with transaction():
                services.record_number(
                    merchant, kind=kind, number=given, issued_on=issued_on, issued_by=issued_by, by=me()
                )
        except services.NumberRefusedError as refusal:
            form.ask_again(form.number, refusal)
        else:
            flash(_("Kept, sealed"))
            return redirect(url_for(".all_", code=merchant.code), 303)
    page = render_template("identity/give.html", merchant=merchant, slug=number_slug, form=form)
    return page, 422 if form.errors else 200


@bp.route("/so-giay-to/<uuid:number_id>/xoa", methods=["GET", "POST"])
def remove(number_id: UUID) -> ResponseReturnValue:
    """Have a number deleted."""
    number, merchant = number_for(me(), number_id, Permission.NUMBER_EDIT)
    form = RemoveForm()
    if form.accepted():
        with transaction():
            services.remove_number(number, by=me())
        flash(_("Deleted"))
        return redirect(url_for(".all_", code=merchant.code), 303)
    return _number_page("identity/remove.html", number, merchant, form), 422 if form.errors else 200


@bp.route("/so-giay-to/<uuid:number_id>/mo", methods=["GET", "POST"])
def open_(number_id: UUID) -> ResponseReturnValue:
    """Ask for the reason, then show the number once: no address leads to it, and the owner reads who opened it."""
    number, merchant = number_for(me(), number_id, Permission.NUMBER_OPEN)
    form, plain = OpenForm(), ""
    if form.accepted():
        try:
            with transaction():
                plain = services.unmask(number, reason=form.reason.data or "", by=me())
        except services.ReasonMissingError as refusal:
            form.ask_again(form.reason, refusal)
    if plain:
        return _number_page("identity/opened.html", number, merchant, form, plain=plain)
    return _number_page("identity/open.html", number, merchant, form), 422 if form.errors else 200


def _number_page(
    template: str, number: IdentityNumber, merchant: Merchant, form: OpenForm | RemoveForm, *, plain: str = ""
) -> str:
    label = words.LABELS[number.kind]
    return render_template(template, number=number, label=label, merchant=merchant, form=form, plain=plain)
