"""A borrowed phone: a short session, and one big button that wipes it."""

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.transaction import transaction
from app.web.session import borrow_phone, end, me
from merchants.helping.forms import ButtonForm

bp = Blueprint("borrowed_phone", __name__)


@bp.get("/toi/may-muon")
def show() -> ResponseReturnValue:
    """Offer to keep the session short, and to wipe everything from this phone."""
    return render_template("helping/borrowed.html", form=ButtonForm(), is_in=not me().is_anonymous)


@bp.post("/toi/may-muon")
def borrow() -> ResponseReturnValue:
    """Keep this session short from now on."""
    if ButtonForm().accepted() and not me().is_anonymous:
        with transaction():
            borrow_phone()
    return redirect(url_for(".show"), 303)


@bp.post("/toi/may-muon/xong")
def wipe() -> ResponseReturnValue:
    """Close the session and leave nothing behind on this phone."""
    if ButtonForm().accepted():
        with transaction():
            end()
    return redirect(url_for(".wiped"), 303)


@bp.get("/toi/may-muon/xong")
def wiped() -> ResponseReturnValue:
    """Say that the phone is clean; what was typed and kept by the browser goes too."""
    answer: Response = make_response(render_template("helping/wiped.html"))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer
