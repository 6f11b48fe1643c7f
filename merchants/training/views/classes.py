"""Classes as anybody may see them."""

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.core import clock
from app.web.pages import same_for_everybody
from app.web.session import me
from merchants.training import access, queries, rules

bp = Blueprint("classes", __name__)


@bp.get("/lop-hoc")
@same_for_everybody()
def upcoming() -> ResponseReturnValue:
    """Show the classes people may sign up for."""
    return render_template("training/classes.html", cards=queries.upcoming(clock.today()))


@bp.get("/lop-hoc/<uuid:session_id>")
@same_for_everybody()
def show(session_id: UUID) -> ResponseReturnValue:
    """Show one class; nobody's name is on it but the trainer's and, to an owner, their own."""
    session = access.public_session(session_id)
    return render_template(
        "training/class.html",
        card=queries.card(session),
        takes_sign_ups=rules.takes_sign_ups(session.state, session.held_on, clock.today()),
        mine=queries.places_held(session.id, me()),
    )
