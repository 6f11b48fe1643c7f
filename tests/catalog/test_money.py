"""What is left of a price, to the đồng, and where a thing had better be sold: worked out on the page, kept nowhere."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import advice, fees, words
from catalog.advice import Leaning, Place
from catalog.channel_rules import Channel
from catalog.rules import ProductFacts, Storage, Unit, VariantFacts
from tests.browser import Browser
from tests.catalog.test_readiness import COMPLETE, TODAY
from tests.factories.catalog import make_maker, make_product, of_family, owner_of


@pytest.mark.no_database
def test_a_sale_is_worked_out_to_the_dong() -> None:
    deductions = fees.deductions_on(Channel.SHOPEE_VN, TODAY, is_offer=False)

    net = fees.net_of(120_333, fee_pct=Decimal("12.5"), deductions=deductions, costs_vnd=5_000, made_for_vnd=60_000)

    assert net.fee_vnd == 15_042  # 15.041,625
    assert [amount for _, amount in net.kept_back] == [1_805, 3_000]  # 1.804,995
    assert net.received_vnd == 120_333 - 15_042 - 1_805 - 3_000 - 5_000
    assert net.left_vnd == net.received_vnd - 60_000


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("channel", "day", "is_offer", "shares"),
    [
        (Channel.SHOPEE_VN, date(2025, 6, 30), False, []),
        (Channel.SHOPEE_VN, date(2025, 7, 1), False, ["tax_goods", "order_shopee"]),
        (Channel.TIKTOK_SHOP, date(2025, 10, 26), False, ["tax_goods"]),
        (Channel.TIKTOK_SHOP, date(2025, 10, 27), False, ["tax_goods", "order_tiktok"]),
        (Channel.TIKI, TODAY, True, ["tax_services"]),
        (Channel.GOOGLE, TODAY, False, []),
    ],
)
def test_what_is_kept_back_is_dated(channel: Channel, day: date, is_offer: bool, shares: list[str]) -> None:
    assert [each.key for each in fees.deductions_on(channel, day, is_offer=is_offer)] == shares


@pytest.mark.no_database
def test_what_is_not_confirmed_has_a_page_to_compare_with() -> None:
    assert all(each.confirmed or each.source.startswith("https://") for each in fees.shipped())
    assert {each.pct for each in fees.shipped() if each.is_tax} == {Decimal("1.5"), Decimal(7)}


@pytest.mark.no_database
@given(st.integers(1_000, 100_000_000), st.decimals(0, 100, places=2), st.integers(0, 1_000_000))
def test_nothing_is_lost_or_made_on_the_way(price_vnd: int, pct: Decimal, costs_vnd: int) -> None:
    deductions = fees.deductions_on(Channel.TIKI, TODAY, is_offer=False)

    net = fees.net_of(price_vnd, fee_pct=pct, deductions=deductions, costs_vnd=costs_vnd)

    assert net.received_vnd + net.fee_vnd + sum(amount for _, amount in net.kept_back) + costs_vnd == price_vnd
    assert abs(net.fee_vnd - price_vnd * pct / 100) <= Decimal("0.5")
    assert net.left_vnd is None


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"shelf_life_days": 3}, "spoils-soon"),
        ({"shelf_life_days": 20, "storage": Storage.COOL}, "cool-and-short"),
        ({"storage": Storage.FROZEN}, "frozen"),
        ({"weight_g": 5_000, "price_vnd": 100_000}, "heavy-and-cheap"),
        ({"price_vnd": 15_000}, "cheap"),
        ({"family": "II.1.a"}, "alcohol"),
        ({"family": "V.2"}, "alive"),
        ({"family": "offer.room", "unit": Unit.NIGHT}, "offer"),
        ({"variants": (VariantFacts("A", ("gói nhỏ",), price_vnd=12_000),)}, "cheap"),
    ],
)
def test_one_reason_against_silences_those_for(change: dict[str, object], reason: str) -> None:
    facts: ProductFacts = replace(COMPLETE, **change)  # type: ignore[arg-type]

    found = advice.advice_for(facts)[Place.NATIONAL]

    assert reason in [each.id for each in found]
    assert {each.leaning for each in found} == {Leaning.NOT_YET}


@pytest.mark.no_database
def test_what_keeps_and_pays_its_way_goes_to_the_whole_country_and_an_empty_product_is_not_judged() -> None:
    good, empty = advice.advice_for(COMPLETE), advice.advice_for(ProductFacts())

    assert [each.id for each in good[Place.NATIONAL]] == ["keeps-long"]
    assert [each.id for each in good[Place.SEARCH]] == ["goods-search"]
    assert empty[Place.NATIONAL] == empty[Place.SEARCH] == ()
    assert [each.id for each in empty[Place.NEAR]] == ["near-always"]


@pytest.mark.no_database
def test_every_reason_has_its_words() -> None:
    assert {each.id for each in advice.shipped()} == set(words.REASONS)
    assert set(words.WAYS) == set(Place)


NUMBERS = {"channel": "shopee_vn", "price_vnd": "120.000", "fee_pct": "12,5", "packing_vnd": "5.000"}


def test_an_owner_works_out_what_reaches_the_hand_and_nothing_is_kept(browser: Browser) -> None:
    product = make_product(make_maker())
    browser.sign_in(owner_of(product.merchant))
    before = browser.visit(f"/sp/{product.id}/tien")
    assert "Tiền thực nhận" not in before.text
    assert "Sàn bán toàn quốc" in before.text

    page = browser.fill(f"/sp/{product.id}/tien", **NUMBERS, made_for_vnd="95.000")

    text = page.text.replace("\xa0", " ")
    assert page.status == 200
    assert "Tiền thực nhận 95.200 ₫" in text
    assert "Sàn thu theo đơn − 3.000 ₫" in text
    assert "Chưa kiểm chứng" in text
    assert "Thuế sàn giữ lại − 1.800 ₫" in text
    assert "chưa tới một phần mười" in text
    assert "95.000" not in browser.visit(f"/sp/{product.id}/tien").text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"fee_pct": ""}, "Nhập một số từ 0 đến 100"),
        ({"fee_pct": "101"}, "Nhập một số từ 0 đến 100"),
        ({"fee_pct": "NaN"}, "Nhập một số từ 0 đến 100"),
        ({"price_vnd": ""}, "Nhập giá bán trên đó"),
        ({"channel": "google"}, "Chọn một câu trả lời"),
    ],
)
def test_a_number_that_will_not_do_says_what_would(browser: Browser, changed: dict[str, str], sentence: str) -> None:
    product = make_product(make_maker())
    browser.sign_in(owner_of(product.merchant))

    page = browser.fill(f"/sp/{product.id}/tien", **(NUMBERS | changed))

    assert page.status == 422
    assert sentence in page.text


def test_the_tax_on_a_room_is_that_on_services(browser: Browser) -> None:
    product = make_product(make_maker())
    of_family(product, "offer.room")
    browser.sign_in(owner_of(product.merchant))

    page = browser.fill(f"/sp/{product.id}/tien", **NUMBERS)

    assert "− 8.400 ₫" in page.text.replace("\xa0", " ")


def test_nobody_but_the_owner_and_helpers_asks(browser: Browser) -> None:
    from tests.catalog.test_pages import clerk

    product = make_product(make_maker())
    browser.sign_in(clerk())
    stranger = Browser(browser.app)
    stranger.sign_in(owner_of(make_maker()))

    assert browser.visit(f"/sp/{product.id}/tien").status == 403
    assert browser.post(f"/sp/{product.id}/tien", **NUMBERS).status == 403
    assert stranger.visit(f"/sp/{product.id}/tien").status == 404
    assert stranger.post(f"/sp/{product.id}/tien", **NUMBERS).status == 404
