"""Photographs of lists from other shops: fetched after the products are there, guarded, told where they do not come."""

import pytest
from sqlalchemy import select

from app.core import jobs
from app.core.db import db
from app.core.fetching import FetchRefusedError
from catalog import queries, services
from catalog.goods_lists import cells
from catalog.jobs import go_on
from catalog.models import GoodsList, Product
from catalog.services import list_photos
from merchants.models import Merchant
from tests.browser import Browser
from tests.catalog import pictures
from tests.catalog.test_goods_lists import bring, sheet, take
from tests.factories.catalog import make_maker, owner_of

GOOD, SECOND, ABSENT = (f"https://shop.example/{name}.jpg" for name in ("mot", "hai", "khong-con"))
LIST = sheet(
    {"Handle": "mam-tep", "Title": "Mắm tép", "Variant Price": "85000", "Image Src": GOOD},
    {"Handle": "mam-tep", "Image Src": SECOND},
    {"Handle": "mam-cay", "Title": "Mắm cáy", "Variant Price": "65000", "Image Src": ABSENT},
)


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stand in for the shop that the list comes from; return what it was asked for."""
    there = {GOOD: pictures.photo(1200, 900), SECOND: pictures.photo(900, 1200)}
    asked: list[str] = []

    def fetched(url: str, *, most_bytes: int) -> bytes:
        asked.append(url)
        if url not in there:
            raise FetchRefusedError("not there")
        assert len(there[url]) <= most_bytes
        return there[url]

    monkeypatch.setattr(list_photos, "fetched", fetched)
    return asked


def of(maker: Merchant) -> dict[str, Product]:
    return {product.name: product for product in queries.all_of(maker.id)}


def test_photographs_come_after_the_products_and_what_does_not_come_is_told(
    browser: Browser, internet: list[str]
) -> None:
    maker = make_maker()
    brought = bring(maker, LIST)
    here = f"/hs/{maker.code}/sp/bang/{brought.id}"
    take(brought)
    browser.sign_in(owner_of(maker))
    assert internet == []
    assert "còn 3 ảnh" in browser.visit(here).text

    services.fetch_photos(brought.id)
    services.fetch_photos(brought.id)

    assert internet == [GOOD, SECOND, ABSENT]
    made = of(maker)
    assert (len(made["Mắm tép"].photos), len(made["Mắm cáy"].photos)) == (2, 0)
    assert made["Mắm tép"].cover
    shown = browser.visit(here).text
    assert "Có 1 ảnh không lấy được" in shown
    assert "Đang lấy ảnh" not in shown


def test_the_list_is_undone_with_its_photographs_unless_somebody_has_touched_the_product(
    session: object, internet: list[str]
) -> None:
    maker = make_maker()
    brought = take(bring(maker, LIST))
    db.session.info.pop("promised_jobs", None)  # whoever was to fetch them died
    go_on()
    assert jobs.run_pending() == 1
    services.answer(of(maker)["Mắm cáy"], by=owner_of(maker), weight_g=900)

    services.undo_list(brought, by=owner_of(maker))
    db.session.commit()

    assert list(of(maker)) == ["Mắm cáy"]
    assert sorted(internet) == sorted([GOOD, SECOND, ABSENT])


def test_a_list_that_is_undone_before_fetches_nothing(session: object, internet: list[str]) -> None:
    maker = make_maker()
    brought = take(bring(maker, LIST))
    services.undo_list(brought, by=owner_of(maker))
    db.session.commit()

    services.fetch_photos(brought.id)

    assert internet == []


def test_an_address_inside_our_own_network_is_refused(session: object) -> None:
    maker = make_maker()
    rows = {"Title": "Mắm tép", "Image Src": "http://127.0.0.1/anh.jpg, http://169.254.169.254/latest/meta-data"}
    brought = take(bring(maker, sheet(rows)))

    services.fetch_photos(brought.id)

    item = db.session.scalars(select(GoodsList)).one().items[0]
    assert (len(item.photos), item.photos_left) == (2, 0)
    assert of(maker)["Mắm tép"].photos == []


def test_addresses_are_read_however_shops_write_them() -> None:
    written = "https://a.vn/1.jpg, https://a.vn/2.jpg|https://a.vn/3.jpg\nanh.jpg"

    assert cells.addresses(written) == [f"https://a.vn/{number}.jpg" for number in (1, 2, 3)]
