"""The owner's book: what was sold, the year before the thresholds, a workbook without formulas, and the daily check."""

import io
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
import time_machine
from sqlalchemy import select, text

from app.core import clock
from app.core.db import db
from merchants.models import Merchant
from payments.book import queries as book
from payments.book import rules
from payments.book.rules import Standing
from payments.book.words import ACCOUNTS, KINDS
from payments.inbox import jobs, queries, services
from payments.inbox.models import BankNotice, Reconciliation, RejectedNotice
from payments.inbox.rules.words import Told
from payments.journal import services as journal
from payments.journal.rules import SIDES, EntryKind, LedgerAccount
from tests.browser import Browser
from tests.factories.payments import (
    clerk_of,
    make_account,
    make_merchant,
    make_request,
    notice_body,
    owner_of,
    receive,
)


@pytest.fixture
def merchant() -> Merchant:
    made = make_merchant()
    make_account(made)
    return made


def sell(merchant: Merchant, amount_vnd: int, *, month: int, note: str = "") -> str:
    with time_machine.travel(datetime(2026, month, 10, 3, 0, tzinfo=UTC), tick=False):
        request = make_request(merchant, amount_vnd=amount_vnd, note=note)
        receive(notice_body(request.reference, amount_vnd))
        return request.reference


def test_sales_stand_by_month_and_what_was_taken_back_leaves_its_month(merchant: Merchant) -> None:
    sell(merchant, 100_000, month=9)
    gone = sell(merchant, 70_000, month=9)
    sell(merchant, 50_000, month=10)
    with time_machine.travel(datetime(2026, 10, 20, 3, 0, tzinfo=UTC), tick=False):
        receive(notice_body(gone, 70_000, transferType="out"))
    found = book.months_of(merchant.id, 2026)
    months = [(month.first_day.month, month.sold_vnd, month.year_so_far_vnd) for month in found]
    assert months == [(9, 170_000, 170_000), (10, -20_000, 150_000)]
    assert sum(line.amount_vnd for line in book.lines_of(merchant.id, 2026)) == 150_000


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("revenue_vnd", "standing"),
    [
        (0, Standing.BELOW),
        (799_999_999, Standing.BELOW),
        (800_000_000, Standing.NEAR),
        (1_000_000_000, Standing.NEAR),
        (1_000_000_001, Standing.OVER),
    ],
)
def test_a_threshold_itself_is_not_over_it(revenue_vnd: int, standing: Standing) -> None:
    assert rules.standing(revenue_vnd, 1_000_000_000) is standing


@pytest.mark.no_database
def test_thresholds_are_those_of_the_day_and_say_that_nobody_has_confirmed_them() -> None:
    def free(day: date) -> int:
        found = [each.rule for each in rules.thresholds(0, day) if each.rule.key == "tax_free_revenue_vnd"]
        return int(found[0].value)

    assert (free(date(2025, 12, 31)), free(date(2026, 1, 1))) == (100_000_000, 1_000_000_000)
    for each in rules.thresholds(0, date(2026, 11, 1)):
        assert each.rule.source
        assert not each.rule.confirmed


def test_the_workbook_has_every_sale_and_no_formula(browser: Browser, merchant: Merchant) -> None:
    year = clock.today().year
    request = make_request(merchant, amount_vnd=120_000, note="=HYPERLINK(1)")
    receive(notice_body(request.reference, 120_000))
    db.session.commit()
    browser.sign_in(owner_of(merchant))
    sent = browser.visit(f"/hs/{merchant.code}/tt/so/{year}.xlsx")
    sheets = openpyxl.load_workbook(io.BytesIO(sent.data))
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "=HYPERLINK(1)" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}, "words, numbers and days, never a formula"
    assert [row[3] for row in sheets.worksheets[0].iter_rows(min_row=4, values_only=True)] == [120_000, 120_000]
    assert browser.visit(f"/hs/{merchant.code}/tt/so/1999.xlsx").status == 404


