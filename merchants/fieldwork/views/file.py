"""The last resort: a file that a device wrote, brought in by whoever took the device along."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.policy import Permission
from app.web.session import may_anywhere, me, require_sign_in
from merchants.fieldwork import access, forms, reading, services, words, writing

bp = Blueprint("field_file", __name__)
bp.before_request(require_sign_in)


@bp.route("/to/may/nhap", methods=["GET", "POST"])
def bring() -> ResponseReturnValue:
    """Write what is in a device's file, each item once, however often and in whatever way it comes."""
    may_anywhere(Permission.TRAINING_RUN)
    form = forms.FileForm()
    if not form.accepted():
        return render_template("fieldwork/file.html", form=form), 422 if form.errors else 200
    try:
        locked = reading.locked_file(form.file.data.read())
        device = access.device_of(me(), locked.device_id)
        sent = reading.delivery(reading.opened(locked, key=services.key_of(device)))
    except (access.NoDeviceError, reading.UnreadableError) as refusal:
        form.ask_again(form.file, refusal)
        return render_template("fieldwork/file.html", form=form), 422
    items = writing.receive(device, sent, by=me())
    return render_template("fieldwork/brought.html", items=items, states=words.STATES)
