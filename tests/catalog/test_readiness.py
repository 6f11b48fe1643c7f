"""Readiness: each demand, its exact difference, and what an unconfirmed one may not do."""

import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from catalog.channel_rules import PACKAGE, Channel, Confidence, Kind, Severity, edition_of, shipped, shipped_book
from catalog.readiness import Readiness, Verdict, evaluate
from catalog.rules import (
    Field,
    PhotoFacts,
    PhotoRole,
    ProductFacts,
    Storage,
    Unit,
    VariantFacts,
    contact_in,
    show_content,
)

TODAY = date(2026, 11, 24)
LAST_DAY_OF_100_PX = date(2027, 1, 30)
FIRST_DAY_OF_500_PX = date(2027, 1, 31)

FRONT = PhotoFacts(PhotoRole.FRONT, 1500, 1500, 400_000)
COMPLETE = ProductFacts(
    name="Nước mắm Diêm Điền 40 độ đạm chai 500 ml",
    description="Cá cơm và muối Thụy Hải ủ mười hai tháng. " * 8,
    price_vnd=120_000,
    net_content=Decimal(500),
    unit=Unit.ML,
    shelf_life_days=720,
    storage=Storage.DRY,
    weight_g=900,
    box_cm="30x12x12",
    ingredients="Cá cơm, muối",
    brand="Nước mắm Bà Mận",
    photos=(FRONT,) * 5,
    is_shown=True,
    family="I.4.a",
    attrs={
        "protein_degree": 40,
        "months_fermented": 12,
        "made_on": "Xem trên nắp",
        "warning": "Có cá",
        "usage": "Chấm, nấu",
        "keeping": "Nơi khô mát",
    },
)
BOOK = shipped_book()
# Where guests book, and nobody buys a bottle.
BOOKED = (Channel.STAYS, Channel.TRIPS)


def judged(facts: ProductFacts, channel: Channel, day: date = TODAY) -> Readiness:
    return evaluate(facts, channel, BOOK.on(channel, day))


def failed(readiness: Readiness) -> dict[str, dict[str, int | str]]:
    return {
        failure.rule.id: dict(failure.difference)
        for failure in (*readiness.blocking, *readiness.unverified, *readiness.advice)
    }


@pytest.mark.parametrize("channel", [channel for channel in Channel if channel not in BOOKED])
def test_a_complete_product_is_ready_everywhere(channel: Channel) -> None:
    readiness = judged(COMPLETE, channel)

    assert readiness.verdict is Verdict.READY
    assert readiness.score_met == readiness.score_required > 0


