"""What a product says on one marketplace only: what is its own, what comes from everywhere, and the way back."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.policy import Permission
from app.web.forms import Form
from app.web.session import me
from catalog import services, words
from catalog.access import may_edit, product_for
from catalog.channel_rules import Channel
from catalog.forms import OWN_FORMS
from catalog.rules import Own
from catalog.views.blueprint import bp
from merchants.rules import Look
from merchants.services import note_look

_CHANNELS = ",".join(f"{channel.value!r}" for channel in Channel if channel.takes_own(Own.TITLE))
_HERE = f"/sp/<uuid:product_id>/kenh/<any({_CHANNELS}):channel>/chu"
_ASKED = ",".join(f"{page!r}" for page, own in words.OWN_PAGES.items() if own in OWN_FORMS)
_ALL = ",".join(f"{page!r}" for page in words.OWN_PAGES)


@bp.get(_HERE)
def own_words(product_id: UUID, channel: str) -> ResponseReturnValue:
    """Show what the product says there, and of each thing whether it is said everywhere."""
    product = product_for(me(), product_id, Permission.PRODUCT_VIEW)
    note_look(product.merchant, why=Look.PRODUCTS, by=me())
    return render_template(
        "catalog/own_words.html",
        product=product,
        channel=channel,
        label=words.CHANNELS[Channel(channel)],
        rows=words.own_rows(product, Channel(channel)),
        may_edit=may_edit(me(), product.merchant),
        form=Form(),
    )


@bp.route(f"{_HERE}/<any({_ASKED}):page>", methods=["GET", "POST"])
def own_word(product_id: UUID, channel: str, page: str) -> ResponseReturnValue:
    """Ask what the product says there; empty is as everywhere."""
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    there, own = Channel(channel), words.OWN_PAGES[page]
    services.refuse_foreign(there, own)
    form = OWN_FORMS[own](data={"value": words.own_value(product, there, own)})
    if not form.accepted():
        shown = render_template(
            "catalog/own_word.html",
            product=product,
            channel=channel,
            label=words.CHANNELS[there],
            page=page,
            form=form,
            everywhere=words.everywhere(product, own),
        )
        return shown, 422 if form.errors else 200
    with transaction():
        services.give_own(product, there, own, form.value.data, by=me())
    return redirect(url_for(".own_words", product_id=product_id, channel=channel), 303)


@bp.post(f"{_HERE}/<any({_ALL}):page>/bo")
def drop_own_word(product_id: UUID, channel: str, page: str) -> ResponseReturnValue:
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    if Form().accepted():
        with transaction():
            services.drop_own(product, Channel(channel), words.OWN_PAGES[page], by=me())
        flash(_("There it says again what it says everywhere"))
    return redirect(url_for(".own_words", product_id=product_id, channel=channel), 303)


@bp.get(f"{_HERE}/anh")
def own_photos(product_id: UUID, channel: str) -> ResponseReturnValue:
    """Show the photographs in the marketplace's order."""
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    return render_template(
        "catalog/own_photos.html",
        product=product,
        channel=channel,
        label=words.CHANNELS[Channel(channel)],
        photos=services.photos_on(product, Channel(channel)),
        roles=words.roles_of(product.family, product.content_unit),
        form=Form(),
    )


@bp.post(f"{_HERE}/anh/<uuid:photo_id>/len")
def move_own_photo_forward(product_id: UUID, channel: str, photo_id: UUID) -> ResponseReturnValue:
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    photo = services.photo_of(product, photo_id)
    if photo is None:
        raise NotFoundError("no such photo")
    if Form().accepted():
        with transaction():
            services.move_own_photo_forward(product, Channel(channel), photo, by=me())
    return redirect(url_for(".own_photos", product_id=product_id, channel=channel), 303)
