"""The facts of one period, each read once and only when an indicator asks for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from sqlalchemy import exists, or_, select

from app.core import clock
from app.core.db import db
from app.dashboards import payment_events
from app.dashboards.counting.field_facts import FieldFacts
from app.dashboards.counting.rules import Term, month_end
from app.dashboards.payment_events import Tried
from app.dashboards.rows.reach import countable
from catalog.models import Product, ProductReadiness
from catalog.readiness import PASSING
from merchants.desk.models import Refusal
from merchants.desk.states import RefusalState
from merchants.legal_forms import Sex
from merchants.models import LegalDetails, Merchant, ReviewReturn
from merchants.rules import Filing
from merchants.states import REGISTERED, Stage
from merchants.training.models import Enrolment, TrainingSession
from merchants.training.states import Attendance

Places = Mapping[UUID, str]


@dataclass(frozen=True)
class Sent:
    """One file that was begun or sent in a stretch of days."""

    merchant_id: UUID
    commune: str
    started_at: datetime
    submitted_at: datetime | None
    filing: Filing


@dataclass(frozen=True)
class Decided:
    """One file the commune confirmed or refused in the period."""

    merchant_id: UUID
    commune: str
    submitted_at: datetime | None
    decided_at: datetime
    due_on: date | None


class Facts:
    """What is known of one period; a business that wishes not to be counted is nowhere in it."""

    def __init__(self, term: Term) -> None:
        self.term = term
        self.begins_at = clock.start_of(term.first_on)
        self.ends_at = clock.start_of(term.last_on + timedelta(days=1))

    @cached_property
    def registered(self) -> Places:
        """Commune by business: confirmed before the period was over and not gone by then."""
        return self._registered_at(self.ends_at)

    @cached_property
    def resting(self) -> frozenset[UUID]:
        """Businesses that rest for the season."""
        return frozenset(db.session.scalars(select(Merchant.id).where(Merchant.stage == Stage.RESTING)))

    @cached_property
    def working(self) -> Places:
        """Registered businesses without those that rest."""
        return {key: commune for key, commune in self.registered.items() if key not in self.resting}

    def registered_before(self, day: date) -> frozenset[UUID]:
        """Return businesses confirmed before a day began and not gone by the end of the period."""
        at = clock.start_of(day)
        rows = db.session.execute(select(Merchant.id).where(Merchant.confirmed_at < at))
        return frozenset(row.id for row in rows) & frozenset(self.registered)

    def in_use(self, back: int = 0, *, tried: Tried | None = None) -> frozenset[UUID]:
        """Return businesses in use in a calendar month, counted back from the last whole one."""
        on = month_end(self.term.month_end_on, back)
        key = (back, tried)
        if key not in self._used:
            self._used[key] = payment_events.in_use(None, on, tried=tried)
        return self._used[key]

    @cached_property
    def _used(self) -> dict[tuple[int, Tried | None], frozenset[UUID]]:
        return {}

    @cached_property
    def heard(self) -> frozenset[str]:
        """The communes of which any bank or partner had ever reported by the end of the month."""
        proven = payment_events.first_days(None, None, self.term.month_end_on)
        return frozenset(self.all_communes[key] for key in proven if key in self.all_communes)

    @cached_property
    def all_communes(self) -> Places:
        """Commune by business, registered at any time."""
        rows = db.session.execute(
            select(Merchant.id, Merchant.commune_path).where(Merchant.confirmed_at.is_not(None), countable(None))
        )
        return {row.id: row.commune_path for row in rows}

    @cached_property
    def weak_signs(self) -> frozenset[UUID]:
        """Businesses of which only weaker evidence is known in the month."""
        return payment_events.weak_signs(None, self.term.month_end_on)

    @cached_property
    def sold_to_the_state(self) -> frozenset[UUID]:
        """Businesses an office of the state bought from in the month; that is no sign of use."""
        return payment_events.sold_to_the_state(None, self.term.month_end_on)

    @cached_property
    def with_code(self) -> frozenset[UUID]:
        """Businesses with a QR code in force."""
        return payment_events.with_code(None)

    @cached_property
    def right_names(self) -> frozenset[UUID]:
        """Businesses whose account bears their name, or another's by consent."""
        return payment_events.with_right_name(None)

    def signs_seen(self, days: int) -> Sequence[tuple[UUID, bool | None]]:
        """Return whose each sign in force is, and whether it was still right when seen last within so many days."""
        return payment_events.signs_seen(self.ends_at - timedelta(days=days), self.ends_at)

    @cached_property
    def losses(self) -> Sequence[UUID]:
        """Whose loss was reported in the period, once for each report."""
        return payment_events.losses_between(self.begins_at, self.ends_at)

    @cached_property
    def open_losses(self) -> Sequence[tuple[UUID, datetime, datetime | None]]:
        """Whose loss waited for an answer at any time in the period, when it was reported and when answered."""
        return payment_events.losses_open_between(self.begins_at, self.ends_at)

    @cached_property
    def women_run(self) -> frozenset[UUID]:
        """Businesses whose owner says that a woman does the work."""
        return frozenset(
            db.session.scalars(select(LegalDetails.merchant_id).where(LegalDetails.owner_sex == Sex.FEMALE))
        )

    def started(self, first: datetime, end: datetime) -> list[Sent]:
        """Return files families began themselves between two moments, those brought in from lists left out."""
        return self._files(Merchant.started_at >= first, Merchant.started_at < end, Merchant.list_source == "")

    @cached_property
    def sent(self) -> list[Sent]:
        """The files sent in the period."""
        return self._files(Merchant.submitted_at >= self.begins_at, Merchant.submitted_at < self.ends_at)

    @cached_property
    def confirmed(self) -> list[Decided]:
        """The files confirmed in the period."""
        rows = db.session.execute(
            select(
                Merchant.id, Merchant.commune_path, Merchant.submitted_at, Merchant.confirmed_at, Merchant.review_due_on
            ).where(Merchant.confirmed_at >= self.begins_at, Merchant.confirmed_at < self.ends_at, countable(None))
        )
        return [Decided(*row) for row in rows]  # type: ignore[arg-type]  # what was confirmed has a moment

    @cached_property
    def refused(self) -> list[Decided]:
        """The files that two people of the commune refused in the period."""
        rows = db.session.execute(
            select(
                Merchant.id, Merchant.commune_path, Merchant.submitted_at, Refusal.decided_at, Merchant.review_due_on
            )
            .join(Merchant, Merchant.id == Refusal.merchant_id)
            .where(
                Refusal.state == RefusalState.AGREED,
                Refusal.decided_at >= self.begins_at,
                Refusal.decided_at < self.ends_at,
                countable(None),
            )
        )
        return [Decided(*row) for row in rows]  # type: ignore[arg-type]  # what was agreed upon has a moment

    @cached_property
    def sent_back(self) -> frozenset[UUID]:
        """Businesses whose file was sent back at least once."""
        return frozenset(db.session.scalars(select(ReviewReturn.merchant_id).where(ReviewReturn.at < self.ends_at)))

    @cached_property
    def came_on(self) -> Mapping[UUID, Sequence[date]]:
        """The days on which somebody of a business was present in a class, up to the end of the period."""
        rows = db.session.execute(
            select(Enrolment.merchant_id, TrainingSession.held_on)
            .join(TrainingSession, TrainingSession.id == Enrolment.session_id)
            .where(
                Enrolment.attendance == Attendance.PRESENT,
                Enrolment.cancelled_at.is_(None),
                TrainingSession.held_on <= self.term.last_on,
            )
        )
        found: dict[UUID, list[date]] = {}
        for merchant_id, held_on in rows:
            if merchant_id is not None:
                found.setdefault(merchant_id, []).append(held_on)
        return found

    @cached_property
    def field(self) -> FieldFacts:
        """What teams and visits did."""
        return FieldFacts(self.term, lambda: self.all_communes)

    @cached_property
    def products(self) -> list[tuple[UUID, bool]]:
        """Whose each named product is, and whether it has everything one marketplace demands."""
        ready = exists().where(ProductReadiness.product_id == Product.id, ProductReadiness.verdict.in_(PASSING))
        rows = db.session.execute(
            select(Product.merchant_id, ready).where(Product.name != "", Product.created_at < self.ends_at)
        )
        return [(merchant_id, bool(is_ready)) for merchant_id, is_ready in rows]

    def _registered_at(self, at: datetime) -> Places:
        stays = or_(Merchant.stage.in_(REGISTERED), Merchant.ended_at >= at)
        rows = db.session.execute(
            select(Merchant.id, Merchant.commune_path).where(Merchant.confirmed_at < at, stays, countable(None))
        )
        return {row.id: row.commune_path for row in rows}

    def _files(self, *which: object) -> list[Sent]:
        rows = db.session.execute(
            select(
                Merchant.id, Merchant.commune_path, Merchant.started_at, Merchant.submitted_at, Merchant.filing
            ).where(*which, countable(None))  # type: ignore[arg-type]  # conditions
        )
        return [Sent(*row) for row in rows if row.commune_path]
