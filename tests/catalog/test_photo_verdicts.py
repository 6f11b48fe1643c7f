"""What is said of each photograph: how it looks, and what each marketplace will think of it."""

import io
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest
from PIL import Image, ImageEnhance, ImageOps
from time_machine import TimeMachineFixture

from app.core import clock
from app.core.db import db
from app.core.ids import new_id
from app.policy import Actor, Holding, Role
from catalog import images, services
from catalog.channel_rules import Channel, Kind, Profile, RuleBook, shipped_book
from catalog.images import Looks
from catalog.photo_looks import show_the_same
from catalog.photo_verdicts import Weight, count_failures, photo_verdicts
from catalog.readiness import evaluate
from catalog.rules import PhotoFacts, PhotoRole, ProductFacts, SentPicture
from tests.browser import Browser, account_of
from tests.catalog import pictures
from tests.factories.catalog import make_maker, make_product, owner_of

TODAY = date(2026, 11, 28)
# Fish sauce is goods: whoever books rooms has nothing to say of its photographs.
BOOK = shipped_book().for_kinds({Profile.ALL, Profile.GOODS})


def looks(image: Image.Image, quality: int = 90) -> Looks:
    return images.intake(pictures.saved(image, quality=quality)).looks


def facts(side: int = 1600, **more: Any) -> PhotoFacts:
    return PhotoFacts(PhotoRole.FRONT, side, side + 100, 90_000, **more)


def test_a_photograph_in_the_dark_is_told_from_one_in_the_light() -> None:
    assert not looks(pictures.scene()).is_dark
    assert looks(ImageEnhance.Brightness(pictures.scene()).enhance(0.2)).is_dark


def test_white_at_the_edge_is_measured_in_hundredths() -> None:
    scene = pictures.scene(800, 800)
    half = Image.new("RGB", (800, 800), "white")
    half.paste(scene.crop((0, 0, 400, 800)))

    assert looks(scene).white_edge_pct < 10
    assert 40 <= looks(half).white_edge_pct <= 60
    assert looks(ImageOps.expand(scene, 100, "white")).white_edge_pct >= 95


def test_one_thing_at_another_size_quality_and_light_has_nearly_the_same_print() -> None:
    scene = pictures.scene()
    again = ImageEnhance.Brightness(scene.resize((700, 525))).enhance(0.85)

    assert show_the_same(looks(scene).fingerprint, looks(again, quality=45).fingerprint)
    assert not show_the_same(looks(scene).fingerprint, looks(ImageOps.mirror(scene)).fingerprint)
    assert not show_the_same("", looks(scene).fingerprint)


@pytest.mark.parametrize(("day", "weight"), [(TODAY, Weight.REFUSED_LATER), (date(2027, 1, 31), Weight.REFUSED)])
def test_a_demand_that_is_to_come_is_named_with_its_day_and_its_difference(day: date, weight: Weight) -> None:
    (verdict,) = photo_verdicts([facts(420)], BOOK, day)

    (google,) = [each for each in verdict.shortfalls if each.channel is Channel.GOOGLE]
    assert (google.weight, google.need_px, google.have_px) == (weight, 500, 420)
    assert google.since == date(2027, 1, 31)


def test_a_demand_that_is_not_confirmed_only_advises_and_one_that_is_refuses() -> None:
    (verdict,) = photo_verdicts([facts(420)], BOOK, TODAY)

    weights = {each.channel: each.weight for each in verdict.shortfalls}
    assert weights[Channel.TIKI] is Weight.REFUSED
    assert weights[Channel.META] is Weight.SHOWN_WORSE
    assert not set(weights) & set(verdict.fitting)


def test_a_large_photograph_fits_everywhere() -> None:
    (verdict,) = photo_verdicts([facts(1500)], BOOK, TODAY)

    assert not verdict.shortfalls
    asks_for_none = {Channel.SCHEMA_ORG, Channel.ZALO, Channel.STAYS, Channel.TRIPS}
    assert set(verdict.fitting) == set(Channel) - asks_for_none


def test_only_the_first_photograph_is_wanted_on_white() -> None:
    first, second = photo_verdicts([facts(white_edge_pct=89), facts(white_edge_pct=0)], BOOK, TODAY)
    (on_white,) = photo_verdicts([facts(white_edge_pct=90)], BOOK, TODAY)
    (unknown,) = photo_verdicts([facts()], BOOK, TODAY)

    assert first.minded[Kind.IMAGE_WHITE] == (Channel.TIKTOK_SHOP, Channel.LAZADA_VN)
    for each in (second, on_white, unknown):
        assert not each.minded[Kind.IMAGE_WHITE]


def test_six_bits_apart_is_the_same_and_seven_is_another() -> None:
    photos = [facts(fingerprint=f"{bits:016x}") for bits in (0, 0b111111, 0b1111111 << 20)]

    assert [each.same_as for each in photo_verdicts(photos, BOOK, TODAY)] == [None, 1, None]


@pytest.mark.parametrize(
    ("photos", "channel", "rule_id", "difference"),
    [
        ([facts(white_edge_pct=40)], Channel.TIKTOK_SHOP, "tiktok-image-white", {"have": 40, "limit": 90}),
        ([facts(), facts(is_blurred=True)], Channel.TIKI, "tiki-image-sharp", {"number": 2}),
        ([facts(is_blurred=True)], Channel.STAYS, "stays-image-sharp", {"number": 1}),
        ([facts(is_dark=True)], Channel.STAYS, "stays-image-light", {"number": 1}),
        ([facts(fingerprint="0" * 16)] * 2, Channel.META, "meta-image-once", {"number": 2, "other": 1}),
    ],
)
def test_how_a_photograph_looks_is_asked_by_dated_demands_that_stop_nothing(
    photos: list[PhotoFacts], channel: Channel, rule_id: str, difference: dict[str, int]
) -> None:
    product = ProductFacts(photos=tuple(photos), family="offer.room" if channel is Channel.STAYS else "")

    found = {
        each.rule.id: each.difference for each in evaluate(product, channel, shipped_book().on(channel, TODAY)).advice
    }

    assert found[rule_id] == difference


