"""What each half of a pair counts: merchant, item, since. Counts and lists both come from here."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, exists, func, literal, select, true

from app.core import clock
from app.core.db import db, within
from app.dashboards import payment_events
from app.dashboards.metrics import GRADES, LADDER, STEPS, Grade, Metric, Side
from app.dashboards.rows.reach import Paths, countable
from app.dashboards.rows.rules import twelve_months_to
from catalog.models import Product, ProductReadiness
from catalog.readiness import PASSING
from merchants.models import Merchant
from merchants.rules import Craft
from merchants.states import REGISTERED, SENT, Stage
from merchants.training.models import Enrolment, TrainingSession
from merchants.training.states import Attendance
from merchants.visits.models import Visit
from merchants.visits.rules import LOOKS_AFTER_DAYS, told_alone
from merchants.visits.states import Alone, Says

_PIECE = 5_000
# As long as a photograph counts in the indicator of signs that are still right, as it is shipped: a test says so.
UNSEEN_FOR = timedelta(days=90)


def unseen_before(today: date) -> date:
    """Return the day from which on a sign must have been seen."""
    return today - UNSEEN_FOR


def proven_by_payments(metric: Metric, side: Side, reach: Paths, today: date) -> frozenset[UUID] | None:
    """Return the merchants of a half that payments know of, or None for a half that the tables below know of."""
    ask = _PROVEN.get((metric.key, side))
    return ask(reach, today) if ask else None


def _with_product(reach: Paths, _today: date) -> frozenset[UUID]:
    return frozenset(db.session.scalars(_products().where(_is_ready(), within(Merchant.area_path, reach))))


def _with_learner(reach: Paths, _today: date) -> frozenset[UUID]:
    return frozenset(db.session.scalars(_came().where(within(Merchant.area_path, reach))))


def _best_known_by(grade: Grade) -> Callable[[Paths, date], frozenset[UUID]]:
    def ask(reach: Paths, today: date) -> frozenset[UUID]:
        strongest = payment_events.strongest(reach, today)
        return frozenset(key for key, known in strongest.items() if known == grade.value)

    return ask


_PROVEN: Mapping[tuple[str, Side], Callable[[Paths, date], frozenset[UUID]]] = {
    ("su-dung", Side.NUMERATOR): payment_events.in_use,
    ("ma-qr", Side.DENOMINATOR): lambda reach, _: payment_events.with_code(reach),
    ("ma-qr", Side.NUMERATOR): lambda reach, _: payment_events.with_code(reach) & payment_events.really_paid(reach),
    ("co-hang", Side.NUMERATOR): _with_product,
    ("nhan-tien", Side.NUMERATOR): lambda reach, _: payment_events.really_paid(reach),
    ("da-hoc", Side.NUMERATOR): _with_learner,
    ("dung-deu", Side.NUMERATOR): payment_events.in_steady_use,
    ("thang-3", Side.NUMERATOR): lambda reach, today: (
        payment_events.really_paid(reach) - payment_events.in_use(reach, today)
    ),
    ("thang-4", Side.NUMERATOR): payment_events.in_use,
} | {(metric.key, Side.NUMERATOR): _best_known_by(metric.grade) for metric in GRADES}
_REGISTERED = frozenset({"su-dung", *(metric.key for metric in (*STEPS, *GRADES))})
_RUNGS = frozenset(metric.key for metric in LADDER)


def working_among(ids: frozenset[UUID], reach: Paths, craft: Craft | None = None) -> list[Any]:
    """Return those of some merchants that work at present; asked in pieces, because a database limits a list."""
    ordered = sorted(ids)
    found: list[Any] = []
    for start in range(0, len(ordered), _PIECE):
        chosen = select(
            Merchant.id, Merchant.code, Merchant.business_name, Merchant.area_path, Merchant.area_note
        ).where(
            Merchant.id.in_(ordered[start : start + _PIECE]),
            Merchant.stage == Stage.CONFIRMED,
            countable(reach),
            of_craft(craft),
        )
        found += db.session.execute(chosen).all()
    return found


def of_craft(craft: Craft | None) -> ColumnElement[bool]:
    """Whether a merchant is of one craft; of none in particular, each is."""
    return true() if craft is None else Merchant.craft == craft


def facts_of(metric: Metric, side: Side) -> Select[Any]:
    """Select what one half of a pair counts: merchant, item, since. Counts and lists both come from here."""
    if metric.key in _REGISTERED or (metric.key in _RUNGS and side is Side.DENOMINATOR):
        return _files((Stage.CONFIRMED,), Merchant.confirmed_at)
    return _SELECTED[metric.key, side]()


def _files(stages: Sequence[Stage], since: Any) -> Select[Any]:
    return select(Merchant.id.label("merchant_id"), literal("").label("item"), since.label("since")).where(
        Merchant.stage.in_(stages)
    )


def _products() -> Select[Any]:
    since: Any = Product.created_at
    columns = (Product.merchant_id.label("merchant_id"), Product.name.label("item"), since.label("since"))
    working = Product.merchant_id == Merchant.id
    return select(*columns).join(Merchant, working).where(Merchant.stage == Stage.CONFIRMED, Product.name != "")


def _signs(*, unseen_since: datetime | None = None) -> Select[Any]:
    signs = payment_events.signs_in_force(unseen_since)
    # Told by a sum and not asked for, so that places are what rows are looked up by: see ``ways.count_places``.
    is_registered = case((Merchant.stage.in_(REGISTERED), 1), else_=0) == 1
    return signs.join(Merchant, Merchant.id == signs.selected_columns.merchant_id).where(is_registered)


def _visits_due() -> Select[Any]:
    """Select the visits due a month after a class in the months that the page of classes shows."""
    since: Any = TrainingSession.held_on
    return (
        select(Visit.merchant_id.label("merchant_id"), Enrolment.person_name.label("item"), since.label("since"))
        .join(Enrolment, Enrolment.id == Visit.enrolment_id)
        .join(TrainingSession, TrainingSession.id == Enrolment.session_id)
        .join(Merchant, Merchant.id == Visit.merchant_id)
        .where(*is_look_due(clock.today()))
    )


def is_look_due(today: date) -> tuple[ColumnElement[bool], ...]:
    """Whether a visit is one of those due a month after a class, in the months that the page of classes shows."""
    after = timedelta(days=LOOKS_AFTER_DAYS)
    return (
        Visit.after_days == LOOKS_AFTER_DAYS,
        TrainingSession.held_on.between(twelve_months_to(today) - after, today - after),
        Merchant.confirmed_at.is_not(None),
    )


def _did_all_alone() -> Any:
    return (Visit.alone == told_alone(Alone)) & (Visit.says != Says.WRONG)


def _is_ready() -> Any:
    return exists().where(ProductReadiness.product_id == Product.id, ProductReadiness.verdict.in_(PASSING))


def _signed_up() -> Select[Any]:
    return _enrolled(func.min(Enrolment.signed_up_at))


def _came() -> Select[Any]:
    return _enrolled(func.min(TrainingSession.held_on)).where(Enrolment.attendance == Attendance.PRESENT)


def _enrolled(since: Any) -> Select[Any]:
    enrolled: Select[Any] = (
        select(Enrolment.merchant_id.label("merchant_id"), literal("").label("item"), since.label("since"))
        .join(TrainingSession, TrainingSession.id == Enrolment.session_id)
        .join(Merchant, Merchant.id == Enrolment.merchant_id)
        .where(Enrolment.cancelled_at.is_(None), Merchant.stage.in_(SENT))
        .group_by(Enrolment.merchant_id)
    )
    return enrolled


def _waits() -> Select[Any]:
    return _files((Stage.SUBMITTED,), Merchant.submitted_at).where(Merchant.review_due_on.is_not(None))


def _on_no_rung_of_use(*, has_code: bool) -> Select[Any]:
    coded, paid = payment_events.has_code(), payment_events.is_paid()
    return _files((Stage.CONFIRMED,), Merchant.confirmed_at).where(coded if has_code else ~coded, ~paid)


_WHOLE, _PART = Side.DENOMINATOR, Side.NUMERATOR
_SELECTED: Mapping[tuple[str, Side], Callable[[], Select[Any]]] = {
    ("thang-0", _PART): lambda: _on_no_rung_of_use(has_code=False),
    ("thang-2", _PART): lambda: _on_no_rung_of_use(has_code=True),
    ("ho-so", _WHOLE): lambda: _files(SENT, Merchant.submitted_at),
    ("ho-so", _PART): lambda: _files(REGISTERED, Merchant.confirmed_at),
    ("san-pham", _WHOLE): _products,
    ("san-pham", _PART): lambda: _products().where(_is_ready()),
    ("hoc", _WHOLE): _signed_up,
    ("hoc", _PART): _came,
    ("bien-qr", _WHOLE): _signs,
    ("bien-qr", _PART): lambda: _signs(unseen_since=clock.start_of(unseen_before(clock.today()))),
    ("tu-lam", _WHOLE): _visits_due,
    ("tu-lam", _PART): lambda: _visits_due().where(_did_all_alone()),
    ("cho-xa", _WHOLE): _waits,
    ("cho-xa", _PART): lambda: _waits().where(Merchant.review_due_on < clock.today()),
    ("tam-nghi", _WHOLE): lambda: _files(REGISTERED, Merchant.confirmed_at),
    ("tam-nghi", _PART): lambda: _files((Stage.RESTING,), Merchant.confirmed_at),
}
