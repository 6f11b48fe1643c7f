"""Every count by the place that a business names, so that any place above is a sum."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from app.core.db import db, within
from app.dashboards import payment_events
from app.dashboards.metrics import METRICS, Metric, Side
from app.dashboards.rows.facts import facts_of, proven_by_payments, working_among
from app.dashboards.rows.reach import Paths, countable, uncountable
from app.dashboards.rows.rules import Counts, DueKind
from merchants.models import Merchant
from merchants.states import SENT, Stage
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
    """Count everything by place from the raw rows; a place where there is nothing to count is missing."""
    found = {NAMED[metric.key, side]: _half(metric, side, reach, today) for metric in METRICS for side in Side}
    found |= {
        "declined": _businesses(Merchant.stage == Stage.DECLINED, countable(reach)),
        "resting": _businesses(Merchant.stage == Stage.RESTING, countable(reach)),
        "uncounted": _businesses(Merchant.stage.in_(SENT), uncountable(reach)),
        "proven": _places(working_among(payment_events.really_paid(reach), reach)),
        "recorded": _recorded(reach),
    }
    paths = {path for counter in found.values() for path in counter}
    return {path: Counts(**{name: counter[path] for name, counter in found.items()}) for path in paths}


def count_due(reach: Paths) -> Mapping[tuple[DueKind, str, date], int]:
    """Count by place and day the files that wait for an answer, and the classes with people not yet recorded."""
    files = (
        select(Merchant.area_path, Merchant.review_due_on, func.count())
        .where(Merchant.stage == Stage.SUBMITTED, within(Merchant.area_path, reach))
        .group_by(Merchant.area_path, Merchant.review_due_on)
    )
    sheets = (
        select(TrainingSession.area_path, TrainingSession.held_on, func.count(func.distinct(TrainingSession.id)))
        .join(Enrolment, Enrolment.session_id == TrainingSession.id)
        .where(
            within(TrainingSession.area_path, reach),
            Enrolment.cancelled_at.is_(None),
            Enrolment.attendance == Attendance.NOT_RECORDED,
        )
        .group_by(TrainingSession.area_path, TrainingSession.held_on)
    )
    return {
        (kind, path, day): int(number)
        for kind, asked in ((DueKind.FILE, files), (DueKind.SHEET, sheets))
        for path, day, number in db.session.execute(asked)
        if day is not None
    }


def _half(metric: Metric, side: Side, reach: Paths, today: date) -> Counter[str]:
    if metric.key == "hoc":
        came = (Enrolment.attendance == Attendance.PRESENT,)
        return _pupils(reach, *(came if side is Side.NUMERATOR else ()))
    proven = proven_by_payments(metric, side, reach, today)
    if proven is not None:
        return _places(working_among(proven, reach))
    facts = facts_of(metric, side).subquery()
    return _counted(
        select(Merchant.area_path, func.count())
        .join(facts, facts.c.merchant_id == Merchant.id)
        .where(countable(reach))
        .group_by(Merchant.area_path)
    )


def _pupils(reach: Paths, *which: ColumnElement[bool]) -> Counter[str]:
    """Count businesses of which somebody signed up; asked from the businesses, because few of all pupils are wanted."""
    return _counted(
        select(Merchant.area_path, func.count(func.distinct(Merchant.id)))
        .join(Enrolment, Enrolment.merchant_id == Merchant.id)
        .where(Enrolment.cancelled_at.is_(None), Merchant.stage.in_(SENT), countable(reach), *which)
        .group_by(Merchant.area_path)
    )


def _businesses(*which: ColumnElement[bool]) -> Counter[str]:
    return _counted(select(Merchant.area_path, func.count()).where(*which).group_by(Merchant.area_path))


def _recorded(reach: Paths) -> Counter[str]:
    return _counted(
        select(Merchant.area_path, func.count())
        .join(Enrolment, Enrolment.merchant_id == Merchant.id)
        .where(Enrolment.attendance != Attendance.NOT_RECORDED, within(Merchant.area_path, reach))
        .group_by(Merchant.area_path)
    )


def _counted(asked: Any) -> Counter[str]:
    return Counter({path: int(number) for path, number in db.session.execute(asked)})


def _places(rows: list[Any]) -> Counter[str]:
    return Counter(row.area_path for row in rows)
