"""Random histories of payments and of what channels make of them: nothing counts twice, nothing is lost.

Channels knock at the door they have in earnest: what they send is signed, answered as a letter, and opened by the job.
``LENSAN_EXAMPLES`` asks for more histories than a run among other tests can afford.
"""

import os
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import Connection, func, select

from app.core import clock, jobs
from app.core.db import db
from merchants.models import Merchant
from payments.inbox import services as inbox
from payments.inbox.models import BankNotice, Letter
from payments.inbox.rules.notices import NOT_COUNTED
from payments.journal import queries as journal
from payments.models import PaymentEvidence, PaymentRequest
from payments.states import SETTLED
from tests.factories.payments import (
    casso_body,
    casso_headers,
    make_account,
    make_merchant,
    make_request,
    notice_body,
    payos_body,
    signed_headers,
)

EXAMPLES = int(os.environ.get("LENSAN_EXAMPLES", "40"))
START = datetime(2026, 9, 1, 3, 0, tzinfo=UTC)
ASKED_VND = 120_000
ACCOUNTS = ("0000111111111", "0000222222222")
BODIES: dict[str, Callable[..., bytes]] = {"sepay": notice_body, "casso": casso_body, "payos": payos_body}
SIGNED: dict[str, Callable[[bytes], dict[str, str]]] = {
    "sepay": signed_headers, "casso": casso_headers, "payos": lambda _body: {}
}  # fmt: skip
TIMES = {"sepay": "transactionDate", "casso": "transactionDateTime", "payos": "transactionDateTime"}


@dataclass(frozen=True)
class Movement:
    """One true movement of money, and who tells of it how often."""

    hour: int
    owner: int
    request: int | None
    amount_vnd: int
    is_out: bool
    told: tuple[tuple[str, int], ...]


@some.composite
def histories(draw: Any) -> tuple[list[Movement], int]:
    """Draw some movements, hours apart, each told of by one to three channels one to three times; and an order."""
    hours = sorted(draw(some.sets(some.integers(1, 9 * 24), min_size=1, max_size=6)))
    movements = []
    for hour in hours:
        is_out = draw(some.booleans()) and draw(some.booleans())
        channels = ["sepay", "casso"] + ([] if is_out else ["payos"])
        told = draw(some.dictionaries(some.sampled_from(channels), some.integers(1, 3), min_size=1))
        movements.append(
            Movement(
                hour=hour,
                owner=draw(some.integers(0, 1)),
                request=draw(some.sampled_from([None, 0, 0, 0, 1])),
                amount_vnd=draw(some.sampled_from([ASKED_VND, ASKED_VND, ASKED_VND, 20_000, 100_000, 150_000])),
                is_out=is_out,
                told=tuple(sorted(told.items())),
            )
        )
    return movements, draw(some.integers(0, 2**16))


@pytest.fixture
def owners() -> list[Merchant]:
    made = [make_merchant(), make_merchant(owner_name="Lê Văn Bình")]
    for merchant, number in zip(made, ACCOUNTS, strict=True):
        make_account(merchant, account_no=number)
    db.session.commit()
    return made


@given(history=histories())
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_channels_tell_in_whatever_order_every_dong_is_in_the_books_once(
    app: Flask, owners: list[Merchant], history: tuple[list[Movement], int]
) -> None:
    movements, order = history
    outer = db.engine
    assert isinstance(outer, Connection)
    undone = outer.begin_nested()
    with time_machine.travel(START, tick=False):
        # Both requests are the first household's: the second one's money with their code is another shop's.
        requests = [make_request(owners[0], amount_vnd=ASKED_VND) for _each in range(2)]
        db.session.commit()
    letters = [letter for movement in movements for letter in letters_of(movement, requests)]
    random.Random(order).shuffle(letters)
    with time_machine.travel(START + timedelta(days=10), tick=False):
        for provider, body in letters:
            answer = app.test_client().post(f"/webhooks/{provider}", data=body, headers=SIGNED[provider](body))
            assert answer.status_code == 200
        jobs.run(inbox.OPEN_LETTERS, {})
    check(owners, movements, requests)
    db.session.rollback()
    undone.rollback()


def letters_of(movement: Movement, requests: list[PaymentRequest]) -> list[tuple[str, bytes]]:
    code = f"chuyen tien {movement.hour}" if movement.request is None else requests[movement.request].reference
    local = f"{clock.local(START + timedelta(hours=movement.hour)):%Y-%m-%d %H:%M:%S}"
    letters = []
    for provider, times in movement.told:
        changes: dict[str, Any] = {"accountNumber": ACCOUNTS[movement.owner], TIMES[provider]: local}
        amount_vnd = movement.amount_vnd
        if movement.is_out and provider == "sepay":
            changes["transferType"] = "out"
        elif movement.is_out:
            amount_vnd = -amount_vnd
        body = BODIES[provider](code, amount_vnd, **changes)
        letters += [(provider, body)] * times
    return letters


def check(owners: list[Merchant], movements: list[Movement], requests: list[PaymentRequest]) -> None:
    # None is lost and none is there twice.
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 0
    assert db.session.scalar(select(func.count()).select_from(BankNotice)) == sum(len(each.told) for each in movements)
    for place, merchant in enumerate(owners):
        balances = journal.balances(merchant.id)
        true_vnd = sum(
            -each.amount_vnd if each.is_out else each.amount_vnd for each in movements if each.owner == place
        )
        assert balances["bank"] == true_vnd, "each movement stands in the books once, however many told of it"
        assert sum(balances.values()) == 0
    counted = select(func.count()).select_from(BankNotice).where(BankNotice.outcome.not_in(NOT_COUNTED))
    assert db.session.scalar(counted) == len(movements)
    standing = Counter(proof.request_id for proof in db.session.scalars(select(PaymentEvidence)) if not proof.excluded)
    for request in requests:
        db.session.refresh(request)
        assert standing[request.id] == (request.state in SETTLED)
        if request.state in SETTLED:
            exact = [
                each
                for each in movements
                if each.request is not None and requests[each.request] is request
                and (each.owner, each.amount_vnd, each.is_out) == (0, ASKED_VND, False)
            ]  # fmt: skip
            assert exact, "only code, account, direction and exact amount together mean paid"
