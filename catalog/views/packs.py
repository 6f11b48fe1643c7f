"""The packs and sizes of a product: a table, and a page for each."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.errors import DomainError, NotFoundError
from app.core.transaction import transaction
from app.policy import Permission
from app.web.forms import Form
from app.web.session import me
from catalog import services, words
from catalog.access import Pack, Product, may_edit, product_for
from catalog.forms import LayoutForm, PackForm, pack_form
from catalog.views.blueprint import bp
from merchants.rules import Look
from merchants.services import note_look


@bp.get("/sp/<uuid:product_id>/quy-cach")
def packs(product_id: UUID) -> ResponseReturnValue:
    """Show every pack with what it says of itself and what the product says for it."""
    product = product_for(me(), product_id, Permission.PRODUCT_VIEW)
    note_look(product.merchant, why=Look.PRODUCTS, by=me())
    return render_template(
        "catalog/packs.html",
        product=product,
        rows=words.pack_rows(product),
        axes=words.axes_of(product),
        may_edit=may_edit(me(), product.merchant),
        form=Form(),
    )


@bp.route("/sp/<uuid:product_id>/quy-cach/kieu", methods=["GET", "POST"])
def layout(product_id: UUID) -> ResponseReturnValue:
    """Ask in what the packs differ, and make every combination."""
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    form = LayoutForm(data=_laid_out(product))
    if form.accepted():
        try:
            with transaction():
                added = services.lay_out(product, form.axes(), by=me())
        except (services.PackRefusedError, services.TooManyError) as refusal:
            form.ask_again(form.axis_2 if isinstance(refusal, services.PackRefusedError) else form.options_1, refusal)
        else:
            flash(_("%(count)d packs added", count=added))
            return redirect(url_for(".packs", product_id=product_id), 303)
    return render_template("catalog/layout.html", product=product, form=form), 422 if form.errors else 200


@bp.route("/sp/<uuid:product_id>/quy-cach/moi", methods=["GET", "POST"])
def new_pack(product_id: UUID) -> ResponseReturnValue:
    """Ask about one more pack."""
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    if not product.axis_1:
        return redirect(url_for(".layout", product_id=product_id), 303)
    form = pack_form(_axes(product), words.photo_choices(product))
    if form.accepted():
        try:
            with transaction():
                services.add_pack(product, form.options(), by=me(), **_answers(product, form))
        except (services.PackRefusedError, services.TooManyError) as refusal:
            form.ask_again(_mended(form, refusal), refusal)
        else:
            return redirect(url_for(".packs", product_id=product_id), 303)
    page = render_template("catalog/pack.html", product=product, form=form, pack=None)
    return page, 422 if form.errors else 200


@bp.route("/sp/<uuid:product_id>/quy-cach/<uuid:pack_id>", methods=["GET", "POST"])
def pack(product_id: UUID, pack_id: UUID) -> ResponseReturnValue:
    """Ask about one pack again."""
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    changed = _pack(product, pack_id)
    form = pack_form(_axes(product), words.photo_choices(product), words.pack_answers(changed))
    if form.accepted():
        try:
            with transaction():
                services.change_pack(product, changed, form.options(), by=me(), **_answers(product, form))
        except services.PackRefusedError as refusal:
            form.ask_again(_mended(form, refusal), refusal)
        else:
            return redirect(url_for(".packs", product_id=product_id), 303)
    page = render_template("catalog/pack.html", product=product, form=form, pack=changed)
    return page, 422 if form.errors else 200


@bp.post("/sp/<uuid:product_id>/quy-cach/<uuid:pack_id>/xoa")
def remove_pack(product_id: UUID, pack_id: UUID) -> ResponseReturnValue:
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    if Form().accepted():
        with transaction():
            services.remove_pack(product, _pack(product, pack_id), by=me())
        flash(_("The pack is taken away"))
    return redirect(url_for(".packs", product_id=product_id), 303)


@bp.post("/sp/<uuid:product_id>/quy-cach/<uuid:pack_id>/len")
def move_pack_forward(product_id: UUID, pack_id: UUID) -> ResponseReturnValue:
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    if Form().accepted():
        with transaction():
            services.move_pack_forward(product, _pack(product, pack_id), by=me())
    return redirect(url_for(".packs", product_id=product_id), 303)


def _pack(product: Product, pack_id: UUID) -> Pack:
    found = services.pack_of(product, pack_id)
    if found is None:
        raise NotFoundError("no such pack")
    return found


def _axes(product: Product) -> list[str]:
    return [axis for axis in (product.axis_1, product.axis_2) if axis]


def _answers(product: Product, form: PackForm) -> dict[str, Any]:
    photo = next((each for each in product.photos if each.sha256 == form.photo.data), None)
    return form.answers() | {"photo": photo}


def _mended(form: PackForm, refusal: DomainError) -> Any:
    return form[refusal.field] if isinstance(refusal, services.PackRefusedError) else form.option_1


def _laid_out(product: Product) -> dict[str, str]:
    first = dict.fromkeys(each.option_1 for each in product.variants)
    second = dict.fromkeys(each.option_2 for each in product.variants if each.option_2)
    return {
        "axis_1": product.axis_1,
        "axis_2": product.axis_2,
        "options_1": "\n".join(first),
        "options_2": "\n".join(second),
    }
