"""A bank's year: its lines are let in by a worker that says how far it is, and each counts once whenever it stops."""

import io
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core import clock, jobs
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.transaction import transaction
from app.policy import Actor, Holding, Role
from merchants.models import Merchant
from payments.inbox.models import BankNotice
from payments.inbox.rules.notices import Decision
from payments.journal import queries as journal
from payments.journal.rules import LedgerAccount
from payments.models import PaymentEvidence
from payments.refunds.models import Refund
from payments.refunds.states import RefundState
from payments.statements import documents, services
from payments.statements.jobs import go_on
from payments.statements.models import SkippedLine, Statement
from payments.statements.rules.columns import Column
from payments.statements.rules.reading import Proof
from payments.statements.services import StatementRefusedError, lines
from payments.statements.states import StatementState
from tests.browser import Browser
from tests.factories.payments import ACCOUNT_NO, make_account, make_merchant, make_request, owner_of
from tests.payments.kills import ends_alike

COLUMNS = {Column.DAY: 0, Column.MEMO: 1, Column.DEBIT: 2, Column.CREDIT: 3, Column.BALANCE: 4}
HEAD = "Ngày giao dịch,Diễn giải,Ghi nợ,Ghi có,Số dư"


@pytest.fixture(autouse=True)
def _short_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make three lines a long statement, and two lines a transaction."""
    monkeypatch.setattr(lines, "AT_ONCE", 2)


@pytest.fixture
def merchant(session: object) -> Merchant:
    made = make_merchant()
    make_account(made)
    return made


def year(code: str = "", count: int = 5) -> bytes:
    """Return a statement with a request's payment among money without a code, and two lines that are none."""
    today = f"{clock.local(clock.now()):%d/%m/%Y}"
    money = [f"{today},tien gao {n},,{n}.000," for n in range(1, count)]
    return "\n".join(
        [HEAD, ",Số dư đầu kỳ,,,0", *money, f"{today},MBVCB.1.{code}.CT tu,,120.000,", ",Tổng cộng,,1,"]
    ).encode()


def by(merchant: Merchant) -> Actor:
    return Actor(None, merchant.owner_name, (Holding(Role.OWNER, merchant_id=merchant.id),))


def brought(merchant: Merchant, data: bytes) -> Statement:
    found = services.bring(merchant, file_name="nam.csv", data=data, by=by(merchant))
    if found.state is StatementState.ASKED:
        services.take(found, columns=COLUMNS, by=by(merchant))
    db.session.commit()
    return found


def test_an_owner_brings_a_year_sees_how_far_it_is_and_reads_what_became_of_it(
    browser: Browser, merchant: Merchant
) -> None:
    db.session.commit()
    browser.sign_in(owner_of(merchant))
    shown = browser.fill(f"/hs/{merchant.code}/tt/sao-ke", file=(io.BytesIO(year()), "nam.csv")).location or ""

    columns = {column.value: str(place) for column, place in COLUMNS.items()}
    assert browser.fill(shown, to=f"{shown}/cot", amount="", **columns).location == shown
    page = browser.visit(shown)
    assert "Xong 0 trong 5 dòng" in page.text
    assert browser.client.get(f"{shown}/buoc").json == {"state": "reading:0"}
    assert "Đang đọc" in browser.visit(f"/hs/{merchant.code}/tt/sao-ke").text
    assert db.session.scalar(select(func.count()).select_from(BankNotice)) == 0, "nothing while somebody waits"

    services.let_in_later(db.session.scalars(select(Statement.id)).one())
    assert "Dòng mới 5" in browser.visit(shown).text
    assert browser.client.get(f"{shown}/buoc").json == {"state": "taken:5"}


def test_the_work_is_promised_once_and_done_in_the_name_of_whoever_asked(merchant: Merchant) -> None:
    request = make_request(merchant)
    found = brought(merchant, year(request.reference))
    assert (found.state, found.lines, found.rows_read, found.taken_at) == (StatementState.READING, 5, 0, None)

    assert jobs.run_pending() == 1

    db.session.refresh(found)
    assert (found.state, found.rows_read, found.booked, found.repeated) == (StatementState.TAKEN, 5, 5, 0)
    assert (found.skipped, len(db.session.scalars(select(SkippedLine)).all())) == (2, 2)
    assert (found.data, found.proof, request.state.value) == (None, Proof.UNPROVED, "paid")
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "statement:take")).all()
    assert [entry.actor_name for entry in told] == [merchant.owner_name]


def test_a_statement_that_says_its_own_columns_is_read_again_by_the_worker(merchant: Merchant) -> None:
    moved = "".join(f":61:2609010901C{n}000,NTRFFT{n}\n:86:tien gao {n}\n" for n in (1, 2, 3))
    data = f":20:S\n:25:970405/{ACCOUNT_NO}\n:28C:1/1\n:60F:C260901VND0,\n{moved}:62F:C260901VND6000,\n-\n".encode()
    found = services.bring(merchant, file_name="x.sta", data=data, by=by(merchant))
    db.session.commit()
    assert jobs.run_pending() == 1
    db.session.refresh(found)
    assert (found.state, found.booked, found.proof) == (StatementState.TAKEN, 3, Proof.PROVED)


