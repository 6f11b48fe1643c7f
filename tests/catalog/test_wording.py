"""Words nobody should use: found whole, with marks, never inside what the law prescribes; stars as the papers say."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete

from app.core import clock
from app.core.db import db
from catalog import queries, rules, services
from catalog.channel_rules import Channel, shipped, shipped_book
from catalog.models import FeedChange
from catalog.readiness import Verdict, evaluate
from catalog.rules import Field, ProductFacts
from catalog.word_lists import word_lists
from merchants.ocop import services as ocop
from tests.browser import Browser
from tests.catalog.test_readiness import COMPLETE, TODAY
from tests.factories.catalog import DESCRIPTION, make_maker, make_product, owner_of
from tests.factories.merchants import CLERK
from tests.factories.ocop import make_certificate


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("key", "text", "found"),
    [
        ("superlatives", "Nước mắm NGON  NHẤT và là Số 1 ở vùng", ("NGON  NHẤT", "Số 1")),
        ("superlatives", "ngon nhất, thật là Ngon Nhất", ("Ngon Nhất",)),
        ("superlatives", "Nhất là khi chấm rau; thống nhất; số 10; số 1a", ()),
        ("superlatives", "Hạn dùng tốt nhất trước ngày 12/9", ()),
        ("cures", "Giúp chữa bệnh dạ dày, ngừa ung thư", ("chữa bệnh", "ngừa ung thư")),
        ("cures", "Chưa bệnh thì chưa cần; sửa chữa nhà", ()),
        ("cures", "Thực phẩm này không phải là thuốc, không có tác dụng thay thế thuốc chữa bệnh.", ()),
        ("promises", "Giảm giá! Freeship hôm nay", ("Giảm giá", "Freeship")),
        ("promises", "Bánh đa làng Me", ()),
    ],
)
def test_words_are_found_whole_with_their_marks_and_not_where_the_law_puts_them(
    key: str, text: str, found: tuple[str, ...]
) -> None:
    assert word_lists()[key].found_in(text) == found


@pytest.mark.no_database
def test_a_decomposed_text_is_read_like_a_composed_one() -> None:
    import unicodedata

    assert word_lists()["cures"].found_in(unicodedata.normalize("NFD", "chữa bệnh")) == ("chữa bệnh",)


@pytest.mark.no_database
@pytest.mark.parametrize("rule", [rule for rule in shipped() if rule.words], ids=lambda rule: rule.id)
def test_every_rule_about_words_has_its_list(rule: object) -> None:
    assert rule.words in word_lists()  # type: ignore[attr-defined]


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("text", "stars"),
    [("OCOP 4 sao", 4), ("đạt ba sao OCOP năm 2025", 3), ("Khách sạn 4 sao", 0), ("OCOP, 14 sao", 0), ("", 0)],
)
def test_stars_are_read_where_the_programme_is_named(text: str, stars: int) -> None:
    assert rules.stars_in(text) == stars


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "Nước mắm ngon nhất Diêm Điền, chai 500 ml"}, Field.NAME),
        ({"description": "Ăn vào khỏi bệnh đau bụng. " * 6}, Field.DESCRIPTION),
        ({"description": "Sản phẩm OCOP 5 sao của Thái Thụy. " * 4, "stars": 3}, Field.DESCRIPTION),
    ],
)
def test_a_risky_word_warns_and_leads_to_where_it_stands(change: dict[str, object], field: Field) -> None:
    facts: ProductFacts = replace(COMPLETE, **change)  # type: ignore[arg-type]

    readiness = evaluate(facts, Channel.SHOPEE_VN, shipped_book().on(Channel.SHOPEE_VN, TODAY))

    assert readiness.verdict is Verdict.UNVERIFIED
    assert [failure.field for failure in readiness.unverified] == [field]


def test_stars_are_those_of_the_certificates_in_force() -> None:
    maker = make_maker()
    today = clock.today()
    assert queries.stars_of(maker.id, "I.4.a", today) == 0
    certificate = make_certificate(maker, ends_in=40)

    assert queries.stars_of(maker.id, "I.4.a", today) == certificate.stars
    assert queries.stars_of(maker.id, "I.4.a", certificate.expires_on) == 0
    assert queries.stars_of(make_maker().id, "I.4.a", today) == 0


def test_stars_are_those_of_the_same_set_of_goods_and_the_most_while_the_kind_is_not_said() -> None:
    maker, today = make_maker(), clock.today()
    make_certificate(maker, stars=4)
    make_certificate(maker, stars=3, set_key="VI.1", name="Homestay Gió Biển", ends_in=210)

    found = {family: queries.stars_of(maker.id, family, today) for family in ("I.4.a", "I.3.b", "offer.room", "")}

    assert found == {"I.4.a": 4, "I.3.b": 0, "offer.room": 3, "": 4}


def test_what_is_said_of_stars_is_judged_again_on_the_day_the_certificate_ends() -> None:
    import time_machine

    maker = make_maker()
    certificate = make_certificate(maker, ends_in=40)
    text = f"Sản phẩm OCOP {certificate.stars} sao của Thái Thụy. " * 5
    product = make_product(maker, shown=True, description=text)
    assert queries.readiness_rows(product.id)[Channel.META].verdict is not Verdict.UNVERIFIED

    with time_machine.travel(clock.now() + timedelta(days=39), tick=False):
        assert services.recheck_stars() == 0
    with time_machine.travel(clock.now() + timedelta(days=40), tick=False):
        assert services.recheck_stars() == 1

    assert queries.readiness_rows(product.id)[Channel.META].verdict is Verdict.UNVERIFIED


@pytest.mark.usefixtures("session")
def test_a_certificate_that_comes_or_goes_has_what_is_said_of_stars_judged_again_and_the_files_told() -> None:
    maker = make_maker()
    product = make_product(maker, shown=True, description="Sản phẩm OCOP 3 sao của Thái Thụy. " * 5)
    make_product(make_maker(), shown=True)

    def told() -> tuple[Verdict, set[UUID]]:
        db.session.execute(delete(FeedChange))
        services.recheck_stars()
        noted = {each.product_id for each in queries.feed_changes(100)}
        return queries.readiness_rows(product.id)[Channel.GOOGLE].verdict, noted

    assert told() == (Verdict.UNVERIFIED, set())
    entered, other = make_certificate(maker, checked=False), make_certificate(maker, ends_in=90, checked=False)
    assert told() == (Verdict.WARN, {product.id})
    ocop.remove(entered, by=owner_of(maker))
    assert told() == (Verdict.WARN, set()), "another one says the same"
    ocop.check(other, by=CLERK)
    ocop.withdraw_certificate(other, reason="Không còn đạt", by=CLERK)
    assert told() == (Verdict.UNVERIFIED, {product.id})


def test_an_owner_reads_what_to_leave_out_once_for_all_places(browser: Browser) -> None:
    product = make_product(make_maker(), name="Mắm số 1", description="Chữa bệnh dạ dày, gọi 0912 345 678. " * 4)
    browser.sign_in(owner_of(product.merchant))

    page = browser.visit(f"/sp/{product.id}/soi-chu")

    assert "Đang có 8 ký tự" in page.text
    assert page.text.count("Bỏ “Chữa bệnh”: thực phẩm không được nói là chữa bệnh") >= 1
    assert "Bỏ “số 1”: luật không cho nói thế" in page.text
    assert "0912 345 678" in page.text
    assert f"/sp/{product.id}/ten?sua=1" in page.links
    assert f"/sp/{product.id}/mo-ta?sua=1" in page.links


def test_good_words_are_called_good_and_strangers_read_none(browser: Browser) -> None:
    from tests.catalog.test_pages import clerk

    product = make_product(make_maker(), description=DESCRIPTION * 2)
    browser.sign_in(clerk())
    assert "Không thấy chữ nào phải bỏ" in browser.visit(f"/sp/{product.id}/soi-chu").text
    stranger = Browser(browser.app)
    stranger.sign_in(owner_of(make_maker()))
    assert stranger.visit(f"/sp/{product.id}/soi-chu").status == 404
