"""One photograph: how it is cut for marketplaces; and photographs that come packed or from addresses."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import me
from catalog import images, services
from catalog.access import Photo, Product, product_for
from catalog.forms import CutForm, MorePhotosForm
from catalog.views.blueprint import bp
from catalog.words import roles_of


@bp.route("/sp/<uuid:product_id>/anh/<uuid:photo_id>/cat", methods=["GET", "POST"])
def cut_photo(product_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    """Show a photograph with nine places to press, and cut its squares around the one that was."""
    with transaction():  # Closed before the picture is opened: nobody waits for a lock while it is cut.
        product, photo = _photo(product_id, photo_id)
        before = photo.square
    form = CutForm()
    if form.accepted():
        wanted = form.square(before)
        try:
            pictures = services.cut_anew(photo, wanted)
        except images.PhotoRefusedError as refusal:
            form.ask_again(form.wanted, refusal.message)
        else:
            with transaction():
                product, photo = _photo(product_id, photo_id)
                services.keep_cut(product, photo, wanted, pictures, by=me())
            flash(_("The square is cut anew. Your photo itself is kept as it came"))
            return redirect(url_for(".cut_photo", product_id=product_id, photo_id=photo_id), 303)
    page = render_template(
        "catalog/cut.html",
        product=product,
        photo=photo,
        form=form,
        role=roles_of(product.family, product.content_unit)[photo.role],
    )
    return page, 422 if form.errors else 200


@bp.route("/sp/<uuid:product_id>/anh/them", methods=["GET", "POST"])
def more_photos(product_id: UUID) -> ResponseReturnValue:
    """Take photographs out of a zip and from addresses of the open internet."""
    with transaction():  # Closed before anything is fetched.
        product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    form = MorePhotosForm()
    refusals: tuple[tuple[services.Sent, object], ...] = ()
    if form.accepted():
        try:
            taken = services.take_in(form.pictures())
            refusals = taken.refusals
            with transaction():
                product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
                services.add_photos(product, taken.photos, by=me())
        except images.AlbumRefusedError as refusal:
            form.ask_again(form.album, refusal.message)
        except services.TooManyError as refusal:
            form.ask_again(form.album, refusal.message)
        else:
            if not refusals:
                flash(_("%(count)d photos kept", count=len(taken.photos)))
                return redirect(url_for(".photos", product_id=product_id), 303)
    page = render_template("catalog/more_photos.html", product=product, form=form, refusals=refusals)
    return page, 422 if form.errors or refusals else 200


def _photo(product_id: UUID, photo_id: UUID) -> tuple[Product, Photo]:
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    photo = services.photo_of(product, photo_id)
    if photo is None:
        raise NotFoundError("no such photo")
    return product, photo
