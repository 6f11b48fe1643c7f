"""What a telephone opens when it reads the bar code of a product or of one of its lots."""

from urllib.parse import quote, urlencode

from flask import Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from app.core import settings
from app.core.errors import NotFoundError
from catalog import queries
from catalog.marketplaces import digital_link
from catalog.rules import PublicProduct, whole_gtin
from catalog.services import known_gtin
from catalog.views.blueprint import public_bp


@public_bp.get("/01/<gtin>")
def barcode(gtin: str) -> ResponseReturnValue:
    """Lead to the page of the product, or tell what can be asked."""
    known_gtin(gtin)
    if gtin != whole_gtin(gtin):
        return _lead(_address(whole_gtin(gtin)), 301)
    found, page = _product(gtin)
    if told := _links(_address(gtin), page, found):
        return told
    answer = _lead(page, 307)
    answer.headers["Link"] = digital_link.link_header(page)
    return answer


@public_bp.get("/01/<gtin>/10/<path:lot>")
def lot(gtin: str, lot: str) -> ResponseReturnValue:
    """Show one lot of a product, with the day that the code itself tells."""
    known_gtin(gtin)
    # A lot may have a stroke in it; what follows 21 is the number of one single pack, which has no page of its own.
    lot, _, _serial = lot.partition("/21/")
    if not digital_link.is_lot(lot):
        raise NotFoundError("no such lot")
    if gtin != whole_gtin(gtin):
        return _lead(_address(whole_gtin(gtin), lot), 301)
    found, page = _product(gtin)
    if told := _links(_address(gtin, lot), page, found):
        return told
    return render_template(
        "catalog/lot.html",
        product=found,
        page=page.removeprefix(settings.current().base_url),
        pack=next((pack for pack in found.packs if pack.gtin == gtin), found.whole),
        gtin=gtin,
        lot=lot,
        best_before=digital_link.best_before(request.args.get("17", "")),
        place=queries.area_names(found.area_path),
    )


def _lead(where: str, status: int) -> Response:
    return Response(status=status, headers={"Location": where}, mimetype="text/plain")


def _product(gtin: str) -> tuple[PublicProduct, str]:
    found = queries.product_of_gtin(gtin)
    if found is None:
        raise NotFoundError("no such product")
    page = f"{settings.current().base_url}/san-pham/{found.slug}"
    pack = next((pack for pack in found.packs if pack.gtin == gtin), None)
    return found, f"{page}?goi={pack.sku}" if pack else page


def _links(anchor: str, page: str, product: PublicProduct) -> Response | None:
    """Answer a question about the links; nothing if only the page is wanted."""
    asked = request.args.get("linkType", "").removeprefix("gs1:").removeprefix("https://gs1.org/voc/")
    if asked in ("all", "linkset") or request.accept_mimetypes.best == digital_link.LINKSET:
        answer = jsonify(digital_link.linkset(anchor, page, product))
        answer.mimetype = digital_link.LINKSET
        return answer
    if asked and asked not in digital_link.LINK_TYPES:
        raise NotFoundError("no such link")
    return None


def _address(gtin: str, lot: str = "") -> str:
    path = f"/01/{gtin}" + (f"/10/{quote(lot, safe='')}" if lot else "")
    asked = urlencode(list(request.args.items(multi=True)))
    return f"{settings.current().base_url}{path}" + (f"?{asked}" if asked else "")
