"""What a product says on one marketplace only: seen as its own, handed over, judged, taken back; all else inherited."""

import io

import pytest
from sqlalchemy import func, select

from app.core.db import db
from catalog import queries, services
from catalog.channel_rules import Channel
from catalog.models import ChannelOverride, Product
from catalog.readiness import Verdict
from catalog.rules import Own, PhotoRole
from tests.browser import Browser
from tests.catalog.test_feeds import items
from tests.catalog.test_shopee import filled_row, template
from tests.factories.catalog import make_maker, make_product, owner_of, taken


def give(product: Product, channel: Channel, own: Own, value: object) -> None:
    services.give_own(product, channel, own, value, by=owner_of(product.merchant))
    db.session.commit()


def own_rows() -> int:
    return db.session.scalar(select(func.count()).select_from(ChannelOverride)) or 0


def test_an_owner_says_it_differently_in_one_place_and_takes_it_back(browser: Browser) -> None:
    product = make_product(make_maker())
    browser.sign_in(owner_of(product.merchant))
    here = f"/sp/{product.id}/kenh/shopee_vn/chu"
    assert browser.visit(here).text.count("đang dùng chữ chung") == 5

    page = browser.fill(f"{here}/ten", value="Nước mắm Diêm Điền 40 độ đạm ủ chum sành")
    assert (page.status, page.location) == (303, here)
    browser.fill(f"{here}/gia", value="135.000")
    page = browser.visit(here)
    assert page.text.count("đang dùng chữ chung") == 3
    assert "ủ chum sành" in page.text
    assert "chữ riêng" in browser.visit(f"/sp/{product.id}/kenh").text

    browser.fill(here, to=f"{here}/ten/bo")
    browser.fill(f"{here}/gia", value="")
    assert browser.visit(here).text.count("đang dùng chữ chung") == 5
    assert own_rows() == 0


def test_the_same_as_everywhere_is_no_own_word_and_follows_what_is_said_everywhere() -> None:
    product = make_product(make_maker())

    give(product, Channel.SHOPEE_VN, Own.TITLE, product.name)
    give(product, Channel.SHOPEE_VN, Own.PHOTOS, [photo.sha256 for photo in product.photos])

    assert own_rows() == 0


def test_what_is_inherited_changes_along_and_an_own_word_stays() -> None:
    product = make_product(make_maker(), shown=True)
    give(product, Channel.GOOGLE, Own.TITLE, "Fish sauce, Nước mắm Diêm Điền")

    services.answer(product, name="Tên mới", description="Mô tả mới " * 20, by=owner_of(product.merchant))

    (row,) = queries.feed_rows(Channel.GOOGLE)
    assert (row.name, row.description) == ("Fish sauce, Nước mắm Diêm Điền", product.description)
    shown = queries.public_product(product.slug)
    assert shown is not None
    assert shown.name == "Tên mới"


def test_google_is_handed_its_own_words_category_and_order_of_photographs(browser: Browser) -> None:
    product = make_product(make_maker(), shown=True)
    by = owner_of(product.merchant)
    services.add_photos(product, [(PhotoRole.MAKER, taken(900, 900))], by=by)
    services.move_own_photo_forward(product, Channel.GOOGLE, product.photos[1], by=by)
    give(product, Channel.GOOGLE, Own.CATEGORY, "Food, Beverages & Tobacco > Food Items")

    (item,) = items(browser.visit("/feeds/google.xml").html)

    assert item["google_product_category"] == "Food, Beverages & Tobacco > Food Items"
    assert product.photos[1].sizes["sq1500"].sha256 in item["image_link"]
    assert product.photos[0].sizes["sq1500"].sha256 in item["additional_image_link"]
    assert product.cover["sq1500"]["sha256"] == product.photos[0].sizes["sq1500"].sha256


def test_shopees_file_is_filled_with_its_own_words(browser: Browser) -> None:
    product = make_product(make_maker())
    give(product, Channel.SHOPEE_VN, Own.TITLE, "Tên trên Shopee cho dễ tìm")
    give(product, Channel.SHOPEE_VN, Own.PRICE, 135_000)
    give(product, Channel.SHOPEE_VN, Own.CATEGORY, "100629")
    browser.sign_in(owner_of(product.merchant))

    page = browser.fill(
        f"/sp/{product.id}/kenh/shopee",
        to=f"/sp/{product.id}/kenh/shopee.xlsx",
        template=(io.BytesIO(template()), "mau.xlsx"),
    )

    row = filled_row(page.data)
    assert (row["ps_product_name"], row["ps_price"], row["ps_category"]) == (
        "Tên trên Shopee cho dễ tìm", 135_000, "100629",
    )  # fmt: skip


