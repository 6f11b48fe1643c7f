"""The commune looks after signs: which are paused or doubted, and whether one may go on."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.transaction import transaction
from app.policy import Permission, areas_for
from app.web.session import may_anywhere, me, require_sign_in
from merchants.rules import Look
from merchants.services import note_look, note_looks
from payments import services as money
from payments.signs import access, queries, services, words
from payments.signs.forms import LookedForm, PauseForm

bp = Blueprint("sign_keeping", __name__)
bp.before_request(require_sign_in)


@bp.get("/cb/bien-qr")
def index() -> ResponseReturnValue:
    """List the signs of the area that are paused or that visitors doubt."""
    may_anywhere(Permission.STANDEE_KEEP)
    rows = queries.doubted(areas_for(me(), Permission.STANDEE_KEEP))
    note_looks([row.merchant.id for row in rows], why=Look.LIST, by=me())
    return render_template("signs/doubted.html", rows=rows, why=words.WHY)


@bp.get("/cb/bien-qr/<serial>")
def show(serial: str) -> ResponseReturnValue:
    """Show what speaks against one sign, and what is to be looked at before it goes on."""
    return _page(*access.sign_to_keep(me(), serial), LookedForm())


@bp.post("/cb/bien-qr/<serial>/mo-lai")
def resume(serial: str) -> ResponseReturnValue:
    """Let a paused sign go on: somebody has looked at it."""
    merchant, standee = access.sign_to_keep(me(), serial)
    form = LookedForm()
    if not form.accepted():
        return _page(merchant, standee, form), 422
    with transaction():
        services.resume(standee, by=me())
    flash(_("The sign is used again, and the owner is told"))
    return redirect(url_for(".index"), 303)


@bp.post("/cb/bien-qr/<serial>/da-xem")
def answer(serial: str) -> ResponseReturnValue:
    """Answer what visitors reported of a sign in use: somebody has looked, and it is right."""
    merchant, standee = access.sign_to_keep(me(), serial)
    form = LookedForm()
    if not form.accepted():
        return _page(merchant, standee, form), 422
    with transaction():
        money.answer_reports(standee, by=me())
    flash(_("The reports are answered: the sign stays in use"))
    return redirect(url_for(".index"), 303)


@bp.post("/cb/bien-qr/<serial>/tam-dung")
def pause(serial: str) -> ResponseReturnValue:
    """Stop a sign that is doubted."""
    _merchant, standee = access.sign_to_keep(me(), serial)
    if PauseForm().accepted():
        with transaction():
            services.pause(standee, by=me())
        flash(_("The sign is paused, and the owner is told"))
    return redirect(url_for(".show", serial=standee.serial), 303)


def _page(merchant: access.Merchant, standee: access.Standee, form: LookedForm) -> str:
    note_look(merchant, why=Look.LIST, by=me())
    return render_template(
        "signs/keep.html",
        doubt=queries.doubt_about(standee, merchant),
        why=words.WHY,
        sights=words.SIGHTS,
        form=form,
        stop=PauseForm(formdata=None),
    )
