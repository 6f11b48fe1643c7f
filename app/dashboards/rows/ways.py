"""How far the businesses of a place have come, how well that is known and in which groups: gathered by the database."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Subquery, case, func, select

from app.core.db import db, within
from app.dashboards import payment_events
from app.dashboards.rows.reach import Paths
from app.dashboards.rows.rules import NO_WAYS, OLD, Ways
from app.dashboards.rows.tally import came, refuses
from catalog.models import Product, ProductReadiness
from catalog.readiness import PASSING
from merchants.legal_forms import Sex
from merchants.models import LegalDetails, Merchant
from merchants.states import Stage


class Alike(NamedTuple):
    """Businesses of one place of which the same is known."""

    stage: Stage
    refuses: bool
    has_product: bool
    is_paid: bool
    # None where nobody of the business has a place in a class.
    came: int | None
    is_in_use: bool
    is_steady: bool
    # The strongest proof of the last whole month, and the strongest sign; None where there is none.
    proof: str | None
    sign: str | None
    sex: Sex | None
    is_old: bool | None

    def ways(self, number: int) -> Ways:
        """Return what so many of them count for."""
        if self.stage is not Stage.CONFIRMED or self.refuses:
            return NO_WAYS
        known = [grade for grade in (self.proof, self.sign) if grade]
        groups = ("women", self.sex is Sex.FEMALE), ("men", self.sex is Sex.MALE), \
                 ("old", self.is_old is True), ("young", self.is_old is False)  # fmt: skip
        counted = {
            "registered": True,
            "used": self.is_in_use,
            "with_product": self.has_product,
            "paid": self.is_paid,
            "trained": bool(self.came),
            "steady": self.is_steady,
        }
        counted |= {f"grade_{min(known).lower()}": True} if known else {}
        counted |= dict(groups) | {f"{name}_used": is_in and self.is_in_use for name, is_in in groups}
        return Ways(**{name: number for name, is_so in counted.items() if is_so})


def count_ways(reach: Paths, today: date) -> Mapping[str, Ways]:
    """Count by place from the raw rows; a place without businesses is missing."""
    found: dict[str, Ways] = {}
    each = _businesses(reach, today)
    for path, *known, number in db.session.execute(select(*each.c, func.count()).group_by(*each.c)):
        found[path] = found.get(path, NO_WAYS) + Alike(*known).ways(number)
    return found


def _businesses(reach: Paths, today: date) -> Subquery:
    months = payment_events.whole_months(today, payment_events.STEADY_MONTHS)
    first_on, last_on = months[0].replace(day=1), months[0]
    used = [payment_events.using(reach, month).subquery() for month in months]
    is_used = [each.c.merchant_id.is_not(None) for each in used]
    asked = (
        select(
            Merchant.area_path,
            Merchant.stage,
            refuses().label("refuses"),
            _has_product().label("has_product"),
            payment_events.is_paid().label("is_paid"),
            came().label("came"),
            is_used[0].label("is_in_use"),
            (is_used[0] & is_used[1] & is_used[2]).label("is_steady"),
            payment_events.strongest_proof(first_on, last_on).label("proof"),
            payment_events.strongest_sign(first_on, last_on).label("sign"),
            LegalDetails.owner_sex,
            case((Merchant.birth_year.is_not(None), today.year - Merchant.birth_year >= OLD)).label("is_old"),
        )
        .outerjoin(LegalDetails, LegalDetails.merchant_id == Merchant.id)
        .where(within(Merchant.area_path, reach))
    )
    for each in used:
        asked = asked.outerjoin(each, each.c.merchant_id == Merchant.id)
    return asked.subquery()


def _has_product() -> ColumnElement[bool]:
    ready = select(func.count(case((ProductReadiness.verdict.in_(PASSING), 1))))
    mine = ready.join(Product, Product.id == ProductReadiness.product_id).where(
        Product.merchant_id == Merchant.id, Product.name != ""
    )
    return mine.correlate(Merchant).scalar_subquery() > 0
