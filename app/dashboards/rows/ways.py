"""What businesses count for, and how far they have come: each is asked once for both, gathered by the database."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from sqlalchemy import ColumnElement, Subquery, case, false, func, select

from app.core.db import db, within
from app.dashboards import payment_events
from app.dashboards.rows.reach import Paths
from app.dashboards.rows.rules import NAMES, NO_USE, NO_WAYS, NONE, OLD, WAY_NAMES, Counts, CraftUse, Ways
from app.dashboards.rows.tally import came, products, recorded, refuses
from catalog.models import Product, ProductReadiness
from catalog.readiness import PASSING
from merchants.legal_forms import Sex
from merchants.models import LegalDetails, Merchant
from merchants.rules import Craft
from merchants.states import REGISTERED, SENT, Stage

# There are some thousands of ways in which businesses differ, and a country has each of them at every place.
_KINDS = 10_000
_REGISTERED, _IN_USE = NAMES.index("registered"), NAMES.index("in_use")


class Alike(NamedTuple):
    """Businesses of one place of which the same is known."""

    stage: Stage
    refuses: bool
    has_code: bool
    has_product: bool
    is_paid: bool
    # None where nobody of the business has a place in a class.
    came: int | None
    is_in_use: bool
    # In the last whole month, and in each of the last three.
    was_in_use: bool
    is_steady: bool
    # The strongest proof of the last whole month, and the strongest sign; None where there is none.
    proof: str | None
    sign: str | None
    sex: Sex | None
    is_old: bool | None

    def counts(self) -> Counts:
        """Return what one of them counts for."""
        if self.stage not in SENT:
            return Counts(declined=1) if self.stage is Stage.DECLINED and not self.refuses else NONE
        if self.refuses:
            return Counts(uncounted=1)
        works = self.stage is Stage.CONFIRMED
        counted = {
            "registered": works,
            "in_use": works and self.is_in_use,
            "sent": True,
            "confirmed": self.stage in REGISTERED,
            "coded": works and self.has_code,
            "coded_paid": works and self.has_code and self.is_paid,
            "signed_up": self.came is not None,
            "came": bool(self.came),
            "resting": self.stage is Stage.RESTING,
            "proven": works and self.is_paid,
        }
        return Counts(**{name: 1 for name, is_so in counted.items() if is_so})

    def ways(self) -> Ways:
        """Return how far one of them has come."""
        if self.stage is not Stage.CONFIRMED or self.refuses:
            return NO_WAYS
        known = [grade for grade in (self.proof, self.sign) if grade]
        groups = ("women", self.sex is Sex.FEMALE), ("men", self.sex is Sex.MALE), \
                 ("old", self.is_old is True), ("young", self.is_old is False)  # fmt: skip
        counted = {
            "registered": True,
            "used": self.was_in_use,
            "with_product": self.has_product,
            "paid": self.is_paid,
            "trained": bool(self.came),
            "steady": self.is_steady,
        }
        counted |= {f"grade_{min(known).lower()}": True} if known else {}
        counted |= dict(groups) | {f"{name}_used": is_in and self.was_in_use for name, is_in in groups}
        return Ways(**{name: 1 for name, is_so in counted.items() if is_so})


class Counted(NamedTuple):
    """What the raw rows say of places; a place or a craft where there is nothing to count is missing."""

    counts: Mapping[str, Counts]
    ways: Mapping[str, Ways]
    crafts: Mapping[tuple[str, Craft], CraftUse]


def count_places(reach: Paths, today: date) -> Counted:
    """Count everything by place from the raw rows.

    The database gathers rows that are alike, and what they count for is said here. Rows are asked for by the places
    alone: asked for a stage or a state as well, a database without statistics goes by that index and reads half the
    country for one hamlet.
    """
    sums: dict[str, list[int]] = {}
    crafts: dict[tuple[str, Craft], CraftUse] = {}
    each = _businesses(reach, today)
    for path, craft, *known, number in db.session.execute(select(*each.c, func.count()).group_by(*each.c)):
        here = sums.setdefault(path, [0] * len((*NAMES, *WAY_NAMES)))
        counted_in = _counted_in(Alike(*known))
        for place in counted_in:
            here[place] += number
        if _REGISTERED in counted_in:
            mine = CraftUse(number, number if _IN_USE in counted_in else 0)
            crafts[path, craft] = crafts.get((path, craft), NO_USE) + mine
    counts = {path: Counts(*here[: len(NAMES)]) for path, here in sums.items()}
    for path, more in chain(products(reach), recorded(reach)):
        counts[path] = counts.get(path, NONE) + more
    ways = {path: Ways(*here[len(NAMES) :]) for path, here in sums.items()}
    return Counted({path: found for path, found in counts.items() if found != NONE}, ways, crafts)


@lru_cache(_KINDS)
def _counted_in(alike: Alike) -> tuple[int, ...]:
    """Return in which of all numbers a business counts, by their places in the row of names."""
    return tuple(place for place, is_so in enumerate((*alike.counts().numbers(), *alike.ways().numbers())) if is_so)


def _businesses(reach: Paths, today: date) -> Subquery:
    months = payment_events.whole_months(today, payment_events.STEADY_MONTHS)
    used = payment_events.used(reach, (today, *months)).subquery()
    now, last, *before = (func.coalesce(used.c[payment_events.used_in(on)], false()) for on in (today, *months))
    asked = (
        select(
            Merchant.area_path,
            Merchant.craft,
            Merchant.stage,
            refuses().label("refuses"),
            payment_events.has_code().label("has_code"),
            _has_product().label("has_product"),
            payment_events.is_paid().label("is_paid"),
            came().label("came"),
            now.label("is_in_use"),
            last.label("was_in_use"),
            (last & before[0] & before[1]).label("is_steady"),
            payment_events.strongest_proof(months[0].replace(day=1), months[0]).label("proof"),
            payment_events.strongest_sign(months[0].replace(day=1), months[0]).label("sign"),
            LegalDetails.owner_sex,
            case((Merchant.birth_year.is_not(None), today.year - Merchant.birth_year >= OLD)).label("is_old"),
        )
        .outerjoin(LegalDetails, LegalDetails.merchant_id == Merchant.id)
        .outerjoin(used, used.c.merchant_id == Merchant.id)
        .where(within(Merchant.area_path, reach))
    )
    return asked.subquery()


def _has_product() -> ColumnElement[bool]:
    ready = select(func.count(case((ProductReadiness.verdict.in_(PASSING), 1))))
    mine = ready.join(Product, Product.id == ProductReadiness.product_id).where(
        Product.merchant_id == Merchant.id, Product.name != ""
    )
    return mine.correlate(Merchant).scalar_subquery() > 0
