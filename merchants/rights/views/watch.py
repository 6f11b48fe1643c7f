"""The auditor's pages: days with strange looks, what owners ask about looks, and what they contradict."""

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import may_anywhere, me, require_sign_in
from merchants.rights import forms, queries, rules, services, words
from merchants.rights.access import contradiction_for, question_for

bp = Blueprint("strange_looks", __name__)
bp.before_request(require_sign_in)


@bp.before_request
def _auditor_only() -> None:
    may_anywhere(Permission.LOOKS_WATCH)


@bp.get("/ks/la")
def show() -> ResponseReturnValue:
    """Show the days worth a question, and the questions of owners; codes of files only, never a name of an owner."""
    today = clock.today()
    limits = rules.strange_looks(today)
    waiting, answered = queries.look_questions()
    return render_template(
        "rights/strange.html",
        days=queries.strange_days(limits, today),
        limits=limits,
        waiting=waiting,
        answered=answered,
        contradictions=queries.open_contradictions(),
        today=today,
        words=words,
        late={each.id for each in waiting if each.answer_by_on < today},
        wide=True,
    )


@bp.get("/ks/la/<uuid:account_id>/<day>")
def one_day(account_id: UUID, day: str) -> ResponseReturnValue:
    """Show what one person opened on one day."""
    try:
        on = date.fromisoformat(day)
    except ValueError as error:
        raise NotFoundError("no such day") from error
    found = queries.looks_on(account_id, on)
    if not found:
        raise NotFoundError("nothing that day")
    return render_template("rights/strange_day.html", found=found, on=on, words=words, wide=True)


@bp.route("/ks/la/<uuid:question_id>", methods=["GET", "POST"])
def answer(question_id: UUID) -> ResponseReturnValue:
    """Answer an owner who finds a look strange."""
    question = question_for(me(), question_id)
    form = forms.AnswerForm()
    if not form.accepted():
        page = render_template("rights/question.html", question=question, form=form, words=words)
        return page, 422 if form.errors else 200
    with transaction():
        services.answer_look(question, answer=str(form.answer.data), by=me())
    flash(_("Answered. The owner has been told"))
    return redirect(url_for(".show"), 303)


@bp.route("/ks/khong-dung/<uuid:contradiction_id>", methods=["GET", "POST"])
def close(contradiction_id: UUID) -> ResponseReturnValue:
    """Answer an owner who says that something is not so, which closes the case."""
    case = contradiction_for(me(), contradiction_id)
    form = forms.AnswerForm()
    if not form.accepted():
        page = render_template("rights/contradiction.html", case=case, form=form, words=words)
        return page, 422 if form.errors else 200
    with transaction():
        services.close_contradiction(case, answer=str(form.answer.data), by=me())
    flash(_("Answered. The owner has been told"))
    return redirect(url_for(".show"), 303)
