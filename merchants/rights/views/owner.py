"""One's own data: what is agreed to, what may be asked for, and how that stands."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.transaction import transaction
from app.web.filters import moment
from app.web.session import me, require_sign_in
from merchants import services as dossiers
from merchants import words as dossier_words
from merchants.rights import forms, queries, services, words
from merchants.rights.access import Merchant, own_merchant, own_merchants, own_request
from merchants.rights.rules import AskedHow, Contradicted, RightsKind
from merchants.rights.states import REQUEST
from merchants.rules import ConsentPurpose
from merchants.states import REGISTRATION

bp = Blueprint("own_data", __name__)
bp.before_request(require_sign_in)


@bp.get("/toi/du-lieu")
def home() -> ResponseReturnValue:
    """Show what one may do about one's own data, for each of one's own dossiers."""
    merchants = own_merchants(me())
    today = clock.today()
    asked = queries.requests_of([each.id for each in merchants])
    return render_template(
        "rights/home.html",
        merchants=merchants,
        requests=[words.row(each, today) for each in asked],
    )


@bp.get("/hs/<code>/dong-y/so")
def consents(code: str) -> ResponseReturnValue:
    """Show each purpose, whether it holds, and every word given about it."""
    return _consents_page(own_merchant(me(), code), forms.ButtonForm())


@bp.post("/hs/<code>/dong-y/<any(public, partner, statistics):purpose>/rut")
def withdraw(code: str, purpose: str) -> ResponseReturnValue:
    """Take one purpose back, at once."""
    merchant = own_merchant(me(), code)
    if forms.ButtonForm().accepted():
        chosen = ConsentPurpose(purpose)
        with transaction():
            dossiers.withdraw_consent(merchant, purpose=chosen, by=me())
        flash(_("Taken back: %(what)s. It holds from %(moment)s", what=_name(chosen), moment=moment(clock.now())))
    return redirect(url_for(".consents", code=merchant.code), 303)


@bp.post("/hs/<code>/dong-y/<any(public, partner, statistics):purpose>/dong-y")
def agree(code: str, purpose: str) -> ResponseReturnValue:
    """Agree to one purpose again."""
    merchant = own_merchant(me(), code)
    if forms.ButtonForm().accepted():
        chosen = ConsentPurpose(purpose)
        with transaction():
            dossiers.give_consent(merchant, given={chosen: True}, by=me())
        flash(_("Agreed: %(what)s", what=_name(chosen)))
    return redirect(url_for(".consents", code=merchant.code), 303)


@bp.route("/hs/<code>/quyen", methods=["GET", "POST"])
def ask(code: str) -> ResponseReturnValue:
    """Ask for a correction or for a stop."""
    merchant = own_merchant(me(), code)
    form = forms.AskForm()
    if form.accepted():
        try:
            with transaction():
                kind, said = RightsKind(form.kind.data), str(form.words.data)
                request = services.ask(merchant, kind=kind, words=said, how=AskedHow.SCREEN, by=me())
        except services.AlreadyAskedError as refusal:
            form.ask_again(form.kind, refusal)
        else:
            flash(_("Sent. The commune writes to you by %(day)s", day=f"{request.acknowledge_by_on:%d/%m/%Y}"))
            return redirect(url_for(".one", code=merchant.code, request_id=request.id), 303)
    page = render_template("rights/ask.html", merchant=merchant, form=form)
    return page, 422 if form.errors else 200


@bp.get("/hs/<code>/quyen/<uuid:request_id>")
def one(code: str, request_id: UUID) -> ResponseReturnValue:
    """Show one request: where it stands, and the answer."""
    request = own_request(me(), code, request_id)
    return render_template(
        "rights/one.html",
        merchant=request.merchant,
        request=request,
        row=words.row(request, clock.today()),
        form=forms.ButtonForm(),
        may_take_back="take_back" in REQUEST.actions(request.state),
    )


@bp.post("/hs/<code>/quyen/<uuid:request_id>/thoi")
def take_back(code: str, request_id: UUID) -> ResponseReturnValue:
    """Think again."""
    request = own_request(me(), code, request_id)
    if forms.ButtonForm().accepted():
        with transaction():
            services.take_back(request, by=me())
        flash(_("Taken back. Everything stays as it was"))
    return redirect(url_for(".one", code=code, request_id=request.id), 303)


@bp.route("/hs/<code>/khong-dung", methods=["GET", "POST"])
def contradict(code: str) -> ResponseReturnValue:
    """Let an owner say that something is not so, and show what the auditor answered."""
    merchant = own_merchant(me(), code)
    form = forms.ContradictForm()
    if form.accepted():
        try:
            with transaction():
                about, said = Contradicted(form.about.data), str(form.words.data)
                case = services.contradict(merchant, about=about, words=said, by=me())
        except services.AlreadyAskedError as refusal:
            form.ask_again(form.words, refusal)
        else:
            flash(_("Sent to the data auditor, who answers by %(day)s", day=f"{case.answer_by_on:%d/%m/%Y}"))
            return redirect(url_for(".contradict", code=merchant.code), 303)
    said_before = queries.contradictions_of(merchant.id)
    page = render_template("rights/contradict.html", merchant=merchant, form=form, cases=said_before, words=words)
    return page, 422 if form.errors else 200


def _consents_page(merchant: Merchant, form: forms.ButtonForm) -> str:
    return render_template(
        "rights/consents.html",
        merchant=merchant,
        lines=words.lines(merchant, queries.ledger_of(merchant.id), clock.today()),
        may_agree=REGISTRATION.actions(merchant.stage) != (),
        form=form,
    )


def _name(purpose: ConsentPurpose) -> str:
    return str(dossier_words.CONSENTS[purpose])
