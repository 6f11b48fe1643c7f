"""What is said of each photograph: how it looks, and what each marketplace will think of it."""

import io
from datetime import date
from typing import Any

import pytest
from PIL import Image, ImageEnhance, ImageOps
from time_machine import TimeMachineFixture

from catalog import images
from catalog.channel_rules import Channel, shipped_book
from catalog.images import Looks
from catalog.photo_verdicts import Weight, count_failures, photo_verdicts, show_the_same
from catalog.rules import PhotoFacts, PhotoRole
from tests.browser import Browser
from tests.catalog import pictures
from tests.factories.catalog import make_maker, make_product, owner_of

TODAY = date(2026, 11, 28)
BOOK = shipped_book()


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
    assert set(verdict.fitting) == set(Channel) - {Channel.SCHEMA_ORG}


def test_only_the_first_photograph_is_wanted_on_white() -> None:
    first, second = photo_verdicts([facts(white_edge_pct=89), facts(white_edge_pct=0)], BOOK, TODAY)
    (on_white,) = photo_verdicts([facts(white_edge_pct=90)], BOOK, TODAY)
    (unknown,) = photo_verdicts([facts()], BOOK, TODAY)

    assert first.not_white_for == (Channel.TIKTOK_SHOP, Channel.LAZADA_VN)
    assert not second.not_white_for
    assert not on_white.not_white_for
    assert not unknown.not_white_for


def test_six_bits_apart_is_the_same_and_seven_is_another() -> None:
    photos = [facts(fingerprint=f"{bits:016x}") for bits in (0, 0b111111, 0b1111111 << 20)]

    assert [each.same_as for each in photo_verdicts(photos, BOOK, TODAY)] == [None, 1, None]


def test_each_marketplace_that_asks_for_more_photographs_says_how_many() -> None:
    found = {each.rule.channel: each.difference for each in count_failures([facts(), facts()], BOOK, TODAY)}

    assert found[Channel.SHOPEE_VN] == {"short": 1, "limit": 3, "have": 2}
    assert Channel.GOOGLE not in found


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
