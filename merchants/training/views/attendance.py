"""The day of a class: who came, who walked in, who signed up otherwise, and whether paper and screen agree."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core import clock
from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import me, require_sign_in
from merchants.training import access, forms, queries, rules, services
from merchants.training.states import Channel
from merchants.training.views.sheet import people_of

bp = Blueprint("attendance", __name__)
bp.before_request(require_sign_in)


@bp.route("/day/<uuid:session_id>/diem-danh", methods=["GET", "POST"])
def sheet(session_id: UUID) -> ResponseReturnValue:
    """Write who came: present, absent, or not recorded."""
    session = access.session_for(me(), session_id, Permission.TRAINING_RUN)
    people = people_of(session.id)
    form = forms.attendance_form((row.id, row.person_name, row.attendance) for row in people)
    if not form.accepted():
        page = render_template(
            "training/attendance.html",
            card=queries.card(session),
            people=people,
            form=form,
            takes_attendance=rules.takes_attendance(session.state, session.held_on, clock.today()),
        )
        return page, 422 if form.errors else 200
    with transaction():
        changed = services.record_attendance(session, marks=forms.marks(form), by=me())
    flash(ngettext("Saved. %(num)s person changed", "Saved. %(num)s people changed", changed))
    return redirect(url_for(".sheet", session_id=session.id), 303)


@bp.route("/day/<uuid:session_id>/them-nguoi", methods=["GET", "POST"])
def walk_in(session_id: UUID) -> ResponseReturnValue:
    """Add somebody who came without signing up."""
    session = access.session_for(me(), session_id, Permission.TRAINING_RUN)
    form = forms.WalkInForm()
    if not form.accepted():
        return render_template(
            "training/walk_in.html", card=queries.card(session), form=form
        ), 422 if form.errors else 200
    answers = form.payload()
    name, phone, companions = answers["person_name"], answers["phone"] or "", answers["companions"] or 0
    with transaction():
        services.walk_in(session, person_name=name, phone=phone, companions=companions, by=me())
    flash(_("%(name)s is on the sheet", name=name))
    return redirect(url_for(".sheet", session_id=session.id), 303)


@bp.route("/day/<uuid:session_id>/ghi-ten", methods=["GET", "POST"])
def sign_up(session_id: UUID) -> ResponseReturnValue:
    """Write a business that rang, is on a list or wrote onto the one list of the class."""
    session = access.session_for(me(), session_id, Permission.TRAINING_RUN)
    form = forms.SignUpForThemForm()
    if not form.accepted():
        return render_template(
            "training/sign_up_for_them.html", card=queries.card(session), form=form
        ), 422 if form.errors else 200
    answers = form.payload()
    try:
        merchant = access.merchant_coded(me(), answers["code"])
    except access.NoSuchCodeError as refusal:
        form.ask_again(form.code, refusal)
        return render_template("training/sign_up_for_them.html", card=queries.card(session), form=form), 422
    who = {"person_name": answers["person_name"], "companions": answers["companions"] or 0}
    with transaction():
        services.sign_up(session, merchant=merchant, channel=Channel(answers["channel"]), **who, by=me())
    flash(_("%(name)s is on the list", name=answers["person_name"]))
    return redirect(url_for("teaching.show", session_id=session.id), 303)


@bp.route("/day/<uuid:session_id>/chot", methods=["GET", "POST"])
def count(session_id: UUID) -> ResponseReturnValue:
    """Compare the signed sheet with the screen; where they differ, say why."""
    session = access.session_for(me(), session_id, Permission.TRAINING_RUN)
    form = forms.CountForm()
    if not form.accepted():
        page = render_template("training/count.html", card=queries.card(session), session=session, form=form)
        return page, 422 if form.errors else 200
    answers = form.payload()
    try:
        with transaction():
            services.count(
                session,
                on_paper=answers["on_paper"],
                companions=answers["companions"] or 0,
                reason=answers["reason"],
                by=me(),
            )
    except services.CountsDifferError as refusal:
        form.ask_again(form.reason, refusal)
        return render_template("training/count.html", card=queries.card(session), session=session, form=form), 422
    flash(_("Paper and screen are compared"))
    return redirect(url_for("teaching.show", session_id=session.id), 303)
