"""Rows of cohorts: counted every night, so that the page asks for sums and not for a million attendances."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from app.core.db import Base, Identified, Short


class CohortCount(Identified, Base):
    """Businesses of one place whose people first came to a class in one month, or of a place not yet taught by then."""

    __tablename__ = "cohort_count"
    __table_args__ = (
        UniqueConstraint("month", "is_trained", "area_path"),
        CheckConstraint("businesses > 0", name="nobody_is_not_counted"),
        CheckConstraint("already + asked_30 <= businesses", name="nobody_is_counted_twice"),
        CheckConstraint("measured_30 + signs_30 <= asked_30", name="thirty_days_add_up"),
        CheckConstraint("measured_60 + signs_60 <= asked_60", name="sixty_days_add_up"),
        CheckConstraint("measured_90 + signs_90 <= asked_90", name="ninety_days_add_up"),
    )
    is_shown = False

    month: Mapped[date]
    is_trained: Mapped[bool]
    area_path: Mapped[Short]
    businesses: Mapped[int]
    already: Mapped[int]
    asked_30: Mapped[int]
    asked_60: Mapped[int]
    asked_90: Mapped[int]
    measured_30: Mapped[int]
    measured_60: Mapped[int]
    measured_90: Mapped[int]
    signs_30: Mapped[int]
    signs_60: Mapped[int]
    signs_90: Mapped[int]
    visits_due: Mapped[int]
    visits_on_time: Mapped[int]
    reckoned_on: Mapped[date]


class AloneCount(Identified, Base):
    """Visits due a month after a class in one place to one group of owners, and what was done there unaided."""

    __tablename__ = "alone_count"
    __table_args__ = (
        UniqueConstraint("area_path", "sex", "age"),
        CheckConstraint("due > 0", name="nobody_is_not_counted"),
        CheckConstraint("looked <= due", name="only_whom_a_visit_was_due_to_is_looked_at"),
        CheckConstraint(
            "receive <= looked and see_money <= looked and know_fake <= looked",
            name="only_whoever_was_looked_at_is_seen_to_do_it",
        ),
        CheckConstraint(
            "all_alone <= receive and all_alone <= see_money and all_alone <= know_fake",
            name="all_three_is_each_of_the_three",
        ),
    )
    is_shown = False

    area_path: Mapped[Short]
    # Empty where the owner gave none.
    sex: Mapped[Short]
    age: Mapped[Short]
    due: Mapped[int]
    looked: Mapped[int]
    receive: Mapped[int]
    see_money: Mapped[int]
    know_fake: Mapped[int]
    all_alone: Mapped[int]
    reckoned_on: Mapped[date]
