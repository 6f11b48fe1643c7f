"""Photographs of a product: four frames to fill, buttons to order and remove."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.policy import Permission
from app.web.forms import Form
from app.web.session import me
from catalog import queries, services
from catalog.access import product_for
from catalog.channel_rules import Profile
from catalog.forms import PhotosForm
from catalog.readiness import kinds_of
from catalog.views.blueprint import bp
from catalog.words import CHANNELS, photo_remarks, places_named, role_hints_of, roles_of, sentence


@bp.get("/sp/<uuid:product_id>/anh")
def photos(product_id: UUID) -> ResponseReturnValue:
    return _page(product_id, PhotosForm())


@bp.post("/sp/<uuid:product_id>/anh")
def add_photos(product_id: UUID) -> ResponseReturnValue:
    with transaction():  # Closed before the pictures are opened: nobody waits for a lock while one is made smaller.
        product_for(me(), product_id, Permission.PRODUCT_EDIT)
    form = PhotosForm()
    if not form.validate():
        return _page(product_id, form), 422
    taken = services.take_in(form.pictures())
    with transaction():
        services.add_photos(product_for(me(), product_id, Permission.PRODUCT_EDIT), taken.photos, by=me())
    if taken.refusals:
        return _page(product_id, form, taken.refusals), 422
    if not taken.photos:
        return redirect(url_for(".answer", product_id=product_id, page="ten"), 303)
    flash(_("%(count)d photos kept", count=len(taken.photos)))
    return redirect(url_for(".photos", product_id=product_id), 303)


@bp.post("/sp/<uuid:product_id>/anh/<uuid:photo_id>/xoa")
def remove_photo(product_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    photo = services.photo_of(product, photo_id)
    if Form().accepted() and photo is not None:
        with transaction():
            services.remove_photo(product, photo, by=me())
        flash(_("The photo is removed"))
    return redirect(url_for(".photos", product_id=product_id), 303)


@bp.post("/sp/<uuid:product_id>/anh/<uuid:photo_id>/len")
def move_photo_forward(product_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    photo = services.photo_of(product, photo_id)
    if photo is None:
        raise NotFoundError("no such photo")
    if Form().accepted():
        with transaction():
            services.move_photo_forward(product, photo, by=me())
    return redirect(url_for(".photos", product_id=product_id), 303)


def _page(product_id: UUID, form: PhotosForm, refusals: Sequence[tuple[services.Sent, object]] = ()) -> str:
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    return render_template(
        "catalog/photos.html",
        product=product,
        page=queries.PhotoPage.load(product, clock.today()),
        channels=CHANNELS,
        remarks=photo_remarks,
        places_named=places_named,
        sentence=sentence,
        form=form,
        roles=roles_of(product.family, product.content_unit),
        hints=role_hints_of(product.family, product.content_unit),
        is_offer=Profile.OFFERS in kinds_of(product.family, product.content_unit),
        refusals=refusals,
    )
