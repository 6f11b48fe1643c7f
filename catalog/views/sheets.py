"""Filling the template that a seller has brought from a marketplace: with one product, or with all that are ready."""

import io
from collections.abc import Sequence
from uuid import UUID

from flask import redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from app.core import settings
from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import me
from catalog import queries, services, words
from catalog.access import Merchant, Product, product_for, shelf_for
from catalog.forms import TemplateForm
from catalog.marketplaces.workbooks import CONTENT_TYPE, TemplateRefusedError
from catalog.outlets import SHEETS
from catalog.views.blueprint import bp

_SHEET = f"<any({','.join(f'{key!r}' for key in SHEETS)}):sheet>"


@bp.get(f"/sp/<uuid:product_id>/kenh/{_SHEET}")
def template(product_id: UUID, sheet: str) -> ResponseReturnValue:
    return _page_of(product_for(me(), product_id, Permission.PRODUCT_EDIT), TemplateForm.of(SHEETS[sheet]))


@bp.post(f"/sp/<uuid:product_id>/kenh/{_SHEET}.xlsx")
def filled(product_id: UUID, sheet: str) -> ResponseReturnValue:
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    form = TemplateForm.of(SHEETS[sheet])
    file = _filled(form, product.merchant, [product])
    return _page_of(product, form) if file is None else _sent(file, f"{sheet}-{product.sku}.xlsx")


@bp.get(f"/hs/<code>/sp/mau/{_SHEET}")
def shelf_template(code: str, sheet: str) -> ResponseReturnValue:
    return _page_of_shelf(shelf_for(me(), code, Permission.PRODUCT_EDIT), TemplateForm.of(SHEETS[sheet]))


@bp.post(f"/hs/<code>/sp/mau/{_SHEET}.xlsx")
def shelf_filled(code: str, sheet: str) -> ResponseReturnValue:
    """Fill the template with every product that the marketplace would take."""
    merchant = shelf_for(me(), code, Permission.PRODUCT_EDIT)
    form = TemplateForm.of(SHEETS[sheet])
    products = queries.passing_of(merchant.id, form.layout.channel)
    if not products:
        return redirect(url_for(".shelf_template", code=code, sheet=sheet), 303)
    file = _filled(form, merchant, products)
    return _page_of_shelf(merchant, form) if file is None else _sent(file, f"{sheet}-{merchant.code}.xlsx")


def _filled(form: TemplateForm, merchant: Merchant, products: Sequence[Product]) -> bytes | None:
    """Return the template with products in it; nothing where the form has to be asked again."""
    if not form.validate():
        return None
    try:
        with transaction():
            if form.from_now_on.data:
                services.keep_template(merchant, template=form.opened, by=me())
            return services.export_to_sheet(
                merchant, products, template=form.opened, base_url=settings.current().base_url, by=me()
            )
    except (services.TemplateChangedError, TemplateRefusedError) as refusal:
        form.template.errors = [str(refusal.message)]
        return None


def _sent(file: bytes, name: str) -> ResponseReturnValue:
    return send_file(io.BytesIO(file), mimetype=CONTENT_TYPE, as_attachment=True, download_name=name)


def _page_of(product: Product, form: TemplateForm) -> ResponseReturnValue:
    return _page(form, product.merchant, here=f"/sp/{product.id}/kenh", back_url=f"/sp/{product.id}/kenh",
                 product=product)  # fmt: skip


def _page_of_shelf(merchant: Merchant, form: TemplateForm) -> ResponseReturnValue:
    ready = queries.passing_counts(merchant.id).get(form.layout.channel, 0)
    here = f"/hs/{merchant.code}/sp"
    return _page(form, merchant, here=f"{here}/mau", back_url=f"{here}/tep", ready=ready,
                 count=queries.count_of(merchant.id))  # fmt: skip


def _page(form: TemplateForm, merchant: Merchant, **about: object) -> ResponseReturnValue:
    page = render_template(
        "catalog/sheet.html",
        form=form,
        merchant=merchant,
        layout=form.layout,
        place=words.CHANNELS[form.layout.channel],
        known=queries.template_of(merchant.id, form.layout.channel),
        **about,
    )
    return page, 422 if form.errors else 200
