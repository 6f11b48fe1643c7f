"""What visitors, search engines and marketplaces see."""

from dataclasses import replace

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from app.core import areas, clock, settings, storage
from app.core.errors import NotFoundError
from app.web.languages import language
from app.web.pages import same_for_everybody
from catalog import families, queries
from catalog.marketplaces import schema_org
from catalog.selling_places import selling_places
from catalog.views.blueprint import public_bp
from catalog.words import FAMILY_GROUPS, STAR_CHOICES, STORAGES

_TYPES = {"jpg": "image/jpeg", "webp": "image/webp"}
_FOREVER = "public, max-age=31536000, immutable"


@public_bp.get("/san-pham")
@same_for_everybody("trang", "xa", "nhom", "sao")
def products() -> ResponseReturnValue:
    """List what visitors may see; the words, the commune, the group and the stars they look for are in the address."""
    today = clock.today()
    commune = areas.by_code(request.args.get("xa", "")[:12], today)
    group = request.args.get("nhom", "")
    stars = request.args.get("sao", 0, type=int)
    wanted = queries.Wanted(
        search=request.args.get("tim", "")[:80],
        commune_path=commune.path if commune else "",
        group=group if group in FAMILY_GROUPS else "",
        least_stars=stars if stars in STAR_CHOICES else 0,
    )
    asked = {
        "tim": wanted.search or None,
        "xa": commune.code if commune else None,
        "nhom": wanted.group or None,
        "sao": wanted.least_stars or None,
    }
    return render_template(
        "catalog/products.html",
        shown=queries.public_list(wanted, page=request.args.get("trang", 1, type=int), on=today),
        wanted=wanted,
        asked=asked,
        communes=[(each.code, each.name) for each in areas.communes(today)],
        groups=FAMILY_GROUPS.items(),
        stars=STAR_CHOICES.items(),
    )


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
        links=queries.links_at(found.slug),
        selling_places=selling_places(),
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
