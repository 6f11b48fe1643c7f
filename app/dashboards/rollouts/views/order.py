"""The order of hamlets as anybody may read it and draw it again."""

from uuid import UUID

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from app.core import areas
from app.dashboards.rollouts import access, files, queries, words
from app.web.pages import same_for_everybody

bp = Blueprint("rollouts", __name__)


@bp.get("/thu-tu-lop")
@same_for_everybody(names_people=False)
def all_() -> ResponseReturnValue:
    """Show every roll-out, those withdrawn too."""
    found = queries.published()
    names = areas.names_of(each.commune_path for each in found)
    return render_template("rollouts/all.html", rollouts=found, names=names, words=words, address="/thu-tu-lop")


@bp.get("/thu-tu-lop/<uuid:rollout_id>")
@same_for_everybody(names_people=False)
def show(rollout_id: UUID) -> ResponseReturnValue:
    """Show what was published, the order that was drawn, and what was moved for which reason."""
    rollout = access.public_rollout(rollout_id)
    return render_template(
        "rollouts/order.html",
        rollout=rollout,
        place=areas.name_of(rollout.commune_path),
        hamlets=queries.hamlets(rollout.id),
        moves=queries.moves(rollout.id),
        words=words,
    )


@bp.get("/thu-tu-lop/<uuid:rollout_id>.csv")
def file(rollout_id: UUID) -> ResponseReturnValue:
    """Return the list with everything it takes to draw again."""
    rollout = access.public_rollout(rollout_id)
    headers = {"Content-Disposition": 'attachment; filename="thu-tu-lop.csv"'}
    return Response(files.as_csv(rollout, queries.hamlets(rollout.id)), content_type=files.CSV_TYPE, headers=headers)
