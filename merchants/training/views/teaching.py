"""The trainer's pages: classes to run, planning one, and the attendance sheet."""

from datetime import time
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock, settings
from app.core.transaction import transaction
from app.policy import Permission, allows
from app.web.session import may_anywhere, me, require_sign_in
from merchants.training import access, forms, queries, rules, services
from merchants.training.states import TRAINING
from merchants.training.views.sheet import people_of

bp = Blueprint("teaching", __name__)
bp.before_request(require_sign_in)


@bp.get("/day")
def sessions() -> ResponseReturnValue:
    """Show the classes of the areas where this person teaches or helps."""
    may_anywhere(Permission.TRAINING_RUN)
    return render_template(
        "training/sessions.html",
        cards=queries.sessions_run_by(me()),
        labels=forms.STATE_LABELS,
        may_plan=allows(me(), Permission.TRAINING_PLAN),
    )


@bp.route("/day/moi", methods=["GET", "POST"])
def plan() -> ResponseReturnValue:
    """Plan a class."""
    may_anywhere(Permission.TRAINING_PLAN)
    form = forms.PlanForm()
    places = queries.places_to_plan(me(), clock.today())
    form.offer([(one.code, one.title) for one in queries.courses()], [(one.path, one.label) for one in places])
    if not form.accepted():
        return render_template("training/plan.html", form=form, worries=()), 422 if form.errors else 200
    wish = _wish(form)
    doubts = queries.worries(wish)
    if doubts and not form.anyway.data:
        form.ask_again(form.anyway, _("Choose another day, or tick this to plan the class all the same"))
        return render_template("training/plan.html", form=form, worries=doubts), 422
    with transaction():
        session = services.plan_session(
            course=wish.course,
            area_path=wish.area_path,
            place_note=wish.place_note,
            held_on=wish.held_on,
            start_time=wish.start_time,
            capacity=form.payload()["capacity"],
            by=me(),
        )
    return redirect(url_for(".show", session_id=session.id), 303)


def _wish(form: forms.PlanForm) -> queries.Wish:
    answers = form.payload()
    return queries.Wish(
        course=access.course_named(answers["course"]),
        area_path=answers["area"],
        place_note=answers["place_note"],
        held_on=answers["held_on"],
        start_time=time.fromisoformat(answers["start_time"]),
        trainer_id=me().account_id,
    )


@bp.get("/day/<uuid:session_id>")
def show(session_id: UUID) -> ResponseReturnValue:
    """Show one class to who runs it: what to do next and who will come."""
    session = access.session_for(me(), session_id, Permission.TRAINING_VIEW)
    may_plan = allows(me(), Permission.TRAINING_PLAN, session.place())
    return render_template(
        "training/session.html",
        card=queries.card(session),
        course=session.course,
        people=people_of(session.id),
        waiting=queries.waiting(session.id),
        session=session,
        labels=forms.STATE_LABELS,
        marks=forms.ATTENDANCE_LABELS,
        actions=TRAINING.actions(session.state) if may_plan else (),
        takes_attendance=rules.takes_attendance(session.state, session.held_on, clock.today()),
        texts_number=settings.current().texts_number,
        confirm=forms.ConfirmForm(),
    )


@bp.post("/day/<uuid:session_id>/mo")
def open_(session_id: UUID) -> ResponseReturnValue:
    """Let people sign up."""
    session = access.session_for(me(), session_id, Permission.TRAINING_PLAN)
    if forms.ConfirmForm().accepted():
        with transaction():
            services.open_session(session, by=me())
        flash(_("People can sign up now"))
    return redirect(url_for(".show", session_id=session.id), 303)


@bp.route("/day/<uuid:session_id>/hoan", methods=["GET", "POST"])
def cancel(session_id: UUID) -> ResponseReturnValue:
    """Call a class off."""
    session = access.session_for(me(), session_id, Permission.TRAINING_PLAN)
    form = forms.CancelSessionForm()
    if not form.accepted():
        return render_template(
            "training/call_off.html", card=queries.card(session), form=form
        ), 422 if form.errors else 200
    with transaction():
        services.cancel_session(session, **form.payload(), by=me())
    flash(_("The class is called off. Telephone those who signed up"))
    return redirect(url_for(".show", session_id=session.id), 303)
