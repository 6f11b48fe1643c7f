"""A thousand products of five makers: listed in a spreadsheet, photographed, shown, and handed over as our files."""

import csv
import io
from collections.abc import Iterator

from PIL import Image, ImageDraw

from app.core.db import db
from app.core.transaction import transaction
from catalog import images, queries, services
from catalog.goods_lists.columns import Column, labels
from catalog.rules import PhotoRole
from merchants.models import Merchant
from tests.browser import Browser
from tests.factories.catalog import make_maker, owner_of

MAKERS, EACH, PHOTOS = 5, 200, 50
# Every fourth product is sold in three packs.
_PACKED_EVERY, _PACKS = 4, ("250 ml", "500 ml", "Can, 5 lít")
PRODUCTS = MAKERS * EACH
IN_PACKS = PRODUCTS // _PACKED_EVERY * len(_PACKS)
VARIANTS = PRODUCTS - PRODUCTS // _PACKED_EVERY + IN_PACKS


def fill() -> list[Merchant]:
    """Bring every maker's list, give each product one of fifty photographs, and show it."""
    photos = [images.intake(_photo(number)) for number in range(PHOTOS)]
    makers = [make_maker(business_name=f"Mắm Bà Mận {number}, Thụy Hải") for number in range(MAKERS)]
    for maker in makers:
        _bring(maker)
        for number, product in enumerate(queries.all_of(maker.id)):
            by = owner_of(maker)
            with transaction():
                services.add_photos(product, [(PhotoRole.FRONT, photos[number % PHOTOS])], by=by)
                services.show(product, by=by)
        db.session.expire_all()
    return makers


def file_of(maker: Merchant, outlet: str, browser: Browser) -> str:
    """Return a file as its maker takes it along."""
    browser.sign_in(owner_of(maker))
    page = browser.visit(f"/hs/{maker.code}/sp/tep/{outlet}")
    assert page.status == 200, page.status
    return page.html


def _bring(maker: Merchant) -> None:
    by, said = owner_of(maker), labels()
    written = io.StringIO()
    columns = (Column.NAME, Column.FAMILY, Column.PRICE, Column.CONTENT, Column.DESCRIPTION, Column.WEIGHT,
               Column.AXIS_1, Column.OPTION_1)  # fmt: skip
    table = csv.writer(written)
    table.writerow(said[column] for column in columns)
    table.writerows([row.get(column, "") for column in columns] for row in _rows(maker.business_name))
    with transaction():
        brought = services.bring(maker, data=written.getvalue().encode(), file_name="ban-hang.csv", by=by)
        services.accept(brought, by=by)
        list_id = brought.id
    services.take(list_id, by=by)
    taken = queries.goods_list(list_id)
    assert taken is not None
    assert taken.happened == {"new": EACH}, taken.happened


def _rows(maker: str) -> Iterator[dict[Column, str]]:
    for number in range(EACH):
        name = f'Nước mắm "cốt" Diêm Điền số {number}, {maker}'
        whole = {
            Column.NAME: name,
            Column.FAMILY: "I.4.a",
            Column.PRICE: str(85_000 + 500 * number),
            Column.CONTENT: "500 ml",
            Column.DESCRIPTION: "Cá cơm và muối Thụy Hải; ủ chượp mười hai tháng, đậm & dịu.\nMẻ nhỏ \\ đóng chai tay.",
            Column.WEIGHT: "900",
        }
        if number % _PACKED_EVERY:
            yield whole
            continue
        for times, option in enumerate(_PACKS, start=1):
            price = str(45_000 * times + 500 * number)
            yield whole | {Column.AXIS_1: "Khối lượng", Column.OPTION_1: option, Column.PRICE: price}


def _photo(number: int) -> bytes:
    """Draw a picture that is like no other."""
    image = Image.new("RGB", (1200, 1200), (250, 250 - number, 200 + number))
    draw = ImageDraw.Draw(image)
    for place in range(6):
        if number >> place & 1:
            draw.rectangle((place * 190, 100, place * 190 + 150, 1100), fill=(90, 40 + 30 * place, 20))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()
