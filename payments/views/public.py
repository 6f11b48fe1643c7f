"""What anybody may see: the fears answered, whether a printed code is right, and one payment waiting to come."""

from flask import Blueprint, Response, redirect, render_template, url_for
from flask import request as flask_request
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.web.security import lead_to, limiter
from app.web.session import me, require_sign_in
from payments import access, documents, queries, services
from payments.cards import queries as cards
from payments.cards import rules as card_rules
from payments.forms import STATE_KINDS, STATES, PressForm, ReportForm
from payments.ladder import drill
from payments.ladder import rules as ladder
from payments.refunds.queries import refunds_for
from payments.refunds.words import REFUNDS
from payments.signs import access as sign_access
from payments.signs import services as signs
from payments.states import RequestState

bp = Blueprint("payment_public", __name__)


@bp.get("/tien-mat-va-chuyen-khoan")
def fears() -> ResponseReturnValue:
    """Answer the five fears before any bank is mentioned."""
    dates = ladder.fears()
    return render_template(
        "payments/fears.html", mine=len(me().merchant_ids), dates=dates, is_old=dates.is_old(clock.today())
    )


@bp.get("/that-hay-gia")
def pictures() -> ResponseReturnValue:
    """Show three things buyers hold up, and what each of them proves."""
    return render_template("ladder/pictures.html", pictures=drill.pictures())


@bp.get("/xm/<serial>")
def verify(serial: str) -> ResponseReturnValue:
    """Tell a visitor whether a printed code may be paid by; one small answer, no script."""
    return _verify_page(serial, ReportForm(), is_reported=False)


@bp.post("/xm/<serial>/bao-sai")
@limiter.limit("3 per hour; 10 per day")
def report(serial: str) -> ResponseReturnValue:
    """Take a visitor's word that their screen showed another name."""
    standee = access.public_standee(serial)
    form = ReportForm()
    if not form.accepted():
        return _verify_page(serial, form, is_reported=False), 422
    with transaction():
        services.report_wrong_name(standee, saw_name=form.saw_name.data or "", by=me())
    return redirect(url_for("payment_public.reported", serial=standee.serial), 303)


@bp.post("/xm/<serial>/tam-dung")
def pause(serial: str) -> ResponseReturnValue:
    """Let whoever has signed in stop a sign that is pasted over; only the commune lets it go on."""
    answer = require_sign_in()
    if answer is not None:
        return answer
    standee = sign_access.sign_to_stop(me(), serial)
    if PressForm().accepted():
        with transaction():
            signs.pause_as_passer_by(standee, by=me())
    return redirect(url_for("payment_public.verify", serial=standee.serial), 303)


@bp.get("/xm/<serial>/da-bao")
def reported(serial: str) -> ResponseReturnValue:
    """Thank a visitor who reported."""
    return _verify_page(serial, ReportForm(), is_reported=True)


@bp.get("/tt/<reference>")
@limiter.limit("120 per minute")
def live(reference: str) -> ResponseReturnValue:
    """Show a buyer what to pay and to whom, and whether it has come."""
    request = access.public_request(reference)
    state = queries.state_shown(request, clock.now())
    is_open = state is RequestState.OPEN
    return render_template(
        "payments/live.html",
        asked=request,
        bank=queries.bank_name(request.bank_bin),
        state=state,
        is_open=is_open,
        refunds=refunds_for(request.id),
        refund_states=REFUNDS,
        states=STATES,
        kinds=STATE_KINDS,
        qr=documents.qr_picture(queries.payload_of(request)) if is_open else None,
        apps=queries.app_links(request) if is_open else (),
        press=_card_button(request) if is_open else None,
        no_card="loi" in flask_request.args.getlist("the"),
    )


@bp.get("/tt/<reference>/trang-thai")
@limiter.limit("120 per minute")
def state(reference: str) -> ResponseReturnValue:
    """Tell the open page whether anything has changed."""
    request = access.public_request(reference)
    answer = Response(f'{{"state":"{queries.state_shown(request, clock.now()).value}"}}', mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/tt/<reference>/ma.png")
@limiter.limit("60 per minute")
def picture(reference: str) -> ResponseReturnValue:
    """Send the code as a picture to keep: a telephone cannot scan its own screen.

    Raises:
        NotFoundError: nothing is waited for under this code.
    """
    request = access.public_request(reference)
    if queries.state_shown(request, clock.now()) is not RequestState.OPEN:
        raise NotFoundError("not open")
    answer = Response(documents.qr_png(queries.payload_of(request)), mimetype="image/png")
    answer.headers["Content-Disposition"] = f'attachment; filename="ma-{request.reference}.png"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _card_button(request: access.PaymentRequest) -> PressForm | None:
    """Return the button for cards where the seller takes them and the amount fits."""
    if not cards.is_offered() or not card_rules.fits(request.amount_vnd):
        return None
    account = cards.account_of(request.merchant_id)
    if account is None or not account.takes_cards:
        return None
    lead_to("https://checkout.stripe.com")
    return PressForm(formdata=None)


def _verify_page(serial: str, form: ReportForm, *, is_reported: bool) -> str:
    card = queries.standee_card(serial)
    if card is None:
        raise NotFoundError("no such standee")
    return render_template(
        "payments/verify.html", card=card, form=form, is_reported=is_reported, may_pause=sign_access.may_stop(me())
    )
