"""Rooms, dishes, trips and tickets with their prices: a list, one more, changing one, taking one away."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.transaction import transaction
from app.web.session import me, require_sign_in
from merchants import services as dossiers
from merchants.rules import Look
from merchants.tourism import queries, services, words
from merchants.tourism.access import Merchant, TourismOffer, offer_for, tourism_for
from merchants.tourism.forms import ButtonForm, OfferForm, offer_form
from merchants.tourism.rules import prices

bp = Blueprint("tourism_offers", __name__)
bp.before_request(require_sign_in)


@bp.get("/hs/<code>/du-lich/gia")
def index(code: str) -> ResponseReturnValue:
    """List what is offered."""
    merchant = tourism_for(me(), code)
    dossiers.note_look(merchant, why=Look.HELP, by=me())
    unit = prices.unit_of(merchant.craft, clock.today())
    rows = [(each, words.price(each, unit), words.offer_detail(each)) for each in queries.offers_of(merchant.id)]
    return render_template("tourism/offers.html", merchant=merchant, rows=rows, called=words.OFFERS[merchant.craft])


@bp.route("/hs/<code>/du-lich/gia/moi", methods=["GET", "POST"])
def add(code: str) -> ResponseReturnValue:
    """Add one; the last one's facts are there already, because most rooms are alike."""
    merchant = tourism_for(me(), code)
    before = list(queries.offers_of(merchant.id))
    alike = _facts(before[-1]) | {"name": ""} if before else {}
    form = offer_form(merchant.craft, data=alike)
    if not form.accepted():
        return _page(merchant, form, url_for(".add", code=merchant.code)), 422 if form.errors else 200
    with transaction():
        services.add_offer(merchant, facts=form.facts(), by=me())
    flash(_("Saved"))
    return redirect(url_for(".index", code=merchant.code), 303)


@bp.route("/hs/<code>/du-lich/gia/<uuid:offer_id>", methods=["GET", "POST"])
def change(code: str, offer_id: UUID) -> ResponseReturnValue:
    """Change one."""
    row = offer_for(me(), code, offer_id)
    form = offer_form(row.merchant.craft, data=_facts(row))
    if not form.accepted():
        return _page(row.merchant, form, request.path, row=row), 422 if form.errors else 200
    with transaction():
        services.change_offer(row, facts=form.facts(), by=me())
    flash(_("Saved"))
    return redirect(url_for(".index", code=row.merchant.code), 303)


@bp.route("/hs/<code>/du-lich/gia/<uuid:offer_id>/xoa", methods=["GET", "POST"])
def remove(code: str, offer_id: UUID) -> ResponseReturnValue:
    """Take one away."""
    row = offer_for(me(), code, offer_id)
    form = ButtonForm()
    if not form.accepted():
        return render_template("tourism/offer_remove.html", merchant=row.merchant, row=row, form=form), 200
    with transaction():
        services.remove_offer(row, by=me())
    flash(_("Removed"))
    return redirect(url_for(".index", code=row.merchant.code), 303)


def _facts(row: TourismOffer) -> dict[str, object]:
    return {
        "name": row.name,
        "price": row.price_vnd,
        "high_price": row.high_price_vnd,
        "how_many": row.how_many,
        "guests": row.guests,
    }


def _page(merchant: Merchant, form: OfferForm, url: str, *, row: TourismOffer | None = None) -> str:
    dossiers.note_look(merchant, why=Look.HELP, by=me())
    return render_template(
        "tourism/offer.html", merchant=merchant, form=form, url=url, row=row, called=words.OFFERS[merchant.craft]
    )
