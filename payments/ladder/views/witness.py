"""Somebody of the team stands at the counter and watches a thousand đồng come; no amount and no account is shown."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import may_anywhere, me, require_sign_in
from merchants import services as dossiers
from merchants.rules import Look
from payments.ladder import access, queries, services
from payments.ladder.forms import CodeForm, TrialForm

bp = Blueprint("pay_trial", __name__)
bp.before_request(require_sign_in)


@bp.before_request
def _helpers_only() -> None:
    may_anywhere(Permission.TRIAL_WITNESS)


@bp.route("/to/thu", methods=["GET", "POST"])
def door() -> ResponseReturnValue:
    """Ask whose counter it is, by the code on the family's paper."""
    form = CodeForm()
    if form.accepted():
        try:
            merchant = access.merchant_to_try(me(), form.code.data or "")
        except NotFoundError:
            merchant = None
        if merchant is not None:
            return redirect(url_for(".trial", code=merchant.code), 303)
        form.ask_again(form.code, _("There is no confirmed business with this code here. Read the ten digits again"))
    return render_template("ladder/door.html", form=form), 422 if form.errors else 200


@bp.route("/to/thu/<code>", methods=["GET", "POST"])
def trial(code: str) -> ResponseReturnValue:
    """Watch a try, three ticks and three pictures."""
    merchant = access.merchant_to_try(me(), code)
    if merchant is None:
        raise NotFoundError("not confirmed")
    form = TrialForm()
    if form.accepted():
        with transaction():
            services.witness_trial(merchant, pictures_right=int(form.pictures_right.data), by=me())
        flash(_("Written down: the try was watched. The family sees your name beside it"))
        return redirect(url_for(".door"), 303)
    dossiers.note_look(merchant, why=Look.HELP, by=me())
    page = render_template("ladder/trial.html", merchant=merchant, last=queries.trial_of(merchant.id), form=form)
    return page, 422 if form.errors else 200
