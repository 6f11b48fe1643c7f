"""Every count by the place that a business names, so that any place above is a sum."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from app.core.db import db, within
from app.dashboards.metrics import Side
from app.dashboards.rows.reach import Paths
from app.dashboards.rows.rules import Counts, DueKind
from catalog.models import Product, ProductReadiness
from catalog.readiness import PASSING
from merchants.models import Merchant, MerchantConsent
from merchants.rules import ConsentPurpose
from merchants.states import Stage
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


def count_due(reach: Paths) -> Mapping[tuple[DueKind, str, date], int]:
    """Count by place and day the files that wait for an answer, and the classes with people not yet recorded."""
    files = db.session.execute(
        select(Merchant.area_path, Merchant.review_due_on, Merchant.stage, func.count())
        .where(within(Merchant.area_path, reach))
        .group_by(Merchant.area_path, Merchant.review_due_on, Merchant.stage)
    )
    # All of a class are looked at: asked for a state, the database would read whoever waits in the whole country.
    waits = Enrolment.cancelled_at.is_(None) & (Enrolment.attendance == Attendance.NOT_RECORDED)
    mine = select(func.count(case((waits, 1)))).where(Enrolment.session_id == TrainingSession.id)
    unwritten = mine.correlate(TrainingSession).scalar_subquery() > 0
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


def products(reach: Paths) -> Iterator[tuple[str, Counts]]:
    """Count by place the products that somebody entered, and those ready for a marketplace."""
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


def recorded(reach: Paths) -> Iterator[tuple[str, Counts]]:
    """Whether attendance is written down at all is asked of every place in a class, whosever it is."""
    written = func.count(case((Enrolment.attendance != Attendance.NOT_RECORDED, 1)))
    rows = db.session.execute(
        select(Merchant.area_path, written)
        .join(Enrolment, Enrolment.merchant_id == Merchant.id)
        .where(within(Merchant.area_path, reach))
        .group_by(Merchant.area_path)
    )
    for path, number in rows:
        yield path, Counts(recorded=number)
