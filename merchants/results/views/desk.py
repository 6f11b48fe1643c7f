"""The signing desk: an official signs, a colleague numbers and seals, and either sees what was issued."""

from collections.abc import Iterable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app.accounts import services as accounts
from app.core import clock, storage
from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.policy import Permission, allows, areas_for
from app.web.security import limiter
from app.web.session import may_anywhere, me, require_sign_in
from merchants.results import queries, services, words
from merchants.results.access import IssuedDocument, document_for, documents_for
from merchants.results.forms import LeaderForm, ReasonForm, SealForm
from merchants.results.states import DOCUMENT, DocumentStep
from merchants.results.views.owner import pdf_answer

bp = Blueprint("signing", __name__)
bp.before_request(require_sign_in)

# Six digits could be guessed by trying: few tries, whoever asks.
_TRIES = "20 per hour"


@bp.get("/cb/ky")
def show() -> ResponseReturnValue:
    """Show what waits for whom."""
    may_anywhere(Permission.DOCUMENT_VIEW)
    desk = queries.desk(areas_for(me(), Permission.DOCUMENT_VIEW))
    return render_template(
        "results/desk.html",
        to_sign=[words.row(each) for each in desk.to_sign],
        groups={key: [words.row(each) for each in papers] for key, papers in _groups(desk.to_seal).items()},
        at_work=[words.row(each) for each in desk.at_work],
        recent=[words.row(each) for each in desk.recent],
        may_sign=allows(me(), Permission.DOCUMENT_SIGN),
        may_seal=allows(me(), Permission.DOCUMENT_SEAL),
        wide=True,
    )


@bp.route("/cb/ky/lanh-dao", methods=["GET", "POST"])
@limiter.limit(_TRIES, methods=["POST"])
def sign() -> ResponseReturnValue:
    """Sign the chosen papers as an official, after the second factor once more."""
    may_anywhere(Permission.DOCUMENT_SIGN)
    waiting = queries.desk(areas_for(me(), Permission.DOCUMENT_SIGN)).to_sign
    rows = [words.row(each) for each in waiting]
    form = LeaderForm()
    form.offer(rows)
    if not form.accepted():
        return _page("results/sign.html", form, rows=rows)
    chosen = documents_for(me(), form.papers.data or [], Permission.DOCUMENT_SIGN)
    try:
        with transaction():
            key = accounts.prove_again(by=me(), code=form.digits())
            for document in chosen:
                services.ask_leader(document, title=str(form.title.data), key=key, by=me())
    except accounts.PasswordRefusedError as refusal:
        form.code.errors = [str(refusal)]
        return _page("results/sign.html", form, rows=rows)
    flash(ngettext("%(num)s paper is being signed", "%(num)s papers are being signed", len(chosen)))
    return redirect(url_for(".show"), 303)


@bp.route("/cb/ky/co-quan", methods=["GET", "POST"])
@limiter.limit(_TRIES, methods=["POST"])
def seal() -> ResponseReturnValue:
    """Give the chosen papers of one register their numbers and seal them."""
    may_anywhere(Permission.DOCUMENT_SEAL)
    groups = _groups(queries.desk(areas_for(me(), Permission.DOCUMENT_SEAL)).to_seal)
    key = request.args.get("so") or next(iter(groups), "")
    waiting = groups.get(key, [])
    rows = [words.row(each) for each in waiting]
    form = SealForm()
    form.offer(rows)
    if waiting and all(each.own_number for each in waiting):
        form.keep_numbers()
    if not form.accepted():
        if waiting and form.asks_number and request.method == "GET":
            form.propose(queries.next_number(waiting[0].agency_path, clock.today().year, waiting[0].symbol))
        return _page("results/seal.html", form, rows=rows, register=key)
    chosen = documents_for(me(), form.papers.data or [], Permission.DOCUMENT_SEAL)
    try:
        with transaction():
            accounts.prove_again(by=me(), code=form.digits())
            for place, document in enumerate(chosen):
                services.ask_agency(document, number=form.first_number() + place, by=me())
    except accounts.PasswordRefusedError as refusal:
        form.code.errors = [str(refusal)]
        return _page("results/seal.html", form, rows=rows, register=key)
    except services.NumberTakenError as refusal:
        form.number.errors = [str(refusal)]
        return _page("results/seal.html", form, rows=rows, register=key)
    flash(ngettext("%(num)s paper is being sealed", "%(num)s papers are being sealed", len(chosen)))
    return redirect(url_for(".show"), 303)


