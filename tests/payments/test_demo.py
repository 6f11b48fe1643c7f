"""The demonstration is paid by the real matching, and loading it twice is loading it once."""

from datetime import UTC, datetime

import time_machine
from sqlalchemy import func, select

from app.core import clock
from app.core.db import db
from app.policy import Actor
from merchants.rules import Craft
from payments import demo, queries
from payments.models import BankNotice, PaymentAccount, PaymentEvidence, PaymentRequest, Standee
from payments.rules import Rung
from payments.states import RequestState
from tests.factories.payments import make_merchant

BY = Actor.system("demonstration")


def counts() -> list[int]:
    return [
        db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in (PaymentAccount, Standee, PaymentRequest, BankNotice, PaymentEvidence)
    ]


@time_machine.travel(datetime(2026, 11, 24, 3, 0, tzinfo=UTC), tick=True)
def test_the_cast_is_paid_and_loading_twice_is_loading_once() -> None:
    man, huy, other = (
        make_merchant(),
        make_merchant(owner_name="Trần Quốc Huy", business_name="Homestay Cồn Đen", craft=Craft.HOMESTAY),
        make_merchant(owner_name="Phạm Văn Tám", business_name="Bánh cáy Tám"),
    )
    for merchant in (man, huy, other):
        merchant.is_demo = True
    db.session.flush()

    demo.load(by=BY)
    first = counts()
    demo.load(by=BY)

    assert counts() == first == [3, 2, 13, 12, 11]
    states = [request.state for request in queries.requests_of(man.id)]
    assert (states.count(RequestState.PAID), states.count(RequestState.REVIEW), states.count(RequestState.OPEN)) == (
        9,
        1,
        1,
    )
    account = queries.account_of(man.id)
    assert account is not None
    assert account.account_no.startswith("0000")
    assert queries.in_use_merchants(None, clock.today()) == {man.id, huy.id}
    assert queries.rung_of(other.id) in (Rung.ACCOUNT, Rung.STANDEE)
