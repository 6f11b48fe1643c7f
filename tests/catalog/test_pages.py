"""Pages about products: the owner's way from nothing to ready, who may not, and what visitors see."""

import io
import re
from typing import Any

import pytest
from sqlalchemy import func, select

from app.core.db import db
from app.core.ids import new_id
from app.policy import Actor, Holding, Role
from catalog.models import Product
from catalog.states import Stage
from merchants.models import Merchant
from tests.browser import Browser, Page
from tests.catalog import pictures
from tests.catalog.test_shopee import filled_row, template
from tests.factories.catalog import DESCRIPTION, make_maker, make_product, owner_of

HOSTILE = '"><img src=x> & </title>'


def signed_in_owner(browser: Browser, maker: Merchant) -> None:
    browser.sign_in(owner_of(maker))


def clerk(commune: str = "33/12826/") -> Actor:
    return Actor(None, "Công chức", (Holding(Role.CLERK, commune),))


def photo(name: str = "front.jpg", data: bytes | None = None) -> tuple[io.BytesIO, str]:
    return io.BytesIO(data or pictures.photo()), name


def send_photos(browser: Browser, product: Product, **frames: Any) -> Page:
    return browser.fill(f"/sp/{product.id}/anh", **frames)


def fresh(product: Product) -> Product:
    """Read a product again, after a request has changed it."""
    db.session.refresh(product)
    return product


def only_product() -> Product:
    return db.session.scalars(select(Product)).one()


def test_an_owner_goes_from_an_empty_shelf_to_a_ready_product(browser: Browser) -> None:
    maker = make_maker()
    signed_in_owner(browser, maker)
    shelf = browser.visit(f"/hs/{maker.code}/sp")
    assert "Chưa có sản phẩm nào" in shelf.text

    page = browser.fill(f"/hs/{maker.code}/sp")
    product = only_product()
    assert page.location == f"/sp/{product.id}/anh"

    page = send_photos(browser, product, front=photo(), label=photo(data=pictures.photo(1500, 1500)))
    assert (page.status, page.location) == (303, f"/sp/{product.id}/anh")

    for path, answers, following in (
        ("ten", {"name": "Nước mắm Diêm Điền 40 độ đạm"}, "dung-tich"),
        ("dung-tich", {"amount": "0,5", "unit": "l"}, "gia"),
        ("gia", {"price_vnd": "120.000 đ"}, "han"),
        ("han", {"number": "12", "counted_in": "months"}, "bao-quan"),
        ("bao-quan", {"storage": "dry"}, "loai"),
    ):
        page = browser.fill(f"/sp/{product.id}/{path}", **answers)
        assert (page.status, page.location) == (303, f"/sp/{product.id}/{following}"), path
    fresh(product)
    assert (product.content_milli, product.price_vnd, product.shelf_life_days) == (500, 120_000, 360)

    missing = browser.visit(f"/sp/{product.id}/kenh")
    assert "Cân cả bao bì" in missing.text
    for wanted in ("mo-ta", "can-nang", "goi-hang"):
        assert f"/sp/{product.id}/{wanted}?sua=1" in missing.links

    browser.fill(f"/sp/{product.id}/mo-ta?sua=1", description=DESCRIPTION)
    page = browser.fill(f"/sp/{product.id}/can-nang?sua=1", weight_g="900")
    assert page.location == f"/sp/{product.id}/kenh"
    browser.fill(f"/sp/{product.id}/goi-hang?sua=1", length_cm="30", width_cm="12", height_cm="14")
    assert fresh(product).box_cm == "30x12x14"
    page = browser.fill(f"/sp/{product.id}/kenh", to=f"/sp/{product.id}/hien")
    assert page.status == 303
    ready = browser.visit(f"/sp/{product.id}/kenh")
    assert "Khách đang xem được tại" in ready.text
    assert "Còn thiếu" not in ready.text
    assert f"/san-pham/{product.slug}" in ready.links


