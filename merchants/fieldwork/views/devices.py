"""Devices that took work along: what each has used, what came, what is missing, and one that is lost."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import may_anywhere, me, require_sign_in
from merchants.fieldwork import access, forms, queries, services

bp = Blueprint("field_devices", __name__)
bp.before_request(require_sign_in)


@bp.get("/to/may-da-mang")
def index() -> ResponseReturnValue:
    """Show one's own devices, and those of the area that do not add up."""
    may_anywhere(Permission.TRAINING_RUN)
    account_id = me().account_id
    return render_template(
        "fieldwork/devices.html",
        devices=queries.devices_told(me()),
        paces=queries.paces_of(account_id) if account_id else [],
        clashes=len(queries.clashes_open(me())),
    )


@bp.route("/to/may-da-mang/<uuid:device_id>/mat", methods=["GET", "POST"])
def give_up(device_id: UUID) -> ResponseReturnValue:
    """Write that a device is lost or was emptied."""
    device = access.device_to_close(me(), device_id)
    form = forms.GiveUpForm()
    if not form.accepted():
        page = render_template("fieldwork/give_up.html", device=queries.told(device, me()), form=form)
        return page, 422 if form.errors else 200
    with transaction():
        services.give_up(device, last=form.payload()["last"] or 0, by=me())
    flash(_("Written down. This device opens and sends nothing any more"))
    return redirect(url_for(".index"), 303)
