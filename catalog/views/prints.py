"""What an owner prints about a product: price cards, a story card, labels."""

from dataclasses import replace
from uuid import UUID

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from app.core import settings, storage
from app.core.errors import NotFoundError
from app.policy import Permission
from app.web.session import me
from catalog import documents, queries
from catalog.access import product_for
from catalog.documents import Print
from catalog.views.blueprint import bp
from catalog.words import PRINTS
from merchants import queries as merchants


@bp.get("/sp/<uuid:product_id>/in")
def prints(product_id: UUID) -> ResponseReturnValue:
    """Show what can be printed, or what is missing before it can."""
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    is_ready = bool(product.name and product.price_vnd)
    return render_template("catalog/prints.html", product=product, prints=PRINTS.items(), is_ready=is_ready)


@bp.get("/sp/<uuid:product_id>/in/<any('the-gia', 'the-chuyen', 'tem-nhan'):what>.pdf")
def printed(product_id: UUID, what: str) -> ResponseReturnValue:
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    told = queries.told_by_maker(product.id)
    if told is None:
        raise NotFoundError("nothing to print before there is a name and a price")
    # A relative who looks after the goods learns no number from here that the owner does not show to everybody.
    phone = told.phone if merchants.is_public(product.merchant) else ""
    told = replace(told, place=queries.area_names(told.area_path), phone=phone)
    cover = told.cover.get("page960-jpeg")
    picture = storage.read(cover["sha256"]) if cover else b""
    pdf = documents.print_of(Print(what), told, picture=picture, base_url=settings.current().base_url)
    disposition = f'inline; filename="{what}-{told.slug}.pdf"'
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": disposition})
