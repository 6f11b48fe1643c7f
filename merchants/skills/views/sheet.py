"""The trainer's sheet of skills, and the certificates of those who have shown enough."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.transaction import transaction
from app.policy import Permission, allows
from app.web.session import me, require_sign_in
from merchants.rules import Look
from merchants.services import note_looks
from merchants.skills import forms, queries, services, words
from merchants.training.access import TrainingSession, session_for

bp = Blueprint("skills", __name__)
bp.before_request(require_sign_in)


@bp.route("/day/<uuid:session_id>/ky-nang", methods=["GET", "POST"])
def tick(session_id: UUID) -> ResponseReturnValue:
    """Tick what each learner did before one's eyes."""
    session = session_for(me(), session_id, Permission.TRAINING_RUN)
    people = _present(session)
    form = forms.skills_form([(one.id, one.person_name, one.shown) for one in people], session.course.skills)
    if not form.accepted():
        page = render_template(
            "skills/sheet.html",
            session=session,
            people=people,
            papers={one.id: words.paper_line(one) for one in people},
            waiting=sum(one.earns and one.paper is None for one in people),
            may_ask=allows(me(), Permission.TRAINING_PLAN, session.place()),
            form=form,
            confirm=forms.ConfirmForm(),
        )
        return page, 422 if form.errors else 200
    was, ticked = forms.answers(form)
    with transaction():
        changed = services.tick(session, was=was, ticked=ticked, by=me())
    flash(ngettext("Saved. %(num)s tick changed", "Saved. %(num)s ticks changed", changed))
    return redirect(url_for(".tick", session_id=session.id), 303)


@bp.post("/day/<uuid:session_id>/chung-nhan")
def certificates(session_id: UUID) -> ResponseReturnValue:
    """Have the certificates made for all who have earned one."""
    session = session_for(me(), session_id, Permission.TRAINING_PLAN)
    if forms.ConfirmForm().accepted():
        with transaction():
            asked = services.ask_certificates(session)
        flash(_("%(count)s certificates are being made. They will lie on the signing desk in a minute", count=asked))
    return redirect(url_for(".tick", session_id=session.id), 303)


def _present(session: TrainingSession) -> list[queries.Learner]:
    """Return who was present, and let the owners on the sheet know who read it."""
    people = queries.learners(session)
    note_looks([one.merchant_id for one in people if one.merchant_id], why=Look.CLASS, by=me())
    return people