def test_the_workbook_names_every_kind_of_entry_those_of_cards_too(browser: Browser, merchant: Merchant) -> None:
    today = clock.today()
    for kind in SIDES:
        journal.book(kind, merchant_id=merchant.id, amount_vnd=120_000, key=kind, on=today, at=clock.now())
    db.session.commit()
    browser.sign_in(owner_of(merchant))

    sent = browser.visit(f"/hs/{merchant.code}/tt/so/{today.year}.xlsx")

    rows = openpyxl.load_workbook(io.BytesIO(sent.data)).worksheets[1].iter_rows(min_row=2, values_only=True)
    assert [row[1] for row in rows] == [str(KINDS[kind]) for kind in SIDES]
    assert set(KINDS) == set(EntryKind)
    assert set(ACCOUNTS) == set(LedgerAccount)


def test_the_page_says_what_it_means_and_what_waits(browser: Browser, merchant: Merchant) -> None:
    request = make_request(merchant, amount_vnd=120_000)
    receive(notice_body(request.reference, 120_000))
    receive(notice_body("cam on", 90_000))
    db.session.commit()
    browser.sign_in(owner_of(merchant))
    page = browser.visit(f"/hs/{merchant.code}/tt/so").text
    for words in ("120.000 ₫", "1.000.000.000 ₫", "Chưa tới", "1 khoản chờ", "hỏi cơ quan thuế", "cả tiền mặt"):
        assert words in page


def test_the_book_is_the_owners_alone(browser: Browser, merchant: Merchant) -> None:
    db.session.commit()
    year = clock.today().year
    for who in (owner_of(make_merchant(owner_name="Lê Văn Bình")), clerk_of(merchant)):
        browser.sign_in(who)
        for path in ("so", f"so/{year}.xlsx"):
            assert browser.visit(f"/hs/{merchant.code}/tt/{path}").status in (403, 404)


def test_every_source_is_held_against_the_books_once_a_day(merchant: Merchant) -> None:
    request = make_request(merchant)
    for _time in range(2):
        receive(notice_body(request.reference, 120_000))
    other = receive(notice_body("cam on", 90_000)).notice
    services.tell(other, told=Told.OTHER, by=owner_of(merchant))
    db.session.commit()

    jobs.reconcile()
    jobs.reconcile()
    [row] = db.session.scalars(select(Reconciliation))
    assert (row.provider, row.notices, row.unbooked, row.waiting_long) == ("sepay", 3, 0, 0)
    # A notice told of otherwise than it was booked is found, and not mended.
    db.session.execute(text("update bank_notice set amount_vnd = amount_vnd + 1 where memo like '%cam on%'"))
    assert queries.unbooked("sepay") == 1


def test_money_nobody_has_named_grows_older_in_sight_until_its_owner_says_what_it_is(
    browser: Browser, merchant: Merchant
) -> None:
    with time_machine.travel(clock.now() - timedelta(days=9), tick=False):
        old = receive(notice_body("cam on", 90_000)).notice
    receive(notice_body("tien gao", 50_000))
    db.session.commit()
    assert [queries.days_waiting(each) for each in queries.unmatched(merchant.id)] == [9, 0]
    jobs.reconcile()
    assert db.session.scalars(select(Reconciliation)).one().waiting_long == 1
    browser.sign_in(owner_of(merchant))
    assert "9 ngày" in browser.visit(f"/hs/{merchant.code}/tt/so").text
    assert "9 ngày" in browser.visit(f"/hs/{merchant.code}/tt/tien-ve").text

    services.tell(old, told=Told.OTHER, by=owner_of(merchant))
    assert queries.waiting_long("sepay", clock.today()) == 0


def test_bodies_that_were_never_believed_go_after_a_month(merchant: Merchant) -> None:
    services.reject(provider="casso", body=b"x", reason="signature")
    db.session.commit()
    jobs.forget_rejected()
    assert db.session.scalars(select(RejectedNotice)).one().raw_body == b"x"
    with time_machine.travel(clock.now() + jobs.REJECTED_KEPT):
        jobs.forget_rejected()
    assert db.session.scalars(select(RejectedNotice)).all() == []


def test_a_table_of_findings_has_no_amount_in_it() -> None:
    assert not [column for column in Reconciliation.__table__.columns if "vnd" in column.name]
    assert [column.name for column in BankNotice.__table__.columns if "vnd" in column.name] == ["amount_vnd"]