def test_the_rules_tell_the_day_they_were_checked_and_their_source(browser: Browser) -> None:
    product = make_product(make_maker())
    signed_in_owner(browser, product.merchant)

    page = browser.visit(f"/sp/{product.id}/kenh")

    assert "Luật kiểm tra ngày 24/11/2026" in page.text
    assert "https://support.google.com/merchants/answer/7052112" in page.links


def test_the_label_is_a_list_to_compare_with_and_stops_nothing(browser: Browser) -> None:
    product = make_product(make_maker(), shown=True, ingredients="")
    room = make_product(product.merchant, shown=True, name="Phòng đôi", content_unit="night")
    signed_in_owner(browser, product.merchant)

    page = browser.visit(f"/sp/{product.id}/kenh")

    assert "Trên nhãn nên có đủ" in page.text
    assert "Thành phần Chưa khai" in page.text
    assert "Nghị định 43/2017/NĐ-CP" in page.text
    assert "chưa được cơ quan xác nhận" in page.text
    assert "Khách đang xem được" in page.text
    assert "Trên nhãn nên có đủ" not in browser.visit(f"/sp/{room.id}/kenh").text


def test_sending_the_same_form_twice_makes_one_product(browser: Browser) -> None:
    maker = make_maker()
    signed_in_owner(browser, maker)
    shelf = browser.visit(f"/hs/{maker.code}/sp")
    form = {"csrf_token": shelf.hidden("csrf_token"), "_khoa": shelf.hidden("_khoa")}

    first = browser.again(f"/hs/{maker.code}/sp", form)
    second = browser.again(f"/hs/{maker.code}/sp", form)

    assert first.location == second.location
    assert db.session.scalar(select(func.count()).select_from(Product)) == 1


def test_sending_the_same_photograph_twice_keeps_one(browser: Browser) -> None:
    product = make_product(make_maker(), photo=False)
    signed_in_owner(browser, product.merchant)

    send_photos(browser, product, front=photo())
    send_photos(browser, product, front=photo())

    assert len(fresh(product).photos) == 1


def test_a_bad_file_is_named_and_the_good_one_kept(browser: Browser) -> None:
    product = make_product(make_maker(), photo=False)
    signed_in_owner(browser, product.merchant)

    page = send_photos(browser, product, front=photo(), label=photo("nhan.jpg", b"PK\x03\x04 a Word file"))

    assert page.status == 422
    assert "Chỉ nhận ảnh (JPG, PNG, HEIC). Tệp vừa chọn là Word hoặc Excel" in page.text
    assert len(fresh(product).photos) == 1


def test_a_blurred_photograph_is_kept_with_a_hint(browser: Browser) -> None:
    from PIL import ImageFilter

    soft = pictures.saved(pictures.scene().filter(ImageFilter.GaussianBlur(16)))
    product = make_product(make_maker(), photo=False)
    signed_in_owner(browser, product.merchant)

    send_photos(browser, product, front=photo(data=soft))

    assert "Ảnh hơi mờ. Lau ống kính" in browser.visit(f"/sp/{product.id}/anh").text


def test_photographs_are_moved_and_removed_by_buttons(browser: Browser) -> None:
    product = make_product(make_maker(), photo=False)
    signed_in_owner(browser, product.merchant)
    send_photos(browser, product, front=photo(), maker=photo(data=pictures.photo(800, 600)))
    first, second = fresh(product).photos

    browser.fill(f"/sp/{product.id}/anh", to=f"/sp/{product.id}/anh/{second.id}/len")
    assert [each.id for each in fresh(product).photos] == [second.id, first.id]

    browser.fill(f"/sp/{product.id}/anh", to=f"/sp/{product.id}/anh/{first.id}/xoa")
    assert [each.id for each in fresh(product).photos] == [second.id]