def test_each_marketplace_that_asks_for_more_photographs_says_how_many() -> None:
    found = {each.rule.channel: each.difference for each in count_failures([facts(), facts()], BOOK, TODAY)}

    assert found[Channel.SHOPEE_VN] == {"short": 1, "limit": 3, "have": 2}
    assert Channel.GOOGLE not in found


def test_each_marketplace_that_shows_fewer_photographs_says_how_many() -> None:
    found = {each.rule.channel: each.difference for each in count_failures([facts()] * 9, BOOK, TODAY)}

    assert found == {
        Channel.LAZADA_VN: {"over": 1, "limit": 8, "have": 9},
        Channel.ZALO: {"over": 4, "limit": 5, "have": 9},
    }


def test_the_page_says_of_each_photograph_what_is_to_be_done(
    browser: Browser, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to("2026-11-28T09:00:00+07:00", tick=False)
    product = make_product(make_maker(), photo=False)
    browser.sign_in(owner_of(product.merchant))
    scene = pictures.scene().resize((560, 420))
    night = ImageEnhance.Brightness(scene).enhance(0.3)

    browser.fill(f"/sp/{product.id}/anh", front=sent(night), label=sent(scene.resize((1600, 1200))))
    page = browser.visit(f"/sp/{product.id}/anh")

    assert "Google (không mất tiền) cần 500 px từ 31/01/2027, ảnh này 420." in page.text
    assert "Tiki cần 500 px, ảnh này 420." in page.text
    assert "Lớn hơn thì đẹp hơn: Shopee 1024 px," in page.text
    assert "Ảnh hơi tối." in page.text
    assert "Giống ảnh 1." in page.text
    assert "TikTok Shop, Lazada: nên chụp trên nền trắng." in page.text
    assert "Shopee : Chụp thêm 1 ảnh: ít nhất 3, đang có 2" in page.text


def sent(image: Image.Image) -> tuple[io.BytesIO, str]:
    return io.BytesIO(pictures.saved(image, quality=90)), "photo.jpg"


def asked(rule_id: str, start: date, **params: int) -> RuleBook:
    """Return the rules with one that asks for something else from a day on."""
    rule = BOOK.latest(rule_id)
    assert rule is not None
    return BOOK.with_change(1, replace(rule, params=MappingProxyType(dict(rule.params) | params), valid_from=start))


@pytest.mark.parametrize(
    ("rule_id", "params", "channel", "difference"),
    [
        ("shopee-image-weight", {"kb": 300}, Channel.SHOPEE_VN, {"number": 1, "have": 401, "limit": 300}),
        ("tiktok-image-largest", {"side": 1400}, Channel.TIKTOK_SHOP, {"number": 1, "have": 1500, "limit": 1400}),
        (
            "tiki-image-shape",
            {"narrow": 71, "wide": 72},
            Channel.TIKI,
            {"number": 1, "have": 100, "low": 71, "high": 72},
        ),
    ],
)
def test_weight_size_and_shape_of_what_is_sent_are_dated_demands(
    rule_id: str, params: dict[str, int], channel: Channel, difference: dict[str, int]
) -> None:
    photo = facts(sent=SentPicture(1500, 1500, 400_500))
    product = ProductFacts(photos=(photo,))

    (fits,) = photo_verdicts([photo], BOOK, TODAY)
    (now,) = photo_verdicts([photo], asked(rule_id, TODAY, **params), TODAY)
    (later,) = photo_verdicts([photo], asked(rule_id, date(2027, 3, 1), **params), TODAY)

    assert not fits.misfits
    assert [(each.weight, each.failure.difference) for each in now.misfits] == [(Weight.REFUSED, difference)]
    assert [each.weight for each in later.misfits] == [Weight.REFUSED_LATER]
    for book, day, is_stopped in (
        (BOOK, TODAY, False),
        (asked(rule_id, TODAY, **params), TODAY, True),
        (asked(rule_id, date(2027, 3, 1), **params), TODAY, False),
        (asked(rule_id, date(2027, 3, 1), **params), date(2027, 3, 1), True),
    ):
        found = evaluate(product, channel, book.on(channel, day)).blocking
        assert (rule_id in [each.rule.id for each in found]) is is_stopped


def test_an_owner_is_told_what_a_place_has_against_the_picture_it_is_sent(browser: Browser) -> None:
    product = make_product(make_maker(), shown=True)
    browser.sign_in(owner_of(product.merchant))
    path = f"/sp/{product.id}/anh"
    assert "Khổ và dung lượng đều hợp với mọi nơi" in browser.visit(path).text
    before, rule = (
        book.latest("tiki-image-shape") for book in (BOOK, asked("tiki-image-shape", clock.today(), wide=60))
    )
    assert before is not None
    assert rule is not None
    by, other = (Actor(new_id(), name, (Holding(Role.OFFICIAL, "33/12826/"),)) for name in ("Chị Yến", "Anh Khôi"))
    for each in (by, other):
        account_of(each)
    services.agree(services.propose(before, rule, why="Trang trợ giúp vừa đổi", by=by), by=other)
    db.session.commit()

    page = browser.visit(path)

    assert "Tiki: Ảnh 1 gửi đi rộng bằng 100 % chiều cao" in page.text
    assert "Khổ và dung lượng đều hợp với mọi nơi" not in page.text
