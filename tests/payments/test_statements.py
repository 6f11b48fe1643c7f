"""Statements as banks write them: nothing dropped in silence, nothing counted twice, balances held against lines."""

import io
from datetime import UTC, date, datetime

import pytest
import time_machine
import xlsxwriter
from sqlalchemy import select

from app.core import clock
from app.core.db import db
from merchants.models import Merchant
from payments.book import queries as book
from payments.inbox import queries as inbox
from payments.inbox.models import BankNotice
from payments.inbox.rules.notices import Decision
from payments.journal import queries as journal
from payments.statements import services
from payments.statements.models import KnownHeader, Statement
from payments.statements.rules import camt, mt940
from payments.statements.rules.cells import CellError, amount_of, moment_of
from payments.statements.rules.columns import Column, find_header, guess
from payments.statements.rules.reading import Proof, Why, read_rows
from payments.states import RequestState
from tests.browser import Browser
from tests.factories.payments import (
    ACCOUNT_NO,
    clerk_of,
    make_account,
    make_merchant,
    make_request,
    notice_body,
    owner_of,
    receive,
)

TODAY = datetime(2026, 9, 20, 3, 0, tzinfo=UTC)


@pytest.fixture
def merchant() -> Merchant:
    made = make_merchant()
    make_account(made)
    return made


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1.250.000", 1_250_000), ("1,250,000", 1_250_000), ("1 250 000", 1_250_000),
        ("1\u00a0250\u00a0000", 1_250_000),
        ("120000", 120_000), (120000.0, 120_000), ("+50.000", 50_000), ("-50,000", -50_000), ("(50.000)", -50_000),
        ("VND 50,000", 50_000), ("50.000 VND", 50_000), ("50,000.00", 50_000), ("50.000,00", 50_000),
        ("150000,00", 150_000), ("150000,", 150_000), ("150.000,", 150_000), ("50.000 ₫", 50_000),
        ("", None), (None, None), ("-", None), ("0", 0),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_banks_write_it(cell: object, amount: int | None) -> None:
    assert amount_of(cell) == amount


@pytest.mark.no_database
@pytest.mark.parametrize(
    "cell", ["1.5", "1,25", "12.34.567", "1.250,000", "50.50", "abc", "1e5", 1.5, "9" * 20, "50,000.50"]
)
def test_what_is_no_whole_amount_is_refused_and_not_guessed(cell: object) -> None:
    with pytest.raises(CellError):
        amount_of(cell)


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("cell", "day", "time"),
    [
        ("03/04/2026", date(2026, 4, 3), None),
        ("3-4-2026 08:15", date(2026, 4, 3), "08:15:00"),
        ("08:15:30 03/04/2026", date(2026, 4, 3), "08:15:30"),
        ("2026-04-03", date(2026, 4, 3), None),
        (datetime(2026, 4, 3, 8, 15), date(2026, 4, 3), "08:15:00"),
        (datetime(2026, 4, 3), date(2026, 4, 3), None),
    ],
)
def test_days_come_before_months(cell: object, day: date, time: str | None) -> None:
    found = moment_of(cell)
    assert found is not None
    assert (found[0], f"{found[1]:%H:%M:%S}" if found[1] else None) == (day, time)


HEADERS = {
    "VietinBank": (["STT", "Ngày hạch toán / Transaction date", "Mô tả", "Nợ/Debit", "Có/Credit"], 1, 2, 4, 3),
    "MB": (["NGÀY GIAO DỊCH", "NGÀY HẠCH TOÁN / POSTING DATE", "NỘI DUNG", "PHÁT SINH NỢ", "PHÁT SINH CÓ"], 0, 2, 4, 3),
    "ACB": (["Ngày GD", "Diễn giải", "Rút ra", "Gửi vào", "Số dư"], 0, 1, 3, 2),
    "VIB": (["Ngày giao dịch", "Số chứng từ", "Mô tả", "Ghi nợ", "Ghi có", "Loại tiền", "Số dư"], 0, 2, 4, 3),
    "OCB": (["Ngày", "Nội dung", "PS GIẢM", "PS TĂNG", "Số dư"], 0, 1, 3, 2),
    "Techcombank": (["Date", "Description", "Debit", "Credit", "Balance"], 0, 1, 3, 2),
    "BIDV": (["STT", "Ngày giao dịch", "Số tiền ghi nợ (VND)", "Số tiền ghi có (VND)", "Nội dung"], 1, 4, 3, 2),
    "Agribank": (["Ngày giao dịch", "Số bút toán", "Ghi nợ/Debit", "Ghi có/Credit", "Số dư", "Diễn giải"], 0, 5, 3, 2),
}  # fmt: skip