@pytest.mark.parametrize(
    ("channel", "change", "rule", "difference", "verdict"),
    [
        (Channel.GOOGLE, {"name": ""}, "google-name", {}, Verdict.MISSING),
        (
            Channel.GOOGLE,
            {"name": "x" * 162},
            "google-name-length",
            {"over": 12, "limit": 150, "have": 162},
            Verdict.MISSING,
        ),
        (Channel.GOOGLE, {"description": ""}, "google-description", {}, Verdict.MISSING),
        (Channel.GOOGLE, {"price_vnd": None}, "google-price", {}, Verdict.MISSING),
        (Channel.GOOGLE, {"is_shown": False}, "google-link", {}, Verdict.MISSING),
        (Channel.GOOGLE, {"photos": ()}, "google-image", {}, Verdict.MISSING),
        (Channel.GOOGLE, {"net_content": None}, "google-content", {}, Verdict.WARN),
        (Channel.SHOPEE_VN, {"weight_g": None}, "shopee-weight", {}, Verdict.MISSING),
        (Channel.SHOPEE_VN, {"description": ""}, "shopee-description", {}, Verdict.MISSING),
        (
            Channel.SHOPEE_VN,
            {"name": "Nước mắm"},
            "shopee-name-min",
            {"short": 2, "limit": 10, "have": 8},
            Verdict.UNVERIFIED,
        ),
        (
            Channel.SHOPEE_VN,
            {"name": "Nước mắm cá cơm"},
            "shopee-name-good",
            {"short": 10, "limit": 25, "have": 15},
            Verdict.WARN,
        ),
        (
            Channel.SHOPEE_VN,
            {"photos": (FRONT,)},
            "shopee-image-count",
            {"short": 2, "limit": 3, "have": 1},
            Verdict.WARN,
        ),
        (
            Channel.SHOPEE_VN,
            {"description": "Gọi 0912 345 678 để đặt hàng. " * 5},
            "shopee-contact",
            {"found": "0912 345 678"},
            Verdict.UNVERIFIED,
        ),
        (
            Channel.SHOPEE_VN,
            {"price_vnd": 900},
            "shopee-price-range",
            {"low": 1000, "high": 120_000_000, "have": 900},
            Verdict.UNVERIFIED,
        ),
        (Channel.SHOPEE_VN, {"box_cm": ""}, "shopee-box", {}, Verdict.WARN),
        (Channel.LAZADA_VN, {"box_cm": ""}, "lazada-box", {}, Verdict.MISSING),
        (Channel.TIKTOK_SHOP, {"box_cm": ""}, "tiktok-box", {}, Verdict.MISSING),
        (
            Channel.TIKTOK_SHOP,
            {"description": "Chấm sống, kho cá, pha gỏi đều được. " * 3},
            "tiktok-description-words",
            {"short": 6, "limit": 30, "have": 24},
            Verdict.MISSING,
        ),
        (
            Channel.TIKI,
            {"name": "NƯỚC MẮM BÀ MẬN 40 độ đạm"},
            "tiki-seller",
            {"found": "Nước mắm Bà Mận"},
            Verdict.WARN,
        ),
        (
            Channel.GOOGLE,
            {"name": "Mắm cáy, Hũ 300 g", "variants": tuple(VariantFacts(name, (name,)) for name in ("m", "hũ 300 g"))},
            "google-pack-name",
            {"found": "hũ 300 g"},
            Verdict.WARN,
        ),
        (Channel.ZALO, {"photos": ()}, "zalo-cover", {}, Verdict.MISSING),
        (Channel.ZALO, {"price_vnd": None}, "zalo-price", {}, Verdict.MISSING),
        (
            Channel.ZALO,
            {"photos": (FRONT,) * 6},
            "zalo-image-most",
            {"over": 1, "limit": 5, "have": 6},
            Verdict.WARN,
        ),
        (
            Channel.SHOPEE_VN,
            {"variants": tuple(VariantFacts(f"P{number}", (f"{number} g",)) for number in range(51))},
            "shopee-variants",
            {"over": 1, "limit": 50, "have": 51},
            Verdict.UNVERIFIED,
        ),
        (
            Channel.SHOPEE_VN,
            {"variants": tuple(VariantFacts(f"P{number}", ("hũ", f"{number} g")) for number in range(21))},
            "shopee-options",
            {"over": 1, "limit": 20, "have": 21},
            Verdict.UNVERIFIED,
        ),
        (
            Channel.SHOPEE_VN,
            {"variants": (VariantFacts("P", ("hũ thuỷ tinh nắp nhôm đỏ",)),)},
            "shopee-option",
            {"over": 4, "limit": 20, "found": "hũ thuỷ tinh nắp nhôm đỏ"},
            Verdict.UNVERIFIED,
        ),
        (Channel.SCHEMA_ORG, {"price_vnd": None}, "schema-price", {}, Verdict.MISSING),
        (Channel.SCHEMA_ORG, {"description": ""}, "schema-description", {}, Verdict.WARN),
        (
            Channel.SCHEMA_ORG,
            {"photos": (PhotoFacts(PhotoRole.FRONT, 200, 240, 9000),)},
            "schema-area",
            {"have": 48_000, "limit": 50_000},
            Verdict.WARN,
        ),
    ],
)
def test_one_thing_missing_is_named_with_its_exact_difference(
    channel: Channel, change: dict[str, object], rule: str, difference: dict[str, int | str], verdict: Verdict
) -> None:
    readiness = judged(replace(COMPLETE, **change), channel)  # type: ignore[arg-type]

    assert failed(readiness)[rule] == difference
    assert readiness.verdict is verdict


@pytest.mark.parametrize(
    ("day", "side", "verdict"),
    [
        (LAST_DAY_OF_100_PX, 499, Verdict.WARN),
        (FIRST_DAY_OF_500_PX, 499, Verdict.MISSING),
        (FIRST_DAY_OF_500_PX, 500, Verdict.WARN),
        (LAST_DAY_OF_100_PX, 99, Verdict.MISSING),
        (LAST_DAY_OF_100_PX, 1500, Verdict.READY),
    ],
)
def test_google_asks_for_500_px_from_the_last_day_of_january_2027(day: date, side: int, verdict: Verdict) -> None:
    facts = replace(COMPLETE, photos=(PhotoFacts(PhotoRole.FRONT, side, 2000, 9000),))

    assert judged(facts, Channel.GOOGLE, day).verdict is verdict


def test_the_old_demand_ends_where_the_new_one_begins() -> None:
    def sizes(day: date) -> set[str]:
        return {rule.id for rule in BOOK.on(Channel.GOOGLE, day) if rule.kind is Kind.IMAGE_MIN_PX}

    assert sizes(LAST_DAY_OF_100_PX) == {"google-image-100", "google-image-1500"}
    assert sizes(FIRST_DAY_OF_500_PX) == {"google-image-500", "google-image-1500"}


