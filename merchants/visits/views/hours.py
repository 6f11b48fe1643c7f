"""One's own hours, and the letter that thanks for them; nobody sees anybody else's."""

from datetime import date

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from app.core import calendar, clock
from app.core.errors import NotFoundError
from app.policy import Permission, allows
from app.web.session import may_anywhere, me, require_sign_in
from merchants.visits import documents, queries

bp = Blueprint("hours", __name__)
bp.before_request(require_sign_in)


@bp.get("/to/gio-cong")
def mine() -> ResponseReturnValue:
    """Show what oneself gave in this month and the one before."""
    may_anywhere(Permission.TRAINING_RUN)
    account_id = me().account_id
    today = clock.today()
    months = (today, calendar.add_months(today.replace(day=1), -1))
    own = [queries.month_of(account_id, on) for on in months] if account_id else []
    return render_template("visits/hours.html", months=own, walks=allows(me(), Permission.HELP_GIVE))


@bp.get("/to/gio-cong/cam-on.pdf")
def letter() -> ResponseReturnValue:
    """Return a month's letter of thanks."""
    may_anywhere(Permission.TRAINING_RUN)
    account_id, on = me().account_id, _asked()
    if account_id is None:
        raise NotFoundError("no account")
    pdf = documents.thanks(me().name, queries.month_of(account_id, on))
    headers = {"Content-Disposition": 'inline; filename="cam-on.pdf"', "Cache-Control": "private, no-store"}
    return Response(pdf, mimetype="application/pdf", headers=headers)


def _asked() -> date:
    """Return the month of the address, such as 2026-11, or this one."""
    try:
        return date.fromisoformat(f"{request.args['thang']}-01")
    except (KeyError, ValueError):
        return clock.today()