@bp.get("/cb/ky/<uuid:document_id>")
def one(document_id: UUID) -> ResponseReturnValue:
    """Show one paper: who signed it when, and what may still be done."""
    return _one_page(document_for(me(), document_id, Permission.DOCUMENT_VIEW), ReasonForm()), 200


@bp.get("/cb/ky/<uuid:document_id>/ban.pdf")
def copy(document_id: UUID) -> ResponseReturnValue:
    """Return the newest version of a paper: what would be signed is what is read."""
    document = document_for(me(), document_id, Permission.DOCUMENT_VIEW)
    newest = document.issued_sha256 or document.leader_sha256 or document.prepared_sha256
    return pdf_answer(storage.read(newest), f"{document.code}.pdf")


@bp.post("/cb/ky/<uuid:document_id>/tra-lai")
def give_back(document_id: UUID) -> ResponseReturnValue:
    """Give a paper back unsigned."""
    return _end(document_id, DocumentStep.RETURN)


@bp.post("/cb/ky/<uuid:document_id>/thu-hoi")
def revoke(document_id: UUID) -> ResponseReturnValue:
    """Take a paper out of force."""
    return _end(document_id, DocumentStep.REVOKE)


@bp.post("/cb/ky/<uuid:document_id>/ky-lai")
@limiter.limit(_TRIES, methods=["POST"])
def again(document_id: UUID) -> ResponseReturnValue:
    """Ask the key once more after a fault; whoever asked before has proved themselves for this very paper."""
    document = document_for(me(), document_id, Permission.DOCUMENT_VIEW)
    with transaction():
        if document.leader_id == me().account_id and DocumentStep.LEADER_SIGNED in DOCUMENT.actions(document.state):
            services.ask_leader(document, title=document.leader_title, key=document.leader_key, by=me())
        elif document.agency_id == me().account_id and document.number is not None:
            services.ask_agency(document, number=document.number, by=me())
        else:
            raise NotFoundError("not asked by this person")
    return redirect(url_for(".one", document_id=document.id), 303)


def _end(document_id: UUID, step: DocumentStep) -> ResponseReturnValue:
    document = document_for(me(), document_id, Permission.DOCUMENT_SIGN)
    form = ReasonForm()
    if not form.accepted():
        return _one_page(document, form), 422
    with transaction():
        if step is DocumentStep.REVOKE:
            services.revoke(document, reason=form.reason.data or "", by=me())
        else:
            services.give_back(document, reason=form.reason.data or "", by=me())
    return redirect(url_for(".one", document_id=document.id), 303)


def _groups(waiting: Iterable[IssuedDocument]) -> dict[str, list[IssuedDocument]]:
    """Sort what waits for the seal by register: agency and symbol."""
    groups: dict[str, list[IssuedDocument]] = {}
    for document in waiting:
        groups.setdefault(f"{document.agency_path}{document.symbol}", []).append(document)
    return groups


def _page(template: str, form: LeaderForm | SealForm, **more: object) -> ResponseReturnValue:
    return render_template(template, form=form, **more), 422 if form.errors else 200


def _one_page(document: IssuedDocument, form: ReasonForm) -> str:
    may_sign = allows(me(), Permission.DOCUMENT_SIGN, document.place())
    actions = DOCUMENT.actions(document.state)
    is_stuck = DocumentStep.LEADER_SIGNED in actions or DocumentStep.AGENCY_SIGNED in actions
    asked_by_me = me().account_id in (document.leader_id, document.agency_id)
    return render_template(
        "results/one.html",
        document=document,
        row=words.row(document),
        form=form,
        may_return=may_sign and DocumentStep.RETURN in actions,
        may_revoke=may_sign and DocumentStep.REVOKE in actions,
        may_ask_again=is_stuck and asked_by_me,
    )