@pytest.mark.parametrize(
    ("page", "answers", "sentence"),
    [
        ("ten", {"name": " "}, "Nhập tên, ví dụ Nước mắm Diêm Điền 40 độ đạm"),
        ("gia", {"price_vnd": "900"}, "Giá từ 1.000 đ đến 100.000.000 đ, ví dụ 120.000"),
        ("gia", {"price_vnd": "rẻ"}, "120.000"),
        ("dung-tich", {"amount": "0", "unit": "ml"}, "Nhập một số, ví dụ 500 hoặc 0,5"),
        ("dung-tich", {"amount": "1e9", "unit": "ml"}, "Nhập một số, ví dụ 500 hoặc 0,5"),
        ("bao-quan", {}, "Chọn một câu trả lời"),
        ("can-nang", {"weight_g": "nặng"}, "Nhập số gam, ví dụ 900"),
        (
            "goi-hang",
            {"length_cm": "30", "width_cm": "20", "height_cm": ""},
            "Nhập số xăng-ti-mét chẵn từ 1 đến 300, ví dụ 30",
        ),
        ("goi-hang", {"length_cm": "301", "width_cm": "20", "height_cm": "9"}, "chẵn từ 1 đến 300"),
    ],
)
def test_an_answer_that_will_not_do_says_what_would(
    browser: Browser, page: str, answers: dict[str, str], sentence: str
) -> None:
    product = make_product(make_maker(), storage=None)
    version = product.version
    signed_in_owner(browser, product.merchant)

    shown = browser.fill(f"/sp/{product.id}/{page}", **answers)

    assert shown.status == 422
    assert sentence in shown.text
    assert fresh(product).version == version


def test_what_does_not_spoil_is_left_empty(browser: Browser) -> None:
    product = make_product(make_maker())
    signed_in_owner(browser, product.merchant)

    browser.fill(f"/sp/{product.id}/han", number="", counted_in="months")

    assert fresh(product).shelf_life_days is None


OWNER_PAGES = ("anh", "ten", "gia", "mo-ta", "kenh/shopee")


@pytest.mark.parametrize("page", [*OWNER_PAGES, "kenh"])
def test_another_owner_does_not_learn_that_the_product_exists(browser: Browser, page: str) -> None:
    product = make_product(make_maker())
    signed_in_owner(browser, make_maker())

    assert browser.visit(f"/sp/{product.id}/{page}").status == 404
    assert browser.visit(f"/sp/{new_id()}/{page}").status == 404


def test_a_clerk_of_the_commune_sees_but_may_not_change(browser: Browser) -> None:
    product = make_product(make_maker())
    browser.sign_in(clerk())

    assert browser.visit(f"/sp/{product.id}/kenh").status == 200
    assert browser.visit(f"/hs/{product.merchant.code}/sp").status == 200
    for page in OWNER_PAGES:
        assert browser.visit(f"/sp/{product.id}/{page}").status == 403, page
    for path in ("hien", "an", f"anh/{product.photos[0].id}/xoa", f"anh/{product.photos[0].id}/len", "anh", "gia"):
        assert browser.post(f"/sp/{product.id}/{path}", price_vnd="5000").status == 403, path
    assert browser.post(f"/hs/{product.merchant.code}/sp").status == 403
    fresh(product)
    assert (product.price_vnd, product.stage, len(product.photos)) == (120_000, Stage.DRAFT, 1)


def test_a_clerk_of_another_commune_sees_nothing(browser: Browser) -> None:
    product = make_product(make_maker())
    browser.sign_in(clerk("33/12865/"))

    assert browser.visit(f"/sp/{product.id}/kenh").status == 404
    assert browser.visit(f"/hs/{product.merchant.code}/sp").status == 404


def test_nobody_signed_in_is_sent_to_the_door(browser: Browser) -> None:
    product = make_product(make_maker())

    for path in (f"/sp/{product.id}/kenh", f"/hs/{product.merchant.code}/sp"):
        page = browser.visit(path)
        assert (page.status, page.location) == (303, "/vao"), path


