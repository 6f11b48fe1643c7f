"""What the database itself counts of payments for officials, whose and how many: nothing here reads an amount."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from app.core.db import within
from merchants.models import Merchant
from merchants.rules import Craft
from payments import rules
from payments.models import PaymentEvidence, Standee
from payments.rules import MEASURED, Grade, UseRule
from payments.states import StandeeState


def has_real_payment() -> ColumnElement[bool]:
    """Whether a bank has confirmed at least one payment to a merchant; asked of each by its key."""
    return exists().where(
        PaymentEvidence.merchant_id == Merchant.id,
        PaymentEvidence.grade.in_(MEASURED),
        PaymentEvidence.excluded == "",
    )


def strongest_proof(first_day: date, last_day: date) -> ColumnElement[Grade | None]:
    """Return the strongest evidence of a merchant between two days but for a try; asked of each by its key."""
    mine = (PaymentEvidence.merchant_id == Merchant.id) & PaymentEvidence.occurred_on.between(first_day, last_day)
    counts = (PaymentEvidence.grade != Grade.D) & (PaymentEvidence.excluded == "")
    return select(func.min(PaymentEvidence.grade)).where(mine, counts).correlate(Merchant).scalar_subquery()


def live_codes() -> ColumnElement[int]:
    """How many printed codes of a merchant are in force; asked of each by its key.

    All the merchant's codes are looked at: asked for a state, the database would go by the index of states, where
    nearly all are in force.
    """
    in_force = func.count(case((Standee.state == StandeeState.ISSUED, 1)))
    return select(in_force).where(Standee.merchant_id == Merchant.id).correlate(Merchant).scalar_subquery()


def using(paths: tuple[str, ...] | None, on: date, *, wanted: UseRule | None = None) -> Select[tuple[UUID]]:
    """Select the merchants who use payments in the calendar month of a day, up to that day.

    By the rule of that day, unless another one is tried out; before there was a rule, only by what institutions say of
    a whole month, which was counted by the rule there, where payers are known.
    """
    each = _used(paths, {on: wanted or rules.use_on(on)}).subquery()
    return select(each.c.merchant_id).where(each.c[used_in(on)])


def used(paths: tuple[str, ...] | None, days: Iterable[date]) -> Select[Any]:
    """Select of merchants with any payment in the calendar months of some days whether each month was one of use.

    The months are gone through together: a place's evidence is read once and not once for each.
    """
    return _used(paths, {on: rules.use_on(on) for on in days})


def used_in(on: date) -> str:
    """Return the name of the column that says whether payments were used in the month of a day."""
    return f"used_{on:%Y_%m}"


def _used(paths: tuple[str, ...] | None, wanted: Mapping[date, UseRule | None]) -> Select[Any]:
    """Which payments are a customer's is said by ``rules.is_in_use``: here the database does the same sum."""
    is_own, told = PaymentEvidence.institution_id.is_(None), PaymentEvidence.institution_id.is_not(None)
    within_month = {on: PaymentEvidence.occurred_on.between(on.replace(day=1), on) for on in wanted}
    by_payer = (
        select(
            PaymentEvidence.merchant_id,
            Merchant.craft,
            PaymentEvidence.payer,
            *(func.count(case((month & is_own, 1))).label(f"own_{used_in(on)}") for on, month in within_month.items()),
            *(func.count(case((month & told, 1))).label(f"told_{used_in(on)}") for on, month in within_month.items()),
        )
        .join(Merchant, Merchant.id == PaymentEvidence.merchant_id)
        .where(
            within(Merchant.area_path, paths),
            PaymentEvidence.occurred_on.between(min(wanted).replace(day=1), max(wanted)),
            PaymentEvidence.grade.in_(MEASURED),
            PaymentEvidence.excluded == "",
        )
        .group_by(PaymentEvidence.merchant_id, Merchant.craft, PaymentEvidence.payer)
        .subquery()
    )
    return select(
        by_payer.c.merchant_id, *(_is_use(by_payer.c, on, rule).label(used_in(on)) for on, rule in wanted.items())
    ).group_by(by_payer.c.merchant_id, by_payer.c.craft)


def _is_use(by_payer: Any, on: date, rule: UseRule | None) -> ColumnElement[bool]:
    own = by_payer[f"own_{used_in(on)}"]
    told, total = func.sum(by_payer[f"told_{used_in(on)}"]), func.sum(own)
    most = func.max(case((by_payer.payer != "", own), else_=0))
    is_mostly_one = (total >= rules.SHARE_FROM) & (most * 100 > total * rules.MOST_OF_ONE_PCT)
    if rule is None:
        return told > 0
    payments = total - case((is_mostly_one, most), else_=0)
    payers = func.sum(case((by_payer.payer == "", own), (own > 0, 1), else_=0)) - case((is_mostly_one, 1), else_=0)
    enough = (
        payments >= _least(rule.payments, by_payer.craft),
        payers >= _least(rule.payers, by_payer.craft),
    )
    return or_(told > 0, and_(*enough))


def _least(numbers: Mapping[str, int], craft: ColumnElement[Any]) -> ColumnElement[int]:
    others = {name: number for name, number in numbers.items() if name != "default"}
    return case(*((craft == Craft(name), number) for name, number in others.items()), else_=numbers["default"])
