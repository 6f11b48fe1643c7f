"""Filling the template that a seller has brought from a marketplace."""

import io
from uuid import UUID

from flask import render_template, send_file
from flask.typing import ResponseReturnValue

from app.core import settings
from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import me
from catalog import queries, services, words
from catalog.access import product_for
from catalog.forms import TemplateForm
from catalog.marketplaces.layouts import Layout
from catalog.marketplaces.workbooks import CONTENT_TYPE
from catalog.outlets import SHEETS
from catalog.views.blueprint import bp

_SHEET = f"<any({','.join(f'{key!r}' for key in SHEETS)}):sheet>"


@bp.get(f"/sp/<uuid:product_id>/kenh/{_SHEET}")
def template(product_id: UUID, sheet: str) -> ResponseReturnValue:
    return _page(product_id, TemplateForm.of(SHEETS[sheet]), SHEETS[sheet])


@bp.post(f"/sp/<uuid:product_id>/kenh/{_SHEET}.xlsx")
def filled(product_id: UUID, sheet: str) -> ResponseReturnValue:
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    form = TemplateForm.of(SHEETS[sheet])
    if not form.validate():
        return _page(product_id, form, SHEETS[sheet]), 422
    try:
        with transaction():
            if form.from_now_on.data:
                services.keep_template(product, template=form.opened, by=me())
            file = services.export_to_sheet(
                product,
                template=form.opened,
                base_url=settings.current().base_url,
                axes=words.axes_of(product),
                by=me(),
            )
    except services.TemplateChangedError as refusal:
        form.template.errors = [str(refusal.message)]
        return _page(product_id, form, SHEETS[sheet]), 422
    name = f"{sheet}-{product.sku}.xlsx"
    return send_file(io.BytesIO(file), mimetype=CONTENT_TYPE, as_attachment=True, download_name=name)


def _page(product_id: UUID, form: TemplateForm, layout: Layout) -> str:
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    return render_template(
        "catalog/sheet.html",
        product=product,
        form=form,
        layout=layout,
        place=words.CHANNELS[layout.channel],
        known=queries.template_of(product.merchant_id, layout.channel),
    )