def test_the_version_of_the_rules_changes_on_the_day_a_rule_does() -> None:
    days = (TODAY, LAST_DAY_OF_100_PX, FIRST_DAY_OF_500_PX)
    google = [BOOK.version_on(Channel.GOOGLE, day) for day in days]
    shopee = {BOOK.version_on(Channel.SHOPEE_VN, day) for day in days}

    assert google[0] == google[1] != google[2]
    assert len(shopee) == 1


@pytest.mark.parametrize("name", ["data/word_lists.json", "data/channel_rules.json", "rules.py"])
def test_the_version_of_the_rules_changes_with_a_release_that_judges_otherwise(tmp_path: Path, name: str) -> None:
    release = tmp_path / "catalog"
    shutil.copytree(PACKAGE, release, ignore=shutil.ignore_patterns("__pycache__"))
    changed = release / name

    changed.write_text(changed.read_text("utf-8").replace("zalo", "zolo").replace("ngon nhất", "ngon tuyệt"), "utf-8")

    assert BOOK.version_on(Channel.TIKI, TODAY).endswith(edition_of(PACKAGE))
    assert edition_of(release) != edition_of(PACKAGE)


def test_an_unconfirmed_demand_never_blocks_unless_the_sellers_own_file_makes_it() -> None:
    for rule in shipped():
        if rule.blocks:
            assert rule.confidence is Confidence.HIGH or rule.basis == "template"
            assert rule.severity is Severity.BLOCK


@pytest.mark.parametrize(
    ("channel", "change"),
    [
        (Channel.TIKI, {"brand": "An", "name": "Bánh gai Quan Lạn, gói mười chiếc"}),
        (
            Channel.GOOGLE,
            {"name": "Mắm cáy giã tay", "variants": tuple(VariantFacts(each, (each,)) for each in ("Mắm c", "300 g"))},
        ),
    ],
)
def test_a_word_inside_a_longer_one_is_not_said(channel: Channel, change: dict[str, object]) -> None:
    assert failed(judged(replace(COMPLETE, **change), channel)).keys().isdisjoint({"tiki-seller", "google-pack-name"})


def test_an_empty_product_is_asked_for_each_thing_once() -> None:
    for channel in Channel:
        readiness = judged(ProductFacts(), channel)
        required = [failure for failure in readiness.blocking if failure.field is not Field.SHOWN]

        assert readiness.verdict is Verdict.MISSING
        assert len({failure.field for failure in required}) == len(required)
        assert readiness.score_met < readiness.score_required


def test_the_front_photograph_is_the_one_measured() -> None:
    label = PhotoFacts(PhotoRole.LABEL, 50, 50, 900)

    assert judged(replace(COMPLETE, photos=(label, FRONT)), Channel.GOOGLE).verdict is Verdict.READY


def test_nobody_is_asked_for_the_parcel_of_a_room() -> None:
    room = replace(COMPLETE, family="offer.room", box_cm="")

    assert "tiktok-box" not in failed(judged(room, Channel.TIKTOK_SHOP))
    assert "lazada-box" not in failed(judged(room, Channel.LAZADA_VN))


def test_every_rule_shows_what_would_do() -> None:
    assert [rule.id for rule in shipped() if not rule.example] == []


def test_every_rule_tells_its_source_and_the_day_it_was_checked() -> None:
    for rule in shipped():
        assert rule.source
        assert rule.message
        assert date(2026, 1, 1) <= rule.verified_on
    assert {rule.channel for rule in shipped()} == set(Channel)
    assert BOOK.on(Channel.GOOGLE, TODAY)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gọi 0912.345.678 nhé", "0912.345.678"),
        ("ĐT +84 912 345 678", "+84 912 345 678"),
        ("xem tại nuocmam.vn", "nuocmam.vn"),
        ("có bán ở Lazada", "Lazada"),
        ("nhắn messenger hay bấm mam.shop", "mam.shop, messenger"),
        ("Zalo 0912 345 678, xem https://mam.vn/a, zalo nhé", "0912 345 678, https://mam.vn/a, zalo"),
        ("Ủ 12 tháng, 40 độ đạm, chai 500 ml, năm 2026", ""),
        ("Giá 120.000 đ một chai", ""),
    ],
)
def test_contacts_in_a_text_are_found_and_plain_numbers_are_not(text: str, found: str) -> None:
    assert contact_in(text) == found


@pytest.mark.parametrize(
    ("amount", "unit", "shown"),
    [
        (Decimal("500.000"), Unit.ML, "500 ml"),
        (Decimal("0.500"), Unit.LITRE, "0,5 l"),
        (Decimal(20), Unit.PIECE, "× 20"),
        (Decimal(1), Unit.NIGHT, ""),
        (None, Unit.ML, ""),
    ],
)
def test_content_is_written_the_vietnamese_way(amount: Decimal | None, unit: Unit, shown: str) -> None:
    assert show_content(amount, unit) == shown
