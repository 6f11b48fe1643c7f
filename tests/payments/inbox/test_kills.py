"""A process killed between any two statements leaves what was there before, or all of what comes after."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core import clock
from app.core.db import db
from app.policy import Actor
from merchants.models import Merchant
from payments import queries, services
from payments.inbox import queries as queries_of_inbox
from payments.inbox import services as inbox
from payments.inbox.models import BankNotice, Letter
from payments.inbox.services import Sent
from payments.journal.models import JournalEntry
from payments.models import PaymentEvidence, Standee
from payments.refunds import queries as owed
from payments.refunds import services as refunds
from payments.refunds.models import Refund
from payments.refunds.states import RefundState
from payments.states import RequestState
from tests.factories.payments import make_account, make_merchant, make_request, notice_body
from tests.payments.kills import in_one, killed_everywhere, survives

pytestmark = [pytest.mark.no_database, pytest.mark.both]
BY = Actor.system("sepay")


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
