"""Pages of figures: the officials' home, one commune, the list behind a number, and what a number means."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.dashboards import access, queries
from app.dashboards.metrics import METRICS, Side
from app.policy import Permission, allows
from app.web.session import may_anywhere, me, require_sign_in

bp = Blueprint("dashboards", __name__)
definitions = Blueprint("definitions", __name__)
blueprints = [bp, definitions]


@bp.before_request
def _officials_only() -> ResponseReturnValue | None:
    answer = require_sign_in()
    if answer is None:
        may_anywhere(Permission.DASHBOARD_VIEW)
    return answer


@bp.get("/cb")
def home() -> ResponseReturnValue:
    """Show what was set up and what is used, and which commune needs help most."""
    board = queries.home(me())
    return render_template("dashboards/home.html", board=board, metrics=METRICS, sides=Side, **_rights())


@bp.get("/cb/bang/<code>")
def commune(code: str) -> ResponseReturnValue:
    """Show one commune by hamlet."""
    board = access.board_of(me(), code)
    return render_template("dashboards/commune.html", board=board, metrics=METRICS, sides=Side, **_rights())


@bp.get("/cb/danh-sach/<key>/<word>")
def behind(key: str, word: str) -> ResponseReturnValue:
    """Show the list behind a number."""
    metric, side = access.metric_named(key), access.side_named(word)
    drill = access.list_behind(me(), metric, side, request.args.get("xa", ""))
    return render_template("dashboards/list.html", drill=drill, opens_files=allows(me(), Permission.MERCHANT_REVIEW))


@definitions.get("/chi-so")
def all_() -> ResponseReturnValue:
    """Show every indicator and what it means."""
    return render_template("dashboards/definitions.html", metrics=METRICS)


@definitions.get("/chi-so/<key>")
def show(key: str) -> ResponseReturnValue:
    """Show in words what a number counts, what it leaves out, and where it comes from."""
    return render_template("dashboards/definition.html", metric=access.metric_named(key))


def _rights() -> dict[str, bool]:
    return {
        "sees_names": allows(me(), Permission.MERCHANT_LIST),
        "reviews": allows(me(), Permission.MERCHANT_REVIEW),
        "teaches": allows(me(), Permission.TRAINING_RUN),
    }