def test_the_sellers_template_comes_back_filled(browser: Browser) -> None:
    product = make_product(make_maker())
    signed_in_owner(browser, product.merchant)

    page = browser.fill(
        f"/sp/{product.id}/kenh/shopee",
        to=f"/sp/{product.id}/kenh/shopee.xlsx",
        template=(io.BytesIO(template()), "mau.xlsx"),
    )

    assert page.status == 200
    assert f"shopee-{product.sku}.xlsx" in page.response.headers["Content-Disposition"]
    row = filled_row(page.data)
    assert (row["ps_product_name"], row["ps_price"], row["ps_weight"]) == (product.name, 120_000, 900)
    cover = product.photos[0].sizes["sq1024"].sha256
    assert row["ps_item_cover_image"] == f"http://localhost/anh/{cover}.jpg"


def test_another_file_than_the_template_is_refused_on_the_same_page(browser: Browser) -> None:
    product = make_product(make_maker())
    signed_in_owner(browser, product.merchant)

    page = browser.fill(
        f"/sp/{product.id}/kenh/shopee",
        to=f"/sp/{product.id}/kenh/shopee.xlsx",
        template=(io.BytesIO(b"words"), "mau.xlsx"),
    )

    assert page.status == 422
    assert "Đây chưa phải tệp mẫu của sàn" in page.text


def test_visitors_see_a_product_with_its_maker_and_telephone(browser: Browser) -> None:
    product = make_product(make_maker(), shown=True)

    page = browser.visit(f"/san-pham/{product.slug}")

    assert page.title.startswith("Nước mắm Diêm Điền 40 độ đạm")
    for words in ("Mắm Bà Mận", "0912 345 678", "120.000", "500 ml", "360 ngày"):
        assert words in page.text, words
    assert "tel:+84912345678" in page.links
    assert not re.search(r"(?i)giỏ hàng|thanh toán ngay", page.text)


@pytest.mark.parametrize(
    ("maker", "product"),
    [
        ({"public": False}, {"shown": True}),
        ({"stage": "submitted", "review_due_on": "today"}, {"shown": True}),
        ({"stage": "closed"}, {"shown": True}),
        ({}, {"shown": False}),
    ],
    ids=["no consent", "not confirmed", "closed", "not shown"],
)
def test_what_may_not_be_seen_is_not_found(
    browser: Browser, maker: dict[str, object], product: dict[str, bool]
) -> None:
    from app.core import clock

    if "review_due_on" in maker:
        maker = maker | {"review_due_on": clock.today()}
    hidden = make_product(make_maker(**maker), **product)  # type: ignore[arg-type]

    assert browser.visit(f"/san-pham/{hidden.slug}").status == 404
    assert hidden.name not in browser.visit("/san-pham").text


def test_hostile_words_stay_words_on_every_page(browser: Browser) -> None:
    product = make_product(
        make_maker(business_name=HOSTILE), shown=True, name=HOSTILE, description=HOSTILE, ingredients=HOSTILE
    )
    signed_in_owner(browser, product.merchant)

    for path in (
        "/san-pham",
        f"/san-pham/{product.slug}",
        f"/hs/{product.merchant.code}/sp",
        f"/sp/{product.id}/kenh",
        f"/sp/{product.id}/ten",
        f"/sp/{product.id}/mo-ta",
        f"/san-pham?tim={HOSTILE}",
    ):
        html = browser.visit(path).html
        assert "<img src=x" not in html, path
        assert "&lt;img src=x" in html, path


def test_the_list_is_searched_without_marks(browser: Browser) -> None:
    make_product(make_maker(), shown=True, name="Bánh đa Đặc biệt")
    make_product(make_maker(), shown=True, name="Nước mắm")

    for words in ("banh da", "BÁNH ĐẶC", "dac biet banh"):
        page = browser.visit("/san-pham", query_string={"tim": words})
        assert "Bánh đa Đặc biệt" in page.text, words
        assert "Nước mắm" not in page.text, words
    assert "Chưa thấy" in browser.visit("/san-pham", query_string={"tim": "100%_"}).text


