"""What is printed about a product: read back as a stranger's PDF reader reads it."""

import pypdfium2
import pytest

from catalog.documents import Print, cut, print_of
from catalog.rules import Axis, PublicPack, Unit
from tests.browser import Browser
from tests.catalog import pictures
from tests.catalog.shelves import BASE, hostile, packed, product
from tests.factories.catalog import make_maker, make_product, of_family, owner_of

# Two pages of two, or a page of some cards: nothing runs over.
CARDS = {Print.PRICE: 4, Print.STORY: 2, Print.LABEL: 8}


def pages(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in pypdfium2.PdfDocument(pdf)]


def made(kind: Print, what: object, picture: bytes = b"") -> bytes:
    return print_of(kind, what, picture=picture, base_url=BASE)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", Print)
def test_a_print_is_one_sheet_with_the_name_and_the_maker_on_every_card(kind: Print) -> None:
    pdf = made(kind, product(), pictures.photo(960, 720))

    (text,) = pages(pdf)
    words = " ".join(text.split())
    assert words.count("Nước mắm Diêm Điền 40 độ đạm") == CARDS[kind]
    assert words.casefold().count("mắm bà mận") == CARDS[kind]
    assert len(pdf) < 250_000


@pytest.mark.parametrize("kind", Print)
def test_even_words_that_are_too_long_and_hostile_stay_on_their_sheet(kind: Print) -> None:
    assert len(pages(made(kind, hostile(attrs={"usage": "Chấm sống, nấu, kho. " * 60})))) == 1


def test_a_price_card_names_every_pack_with_its_price() -> None:
    text = pages(made(Print.PRICE, packed()))[0]

    assert "500 ml · Cay, nồng" in text
    assert "120.000 ₫" in text
    assert "210.000 ₫" in text


def test_the_label_says_what_the_maker_has_answered_and_leaves_the_days_to_the_hand() -> None:
    text = " ".join(pages(made(Print.LABEL, product()))[0].split())

    for said in (
        "Thành phần: Cá cơm, muối",
        "Thể tích thực: 500 ml",
        "Hướng dẫn sử dụng: Chấm sống",
        "Bảo quản: Nơi khô thoáng",
        "Hạn dùng: 720 ngày kể từ ngày sản xuất",
        "NSX:",
        "Cơ sở chịu trách nhiệm: Mắm Bà Mận, Thôn Mai Diêm, Xã Thái Thụy. ĐT: 0912 345 678",
    ):
        assert said in text, said
    room = product(family="offer.room", unit=Unit.NIGHT, attrs={}, shelf_life_days=None)
    assert "NSX" not in pages(made(Print.LABEL, room))[0]


def test_a_story_ends_where_a_sentence_ends() -> None:
    assert cut("Một câu. Hai câu.") == "Một câu. Hai câu."
    assert cut("Câu đầu dài dài. " * 40, 45) == "Câu đầu dài dài. Câu đầu dài dài."
    assert cut("chữ " * 40, 10) == "chữ chữ…"


def test_an_owner_prints_before_the_product_is_shown(browser: Browser) -> None:
    item = make_product(make_maker())
    of_family(item, "I.4.a")
    browser.sign_in(owner_of(item.merchant))

    page = browser.visit(f"/sp/{item.id}/in")

    assert "Khách chưa thấy sản phẩm này" in page.text
    for kind in Print:
        answer = browser.client.get(f"/sp/{item.id}/in/{kind.value}.pdf")
        assert answer.mimetype == "application/pdf"
        assert item.name in " ".join(pages(answer.data)[0].split())


def test_the_number_of_an_owner_who_is_not_shown_is_not_printed(browser: Browser) -> None:
    item = make_product(make_maker(public=False))
    browser.sign_in(owner_of(item.merchant))

    for kind in Print:
        answer = browser.client.get(f"/sp/{item.id}/in/{kind.value}.pdf")
        assert "0912 345 678" not in pages(answer.data)[0]


def test_there_is_nothing_to_print_without_a_name_and_a_price(browser: Browser) -> None:
    item = make_product(make_maker(), price_vnd=None)
    browser.sign_in(owner_of(item.merchant))

    assert f"/sp/{item.id}/gia" in browser.visit(f"/sp/{item.id}/in").links
    assert browser.visit(f"/sp/{item.id}/in/the-gia.pdf").status == 404


def test_axes_without_packs_print_the_product_itself() -> None:
    alone = product(axes=(Axis.NET,), packs=(PublicPack("A", ("1 lít",), 99_000, "1 l", None, "", ""),))

    assert "99.000 ₫" in pages(made(Print.PRICE, alone))[0]
