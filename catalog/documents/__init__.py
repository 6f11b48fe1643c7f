"""What is printed about a product: price cards, a story card, a sheet of labels. They speak Vietnamese."""

import base64
import io
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import segno

from app.core.documents import render_pdf
from app.core.money import format_vnd
from app.core.phones import show_phone
from catalog import families
from catalog.rules import PublicProduct, Storage, Unit

_HERE = Path(__file__).parent
# Longer stories run off the card; they are cut where a sentence ends.
_STORY_LENGTH = 420
_KEPT = {
    Storage.DRY: "Nơi khô ráo, thoáng mát",
    Storage.COOL: "Ngăn mát tủ lạnh",
    Storage.FROZEN: "Ngăn đá",
}
_HOW_MUCH: Mapping[Unit | None, str] = {
    Unit.GRAM: "Khối lượng tịnh",
    Unit.KILOGRAM: "Khối lượng tịnh",
    Unit.ML: "Thể tích thực",
    Unit.LITRE: "Thể tích thực",
}


class Print(StrEnum):
    """What can be printed, by the name of its file."""

    PRICE = "the-gia"
    STORY = "the-chuyen"
    LABEL = "tem-nhan"


def print_of(kind: Print, product: PublicProduct, *, picture: bytes, base_url: str) -> bytes:
    """Return one of the prints as an A4 page to cut; the code on it leads to the product's page."""
    page = f"{base_url}/san-pham/{product.slug}"
    data = {
        "name": product.name,
        "business": product.business_name,
        "place": product.place,
        "phone": show_phone(product.phone) if product.phone else "",
        "page": page.split("://", 1)[-1],
        "qr_alt": f"Mã dẫn tới trang của {product.name}",
    }
    files = {"qr": _qr(page)}
    if kind is Print.STORY:
        files["photo"] = _framed(picture, product)
    return render_pdf(_HERE / f"{kind.value}.typ", data | _MADE[kind](product), files)


def _price(product: PublicProduct) -> dict[str, Any]:
    packs = [(" · ".join(pack.options), format_vnd(pack.price_vnd)) for pack in product.packs[:4]]
    return {"price": format_vnd(product.lowest_price_vnd), "content": product.content, "packs": packs}


def _story(product: PublicProduct) -> dict[str, Any]:
    return {
        "story": cut(product.description),
        "price": format_vnd(product.lowest_price_vnd),
        "content": product.content,
        "photo_alt": f"Ảnh {product.name}",
    }


def _label(product: PublicProduct) -> dict[str, Any]:
    told = families.fitting(product.family, product.attrs)
    # What the maker has written for the label itself comes before what a storeroom needs to know.
    keeping = str(told.get("keeping") or (_KEPT[product.storage] if product.storage else ""))
    rows = [
        ("Thành phần", product.ingredients),
        (_HOW_MUCH.get(product.unit, "Định lượng"), product.content),
        ("Hướng dẫn sử dụng", str(told.get("usage", ""))),
        ("Bảo quản", keeping),
        ("Cảnh báo", str(told.get("warning", ""))),
        ("Hạn dùng", f"{product.shelf_life_days} ngày kể từ ngày sản xuất" if product.shelf_life_days else ""),
    ]
    return {"rows": [row for row in rows if row[1]], "is_goods": not _is_offer(product)}


_MADE: Mapping[Print, Callable[[PublicProduct], dict[str, Any]]] = {
    Print.PRICE: _price,
    Print.STORY: _story,
    Print.LABEL: _label,
}


def cut(story: str, most: int = _STORY_LENGTH) -> str:
    """Return as many whole sentences as fit; a single longer one ends in three dots."""
    text = " ".join(story.split())
    if len(text) <= most:
        return text
    end = max(text.rfind(sign, 0, most) for sign in ".!?")
    return text[: end + 1] if end > most // 3 else text[: text.rfind(" ", 0, most)] + "…"


def _is_offer(product: PublicProduct) -> bool:
    family = families.family(product.family)
    return family is not None and family.is_offer


def _qr(address: str) -> bytes:
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=2, xmldecl=False)
    return drawn.getvalue()


def _framed(picture: bytes, product: PublicProduct) -> bytes:
    """Return a JPEG wrapped as SVG: only text reaches a template."""
    size = product.cover.get("page960-jpeg", {})
    width, height = size.get("width", 1), size.get("height", 1)
    if not picture:
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"/>'.encode()
    data = base64.b64encode(picture).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" xlink:href="data:image/jpeg;base64,{data}"/></svg>'
    ).encode()