@pytest.mark.no_database
@pytest.mark.parametrize("bank", HEADERS)
def test_every_banks_headers_are_understood_wherever_they_stand(bank: str) -> None:
    texts, day, memo, credit, debit = HEADERS[bank]
    header = find_header([["SAO KÊ TÀI KHOẢN"], ["Từ ngày 01/09/2026"], [], texts, ["1", "2", "3", "4", "5", "6"]])
    assert header is not None
    found = guess(header.texts)
    assert header.row == 3
    assert (found[Column.DAY], found[Column.MEMO]) == (day, memo)
    assert (found[Column.CREDIT], found[Column.DEBIT]) == (credit, debit)


@pytest.mark.no_database
def test_headers_on_two_lines_are_read_as_one() -> None:
    rows = [
        ["Ngày", "Nội dung", "Phát sinh", "Phát sinh"],
        ["giao dịch", "chi tiết", "nợ", "có"],
        ["01/09/2026", "x", "", "1"],
    ]
    header = find_header(rows)
    assert header is not None
    assert (header.row, guess(header.texts)[Column.CREDIT], guess(header.texts)[Column.DEBIT]) == (1, 3, 2)


COLUMNS = {Column.DAY: 0, Column.MEMO: 1, Column.DEBIT: 2, Column.CREDIT: 3, Column.BALANCE: 4}


@pytest.mark.no_database
def test_every_line_is_read_or_named_with_why_not() -> None:
    rows: list[list[object]] = [
        ["", "Số dư đầu kỳ", "", "", "1.000.000"],
        ["01/09/2026", "KQX", "", "120.000", "1.120.000"],
        ["", "cùng ngày", "20.000", "", "1.100.000"],
        ["02/09/2026", "sai", "", "12,5", "1.100.000"],
        ["02/09/2026", "hai bên", "1.000", "1.000", "1.100.000"],
        ["02/09/2026", "hoàn lại", "", "-120.000", "980.000"],
        ["", "", "", "", ""],
        ["", "Tổng cộng", "20.000", "120.000", ""],
        ["", "Số dư cuối kỳ", "", "", "980.000"],
    ]
    reading = read_rows(enumerate(rows, start=2), COLUMNS)
    assert [(line.day.day, line.amount_vnd) for line in reading.lines] == [(1, 120_000), (1, -20_000), (2, -120_000)]
    assert [each.why for each in reading.skipped] == [Why.SUM, Why.UNREADABLE, Why.BOTH_SIDES, Why.SUM, Why.SUM]
    assert len(rows) - 1 == len(reading.lines) + len(reading.skipped), "only the empty line is not named"
    assert (reading.opening_vnd, reading.closing_vnd, reading.proof) == (1_000_000, 980_000, Proof.PROVED)


@pytest.mark.no_database
@pytest.mark.parametrize("newest_first", [False, True])
def test_a_line_cut_out_is_noticed_in_either_order(*, newest_first: bool) -> None:
    rows: list[list[object]] = [[f"0{day}/09/2026", "x", "", "1.000", f"{day}.000"] for day in range(1, 6)]
    rows = rows[::-1] if newest_first else rows
    assert read_rows(enumerate(rows), COLUMNS).proof is Proof.PROVED
    assert read_rows(enumerate(rows[:2] + rows[3:]), COLUMNS).proof is Proof.WRONG
    without = {column: place for column, place in COLUMNS.items() if column is not Column.BALANCE}
    assert read_rows(enumerate(rows), without).proof is Proof.UNPROVED


MT940 = """:20:STMT
:25:970405/0000123456789
:28C:1/1
:60F:C260901VND1000000,
:61:2609010901C150.000,NTRFKQX1//B1
:86:chuyen tien
 KQX2K7F9DR
:61:2609020902RC50000,NTRFREV
:86:hoan lai
:61:2609030903D20000,00NCHGFEE
:61:26090x0903C1,NTRF
:62F:C260903VND1080000,
-
"""


@pytest.mark.no_database
def test_mt940_keeps_dotted_amounts_and_turns_reversals_round() -> None:
    assert mt940.is_mt940(MT940)
    reading = mt940.read(MT940)
    assert [line.amount_vnd for line in reading.lines] == [150_000, -50_000, -20_000]
    assert (reading.lines[0].memo, reading.lines[0].reference) == ("chuyen tien KQX2K7F9DR", "KQX1")
    assert [each.why for each in reading.skipped] == [Why.UNREADABLE]
    assert (reading.account_no, reading.proof) == (ACCOUNT_NO, Proof.PROVED)


