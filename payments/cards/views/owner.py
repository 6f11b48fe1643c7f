"""The owner learns first whether cards are possible, and only then meets the processor's questions."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import settings
from app.core.transaction import transaction
from app.web.security import lead_to
from app.web.session import me, require_sign_in
from payments.cards import access, dealings, queries, rules, services, words
from payments.cards.forms import CountryForm, PressForm, RefundForm
from payments.gateways import GatewayError, RefusedError, Standing, UnreachableError

bp = Blueprint("cards", __name__)
bp.before_request(require_sign_in)

_PAGES = "https://connect.stripe.com"


@bp.route("/hs/<code>/tt/the", methods=["GET", "POST"])
def show(code: str) -> ResponseReturnValue:
    """Ask the country before anything else; where there is an account, show what is still wanted."""
    merchant = access.merchant_for_cards(me(), code)
    account = queries.account_of(merchant.id)
    if account is not None:
        return _account_page(merchant, account)
    form = CountryForm()
    if not form.accepted():
        page = render_template("cards/country.html", merchant=merchant, form=form)
        return page, 422 if form.errors else 200
    country = str(form.country.data)
    if country not in rules.reach().countries or not _takes(country):
        return redirect(url_for(".elsewhere", code=merchant.code, nuoc=country), 303)
    with transaction():
        services.ask_for_account(merchant, country=country, by=me())
    return redirect(url_for(".show", code=merchant.code), 303)


@bp.get("/hs/<code>/tt/the/cach-khac")
def elsewhere(code: str) -> ResponseReturnValue:
    """Say plainly why not, and what works instead; nobody has been asked for a document."""
    merchant = access.merchant_for_cards(me(), code)
    at_home = request.args.get("nuoc") == rules.HOME
    return render_template("cards/elsewhere.html", merchant=merchant, at_home=at_home, reach=rules.reach())


@bp.post("/hs/<code>/tt/the/di-tiep")
def go_on(code: str) -> ResponseReturnValue:
    """Have the account opened, if it is not, and lead to the processor's own questions by a link made at this click."""
    merchant = access.merchant_for_cards(me(), code)
    account = access.account_of(merchant)
    if not PressForm().accepted():
        return redirect(url_for(".show", code=code), 303)
    name = merchant.business_name or merchant.owner_name
    page = f"{settings.current().base_url}{url_for('.show', code=merchant.code)}"
    account_id, by = account.id, me()
    try:
        dealings.open_account(account_id, name=name, by=by)
        opened = queries.account(account_id)
        link = dealings.questions_link(opened.provider_id if opened else "", page=page)
    except RefusedError:
        # The processor itself says no: that is no fault of the line, and trying again would change nothing.
        return redirect(url_for(".elsewhere", code=code), 303)
    except GatewayError:
        return redirect(url_for(".show", code=code, loi=1), 303)
    return redirect(link, 303)


@bp.post("/hs/<code>/tt/the/hoi-lai")
def read(code: str) -> ResponseReturnValue:
    """Ask the processor how far the account is, and keep it."""
    merchant = access.merchant_for_cards(me(), code)
    account = access.account_of(merchant)
    code = merchant.code
    if not PressForm().accepted():
        return redirect(url_for(".show", code=code), 303)
    try:
        dealings.read_account(account.id, by=me())
    except GatewayError:
        return redirect(url_for(".show", code=code, loi=1), 303)
    return redirect(url_for(".show", code=code), 303)


@bp.route("/hs/<code>/tt/yeu-cau/<reference>/the", methods=["GET", "POST"])
def paid(code: str, reference: str) -> ResponseReturnValue:
    """Show what was paid by card, and send some or all of it back."""
    merchant = access.merchant_for_cards(me(), code)
    payment = access.payment_to_refund(merchant, reference)
    form = RefundForm()
    if form.accepted():
        with transaction():
            services.ask_refund(payment, amount_vnd=int(form.amount_vnd.data or 0), by=me())
        return redirect(url_for(".paid", code=code, reference=reference), 303)
    page = render_template(
        "cards/paid.html",
        merchant=merchant,
        payment=payment,
        asked=payment.request,
        refunds=queries.refunds_of(payment.id),
        left_vnd=payment.amount_vnd - payment.refunded_vnd - queries.waiting_refunds_vnd(payment.id),
        states=words.STATES,
        refund_states=words.REFUNDS,
        form=form,
    )
    return page, 422 if form.errors else 200


def _takes(country: str) -> bool:
    try:
        return dealings.takes_country(country)
    except UnreachableError:
        # What was read at the processor's stands until it says otherwise; opening the account asks it again.
        return True


def _account_page(merchant: access.Merchant, account: access.CardAccount) -> str:
    code, provider_id = merchant.code, account.provider_id
    standing = Standing(takes_cards=False)
    is_reached = "loi" not in request.args
    if provider_id and is_reached:
        try:
            standing = dealings.standing_of(provider_id)
        except GatewayError:
            is_reached = False
    lead_to(_PAGES)
    return render_template(
        "cards/account.html",
        merchant=access.merchant_for_cards(me(), code),
        is_open=bool(provider_id),
        standing=standing,
        is_reached=is_reached,
        is_back="ve" in request.args,
        press=PressForm(formdata=None),
    )
