"""Every count by the place that a business names, so that any place above is a sum."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import exists, func, select

from app.core.db import db, within
from app.dashboards import payment_events
from app.dashboards.metrics import Side
from app.dashboards.rows.reach import Paths
from app.dashboards.rows.rules import Counts, DueKind
from catalog.models import Product, ProductReadiness
from catalog.readiness import PASSING
from merchants.models import Merchant
from merchants.queries import refuses
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

    Rows are asked for by the places alone and sorted here: asked for a stage or a state as well, a database without
    statistics goes by that index and reads half the country for one hamlet.
    """
    everybody = _businesses(reach)
    sent = {key: each.path for key, each in everybody.items() if each.stage in SENT and not each.refuses}
    working = {key: path for key, path in sent.items() if everybody[key].stage is Stage.CONFIRMED}
    declined = (each for each in everybody.values() if each.stage is Stage.DECLINED and not each.refuses)
    proven, coded = payment_events.really_paid(reach), payment_events.with_code(reach)
    products, places = _products(reach, working), _places_in_classes(reach)
    pupils = _pupils(places)
    found = {
        "registered": Counter(working.values()),
        "in_use": _at(working, payment_events.in_use(reach, today)),
        "sent": Counter(sent.values()),
        "confirmed": Counter(path for key, path in sent.items() if everybody[key].stage in REGISTERED),
        "products": Counter(path for path, _ in products),
        "ready": Counter(path for path, is_ready in products if is_ready),
        "coded": _at(working, coded),
        "coded_paid": _at(working, coded & proven),
        "signed_up": _at(sent, pupils),
        "came": _at(sent, {key for key, came in pupils.items() if came}),
        "declined": Counter(each.path for each in declined),
        "resting": Counter(path for key, path in sent.items() if everybody[key].stage is Stage.RESTING),
        "uncounted": Counter(each.path for each in everybody.values() if each.stage in SENT and each.refuses),
        "proven": _at(working, proven),
        "recorded": Counter(path for _, path, attendance, _ in places if attendance is not Attendance.NOT_RECORDED),
    }
    paths = {path for counter in found.values() for path in counter}
    return {path: Counts(**{name: counter[path] for name, counter in found.items()}) for path in paths}


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


class Known(NamedTuple):
    """What is known of one business: where, how far, and whether it wishes not to be counted."""

    path: str
    stage: Stage
    refuses: bool


def _businesses(reach: Paths) -> Mapping[UUID, Known]:
    asked = select(Merchant.id, Merchant.area_path, Merchant.stage, refuses(ConsentPurpose.STATISTICS))
    rows = db.session.execute(asked.where(within(Merchant.area_path, reach)))
    return {key: Known(path, stage, bool(refused)) for key, path, stage, refused in rows}


def _products(reach: Paths, working: Mapping[UUID, str]) -> list[tuple[str, bool]]:
    """Return where each product of a working business is, and whether it is ready for a marketplace."""
    rows = db.session.execute(
        select(Product.id, Product.merchant_id, ProductReadiness.verdict)
        .join(Merchant, Merchant.id == Product.merchant_id)
        .outerjoin(ProductReadiness, ProductReadiness.product_id == Product.id)
        .where(Product.name != "", within(Merchant.area_path, reach))
    )
    ready: dict[tuple[UUID, UUID], bool] = {}
    for product_id, key, verdict in rows:
        ready[product_id, key] = ready.get((product_id, key), False) or verdict in PASSING
    return [(working[key], is_ready) for (_, key), is_ready in ready.items() if key in working]


def _pupils(places: Iterable[Any]) -> Mapping[UUID, bool]:
    """Return of which businesses somebody has a place in a class, and whether anybody came."""
    found: dict[UUID, bool] = {}
    for key, _, attendance, cancelled_at in places:
        if cancelled_at is None:
            found[key] = found.get(key, False) or attendance is Attendance.PRESENT
    return found


def _places_in_classes(reach: Paths) -> Sequence[Any]:
    return db.session.execute(
        select(Merchant.id, Merchant.area_path, Enrolment.attendance, Enrolment.cancelled_at)
        .join(Enrolment, Enrolment.merchant_id == Merchant.id)
        .where(within(Merchant.area_path, reach))
    ).all()


def _at(places: Mapping[UUID, str], chosen: Iterable[UUID]) -> Counter[str]:
    return Counter(places[key] for key in chosen if key in places)
