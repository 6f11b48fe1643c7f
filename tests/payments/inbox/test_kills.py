"""A process killed between any two statements leaves what was there before, or all of what comes after."""

from itertools import count
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core import clock
from app.core.db import db
from app.core.transaction import transaction
from app.policy import Actor
from merchants.models import Merchant
from payments import queries, services
from payments.inbox import queries as queries_of_inbox
from payments.inbox import services as inbox
from payments.inbox.jobs import open_letters
from payments.inbox.models import BankNotice, Letter
from payments.inbox.rules.notices import Decision
from payments.inbox.rules.words import Told, Word
from payments.inbox.services import Sent
from payments.journal import queries as books
from payments.journal.models import JournalEntry
from payments.models import PaymentEvidence, Standee
from payments.refunds import queries as owed
from payments.refunds import services as refunds
from payments.refunds.models import Refund
from payments.refunds.states import RefundState
from payments.states import RequestState
from tests.factories.payments import make_account, make_merchant, make_request, notice_body
from tests.payments.kills import ends_alike, in_one, killed_everywhere, survives

pytestmark = [pytest.mark.no_database, pytest.mark.both]
BY = Actor.system("sepay")
RUNNING = count()


def counted(*tables: type[Any]) -> list[int]:
    return [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def asked(site: Flask, *, paid: int = 0) -> str:
    with site.app_context():
        merchant = make_merchant()
        make_account(merchant)
        reference = make_request(merchant).reference
        db.session.commit()
        for _time in range(paid):
            receive(notice_body(reference, 120_000))
        db.session.commit()
        return reference


def lay(body: bytes) -> None:
    inbox.keep([Sent("sepay", body, {}, at=clock.now())])


def receive(body: bytes) -> object:
    return inbox.receive(provider="sepay", body=body, headers={}, at=clock.now(), by=BY)


def test_a_letter_killed_while_it_is_kept_is_there_whole_or_not_at_all(site: Flask) -> None:
    def check(is_done: bool) -> None:
        assert counted(Letter) == [1 if is_done else 0]

    assert killed_everywhere(site, lambda: lay(b"{}"), check) > 3


def test_a_letter_kept_alone_is_there_once_its_one_statement_has_come_back(site: Flask) -> None:
    def act() -> None:
        inbox.keep_alone([Sent("sepay", b"{}", {}, at=clock.now()), Sent("sepay", b"[]", {}, at=clock.now())])

    def check(is_done: bool) -> None:
        assert counted(Letter) == [2 if is_done else 0]

    assert killed_everywhere(site, act, check) >= 1


def test_a_letter_killed_while_it_is_opened_lies_there_still_and_is_opened_by_the_next(site: Flask) -> None:
    reference = asked(site)
    with site.app_context():
        lay(notice_body(reference, 120_000))
        db.session.commit()
        [letter_id] = queries_of_inbox.letters_waiting()
        db.session.rollback()

    def check(is_done: bool) -> None:
        request = queries.request_by_reference(reference)
        assert request is not None
        whole = [0, 1, 2, 1] if is_done else [1, 0, 0, 0]
        assert counted(Letter, BankNotice, JournalEntry, PaymentEvidence) == whole
        assert request.state is (RequestState.PAID if is_done else RequestState.OPEN)

    assert killed_everywhere(site, lambda: inbox.open_letter(letter_id), check) > 5
    assert survives(site, in_one(lambda: inbox.open_letter(letter_id)), at=200)
    with site.app_context():
        check(True)


def test_letters_end_alike_wherever_whoever_opens_them_is_killed(site: Flask) -> None:
    """One payment, the same told again and paid again, and what goes back of it: a commit for each letter."""

    def make() -> tuple[UUID, str]:
        merchant, account_no = make_merchant(), f"00088{next(RUNNING):03d}"
        make_account(merchant, account_no=account_no)
        code = make_request(merchant).reference
        once, again, back = (
            notice_body(code, 120_000, accountNumber=account_no, transferType=way) for way in ("in", "in", "out")
        )
        inbox.keep([Sent("sepay", body, {}, at=clock.now()) for body in (once, once, again, back)])
        return merchant.id, code

    def outcome(world: tuple[UUID, str]) -> object:
        request = queries.request_by_reference(world[1])
        assert request is not None
        notices = select(BankNotice.outcome).where(BankNotice.merchant_id == world[0]).order_by(BankNotice.id)
        [refund] = owed.refunds_for(request.id)
        balance = books.balances(world[0])[books.LedgerAccount.BANK]
        return list(db.session.scalars(notices)), request.state, refund.state, balance, counted(Letter)

    expected = (
        [Decision.PAID, Decision.DUPLICATE, Decision.REFUND], RequestState.PAID_TWICE, RefundState.SENT, 120_000, [0]
    )  # fmt: skip
    assert ends_alike(site, make, lambda _world: open_letters(), outcome, expected) >= 4


def test_an_owners_words_end_alike_wherever_the_process_is_killed(site: Flask) -> None:
    """Matching by a person: money without a code is a sale, is for a request, and too little is enough."""

    def make() -> tuple[UUID, str, str]:
        merchant, account_no = make_merchant(), f"00099{next(RUNNING):03d}"
        make_account(merchant, account_no=account_no)
        codes = [make_request(merchant, amount_vnd=amount_vnd).reference for amount_vnd in (120_000, 90_000)]
        for memo, amount_vnd in ((codes[0], 100_000), ("cam on", 50_000), ("tra tien", 90_000)):
            receive(notice_body(memo, amount_vnd, accountNumber=account_no))
        return merchant.id, codes[0], codes[1]

    def say(world: tuple[UUID, str, str]) -> None:
        under, asked_for = (queries.request_by_reference(code) for code in world[1:])
        assert under is not None
        assert asked_for is not None
        for notice in queries_of_inbox.unmatched(world[0]):
            with transaction():
                if notice.amount_vnd == asked_for.amount_vnd:
                    inbox.assign(notice, asked_for, by=BY)
                elif notice.request_id is None:
                    inbox.tell(notice, told=Told.SALE, by=BY)
        with transaction():
            if under.state is RequestState.UNDERPAID:
                inbox.resolve(under, word=Word.ACCEPT, by=BY)

    def outcome(world: tuple[UUID, str, str]) -> object:
        states = [found.state for code in world[1:] if (found := queries.request_by_reference(code))]
        proofs = select(func.count()).where(PaymentEvidence.merchant_id == world[0])
        balances = books.balances(world[0])
        return states, db.session.scalar(proofs), balances[books.LedgerAccount.BANK], sum(balances.values())

    expected = ([RequestState.PAID, RequestState.PAID], 3, 240_000, 0)
    assert ends_alike(site, make, say, outcome, expected) >= 3


def test_a_refund_killed_at_any_statement_is_sent_once(site: Flask) -> None:
    reference = asked(site, paid=2)

    def act() -> None:
        request = queries.request_by_reference(reference)
        assert request is not None
        [refund] = owed.refunds_for(request.id)
        refunds.send(refund, by=BY)

    def check(is_done: bool) -> None:
        [refund] = db.session.scalars(select(Refund))
        assert refund.state is (RefundState.SENT if is_done else RefundState.OWED)
        assert counted(JournalEntry) == [5 if is_done else 4]

    assert killed_everywhere(site, act, check) > 3


def test_money_sent_back_is_seen_once_and_done_once_whenever_the_process_dies(site: Flask) -> None:
    reference = asked(site, paid=2)
    before = _books(site)
    back = notice_body(reference, 120_000, transferType="out")

    def check(is_done: bool) -> None:
        [refund] = db.session.scalars(select(Refund))
        assert refund.state is (RefundState.SENT if is_done else RefundState.OWED)
        assert (counted(BankNotice, JournalEntry) == before) is not is_done

    def finish() -> None:
        request = queries.request_by_reference(reference)
        assert request is not None
        refunds.finish(db.session.scalars(select(Refund)).one(), request, by=BY)

    def is_over(is_done: bool) -> None:
        [refund] = db.session.scalars(select(Refund))
        request = queries.request_by_reference(reference)
        assert request is not None
        assert refund.state is (RefundState.DONE if is_done else RefundState.SENT)
        assert request.state is (RequestState.PAID if is_done else RequestState.PAID_TWICE)

    assert killed_everywhere(site, lambda: receive(back), check) > 5
    assert killed_everywhere(site, finish, is_over) > 3
    after = _books(site)
    assert survives(site, in_one(lambda: receive(back)), at=200)
    assert _books(site) == after, "told again, it changes nothing"


def _books(site: Flask) -> list[int]:
    with site.app_context():
        found = counted(BankNotice, JournalEntry)
        db.session.remove()
        return found


def test_a_sign_killed_at_any_statement_of_its_reprint_leaves_one_that_holds(site: Flask) -> None:
    asked(site)

    def act() -> None:
        merchant = db.session.scalars(select(Merchant).where(Merchant.code.like("9901%"))).one()
        services.issue_standee(merchant, confirmed_holder="NGUYEN THI MAN", by=BY)

    assert survives(site, in_one(act), at=200)

    def check(is_done: bool) -> None:
        live = [each.serial for each in db.session.scalars(select(Standee)) if each.state.value != "revoked"]
        assert len(live) == 1
        assert counted(Standee) == [2 if is_done else 1]

    assert killed_everywhere(site, act, check) > 3
