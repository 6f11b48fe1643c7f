"""What visitors, search engines and marketplaces see."""

from dataclasses import replace

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from app.core import settings, storage
from app.core.errors import NotFoundError
from app.web.languages import language
from app.web.pages import same_for_everybody
from catalog import families, queries
from catalog.marketplaces import schema_org
from catalog.views.blueprint import public_bp
from catalog.words import STORAGES

_TYPES = {"jpg": "image/jpeg", "webp": "image/webp"}
_FOREVER = "public, max-age=31536000, immutable"


@public_bp.get("/san-pham")
@same_for_everybody("trang")
def products() -> ResponseReturnValue:
    page = request.args.get("trang", 1, type=int)
    shown = queries.public_list(search=request.args.get("tim", "")[:80], page=page)
    return render_template("catalog/products.html", shown=shown)


@public_bp.get("/san-pham/<slug>")
@same_for_everybody("goi")
def product(slug: str) -> ResponseReturnValue:
    found = queries.public_product(slug)
    if found is None:
        raise NotFoundError("no such product")
    found = replace(found, place=queries.area_names(found.area_path))
    return render_template(
        "catalog/product.html",
        product=found,
        place=found.place,
        language=language(),
        answers=families.told(found.family, found.attrs, language()),
        storage=STORAGES[found.storage] if found.storage else "",
        json_ld=schema_org.json_ld(found, settings.current().base_url),
    )


@public_bp.get("/anh/<sha256>.<ext>")
def picture(sha256: str, ext: str) -> ResponseReturnValue:
    if sha256 in request.if_none_match:
        return _picture(b"", "", sha256, 304)  # The hash is the content: nothing can have changed.
    rendition = queries.rendition(sha256)
    if rendition is None or rendition.content_type != _TYPES.get(ext):
        raise NotFoundError("no such picture")
    return _picture(storage.read(sha256), rendition.content_type, sha256, 200)


def _picture(data: bytes, content_type: str, sha256: str, status: int) -> Response:
    answer = Response(data, status=status, mimetype=content_type or None)
    answer.set_etag(sha256)
    answer.headers["Cache-Control"] = _FOREVER
    # Marketplaces show these pictures on their own pages.
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