def camt_file(*, inner: str = "", head: str = "") -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>{head}
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>
<Acct><Id><Othr><Id>{ACCOUNT_NO}</Id></Othr></Id></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="VND">100000</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="VND">170000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Ntry><Amt Ccy="VND">120000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>2026-09-01</Dt></BookgDt><AcctSvcrRef>R1</AcctSvcrRef>
<NtryDtls><TxDtls><RmtInf><Ustrd>KQX2K7F9DR</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="VND">50000</Amt><CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd><Sts>BOOK</Sts>
<BookgDt><DtTm>2026-09-02T08:15:00+07:00</DtTm></BookgDt></Ntry>
<Ntry><Amt Ccy="VND">7000</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>PDNG</Sts><BookgDt><Dt>2026-09-02</Dt></BookgDt></Ntry>
<Ntry><Amt Ccy="USD">7</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-09-02</Dt></BookgDt></Ntry>
{inner}</Stmt></BkToCstmrStmt></Document>""".encode()


@pytest.mark.no_database
def test_camt_reads_accounts_that_are_no_iban_and_leaves_out_what_is_not_booked() -> None:
    assert camt.is_camt(camt_file())
    reading = camt.read(camt_file())
    assert [(line.amount_vnd, line.memo) for line in reading.lines] == [(120_000, "KQX2K7F9DR"), (-50_000, "")]
    assert [each.why for each in reading.skipped] == [Why.NO_MONEY, Why.UNREADABLE]
    assert (reading.account_no, reading.proof) == (ACCOUNT_NO, Proof.PROVED)


@pytest.mark.no_database
def test_camt_that_reaches_outside_itself_is_no_statement() -> None:
    with pytest.raises(ValueError, match="no statement"):
        camt.read(camt_file(head='<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>', inner="<a>&x;</a>"))


def sheet(*rows: list[object]) -> bytes:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as made:
        page = made.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                page.write(number, column, cell)
    return packed.getvalue()


def statement_of(*lines: list[object]) -> bytes:
    head = ["Ngày giao dịch", "Diễn giải", "Ghi nợ", "Ghi có", "Số dư"]
    return sheet(["SAO KÊ"], [f"Tài khoản: {ACCOUNT_NO}"], [], head, *lines)


def test_a_statement_settles_a_request_and_comes_again_without_a_trace(merchant: Merchant) -> None:
    with time_machine.travel(datetime(2026, 9, 18, 3, 0, tzinfo=UTC), tick=False):
        request = make_request(merchant)
    by = owner_of(merchant)
    first = ["18/09/2026", f"MBVCB.1.{request.reference}.CT tu", "", "120.000", "1.120.000"]
    second = ["19/09/2026", "tien gao", "", "50.000", "1.170.000"]
    with time_machine.travel(TODAY, tick=False):
        brought = services.bring(merchant, file_name="thang9.xlsx", data=statement_of(first), by=by)
        assert (brought.taken_at, request.state) == (None, RequestState.OPEN), (
            "nothing before somebody said what is what"
        )
        services.take(brought, columns=COLUMNS, by=by)
        assert (request.state, brought.proof, brought.data) == (RequestState.PAID, Proof.PROVED, None)
        # The next file has the same headers: nobody is asked, and what overlaps counts once.
        again = services.bring(merchant, file_name="tiep.xlsx", data=statement_of(first, second), by=by)
    assert (again.rows_read, again.booked, again.repeated) == (2, 1, 1)
    assert journal.balances(merchant.id)[journal.LedgerAccount.BANK] == 170_000
    assert [month.sold_vnd for month in book.months_of(merchant.id, 2026)] == [120_000]
    assert [row.amount_vnd for row in inbox.unmatched(merchant.id)] == [50_000]
    assert db.session.scalars(select(KnownHeader)).one().columns["credit"] == 3


def test_the_same_file_again_is_the_same_statement(merchant: Merchant) -> None:
    data = statement_of(["18/09/2026", "x", "", "120.000", "1.120.000"])
    ids = {services.bring(merchant, file_name=name, data=data, by=owner_of(merchant)).id for name in ("a", "b")}
    assert len(ids) == 1


def test_webhook_and_statement_of_one_payment_count_once_across_midnight(merchant: Merchant) -> None:
    with time_machine.travel(datetime(2026, 9, 18, 3, 0, tzinfo=UTC), tick=False):
        request = make_request(merchant)
    with time_machine.travel(TODAY, tick=False):
        receive(notice_body(request.reference, 120_000, transactionDate="2026-09-18 23:55:00"))
        data = statement_of(["19/09/2026", f"IBFT {request.reference}", "", "120.000", "120.000"])
        services.take(
            services.bring(merchant, file_name="x", data=data, by=owner_of(merchant)),
            columns=COLUMNS,
            by=owner_of(merchant),
        )
    line = db.session.scalars(select(BankNotice).where(BankNotice.provider == "statement")).one()
    assert (line.outcome, line.posted_on) == (Decision.SAME_PAYMENT, date(2026, 9, 19))
    assert journal.balances(merchant.id)[journal.LedgerAccount.BANK] == 120_000


def test_two_alike_payments_of_one_day_are_two(merchant: Merchant) -> None:
    alike: list[list[object]] = [["18/09/2026", "tien gao", "", "50.000", f"{n * 50}.000"] for n in (1, 2)]
    with time_machine.travel(TODAY, tick=False):
        brought = services.bring(merchant, file_name="x", data=statement_of(*alike), by=owner_of(merchant))
        services.take(brought, columns=COLUMNS, by=owner_of(merchant))
    assert (brought.booked, journal.balances(merchant.id)[journal.LedgerAccount.BANK]) == (2, 100_000)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "trống"),
        (b"a,b,c\n1,2,3\n", "tiêu đề"),
        (MT940.replace("0000123456789", "9999").encode(), "tài khoản khác"),
        (camt_file().replace(b"Ntry>", b"Xtry>"), "Không thấy dòng"),
        (b"PK\x03\x04broken", "không đọc được"),
    ],
    ids=["empty", "no headers", "another account", "no lines", "broken"],
)
def test_what_is_no_statement_of_this_account_says_what_to_do(
    browser: Browser, merchant: Merchant, data: bytes, sentence: str
) -> None:
    db.session.commit()
    browser.sign_in(owner_of(merchant))
    page = browser.fill(f"/hs/{merchant.code}/tt/sao-ke", file=(io.BytesIO(data), "saoke.xlsx"))
    assert page.status == 422
    assert sentence in page.text
    assert db.session.scalars(select(Statement)).all() == []


def test_the_owner_brings_a_file_says_what_is_what_and_reads_what_became_of_it(
    browser: Browser, merchant: Merchant
) -> None:
    db.session.commit()
    browser.sign_in(owner_of(merchant))
    here = f"/hs/{merchant.code}/tt/sao-ke"
    local = clock.local(clock.now())
    data = statement_of([f"{local:%d/%m/%Y}", "tien gao", "", "50.000", "50.000"], ["", "Tổng cộng", "", "50.000", ""])

    shown = browser.fill(here, file=(io.BytesIO(data), "saoke.xlsx")).location or ""
    assert "Cột nào là gì" in browser.visit(shown).text
    wrong = browser.fill(shown, to=f"{shown}/cot", day="0", memo="1", credit="", debit="", amount="")
    assert (wrong.status, "ít nhất" in wrong.text) == (422, True)
    assert (
        browser.fill(shown, to=f"{shown}/cot", day="0", memo="1", credit="3", debit="2", balance="4").location == shown
    )
    page = browser.visit(shown).text
    assert "Số dư khớp" in page
    assert "một dòng cộng hoặc số dư" in page
    assert "saoke.xlsx" in browser.visit(here).text


def test_statements_are_the_owners_alone(browser: Browser, merchant: Merchant) -> None:
    data = statement_of(["18/09/2026", "x", "", "120.000", "1.120.000"])
    brought = services.bring(merchant, file_name="x", data=data, by=owner_of(merchant))
    other = make_merchant(owner_name="Lê Văn Bình")
    db.session.commit()
    for who in (owner_of(other), clerk_of(merchant)):
        browser.sign_in(who)
        for path in ("", f"/{brought.id}"):
            assert browser.visit(f"/hs/{merchant.code}/tt/sao-ke{path}").status in (403, 404)
    browser.sign_in(owner_of(other))
    assert browser.visit(f"/hs/{other.code}/tt/sao-ke/{brought.id}").status == 404
    assert browser.post(f"/hs/{other.code}/tt/sao-ke/{brought.id}/cot", day="0", memo="1", credit="3").status == 404
