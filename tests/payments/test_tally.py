"""Who is in use is summed by the database as the rule says it of one business."""

import random
from datetime import date

import pytest

from app.core import clock
from app.core.db import db
from merchants.rules import Craft
from payments import queries, rules
from payments.models import PaymentEvidence
from payments.rules import MEASURED, Grade
from tests.factories.figures import prove_payment
from tests.factories.training import make_merchant


def test_the_database_leaves_out_the_same_payments_as_the_rule() -> None:
    lot, today, expected = random.Random(7), clock.today(), set()
    rule = rules.use_on(today)
    assert rule is not None
    for _ in range(25):
        craft = lot.choice((Craft.FISH_SAUCE, Craft.HOMESTAY, Craft.WEAVING))
        merchant, by_payer = make_merchant(craft=craft), {}
        for payer in ("", "a", "b", "c"):
            by_payer[payer] = lot.choice((0, 0, 1, 2, 3, 5))
            grade = lot.choice((Grade.A, Grade.B, Grade.C))
            prove_payment(merchant, times=by_payer[payer], payer=payer, grade=grade)
            by_payer[payer] *= grade in MEASURED
        if rules.is_in_use(by_payer, craft.value, rule):
            expected.add(merchant.id)

    assert len(expected) in range(5, 20)
    assert queries.in_use_merchants(None, today) == expected


@pytest.mark.parametrize(("excluded", "counted"), [("", 1), ("team", 0)])
def test_what_is_no_sign_of_use_is_not_summed(excluded: str, counted: int) -> None:
    prove_payment(make_merchant(), times=3)
    for proof in db.session.query(PaymentEvidence):
        proof.excluded = excluded
    db.session.flush()

    assert len(queries.in_use_merchants(None, clock.today())) == counted


def test_before_there_was_a_rule_payments_make_no_use() -> None:
    prove_payment(make_merchant(), times=9, on=date(2025, 6, 10))

    assert queries.in_use_merchants(None, date(2025, 6, 30)) == frozenset()
