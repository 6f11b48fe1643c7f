"""Hints while something is written: English words for it, and how many sell the same already."""

import pytest

from catalog.english_words import english_for, english_words
from tests.browser import Browser
from tests.factories.catalog import make_maker, make_product, of_family, owner_of


@pytest.mark.no_database
def test_the_longest_word_counts_and_marks_tell_words_apart() -> None:
    assert english_for("Nước mắm cốt cá cơm, chai 500 ml") == (
        ("nước mắm cốt", "first-press fish sauce"), ("cá cơm", "anchovy"), ("chai", "bottle"),
    )  # fmt: skip
    assert english_for("Nhãn lồng") == (("nhãn", "longan"),)
    assert english_for("nhan đề") == ()
    assert english_for("Mắm Bà Mận") == (("mắm", "fermented fish paste"),)
    assert english_for("") == ()


@pytest.mark.no_database
def test_no_word_is_there_twice() -> None:
    said = [vi for vi, _en in english_words()]

    assert len(set(said)) == len(said)
    assert all(vi == vi.casefold() and en for vi, en in english_words())


def test_the_page_that_asks_for_english_offers_words_and_others_do_not(browser: Browser) -> None:
    product = make_product(make_maker())
    browser.sign_in(owner_of(product.merchant))

    assert "fish sauce" in browser.visit(f"/sp/{product.id}/ten-tieng-anh").text
    assert "earthenware jar" in browser.visit(f"/sp/{product.id}/mo-ta-tieng-anh").text
    assert "fish sauce" not in browser.visit(f"/sp/{product.id}/ten").text


def test_an_owner_is_told_how_many_sell_the_same_already(browser: Browser) -> None:
    maker = make_maker()
    product = make_product(maker)
    of_family(product, "I.4.a")
    browser.sign_in(owner_of(maker))
    assert "nhà khác đang có" not in browser.visit(f"/sp/{product.id}/tien").text
    of_family(make_product(maker, shown=True, name="Mắm của chính mình"), "I.4.a")
    neighbour = make_maker()
    for number in range(5):
        of_family(make_product(neighbour, shown=True, name=f"Mắm số {number}"), "I.4.a")
    of_family(make_product(make_maker(commune="33/12865/"), shown=True, name="Mắm xa"), "I.4.a")
    of_family(make_product(maker, shown=True, name="Gạo"), "I.2.a")
    of_family(make_product(make_maker(public=False), shown=True, name="Mắm giấu"), "I.4.a")

    text = browser.visit(f"/sp/{product.id}/tien").text

    assert "nhà khác đang có 5 sản phẩm trong xã, 6 trên cả trang" in text
    assert "Nhiều nhà cùng bán" in text
