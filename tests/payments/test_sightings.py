"""Signs of use that no bank tells, and what is left out of the figures; nowhere is there an amount."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.accounts.models import Account, AccountHolding
from app.core import clock
from app.core.audit import AuditEntry
from app.core.db import Base, db
from app.dashboards import payment_events
from app.policy import Actor, Holding, Role
from merchants.models import Merchant
from payments import queries, rules
from payments.inbox.rules.notices import Direction, Notice
from payments.inbox.rules.payers import PayerKind, described, kind_of, phones_in
from payments.models import PaymentEvidence
from payments.sightings import services
from payments.sightings.models import UseSign
from payments.sightings.rules import Band
from tests.browser import Browser
from tests.factories.payments import (
    casso_body,
    clerk_of,
    make_account,
    make_merchant,
    make_request,
    notice_body,
    owner_of,
    receive,
    receive_by,
)


@pytest.fixture
def merchant() -> Merchant:
    made = make_merchant(area_path="33/12826/01/")
    make_account(made)
    return made


def paid(merchant: Merchant, *, times: int = 1, **payer: object) -> list[PaymentEvidence]:
    for _time in range(times):
        account_no = queries.account_of(merchant.id).account_no  # type: ignore[union-attr]  # there is one
        body = casso_body(make_request(merchant).reference, 120_000, accountNumber=account_no, **payer)
        receive_by("casso", body)
    mine = select(PaymentEvidence).where(PaymentEvidence.merchant_id == merchant.id)
    return list(db.session.scalars(mine.order_by(PaymentEvidence.id)))


def in_use(merchant: Merchant) -> bool:
    return merchant.id in queries.in_use_merchants(None, clock.today())


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("name", "account", "is_team", "kind"),
    [
        ("NGUYEN VAN MUA", "111", False, PayerKind.CUSTOMER),
        ("Nguyễn Thị Mận", "111", False, PayerKind.OWN),
        ("", "0000123456789", False, PayerKind.OWN),
        ("UBND XA THAI THUY", "111", False, PayerKind.STATE),
        ("KHO BAC NHA NUOC", "111", False, PayerKind.STATE),
        ("SO KHANH LINH", "111", False, PayerKind.CUSTOMER),
        ("NGUYEN VAN MUA", "111", True, PayerKind.TEAM),
        ("", "", False, PayerKind.CUSTOMER),
    ],
)
def test_who_is_no_customer(name: str, account: str, *, is_team: bool, kind: PayerKind) -> None:
    own = {"own_names": ("Nguyễn Thị Mận", "Nước mắm Bà Mận", "NGUYEN THI MAN"), "own_account": "0000123456789"}
    assert kind_of(name, account, **own, is_team=is_team) is kind  # type: ignore[arg-type]  # words of one call


@pytest.mark.no_database
def test_a_payer_is_read_out_of_a_memo_where_the_channel_names_none() -> None:
    memo = "MBVCB.1.KQX.CT tu 0071001104341 TRAN VAN BINH toi 0011001932418 NGUYEN THI MAN tai VCB"
    assert described(Notice("1", (), 1, Direction.IN, memo, None)) == ("0071001104341", "TRAN VAN BINH")
    assert described(Notice("1", (), 1, Direction.IN, "tien hang", None)) == ("", "")
    assert phones_in("122998552821 0977496798 KQX2K7F9DR") == ("+84977496798",)


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("by_payer", "counted"),
    [
        ({"a": 3, "b": 2}, 5),
        ({"a": 4, "b": 2}, 2),
        ({"a": 3}, 0),
        ({"a": 2}, 2),
        ({"": 5}, 5),
        ({"": 1, "a": 9}, 1),
    ],
)
def test_whoever_made_more_than_three_fifths_of_a_months_payments_is_left_out(
    by_payer: dict[str, int], counted: int
) -> None:
    enough, too_many = (rules.UseRule({"default": least}, {"default": 0}) for least in (counted, counted + 1))
    assert rules.is_in_use(by_payer, "fish_sauce", enough)
    assert not rules.is_in_use(by_payer, "fish_sauce", too_many)


def test_three_customers_are_use_and_one_friend_three_times_is_not(merchant: Merchant) -> None:
    paid(merchant, times=3, counterAccountNumber="5550001")
    assert not in_use(merchant)
    assert queries.rung_of(merchant.id).value == "first_payment"
    paid(merchant, times=2)
    assert [proof.excluded for proof in paid(merchant)] == [""] * 6
    assert in_use(merchant)


@pytest.mark.parametrize(
    ("payer", "why"),
    [
        ({"counterAccountName": "NGUYEN THI MAN"}, "own"),
        ({"counterAccountName": "UBND XA THAI THUY"}, "state"),
        ({"description": "122998552821 0977123999 {code}"}, "team"),
    ],
)
def test_own_people_the_state_and_the_team_are_kept_and_not_counted(
    merchant: Merchant, payer: dict[str, str], why: str
) -> None:
    helper = Account(name="Lan", phone="+84977123999", created_at=clock.now())
    helper.holdings.append(AccountHolding(role=Role.TEAM, area_path="33/12826/"))
    db.session.add(helper)
    for _time in range(3):
        request = make_request(merchant)
        told = {name: text.format(code=request.reference) for name, text in payer.items()}
        receive_by("casso", casso_body(request.reference, 120_000, **told))
    proofs = db.session.scalars(select(PaymentEvidence)).all()
    assert [proof.excluded for proof in proofs] == [why] * 3
    assert not in_use(merchant)
    assert merchant.id not in queries.merchants_with_real_payment(None)


def test_money_that_goes_round_between_two_households_is_no_sale(merchant: Merchant) -> None:
    other = make_merchant(owner_name="Lê Văn Bình", area_path="33/12826/01/")
    make_account(other, account_no="0000777777")
    [first] = paid(merchant, counterAccountNumber="0000777777")
    assert first.excluded == ""
    [second] = paid(other, counterAccountNumber="0000123456789")
    assert (first.excluded, second.excluded) == ("loop", "loop")


@pytest.mark.parametrize(("days", "why"), [(31, "loop"), (32, "")])
def test_money_that_comes_back_after_more_than_a_month_is_a_purchase(merchant: Merchant, days: int, why: str) -> None:
    other = make_merchant(owner_name="Lê Văn Bình", area_path="33/12826/01/")
    make_account(other, account_no="0000777777")
    [first] = paid(merchant, counterAccountNumber="0000777777")
    first.occurred_on -= timedelta(days=days)
    db.session.flush()

    [second] = paid(other, counterAccountNumber="0000123456789")

    assert (first.excluded, second.excluded) == (why, why)


def test_a_payment_taken_back_is_no_sign_of_use(merchant: Merchant) -> None:
    request = make_request(merchant)
    receive(notice_body(request.reference, 120_000))
    assert merchant.id in queries.merchants_with_real_payment(None)
    receive(notice_body(request.reference, 120_000, transferType="out"))
    assert merchant.id not in queries.merchants_with_real_payment(None)
    assert queries.events_in(None, clock.today() - timedelta(days=2), clock.today()) == []


def test_the_owners_last_word_for_a_week_holds_and_none_is_no_sign(merchant: Merchant) -> None:
    with time_machine.travel(datetime(2026, 9, 17, 3, 0, tzinfo=UTC), tick=False):
        services.tell_week(merchant, band=Band.SOME, by=owner_of(merchant))
        assert payment_events.weak_signs(None, clock.today()) == {merchant.id}
        services.tell_week(merchant, band=Band.NONE, by=owner_of(merchant))
        assert payment_events.weak_signs(None, clock.today()) == frozenset()
        assert not in_use(merchant), "a word is never the figure"
    assert [(sign.on_day.isoformat(), sign.band) for sign in db.session.scalars(select(UseSign))] == [
        ("2026-09-14", Band.NONE)
    ]


def test_the_owner_answers_one_question_a_week(browser: Browser, merchant: Merchant) -> None:
    db.session.commit()
    browser.sign_in(owner_of(merchant))
    page = f"/hs/{merchant.code}/tt/tuan"
    assert browser.fill(page, band="").status == 422
    assert browser.fill(page, band="some").location == f"/hs/{merchant.code}/tt"
    assert "3 đến 9 lần" in browser.visit(page).text


def test_somebody_of_the_team_writes_down_a_day_and_nothing_else(browser: Browser, merchant: Merchant) -> None:
    db.session.commit()
    browser.sign_in(Actor(None, "Chị Lan", (Holding(Role.TEAM, "33/12826/"),)))
    page = f"/to/thu/{merchant.code}/thay-tien"
    today, old = clock.today(), clock.today() - timedelta(days=8)
    assert "đ" not in [word for word in browser.visit(page).text.split() if word == "₫"]
    too_old = browser.fill(page, seen_on=[str(old.day), str(old.month), str(old.year)], is_real="y")
    assert (too_old.status, "bảy ngày" in too_old.text) == (422, True)
    day = [str(today.day), str(today.month), str(today.year)]
    assert browser.fill(page, seen_on=day).status == 422
    assert browser.fill(page, seen_on=day, is_real="y").location == f"/to/thu/{merchant.code}"
    [sign] = db.session.scalars(select(UseSign))
    assert (sign.grade.value, sign.band, sign.on_day) == ("D", None, today)
    browser.sign_in(Actor(None, "Chị Xa", (Holding(Role.TEAM, "33/12865/"),)))
    assert browser.visit(page).status == 404


@pytest.mark.no_database
@pytest.mark.parametrize("table", ["payment_evidence", "use_sign", "reconciliation"])
def test_what_officials_count_from_has_no_column_for_an_amount(table: str) -> None:
    columns = Base.metadata.tables[table].columns
    assert not [column.name for column in columns if "vnd" in column.name or "amount" in column.name]
    assert "BIGINT" not in {str(column.type) for column in columns}


def test_no_trail_of_what_was_done_says_how_much(merchant: Merchant) -> None:
    request = make_request(merchant, amount_vnd=5_283_719)
    for _time in range(2):
        receive(notice_body(request.reference, 5_283_719))
    said = [f"{entry.reason} {entry.changes}" for entry in db.session.scalars(select(AuditEntry))]
    assert said
    assert not [text for text in said if "5283719" in text or "5.283.719" in text]


def test_an_official_of_the_same_commune_reads_no_amount_on_any_page_of_money(
    browser: Browser, merchant: Merchant
) -> None:
    request = make_request(merchant, amount_vnd=5_283_719)
    for _time in range(2):
        receive(notice_body(request.reference, 5_283_719))
    db.session.commit()
    here = f"/hs/{merchant.code}/tt"
    paths = (
        "",
        "/so",
        f"/so/{clock.today().year}.xlsx",
        "/sao-ke",
        "/tien-ve",
        "/tuan",
        f"/yeu-cau/{request.reference}",
    )
    for role in (Role.CLERK, Role.OFFICIAL, Role.LEADER, Role.TEAM, Role.PROVINCE, Role.AUDITOR, Role.ADMIN):
        browser.sign_in(Actor(None, role.value, (Holding(role, "33/12826/" if role is not Role.PROVINCE else "33/"),)))
        for path in paths:
            answer = browser.visit(here + path)
            assert answer.status in (403, 404), (role, path)
            assert "5.283.719" not in answer.text
    browser.sign_in(clerk_of(merchant))
    for path in ("/cb", f"/cb/hs/{merchant.code}", "/cb/danh-sach/su-dung/mau", "/cb/bang/12826"):
        assert "5.283.719" not in browser.visit(path).text
