"""The buyer's button: it leads to the processor's page, where the card's number is asked and never here."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core import settings
from app.core.transaction import transaction
from app.web.security import limiter
from app.web.session import me
from merchants import queries as merchants
from payments.cards import access, dealings, services
from payments.cards.forms import PressForm
from payments.gateways import GatewayError

bp = Blueprint("card_buyer", __name__)


@bp.post("/tt/<reference>/the")
@limiter.limit("20 per hour")
def pay(reference: str) -> ResponseReturnValue:
    """Lead to the page for paying this request by card; a second click leads to the same one."""
    request = access.request_to_pay(reference)
    here = url_for("payment_public.live", reference=request.reference)
    if not PressForm().accepted():
        return redirect(here, 303)
    with transaction():
        payment = services.start(request, by=me())
        payment_id, merchant_id = payment.id, request.merchant_id
    merchant = merchants.by_id(merchant_id)
    name = (merchant.business_name or merchant.owner_name) if merchant is not None else reference
    try:
        url = dealings.open_page(payment_id, name=name, page=f"{settings.current().base_url}{here}", by=me())
    except GatewayError:
        return redirect(f"{here}?the=loi", 303)
    return redirect(url, 303)
