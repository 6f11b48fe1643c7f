"""What marketplaces answer: read from their files, kept with each product, shown beside our verdict."""

import io

import pytest
from openpyxl import load_workbook

from app.core.db import db
from catalog import queries
from catalog.channel_rules import Channel
from catalog.marketplaces import answers
from catalog.marketplaces.layouts import layouts
from catalog.models import ChannelAnswer, Product
from tests.browser import Browser, Page
from tests.catalog.test_shopee import KEYS, template
from tests.factories.catalog import make_maker, make_product, owner_of


def returned(*rows: tuple[str, str]) -> bytes:
    """Return Shopee's workbook as it comes back: a code and a reason in each row."""
    book = load_workbook(io.BytesIO(template()))
    places = {key.split("|")[0]: column for column, key in enumerate(KEYS, start=1)}
    for number, (sku, reason) in enumerate(rows, start=7):
        sheet = book["Bản đăng tải"]
        sheet.cell(number, places["ps_sku_short"], sku)
        sheet.cell(number, places["et_title_reason"], reason)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(browser: Browser, product: Product, channel: Channel, data: bytes) -> Page:
    path = f"/hs/{product.merchant.code}/sp/tra-loi"
    return browser.fill(path, channel=channel.value, file=(io.BytesIO(data), "tra-loi.xlsx"))


def test_shopees_reasons_stand_beside_our_verdict_until_it_says_otherwise(browser: Browser) -> None:
    product, other = make_product(make_maker(), shown=True), make_product(make_maker(), shown=True)
    browser.sign_in(owner_of(product.merchant))
    file = returned((product.sku, "Ảnh bìa mờ"), (product.sku, "Thiếu thương hiệu"), (other.sku, "Của người khác"))

    assert send(browser, product, Channel.SHOPEE_VN, file).status == 303

    (kept,) = db.session.query(ChannelAnswer).all()
    assert (kept.product_id, kept.channel) == (product.id, Channel.SHOPEE_VN)
    assert kept.sentences == ["Ảnh bìa mờ", "Thiếu thương hiệu"]
    page = browser.visit(f"/sp/{product.id}/kenh")
    assert "Ảnh bìa mờ" in page.text
    assert "Ở đây không thấy thiếu gì" in page.text

    assert send(browser, product, Channel.SHOPEE_VN, returned(("x", "Khác"))).status == 303
    assert db.session.query(ChannelAnswer).count() == 0


@pytest.mark.parametrize("split", [",", ";", "\t"])
def test_googles_list_of_faults_is_read(browser: Browser, split: str) -> None:
    product = make_product(make_maker(), shown=True)
    browser.sign_in(owner_of(product.merchant))
    file = f'\ufeffTitle,Item ID,Issue title\nMắm,{product.sku},"Missing value [gtin]"\nMắm,{product.sku},\nngắn\n'

    assert send(browser, product, Channel.GOOGLE, file.replace(",", split).encode()).status == 303

    assert [row.sentences for row in db.session.query(ChannelAnswer)] == [["Missing value [gtin]"]]


@pytest.mark.parametrize("data", [b"", b"words", template()[:900], "Tên,Giá\n".encode(), b"\xff\xfe\x00"])
@pytest.mark.parametrize("channel", [Channel.SHOPEE_VN, Channel.GOOGLE])
def test_another_file_is_refused_and_what_is_known_stays(browser: Browser, data: bytes, channel: Channel) -> None:
    product = make_product(make_maker())
    browser.sign_in(owner_of(product.merchant))

    page = send(browser, product, channel, data)

    assert page.status == 422
    assert db.session.query(ChannelAnswer).count() == 0


def test_answers_that_are_cut_off_forget_nothing(browser: Browser) -> None:
    product = make_product(make_maker())
    browser.sign_in(owner_of(product.merchant))
    line = f"{product.sku},Missing value\n"

    page = browser.fill(
        f"/hs/{product.merchant.code}/sp/tra-loi",
        channel="google",
        file=(io.BytesIO(f"Item ID,Issue title\n{line * (10_000_000 // len(line) + 1)}".encode()), "loi.csv"),
    )

    assert page.status == 422
    assert "nhiều nhất 10 MB" in page.text
    assert queries.answers_about(product.id) == {}


def test_words_of_a_marketplace_are_words(browser: Browser) -> None:
    product = make_product(make_maker())
    browser.sign_in(owner_of(product.merchant))
    send(browser, product, Channel.SHOPEE_VN, returned((product.sku, "<script>alert(1)</script>" + "a" * 900)))

    assert len(db.session.query(ChannelAnswer).one().sentences[0]) == 500
    assert "<script>alert" not in browser.visit(f"/sp/{product.id}/kenh").html


def test_nobody_brings_answers_for_somebody_else(browser: Browser) -> None:
    product = make_product(make_maker())
    browser.sign_in(owner_of(make_maker()))

    assert browser.visit(f"/hs/{product.merchant.code}/sp/tra-loi").status == 404
    assert answers.of_sheet(layouts()["shopee"], returned(("A", "Lỗi"), ("", "Không mã"))) == {"A": ("Lỗi",)}