def test_what_overlaps_with_an_earlier_statement_counts_once(merchant: Merchant) -> None:
    brought(merchant, year(count=3))
    jobs.run_pending()
    found = brought(merchant, year(count=6))
    jobs.run_pending()
    db.session.refresh(found)
    assert (found.rows_read, found.booked, found.repeated) == (6, 3, 3)
    assert journal.balances(merchant.id)[LedgerAccount.BANK] == 135_000


def test_two_workers_stop_each_other_and_the_next_day_goes_on_with_what_none_has_ended(
    merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, stood = brought(merchant, year()), []
    read = lines._read

    def overtaken(what: Any) -> Any:
        # Between its look at the statement and its first lines another worker does two of them.
        reading = read(what)
        if not stood:
            stood.append(True)
            with pytest.raises(OSError, match="power cut"):
                let_in_two(found.id)
        return reading

    def let_in_two(statement_id: UUID) -> None:
        monkeypatch.setattr(lines, "_let_in_some", cut_after(lines._let_in_some, calls=1))
        services.let_in_later(statement_id)

    monkeypatch.setattr(lines, "_read", overtaken)
    services.let_in_later(found.id)
    monkeypatch.undo()
    monkeypatch.setattr(lines, "AT_ONCE", 2)

    db.session.refresh(found)
    assert (found.state, found.rows_read, found.booked) == (StatementState.READING, 2, 2)
    jobs.run_pending()
    go_on()
    assert jobs.run_pending() <= 1
    db.session.refresh(found)
    assert (found.state, found.booked) == (StatementState.TAKEN, 5)


def cut_after(work: Any, *, calls: int) -> Any:
    """Let some work be done so often, and then the power fail."""
    left = iter(range(calls))

    def once(*given: Any, **named: Any) -> Any:
        if next(left, None) is None:
            raise OSError("power cut")
        return work(*given, **named)

    return once


def test_one_that_its_owner_had_deleted_is_left_alone(merchant: Merchant) -> None:
    found = brought(merchant, year())
    db.session.delete(found)
    db.session.commit()
    jobs.run_pending()
    assert db.session.scalar(select(func.count()).select_from(BankNotice)) == 0


def test_more_than_a_busy_shops_year_is_refused_with_what_to_do(
    merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MOST_LINES", 6)
    with pytest.raises(StatementRefusedError, match=r"20[.,]000"):
        brought(merchant, year())


@pytest.mark.no_database
@pytest.mark.both
def test_a_statement_ends_alike_wherever_its_worker_is_killed(site: Flask) -> None:
    """Intake and matching: one payment, the same paid again, money without a code; before every commit."""
    running = iter(range(1_000))

    def make() -> tuple[UUID, bytes]:
        merchant, account_no = make_merchant(), f"00077{next(running):03d}"
        make_account(merchant, account_no=account_no)
        code = make_request(merchant).reference
        lines_ = [(120_000, f"CK {code}"), (120_000, f"them {code}"), (7_000, "cam on")]
        moved = "".join(f":61:260901C{vnd},NTRFFT\n:86:{memo}\n" for vnd, memo in lines_)
        return merchant.id, f":20:S\n:25:970405/{account_no}\n:60F:C260901VND0,\n{moved}-\n".encode()

    def act(world: tuple[UUID, bytes]) -> None:
        merchant_id, data = world
        with transaction():
            merchant = db.session.get_one(Merchant, merchant_id)
            statement_id = services.bring(merchant, file_name="x.sta", data=data, by=by(merchant)).id
        services.let_in_later(statement_id)

    def outcome(world: tuple[UUID, bytes]) -> object:
        of = world[0]
        [statement] = db.session.scalars(select(Statement).where(Statement.merchant_id == of))
        notices = select(BankNotice.outcome).where(BankNotice.merchant_id == of).order_by(BankNotice.id)
        proofs = select(func.count()).where(PaymentEvidence.merchant_id == of)
        refunds = select(Refund.state, Refund.amount_vnd).where(Refund.merchant_id == of)
        return (
            (statement.state, statement.rows_read, statement.booked, statement.repeated, statement.data),
            list(db.session.scalars(notices)),
            db.session.scalar(proofs.select_from(PaymentEvidence)),
            [tuple(row) for row in db.session.execute(refunds)],
            journal.balances(of)[LedgerAccount.BANK],
        )

    expected = (
        (StatementState.TAKEN, 3, 3, 0, None),
        [Decision.PAID, Decision.DUPLICATE, Decision.UNKNOWN],
        1,
        [(RefundState.OWED, 120_000)],
        247_000,
    )
    assert ends_alike(site, make, act, outcome, expected) > 3
