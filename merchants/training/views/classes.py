"""Classes as anybody may see them."""

from uuid import UUID

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from app.core import clock, settings
from app.web.pages import same_for_everybody
from app.web.session import me
from merchants.training import access, documents, queries, rules
from merchants.training.documents.calendar import calendar_file

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
        turns=queries.waits_held(session.id, me()),
        is_today=session.held_on == clock.today(),
        texts_number=settings.current().texts_number,
    )


@bp.get("/lop-hoc/<uuid:session_id>/lich.ics")
def calendar(session_id: UUID) -> ResponseReturnValue:
    """Return a class for the calendar of a telephone."""
    data = calendar_file(queries.card(access.public_session(session_id)))
    headers = {"Content-Disposition": 'attachment; filename="lop-hoc.ics"'}
    return Response(data, mimetype="text/calendar", headers=headers)


@bp.get("/khoa-hoc")
@same_for_everybody(names_people=False)
def courses() -> ResponseReturnValue:
    """Show what is taught, and what one can do afterwards."""
    return render_template("training/courses.html", courses=queries.courses())


@bp.get("/khoa-hoc/<course_code>/to-phat.pdf")
def leaf(course_code: str) -> ResponseReturnValue:
    """Return the leaf of a course to take home."""
    pdf = documents.leaf(access.course_named(course_code))
    headers = {"Content-Disposition": f'inline; filename="{course_code}.pdf"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)