def test_the_list_has_twenty_to_a_page_and_the_same_number_of_queries(
    browser: Browser, count_queries: list[str]
) -> None:
    maker = make_maker()
    make_product(maker, shown=True)
    count_queries.clear()
    browser.visit("/san-pham")
    with_one = len(count_queries)
    for number in range(22):
        make_product(maker, shown=True, name=f"Nước mắm số {number}")
    count_queries.clear()

    page = browser.visit("/san-pham")

    assert len(count_queries) == with_one <= 4  # the edition, how many, which, the communes to choose from
    assert len([link for link in page.links if link.startswith("/san-pham/")]) == 20
    assert "/san-pham?trang=2" in page.links
    last = browser.visit("/san-pham?trang=99")
    assert len([link for link in last.links if link.startswith("/san-pham/")]) == 3


def test_a_list_longer_than_anybody_leafs_through_says_so(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog.queries.listed.MOST_COUNTED", 2)
    maker = make_maker()
    for number in range(3):
        make_product(maker, shown=True, name=f"Nước mắm số {number}")

    page = browser.visit("/san-pham")

    assert "2 sản phẩm mới nhất" in page.text
    assert "tìm theo tên" in page.text


def test_one_product_takes_three_queries_and_the_edition_and_then_the_edition_alone(
    browser: Browser, count_queries: list[str]
) -> None:
    path = f"/san-pham/{make_product(make_maker(), shown=True).slug}"
    count_queries.clear()

    browser.visit(path)
    first = len(count_queries)
    browser.visit(path)

    assert (first, len(count_queries) - first) == (4, 1)


def test_a_picture_is_given_out_for_ever_and_only_as_what_it_is(browser: Browser) -> None:
    product = make_product(make_maker(), shown=True)
    thumb = product.cover["thumb320"]["sha256"]

    page = browser.visit(f"/anh/{thumb}.webp")

    assert page.response.mimetype == "image/webp"
    assert page.response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert page.data[8:12] == b"WEBP"
    again = browser.visit(f"/anh/{thumb}.webp", headers={"If-None-Match": page.response.headers["ETag"]})
    assert (again.status, again.data) == (304, b"")
    assert browser.visit(f"/anh/{thumb}.jpg").status == 404
    assert browser.visit(f"/anh/{'0' * 64}.webp").status == 404


def test_a_master_is_not_given_out(browser: Browser) -> None:
    product = make_product(make_maker(), shown=True)

    assert browser.visit(f"/anh/{product.photos[0].sha256}.jpg").status == 404


def test_every_page_speaks_english_when_asked(browser: Browser) -> None:
    product = make_product(make_maker(), shown=True)
    signed_in_owner(browser, product.merchant)

    assert "Ring 0912 345 678" in browser.visit(f"/san-pham/{product.slug}?lang=en").text
    assert "Still missing" not in browser.visit(f"/sp/{product.id}/kenh?lang=en").text
    assert "Take it again from nearer" in browser.visit(f"/sp/{product.id}/kenh?lang=en").text


def test_a_long_shelf_is_leafed_through(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog.queries.shelf._PAGE_ROWS", 2)
    maker = make_maker()
    for number in range(3):
        make_product(maker, name=f"Mắm số {number}")
    browser.sign_in(owner_of(maker))
    here = f"/hs/{maker.code}/sp"

    first, second = browser.visit(here), browser.visit(f"{here}?trang=2")

    assert ("Mắm số 2" in first.text, "Mắm số 0" in first.text) == (True, False)
    assert f"{here}?trang=2" in first.links
    assert ("Mắm số 0" in second.text, "Mắm số 2" in second.text) == (True, False)
    assert "Mắm số 0" in browser.visit(f"{here}?trang=99").text