def test_a_place_is_judged_by_what_is_said_there() -> None:
    product = make_product(make_maker(), shown=True, name="x" * 140)
    assert queries.readiness_rows(product.id)[Channel.SHOPEE_VN].verdict is Verdict.UNVERIFIED

    give(product, Channel.SHOPEE_VN, Own.TITLE, "Nước mắm Diêm Điền 40 độ đạm chai 500 ml")

    assert queries.readiness_rows(product.id)[Channel.SHOPEE_VN].verdict is Verdict.WARN
    give(product, Channel.GOOGLE, Own.TITLE, "x" * 160)
    assert queries.readiness_rows(product.id)[Channel.GOOGLE].verdict is Verdict.MISSING


def test_google_takes_no_price_of_its_own_and_search_engines_nothing(browser: Browser) -> None:
    product = make_product(make_maker())
    browser.sign_in(owner_of(product.merchant))

    with pytest.raises(services.OwnWordsRefusedError):
        services.give_own(product, Channel.GOOGLE, Own.PRICE, 5_000, by=owner_of(product.merchant))
    page = browser.post(f"/sp/{product.id}/kenh/google/chu/gia", value="5000")
    assert page.status == 422
    assert "hiện đúng như trang sản phẩm" in page.text
    assert browser.visit(f"/sp/{product.id}/kenh/google/chu").text.count("đang dùng chữ chung") == 4
    assert browser.visit(f"/sp/{product.id}/kenh/schema_org/chu").status == 404
    assert own_rows() == 0


def test_photographs_are_put_in_order_by_buttons_for_one_place(browser: Browser) -> None:
    product = make_product(make_maker())
    by = owner_of(product.merchant)
    services.add_photos(product, [(PhotoRole.MAKER, taken(900, 900))], by=by)
    db.session.commit()
    browser.sign_in(by)
    here = f"/sp/{product.id}/kenh/shopee_vn/chu/anh"
    first, second = (photo.sha256 for photo in product.photos)

    assert browser.fill(here, to=f"{here}/{product.photos[1].id}/len").status == 303

    db.session.expire_all()
    assert product.own_words(Channel.SHOPEE_VN).photo_order == (second, first)
    assert [photo.sha256 for photo in product.photos] == [first, second]
    services.remove_photo(product, product.photos[1], by=by)
    assert product.own_words(Channel.SHOPEE_VN).photo_order == (first,)


@pytest.mark.parametrize(("value", "status"), [("900", 422), ("rẻ", 422), ("135.000", 303)])
def test_a_price_of_its_own_is_a_price(browser: Browser, value: str, status: int) -> None:
    product = make_product(make_maker())
    browser.sign_in(owner_of(product.merchant))

    assert browser.fill(f"/sp/{product.id}/kenh/shopee_vn/chu/gia", value=value).status == status


def test_the_history_tells_own_words_and_brings_them_back() -> None:
    product = make_product(make_maker())
    give(product, Channel.SHOPEE_VN, Own.TITLE, "Tên trên Shopee")
    last = queries.last_revision(product.id)
    assert last is not None
    services.drop_own(product, Channel.SHOPEE_VN, Own.TITLE, by=owner_of(product.merchant))

    services.bring_back(product, last.number, by=owner_of(product.merchant))

    assert product.own_words(Channel.SHOPEE_VN).title == "Tên trên Shopee"


def test_visitors_who_read_english_see_the_english_name_and_words(browser: Browser) -> None:
    product = make_product(
        make_maker(), shown=True, name_en="Fish sauce of Diêm Điền", description_en="Twelve months in jars."
    )

    english = browser.visit(f"/san-pham/{product.slug}?lang=en")

    assert english.title.startswith("Fish sauce of Diêm Điền")
    assert "Twelve months in jars." in english.text
    assert product.name in english.text
    vietnamese = browser.visit(f"/san-pham/{product.slug}?lang=vi")
    assert "Fish sauce" not in vietnamese.text


def test_a_neighbour_and_a_clerk_put_no_words_into_the_owners_mouth(browser: Browser) -> None:
    from tests.catalog.test_pages import clerk

    product = make_product(make_maker())
    photo = product.photos[0]
    here = f"/sp/{product.id}/kenh/shopee_vn/chu"
    browser.sign_in(clerk())
    stranger = Browser(browser.app)
    stranger.sign_in(owner_of(make_maker()))

    assert browser.visit(here).status == 200
    assert stranger.visit(here).status == 404
    for path in (f"{here}/ten", f"{here}/anh"):
        assert browser.visit(path).status == 403
        assert stranger.visit(path).status == 404
    for path in (f"{here}/ten", f"{here}/ten/bo", f"{here}/anh/{photo.id}/len"):
        assert browser.post(path, value="Tên khác").status == 403
        assert stranger.post(path, value="Tên khác").status == 404
    assert own_rows() == 0
