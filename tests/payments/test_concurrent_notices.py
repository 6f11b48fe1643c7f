"""Many deliveries in the same moment: one request is settled once, and every delivery gets an honest answer."""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core import clock, jobs, settings
from app.core.db import db
from payments import queries
from payments.inbox.models import BankNotice
from payments.models import PaymentEvidence
from payments.states import RequestState
from tests import databases
from tests.conftest import prepared
from tests.factories.payments import make_request, notice_body, signed_headers

pytestmark = [pytest.mark.no_database, pytest.mark.both]

DELIVERIES = 8


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """Give an application over a database of its own, where commits are real."""
    url = (
        f"sqlite:///{tmp_path / 'crowd.db'}"
        if request.param == "sqlite"
        else databases.fresh_postgresql(f"crowd_{abs(hash(request.node.name)) % 10**6}")
    )
    before = settings.current()
    made = prepared(tmp_path, url)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()
    jobs.forget_clients()
    settings.use(before)


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
    assert outcomes(site, reference) == (RequestState.PAID, {"paid": 1}, 1)


def test_eight_transfers_at_once_settle_a_request_once_and_the_rest_are_owed_back(site: Flask) -> None:
    reference = asked(site)
    bodies = [notice_body(reference, 120_000, id=number + 1) for number in range(DELIVERIES)]

    def deliver(number: int) -> int:
        body = bodies[number]
        return site.test_client().post("/webhooks/sepay", data=body, headers=signed_headers(body)).status_code

    answers = at_once(deliver)

    assert answers == {200: DELIVERIES}
    assert outcomes(site, reference) == (RequestState.PAID_TWICE, {"paid": 1, "duplicate": DELIVERIES - 1}, 1)


def test_the_sender_hears_of_success_only_after_the_notice_is_saved(site: Flask) -> None:
    reference = asked(site)
    body = notice_body(reference, 120_000)

    answer = site.test_client().post("/webhooks/sepay", data=body, headers=signed_headers(body))

    assert json.loads(answer.get_data()) == {"success": True}
    with site.app_context():
        kept = db.session.scalars(select(BankNotice)).one()
        assert (kept.raw_body, kept.received_at <= clock.now()) == (body, True)
