"""Many deliveries in the same moment: one request is settled once, and every delivery gets an honest answer."""

import json
import threading
from collections import Counter
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from app.core import clock, jobs
from app.core.db import db
from payments import queries
from payments.inbox.models import BankNotice, Letter
from payments.inbox.services import OPEN_LETTERS
from payments.models import PaymentEvidence
from payments.states import RequestState
from tests.factories.payments import make_request, notice_body, signed_headers

pytestmark = [pytest.mark.no_database, pytest.mark.both]

DELIVERIES = 8


def at_once(work: Callable[[int], int]) -> Counter[int]:
    """Do the same thing in many threads released together, and count the answers."""
    gate = threading.Barrier(DELIVERIES)
    answers: list[int] = []

    def run(number: int) -> None:
        gate.wait()
        answers.append(work(number))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(DELIVERIES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(answers)


def asked(site: Flask) -> str:
    with site.app_context():
        reference = make_request(amount_vnd=120_000).reference
        db.session.commit()
        return reference


def opened(site: Flask) -> None:
    """Open what has come, by several workers at once."""

    def work(_number: int) -> int:
        with site.app_context():
            jobs.run(OPEN_LETTERS, {})
        return 0

    assert at_once(work) == {0: DELIVERIES}


def outcomes(site: Flask, reference: str) -> tuple[RequestState, Counter[str], int]:
    with site.app_context():
        request = queries.request_by_reference(reference)
        assert request is not None
        kinds = Counter(kind.value for kind in db.session.scalars(select(BankNotice.outcome)))
        return request.state, kinds, db.session.scalar(select(func.count()).select_from(PaymentEvidence)) or 0


def test_one_notice_delivered_eight_times_at_once_is_one_notice(site: Flask) -> None:
    reference = asked(site)
    body = notice_body(reference, 120_000)
    headers = signed_headers(body)

    answers = at_once(lambda _: site.test_client().post("/webhooks/sepay", data=body, headers=headers).status_code)

    assert answers == {200: DELIVERIES}
    opened(site)
    assert outcomes(site, reference) == (RequestState.PAID, {"paid": 1}, 1)


def test_eight_transfers_at_once_settle_a_request_once_and_the_rest_are_owed_back(site: Flask) -> None:
    reference = asked(site)
    bodies = [notice_body(reference, 120_000, id=number + 1) for number in range(DELIVERIES)]

    def deliver(number: int) -> int:
        body = bodies[number]
        return site.test_client().post("/webhooks/sepay", data=body, headers=signed_headers(body)).status_code

    answers = at_once(deliver)

    assert answers == {200: DELIVERIES}
    opened(site)
    assert outcomes(site, reference) == (RequestState.PAID_TWICE, {"paid": 1, "duplicate": DELIVERIES - 1}, 1)


def test_the_sender_hears_of_success_only_after_the_letter_is_saved(site: Flask) -> None:
    reference = asked(site)
    body = notice_body(reference, 120_000)

    answer = site.test_client().post("/webhooks/sepay", data=body, headers=signed_headers(body))

    assert json.loads(answer.get_data()) == {"success": True}
    with site.app_context():
        kept = db.session.scalars(select(Letter)).one()
        assert (kept.raw_body, kept.received_at <= clock.now()) == (body, True)


def test_a_sender_whose_letter_cannot_be_saved_is_told_so(site: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    reference = asked(site)
    body = notice_body(reference, 120_000)
    with site.app_context():
        db.session.execute(text("alter table letter rename to away"))
        db.session.commit()

    answer = site.test_client().post("/webhooks/sepay", data=body, headers=signed_headers(body))

    assert (answer.status_code, json.loads(answer.get_data())) == (500, {"success": False})
    said = capsys.readouterr().out
    assert ("letter_not_kept" in said, "120000" in said) == (True, False)
