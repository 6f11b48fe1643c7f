"""A letter lies there from the answer until its notices do: it is opened once, whoever stops in between."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select, text

from app.core import clock, jobs
from app.core.db import db
from app.core.transaction import transaction
from payments.inbox import queries, services
from payments.inbox.models import BankNotice, Letter
from payments.inbox.services import OPEN_LETTERS
from payments.inbox.services.letters import Sent, _promised
from payments.states import RequestState
from tests.browser import Browser
from tests.factories.payments import make_request, notice_body, signed_headers

PATH = "/webhooks/sepay"


def lay(*bodies: bytes) -> None:
    """Keep bodies of SePay's as letters."""
    with transaction():
        services.keep([Sent("sepay", body, {}, at=clock.now()) for body in bodies])


def rows(table: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def promises() -> list[str]:
    table = "workflow_status" if db.engine.dialect.name == "sqlite" else "dbos.workflow_status"
    found = db.session.scalars(text(f"select workflow_uuid from {table} order by workflow_uuid"))
    return [each for each in found if each.startswith(OPEN_LETTERS)]


def test_the_sender_is_answered_when_the_letter_is_there_and_before_it_is_opened(browser: Browser) -> None:
    request = make_request()
    db.session.commit()
    body = notice_body(request.reference, 120_000)
    headers = signed_headers(body)

    assert browser.client.post(PATH, data=body, headers=headers).status_code == 200

    letter = db.session.scalars(select(Letter)).one()
    assert (letter.provider, letter.raw_body, letter.headers) == ("sepay", body, headers)
    db.session.refresh(request)
    assert (rows(BankNotice), request.state) == (0, RequestState.OPEN)


def test_an_opened_letter_is_gone_and_its_notice_is_of_the_moment_it_came(browser: Browser) -> None:
    request = make_request()
    db.session.commit()
    with time_machine.travel(clock.now(), tick=False):
        came_at = clock.now()
        lay(notice_body(request.reference, 120_000))
    with time_machine.travel(came_at + timedelta(days=3), tick=False):
        jobs.run(OPEN_LETTERS, {})
    notice = db.session.scalars(select(BankNotice)).one()
    db.session.refresh(request)
    # Opened three days later, after the request has run out, it pays as it did when it came.
    assert (rows(Letter), notice.received_at, request.state) == (0, came_at, RequestState.PAID)


def test_the_same_notice_in_two_letters_is_one_notice(browser: Browser) -> None:
    request = make_request()
    db.session.commit()
    body = notice_body(request.reference, 120_000)
    lay(body, body)
    jobs.run(OPEN_LETTERS, {})
    db.session.refresh(request)
    assert (rows(Letter), rows(BankNotice), request.state) == (0, 1, RequestState.PAID)


def test_the_opening_is_promised_with_the_letters_and_not_once_for_each() -> None:
    _promised.clear()
    with time_machine.travel("2026-09-14 03:00:00.2+00:00", tick=False):
        lay(b"{}", b"[]")
        lay(b"()")
    second = 1_789_354_800
    assert promises() == [f"{OPEN_LETTERS}:{second}", f"{OPEN_LETTERS}:{second}/after"]
    with time_machine.travel("2026-09-14 03:00:01.2+00:00", tick=False):
        lay(b"1")
    assert len(promises()) == 4
    assert jobs.run_pending() == 4
    assert rows(Letter) == 0


def test_what_comes_in_a_second_that_has_its_promise_is_kept_without_another(browser: Browser) -> None:
    _promised.clear()
    with time_machine.travel("2026-09-14 03:00:00.2+00:00", tick=False):
        for body in (b'{"id": 1}', b'{"id": 2}', b'{"id": 3}'):
            assert browser.client.post(PATH, data=body, headers=signed_headers(body)).status_code == 200
    assert (rows(Letter), len(promises())) == (3, 2)


def test_a_promise_that_was_not_saved_is_made_again() -> None:
    _promised.clear()
    with time_machine.travel("2026-09-14 03:00:00.2+00:00", tick=False):
        with pytest.raises(ZeroDivisionError), transaction():
            services.keep([Sent("sepay", b"{}", {}, at=clock.now())])
            1 / 0  # noqa: B018
        assert promises() == []
        lay(b"{}")
    assert len(promises()) == 2


def test_one_letter_that_cannot_be_opened_keeps_no_other_waiting(browser: Browser) -> None:
    request = make_request()
    db.session.commit()
    lay(b"{}", notice_body(request.reference, 120_000))
    bad = db.session.scalars(select(Letter).order_by(Letter.id).limit(1)).one()
    bad.headers = [1]  # type: ignore[assignment]  no release has written such a letter
    db.session.commit()
    for _time in range(queries.MOST_FAILURES + 1):
        jobs.run(OPEN_LETTERS, {})
    for row in (request, bad):
        db.session.refresh(row)
    assert (request.state, rows(Letter), bad.failures) == (RequestState.PAID, 1, queries.MOST_FAILURES)


def test_letters_nobody_opens_are_told_of_by_number_alone(capsys: pytest.CaptureFixture[str]) -> None:
    lay(notice_body("x", 7_654_321))
    with transaction():
        services.reconcile(on=clock.today())
    assert "letters_unopened" not in capsys.readouterr().out
    with time_machine.travel(clock.now() + timedelta(hours=2)), transaction():
        services.reconcile(on=clock.today() + timedelta(days=1))
    said = capsys.readouterr().out
    assert ("letters_unopened" in said, "7654321" in said) == (True, False)
