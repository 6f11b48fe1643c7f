"""Where a product had better be sold, and what reaches the maker's hand: worked out, never kept."""

from typing import Any
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core import clock
from app.policy import Permission
from app.web.languages import language
from app.web.session import me
from catalog import advice, families, fees, queries, words
from catalog.access import Product, product_for
from catalog.channel_rules import Channel, Profile
from catalog.forms import MoneyForm
from catalog.readiness import profiles_of
from catalog.states import Stage
from catalog.views.blueprint import bp


@bp.route("/sp/<uuid:product_id>/tien", methods=["GET", "POST"])
def money(product_id: UUID) -> ResponseReturnValue:
    """Show the advice, and the sum if numbers were sent; they are in no address, no log and no table."""
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    form = MoneyForm(data={"price_vnd": product.price_vnd})
    net = _net(product, form) if request.method == "POST" and form.validate() else None
    shown = render_template(
        "catalog/money.html",
        product=product,
        form=form,
        net=net,
        advice=advice.advice_for(product.facts(is_shown=product.stage is Stage.LISTED)),
        words=words,
        alike=_alike(product),
    )
    return shown, 422 if form.errors else 200


def _alike(product: Product) -> dict[str, object] | None:
    """Return how many of the same kind others show already, if it is of a kind and anybody does."""
    family = families.family(product.family)
    if family is None:
        return None
    here, everywhere = queries.shown_alike(
        family.key, commune_path=product.merchant.commune_path, besides=product.merchant_id
    )
    return {"kind": family.name(language()), "here": here, "everywhere": everywhere} if everywhere else None


def _net(product: Product, form: MoneyForm) -> fees.Net:
    numbers: dict[str, Any] = form.payload()
    is_offer = Profile.OFFERS in profiles_of(product.facts(is_shown=False))
    return fees.net_of(
        numbers["price_vnd"],
        fee_pct=numbers["fee_pct"],
        deductions=fees.deductions_on(Channel(numbers["channel"]), clock.today(), is_offer=is_offer),
        costs_vnd=(numbers["packing_vnd"] or 0) + (numbers["sending_vnd"] or 0),
        made_for_vnd=numbers["made_for_vnd"],
    )
