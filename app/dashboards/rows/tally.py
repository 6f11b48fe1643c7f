"""Every count by the place that a business names, so that any place above is a sum."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, exists, func, select

from app.core.db import db, within
from app.dashboards import payment_events
from app.dashboards.metrics import Side
from app.dashboards.rows.reach import Paths
from app.dashboards.rows.rules import NONE, Counts, DueKind
from catalog.models import Product, ProductReadiness
from catalog.readiness import PASSING
from merchants.models import Merchant, MerchantConsent
from merchants.rules import ConsentPurpose
from merchants.states import REGISTERED, SENT, Stage
from merchants.training.models import Enrolment, TrainingSession
from merchants.training.states import Attendance

NAMED = {
    ("su-dung", Side.DENOMINATOR): "registered",
    ("su-dung", Side.NUMERATOR): "in_use",
    ("ho-so", Side.DENOMINATOR): "sent",
    ("ho-so", Side.NUMERATOR): "confirmed",
    ("san-pham", Side.DENOMINATOR): "products",
    ("san-pham", Side.NUMERATOR): "ready",
    ("ma-qr", Side.DENOMINATOR): "coded",
    ("ma-qr", Side.NUMERATOR): "coded_paid",
    ("hoc", Side.DENOMINATOR): "signed_up",
    ("hoc", Side.NUMERATOR): "came",
}


def count_places(reach: Paths, today: date) -> Mapping[str, Counts]:
    """Count everything by place from the raw rows; a place where there is nothing to count is missing.

    The database gathers rows that are alike, and what they count for is said here. Rows are asked for by the places
    alone: asked for a stage or a state as well, a database without statistics goes by that index and reads half the
    country for one hamlet.
    """
    found: dict[str, Counts] = {}
    for path, counts in chain(_businesses(reach, today), _products(reach), _recorded(reach)):
        found[path] = found.get(path, NONE) + counts
    return {path: counts for path, counts in found.items() if counts != NONE}


def count_due(reach: Paths) -> Mapping[tuple[DueKind, str, date], int]:
    """Count by place and day the files that wait for an answer, and the classes with people not yet recorded."""
    files = db.session.execute(
        select(Merchant.area_path, Merchant.review_due_on, Merchant.stage, func.count())
        .where(within(Merchant.area_path, reach))
        .group_by(Merchant.area_path, Merchant.review_due_on, Merchant.stage)
    )
    waits = Enrolment.cancelled_at.is_(None) & (Enrolment.attendance == Attendance.NOT_RECORDED)
    unwritten = exists().where(Enrolment.session_id == TrainingSession.id, waits)
    sheets = db.session.execute(
        select(TrainingSession.area_path, TrainingSession.held_on, func.count())
        .where(within(TrainingSession.area_path, reach), unwritten)
        .group_by(TrainingSession.area_path, TrainingSession.held_on)
    )
    found = {
        (DueKind.FILE, path, day): int(number)
        for path, day, stage, number in files
        if stage is Stage.SUBMITTED and day is not None
    }
    return found | {(DueKind.SHEET, path, day): int(number) for path, day, number in sheets}


class Alike(NamedTuple):
    """Businesses of one place of which the same is known."""

    stage: Stage
    refuses: bool
    has_code: bool
    is_paid: bool
    is_in_use: bool
    # None where nobody of the business has a place in a class.
    came: int | None

    def counts(self, number: int) -> Counts:
        """Return what so many of them count for."""
        if self.stage not in SENT:
            is_declined = self.stage is Stage.DECLINED and not self.refuses
            return Counts(declined=number) if is_declined else NONE
        if self.refuses:
            return Counts(uncounted=number)
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
        return Counts(**{name: number for name, is_so in counted.items() if is_so})


def _businesses(reach: Paths, today: date) -> Iterator[tuple[str, Counts]]:
    used = payment_events.using(reach, today).subquery()
    each = (
        select(
            Merchant.area_path,
            Merchant.stage,
            refuses().label("refuses"),
            payment_events.has_code().label("has_code"),
            payment_events.is_paid().label("is_paid"),
            used.c.merchant_id.is_not(None).label("is_in_use"),
            came().label("came"),
        )
        .outerjoin(used, used.c.merchant_id == Merchant.id)
        .where(within(Merchant.area_path, reach))
        .subquery()
    )
    for path, *known, number in db.session.execute(select(*each.c, func.count()).group_by(*each.c)):
        yield path, Alike(*known).counts(number)


def came() -> ColumnElement[int | None]:
    """Whether somebody of a business came to a class, None where nobody has a place in one; asked by its key."""
    mine = (Enrolment.merchant_id == Merchant.id) & Enrolment.cancelled_at.is_(None)
    once = func.max(case((Enrolment.attendance == Attendance.PRESENT, 1), else_=0))
    return select(once).where(mine).correlate(Merchant).scalar_subquery()


def refuses() -> ColumnElement[bool]:
    """Whether a business wishes not to be counted; counted for each by its key, as are its codes and what is ready.

    Asked only whether there is one, PostgreSQL would rather read the refusals of the whole country for each few places.
    """
    no = select(func.count()).where(
        MerchantConsent.merchant_id == Merchant.id,
        MerchantConsent.purpose == ConsentPurpose.STATISTICS,
        MerchantConsent.given.is_(False),
    )
    return no.correlate(Merchant).scalar_subquery() > 0


def _products(reach: Paths) -> Iterator[tuple[str, Counts]]:
    passing = select(func.count(case((ProductReadiness.verdict.in_(PASSING), 1))))
    is_ready = passing.where(ProductReadiness.product_id == Product.id).correlate(Product).scalar_subquery() > 0
    each = (
        select(Merchant.area_path, Merchant.stage, refuses().label("refuses"), is_ready.label("is_ready"))
        .join(Product, Product.merchant_id == Merchant.id)
        .where(within(Merchant.area_path, reach), Product.name != "")
        .subquery()
    )
    rows: Any = db.session.execute(select(*each.c, func.count()).group_by(*each.c))
    for path, stage, refused, ready, number in rows:
        if stage is Stage.CONFIRMED and not refused:
            yield path, Counts(products=number, ready=number if ready else 0)


def _recorded(reach: Paths) -> Iterator[tuple[str, Counts]]:
    """Whether attendance is written down at all is asked of every place in a class, whosever it is."""
    recorded = func.count(case((Enrolment.attendance != Attendance.NOT_RECORDED, 1)))
    rows = db.session.execute(
        select(Merchant.area_path, recorded)
        .join(Enrolment, Enrolment.merchant_id == Merchant.id)
        .where(within(Merchant.area_path, reach))
        .group_by(Merchant.area_path)
    )
    for path, number in rows:
        yield path, Counts(recorded=number)
