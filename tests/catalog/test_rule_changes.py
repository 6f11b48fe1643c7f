"""Rules change by two people and from a day on; every product is judged again, and anybody can read what holds."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import delete, select

from app.core import audit, clock, jobs
from app.core.db import db
from app.core.ids import new_id
from app.core.proposals import ProposalPendingError, ProposalRefusedError
from app.core.proposals.states import ProposalState
from app.core.second_person import SecondPersonError
from app.core.states import TransitionNotAllowedError
from app.policy import Actor, Holding, Role
from catalog import queries, services, words
from catalog.channel_rules import Channel, ChannelRule, Confidence, Severity, as_row, read_rule, shipped, shipped_book
from catalog.models import ProductReadiness, RuleChange
from catalog.readiness import Verdict
from tests.browser import Browser, account_of
from tests.factories.catalog import make_maker, make_product, owner_of

HERE = "33/12826/"
NAME_LENGTH = "google-name-length"


def person(role: Role = Role.OFFICIAL, name: str = "Chị Vũ Hải Yến") -> Actor:
    actor = Actor(new_id(), name, (Holding(role, "33/" if role is Role.PROVINCE else HERE),))
    account_of(actor)
    return actor


def rule(rule_id: str = NAME_LENGTH) -> ChannelRule:
    found = queries.rule_book().latest(rule_id)
    assert found is not None
    return found


def wanted(most: int = 20, *, on: date | None = None, **changes: Any) -> ChannelRule:
    return replace(rule(), params=MappingProxyType({"max": most}), valid_from=on or clock.today(), **changes)


def proposed(most: int = 20, *, by: Actor | None = None, on: date | None = None) -> RuleChange:
    return services.propose(rule(), wanted(most, on=on), why="Trang trợ giúp vừa đổi", by=by or person())


def agreed(most: int = 20, *, on: date | None = None) -> RuleChange:
    change = proposed(most, on=on)
    services.agree(change, by=person(name="Anh Lê Minh Khôi"))
    db.session.commit()
    return change


def test_a_change_holds_once_a_second_person_agrees_and_products_are_judged_again() -> None:
    product = make_product(make_maker(), shown=True)
    change = proposed()
    assert queries.rule_book().changes == {}

    services.agree(change, by=person(name="Anh Lê Minh Khôi"))
    db.session.commit()
    assert queries.readiness_rows(product.id)[Channel.GOOGLE].verdict is Verdict.WARN
    before = {channel: row.computed_at for channel, row in queries.readiness_rows(product.id).items()}
    jobs.run_pending()

    rows = queries.readiness_rows(product.id)
    assert rows[Channel.GOOGLE].verdict is Verdict.MISSING
    assert rows[Channel.GOOGLE].computed_at > before[Channel.GOOGLE]
    assert services.recheck_stale() == 0
    actions = [entry.action for entry in audit.entries_about("channel_rule_change", change.id)]
    assert actions == ["rule:propose", "rule:agree"]


def test_workers_share_the_judging_where_everything_is_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog.jobs.ALONE", 1)
    monkeypatch.setattr("catalog.services.verdicts._STRETCH", 2)
    monkeypatch.setattr("catalog.services.verdicts._AT_ONCE", 1)
    monkeypatch.setattr("catalog.services.recheck_stale", partial(services.recheck_stale, 1))
    maker = make_maker()
    products = [make_product(maker, shown=True, name=f"Nước mắm số {number}") for number in range(5)]
    jobs.run_pending()
    agreed(5)
    of_meta = select(ProductReadiness.computed_at).where(ProductReadiness.channel == Channel.META)
    was = db.session.scalars(of_meta.order_by(ProductReadiness.id)).all()

    # One alone, and then three stretches of two, two and one; on SQLite nobody is helped by a second writer.
    assert jobs.run_pending() == (4 if db.engine.dialect.name == "postgresql" else 2)

    assert services.recheck_stale() == 0
    for product in products:
        assert queries.readiness_rows(product.id)[Channel.GOOGLE].verdict is Verdict.MISSING
    assert db.session.scalars(of_meta.order_by(ProductReadiness.id)).all() == was, (
        "what is not stale is not written again"
    )


def test_a_stretch_that_is_begun_again_judges_what_a_new_marketplace_has_not() -> None:
    product = make_product(make_maker(), shown=True)
    of_it = (ProductReadiness.product_id == product.id, ProductReadiness.channel == Channel.ZALO)
    db.session.execute(delete(ProductReadiness).where(*of_it))
    db.session.commit()

    for _time in range(2):
        jobs.run("catalog.recheck_stretch", {"after": str(UUID(int=0)), "last": str(product.id)})

    assert set(queries.readiness_rows(product.id)) == set(Channel)


def test_a_change_from_a_later_day_waits_for_that_day() -> None:
    product = make_product(make_maker(), shown=True)
    later = clock.today() + timedelta(days=30)
    agreed(on=later)
    jobs.run_pending()
    assert queries.readiness_rows(product.id)[Channel.GOOGLE].verdict is Verdict.WARN

    with time_machine.travel(clock.now() + timedelta(days=30), tick=False):
        assert services.recheck_stale() == 1

    assert queries.readiness_rows(product.id)[Channel.GOOGLE].verdict is Verdict.MISSING
    assert [each.valid_to for each in queries.rule_book().rules if each.id == NAME_LENGTH] == [later, None]


@pytest.mark.usefixtures("in_english")
def test_nobody_agrees_to_a_proposal_of_their_own() -> None:
    by = person()
    change = proposed(by=by)

    for somebody in (by, Actor.system("cron"), Actor(None, "Không tài khoản", by.holdings)):
        with pytest.raises(SecondPersonError):
            services.agree(change, by=somebody)
        with pytest.raises(SecondPersonError):
            services.not_agree(change, note="không", by=somebody)
    assert change.state is ProposalState.PROPOSED


def test_a_proposal_turned_down_changes_nothing_and_frees_the_rule() -> None:
    change = proposed()

    services.not_agree(change, note="Nguồn chưa mở được", by=person(name="Anh Lê Minh Khôi"))

    assert (change.state, change.number, change.second_note) == (ProposalState.NOT_AGREED, None, "Nguồn chưa mở được")
    assert queries.rule_book() == shipped_book()
    proposed(30)
    with pytest.raises(TransitionNotAllowedError):
        services.agree(change, by=person(name="Anh Lê Minh Khôi"))


def test_one_change_to_a_rule_waits_at_a_time() -> None:
    proposed()

    with pytest.raises(ProposalPendingError):
        proposed(30)


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"valid_from": date(2026, 1, 1)}, "valid_from"),
        ({"valid_to": date(2026, 1, 2)}, "valid_to"),
        ({"params": MappingProxyType({"max": 150})}, "why"),
    ],
)
def test_days_in_the_past_and_no_change_at_all_are_refused(change: dict[str, Any], field: str) -> None:
    with pytest.raises(ProposalRefusedError) as refusal:
        services.propose(rule(), replace(wanted(), **change), why="Đổi", by=person())

    assert refusal.value.field == field


def test_a_proposal_whose_day_has_passed_is_not_agreed_to() -> None:
    change = proposed()

    with time_machine.travel(clock.now() + timedelta(days=2), tick=False), pytest.raises(ProposalRefusedError):
        services.agree(change, by=person(name="Anh Lê Minh Khôi"))
    assert change.state is ProposalState.PROPOSED


def test_a_later_change_replaces_one_that_has_not_begun() -> None:
    later = clock.today() + timedelta(days=30)
    agreed(20, on=later)
    agreed(40, on=clock.today())

    found = [each for each in queries.rule_book().rules if each.id == NAME_LENGTH]
    assert [each.params["max"] for each in found if each.holds_on(later)] == [40]
    assert queries.rule_book().changes == {Channel.GOOGLE: 2}


def test_only_the_products_of_the_marketplace_concerned_are_stale() -> None:
    make_product(make_maker())
    agreed()

    book = queries.rule_book()
    assert book.version_on(Channel.GOOGLE, clock.today()) != shipped_book().version_on(Channel.GOOGLE, clock.today())
    assert book.version_on(Channel.SHOPEE_VN, clock.today()) == shipped_book().version_on(
        Channel.SHOPEE_VN, clock.today()
    )


@pytest.mark.no_database
@pytest.mark.parametrize("each", shipped(), ids=lambda each: each.id)
def test_a_rule_is_written_and_read_without_loss(each: ChannelRule) -> None:
    assert read_rule(as_row(each)) == each


def test_every_rule_can_be_said_in_a_sentence_with_its_numbers(session: object) -> None:
    said = {each.id: words.demand(each) for each in shipped()}

    assert said["google-image-500"] == "Ảnh: ảnh mặt trước, cạnh ngắn từ 500 điểm ảnh"
    assert said["shopee-name-max"] == "Tên: nhiều nhất 120 ký tự"
    assert not [sentence for sentence in said.values() if "%(" in sentence]


def answers(**changed: Any) -> dict[str, Any]:
    today = clock.today()
    return {
        "max": "20",
        "severity": "block",
        "confidence": "H",
        "source": "https://support.google.com/merchants/answer/6324415",
        "valid_from": [str(today.day), str(today.month), str(today.year)],
        "valid_to": ["", "", ""],
        "why": "Trang trợ giúp ghi 20 ký tự",
    } | changed


def test_two_officials_change_a_rule_on_their_pages_and_everybody_reads_it(browser: Browser) -> None:
    first, second = person(), person(Role.PROVINCE, "Anh Lê Minh Khôi")
    browser.sign_in(first)
    other = Browser(browser.app)
    other.sign_in(second)
    assert f"/cb/luat/{NAME_LENGTH}" in browser.visit("/luat-san/google").links

    page = browser.fill(f"/cb/luat/{NAME_LENGTH}", **answers())
    assert page.status == 303
    here = page.location or ""
    assert "Đồng nghiệp phải mở trang này" in browser.visit(here).text
    assert browser.post(f"{here}/dong-y").status == 409
    assert here in other.visit("/cb/luat").links

    assert other.fill(here, to=f"{here}/dong-y").status == 303
    visitor = Browser(browser.app).visit("/luat-san/google")
    assert "Tên: nhiều nhất 20 ký tự" in visitor.text
    assert "Trang trợ giúp ghi 20 ký tự" in visitor.text
    assert "Vũ Hải Yến" not in visitor.text


def test_a_second_person_says_no_with_a_reason(browser: Browser) -> None:
    change = proposed()
    db.session.commit()
    browser.sign_in(person(Role.LEADER, "Ông Trần Văn Bảo"))
    here = f"/cb/luat/de-nghi/{change.id}"

    assert browser.fill(here, to=f"{here}/khong", note="").status == 422
    assert browser.fill(here, to=f"{here}/khong", note="Nguồn nói khác").status == 303

    assert "Nguồn nói khác" in browser.visit(here).text
    assert "Tên: nhiều nhất 150 ký tự" in Browser(browser.app).visit("/luat-san/google").text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"max": "nhiều"}, "Nhập một số nguyên"),
        ({"source": ""}, "Ghi địa chỉ trang"),
        ({"why": " "}, "Viết một câu nói thay đổi gì"),
        ({"valid_from": ["1", "1", "2026"]}, "Sớm nhất là áp dụng từ hôm nay"),
        ({"valid_from": ["31", "2", "2027"]}, "Nhập ngày, tháng, năm"),
        ({"valid_to": ["1", "1", "2026"]}, "Ngày cuối phải sau ngày đầu"),
        ({"severity": "nặng"}, "Chọn một câu trả lời"),
    ],
)
def test_a_proposal_that_will_not_do_says_what_would(browser: Browser, changed: dict[str, Any], sentence: str) -> None:
    browser.sign_in(person())

    page = browser.fill(f"/cb/luat/{NAME_LENGTH}", **answers(**changed))

    assert page.status == 422
    assert sentence in page.text
    assert queries.open_changes() == []


def test_what_comes_is_shown_before_it_holds(browser: Browser) -> None:
    with time_machine.travel(date(2026, 11, 28), tick=False):
        page = browser.visit("/luat-san/google").text
    coming, today = page.split("Hôm nay", 1)
    assert "cạnh ngắn từ 500 điểm ảnh từ 31/01/2027" in coming
    assert "cạnh ngắn từ 100 điểm ảnh từ 01/01/2026 đến trước 31/01/2027" in today

    with time_machine.travel(date(2027, 1, 31), tick=False):
        later = browser.visit("/luat-san/google?lang=vi").text
    assert "cạnh ngắn từ 500 điểm ảnh" in later
    assert "cạnh ngắn từ 100 điểm ảnh" not in later


@pytest.mark.parametrize("role", [Role.CLERK, Role.TEAM, Role.TRAINER, Role.AUDITOR, Role.ADMIN, Role.OWNER])
def test_others_neither_see_nor_decide_changes(browser: Browser, role: Role) -> None:
    change = proposed()
    db.session.commit()
    browser.sign_in(owner_of(make_maker()) if role is Role.OWNER else person(role, "Người khác"))
    here = f"/cb/luat/de-nghi/{change.id}"

    for path in ("/cb/luat", f"/cb/luat/{NAME_LENGTH}", here):
        assert browser.visit(path).status == 404
    for path in (f"/cb/luat/{NAME_LENGTH}", f"{here}/dong-y", f"{here}/khong"):
        assert browser.post(path, note="không", **answers()).status == 404
    assert "/cb/luat/" not in "".join(browser.visit("/luat-san/google").links)
    db.session.refresh(change)
    assert change.state is ProposalState.PROPOSED


def test_an_unknown_rule_or_place_is_not_found(browser: Browser) -> None:
    browser.sign_in(person())

    for path in ("/cb/luat/khong-co", f"/cb/luat/de-nghi/{new_id()}", "/luat-san/cho-lon"):
        assert browser.visit(path).status == 404


def test_severity_and_confidence_decide_whether_a_product_is_stopped() -> None:
    product = make_product(make_maker(), shown=True, name="x" * 40)
    change = services.propose(rule(), wanted(20, confidence=Confidence.LOW), why="Chỉ nghe nói", by=person())
    services.agree(change, by=person(name="Anh Lê Minh Khôi"))
    db.session.commit()
    jobs.run_pending()
    assert queries.readiness_rows(product.id)[Channel.GOOGLE].verdict is Verdict.UNVERIFIED
    assert rule().severity is Severity.BLOCK
