"""How ready a product is for each marketplace, showing it, and handing it over."""

from uuid import UUID

from flask import flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.transaction import transaction
from app.policy import Permission
from app.web.forms import Form
from app.web.languages import language
from app.web.session import me
from catalog import queries, services, words
from catalog.access import may_ask_to_help, may_edit, product_for
from catalog.channel_rules import Channel
from catalog.outlets import SHEETS
from catalog.rules import Own, OwnWords
from catalog.views.blueprint import bp
from merchants.rules import Look
from merchants.services import note_look


@bp.get("/sp/<uuid:product_id>/kenh")
def channels(product_id: UUID) -> ResponseReturnValue:
    product = product_for(me(), product_id, Permission.PRODUCT_VIEW)
    note_look(product.merchant, why=Look.PRODUCTS, by=me())
    return render_template(
        "catalog/channels.html",
        page=queries.ChannelPage.load(product, clock.today()),
        words=words,
        actions=services.actions(product),
        language=language(),
        own_places=[channel for channel in Channel if channel.takes_own(Own.TITLE)],
        no_words=OwnWords(),
        places={channel: place for place, channel in words.PLACES.items()},
        answers=queries.answers_about(product.id),
        sheets={layout.channel: key for key, layout in SHEETS.items()},
        may_edit=may_edit(me(), product.merchant),
        may_ask=may_ask_to_help(me(), product.merchant),
        form=Form(),
    )


@bp.get("/sp/<uuid:product_id>/kenh.json")
def verdicts(product_id: UUID) -> ResponseReturnValue:
    """Tell programs what the page tells people."""
    product = product_for(me(), product_id, Permission.PRODUCT_VIEW)
    note_look(product.merchant, why=Look.PRODUCTS, by=me())
    page, code = queries.ChannelPage.load(product, clock.today()), product.merchant.code
    return jsonify(
        sku=product.sku,
        is_public=page.is_public,
        verdicts=[words.verdict_facts(each, product.id, code) for each in page.readiness],
    )


@bp.get("/sp/<uuid:product_id>")
def product(product_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".channels", product_id=product_id), 303)


@bp.post("/sp/<uuid:product_id>/hien")
def show(product_id: UUID) -> ResponseReturnValue:
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    if Form().accepted():
        with transaction():
            services.show(product, by=me())
        flash(_("Visitors can see %(name)s once the commune has confirmed the business", name=product.name))
    return redirect(url_for(".channels", product_id=product_id), 303)


@bp.post("/sp/<uuid:product_id>/an")
def hide(product_id: UUID) -> ResponseReturnValue:
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    if Form().accepted():
        with transaction():
            services.hide(product, by=me())
        flash(_("%(name)s is no longer shown", name=product.name))
    return redirect(url_for(".channels", product_id=product_id), 303)
