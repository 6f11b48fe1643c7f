"""The demonstration is paid by the real matching, and loading it twice is loading it once."""

from datetime import datetime

import pytest
import time_machine
from sqlalchemy import func, select

from app.core import clock
from app.core.db import db
from app.policy import Actor
from payments import demo, queries
from payments.inbox.models import BankNotice
from payments.models import PaymentAccount, PaymentEvidence, PaymentRequest, Standee
from payments.rules import Rung
from payments.states import RequestState
from tests.factories.payments import make_merchant

BY = Actor.system("demonstration")


def counts() -> list[int]:
    return [
        db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in (PaymentAccount, Standee, PaymentRequest, BankNotice, PaymentEvidence)
    ]


def test_the_owner_is_paid_and_loading_twice_is_loading_once() -> None:
    man, neighbour = make_merchant(), make_merchant(owner_name="Phạm Văn Tám", business_name="Bánh cáy Tám")
    man.is_demo = neighbour.is_demo = True
    db.session.flush()

    demo.load(by=BY)
    first = counts()
    demo.load(by=BY)

    assert counts() == first
    assert [request.state for request in queries.requests_of(man.id)].count(RequestState.PAID) >= 3
    assert man.id in queries.in_use_merchants(None, clock.today())
    assert neighbour.id not in queries.in_use_merchants(None, clock.today())


def test_the_account_is_plainly_made_up() -> None:
    man = make_merchant()
    man.is_demo = True
    db.session.flush()

    demo.load(by=BY)

    account = queries.account_of(man.id)
    assert account is not None
    assert account.account_no.startswith("0000")


@pytest.mark.parametrize("day", ["2026-11-01 00:05", "2026-11-24 10:00", "2027-01-31 23:50", "2028-03-01 08:00"])
def test_the_sales_of_this_month_are_in_this_month_whatever_the_day(day: str) -> None:
    moment = datetime.strptime(day, "%Y-%m-%d %H:%M").replace(tzinfo=clock.VIETNAM)
    with time_machine.travel(moment):
        man = make_merchant()
        man.is_demo = True
        db.session.flush()

        demo.load(by=BY)

        assert queries.rung_of(man.id) is Rung.STEADY
        assert all(request.created_at < clock.now() for request in queries.requests_of(man.id))
