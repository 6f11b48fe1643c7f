"""The commune's register of requests: acknowledge within two working days, answer in time, put off once."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.transaction import transaction
from app.policy import Permission, allows, areas_for
from app.web.session import may_anywhere, me, require_sign_in
from merchants.access import merchant_for
from merchants.rights import forms, queries, rules, services, words
from merchants.rights.access import RightsRequest, request_for
from merchants.rights.rules import AskedHow, RightsKind
from merchants.rights.states import REQUEST
from merchants.rules import Look
from merchants.services import note_look, note_looks

bp = Blueprint("rights", __name__)
bp.before_request(require_sign_in)


@bp.before_request
def _desk_only() -> None:
    may_anywhere(Permission.RIGHTS_ANSWER)


@bp.get("/cb/quyen")
def show() -> ResponseReturnValue:
    """Show what waits, the next due first, and what was answered."""
    waiting, answered = queries.register(areas_for(me(), Permission.RIGHTS_ANSWER))
    note_looks([each.merchant_id for each in (*waiting, *answered)], why=Look.LIST, by=me())
    today = clock.today()
    return render_template(
        "rights/register.html",
        waiting=[words.row(each, today) for each in waiting],
        answered=[words.row(each, today) for each in answered],
        wide=True,
    )


@bp.get("/cb/quyen/<uuid:request_id>")
def one(request_id: UUID) -> ResponseReturnValue:
    """Show one request and what may be done."""
    request = request_for(me(), request_id, Permission.RIGHTS_ANSWER)
    return _page(request)


@bp.post("/cb/quyen/<uuid:request_id>/da-nhan")
def acknowledge(request_id: UUID) -> ResponseReturnValue:
    """Tell the owner that it has come in."""
    request = request_for(me(), request_id, Permission.RIGHTS_ANSWER)
    if forms.ButtonForm().accepted():
        with transaction():
            services.acknowledge(request, by=me())
        flash(_("The owner has been told by when the commune answers"))
    return redirect(url_for(".one", request_id=request.id), 303)


@bp.route("/cb/quyen/<uuid:request_id>/them-ngay", methods=["GET", "POST"])
def extend(request_id: UUID) -> ResponseReturnValue:
    """Put it off once, and tell the owner why."""
    request = request_for(me(), request_id, Permission.RIGHTS_ANSWER)
    latest = rules.latest_extension(request.answer_by_on)
    form = forms.ExtendForm()
    if form.accepted():
        try:
            with transaction():
                services.extend(request, **form.payload(), by=me())
        except services.NotLaterError as refusal:
            form.ask_again(form.new_answer_by_on, refusal)
        else:
            flash(_("Put off. The owner has been told why"))
            return redirect(url_for(".one", request_id=request.id), 303)
    note_look(request.merchant, why=Look.RIGHTS, by=me())
    page = render_template("rights/extend.html", request=request, form=form, latest=latest)
    return page, 422 if form.errors else 200


@bp.post("/cb/quyen/<uuid:request_id>/da-lam")
def fulfil(request_id: UUID) -> ResponseReturnValue:
    """Say what was done; a deletion is done on a page of its own."""
    request = request_for(me(), request_id, Permission.RIGHTS_ANSWER)
    form = forms.AnswerForm()
    if request.kind is RightsKind.ERASE or not form.accepted():
        return _page(request, form), 422
    with transaction():
        services.fulfil(request, answer=str(form.answer.data), by=me())
    flash(_("Answered. The owner has been told"))
    return redirect(url_for(".show"), 303)


@bp.post("/cb/quyen/<uuid:request_id>/khong-duoc")
def refuse(request_id: UUID) -> ResponseReturnValue:
    """Say no, and why."""
    request = request_for(me(), request_id, Permission.RIGHTS_ANSWER)
    form = forms.AnswerForm()
    if not form.accepted():
        return _page(request, form), 422
    with transaction():
        services.refuse(request, answer=str(form.answer.data), by=me())
    flash(_("Answered. The owner has been told"))
    return redirect(url_for(".show"), 303)


@bp.route("/cb/hs/<code>/quyen", methods=["GET", "POST"])
def at_counter(code: str) -> ResponseReturnValue:
    """Write down what somebody asks for at the counter."""
    merchant = merchant_for(me(), code, Permission.RIGHTS_ANSWER)
    note_look(merchant, why=Look.RIGHTS, by=me())
    form = forms.CounterForm()
    if form.accepted():
        try:
            with transaction():
                kind, said = RightsKind(form.kind.data), str(form.words.data)
                request = services.ask(merchant, kind=kind, words=said, how=AskedHow.COUNTER, by=me())
        except services.AlreadyAskedError as refusal:
            form.ask_again(form.kind, refusal)
        else:
            flash(_("Written down. The clocks run from today"))
            return redirect(url_for(".one", request_id=request.id), 303)
    page = render_template("rights/counter.html", merchant=merchant, form=form)
    return page, 422 if form.errors else 200


def _page(request: RightsRequest, form: forms.AnswerForm | None = None) -> str:
    note_look(request.merchant, why=Look.RIGHTS, by=me())
    return render_template(
        "rights/answer.html",
        request=request,
        row=words.row(request, clock.today()),
        how=words.ASKED[request.how],
        steps=[step.value for step in REQUEST.actions(request.state)],
        is_erasure=request.kind is RightsKind.ERASE,
        may_erase=allows(me(), Permission.RIGHTS_ERASE, request.place()),
        button=forms.ButtonForm(formdata=None),
        form=form or forms.AnswerForm(formdata=None),
    )
