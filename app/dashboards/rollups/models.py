"""Rows of rollups: counts by place and month, what is due by day, what changed since, and what a recount found."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Short
from app.dashboards.rows.rules import NAMES, WAY_NAMES, Counts, DueKind, FieldKind, SnagKind, Ways
from merchants.rules import Craft

# A plain running number, which SQLite gives out only under this name.
_RUNNING = BigInteger().with_variant(Integer(), "sqlite")

# Of whom anything was heard before those of whom nothing was, the widest gap first: an index holds it by these words.
NEED = ("(proven > 0) desc", "(registered - in_use) desc")


class PlaceCount(Base):
    """What a month counted last in one place: at the place itself, or as a sum of all below it.

    Kept are the places that businesses name (hamlets, and communes for those whose hamlet is not in the list) and the
    sums of communes, of provinces and of the country, whose path is empty.
    """

    __tablename__ = "place_count"
    __table_args__ = (
        CheckConstraint("area_path = '' or area_path like '%/'", name="area_path_ends_in_a_slash"),
        CheckConstraint("in_use <= proven", name="use_is_proven"),
        CheckConstraint("ready <= products", name="what_is_ready_was_entered"),
        CheckConstraint("came <= signed_up", name="who_came_had_signed_up"),
        # To add up what lies below; and how many communes were heard of is read here alone, without their counts.
        Index("ix_place_count_by_need", *("month", "is_sum", "above", "proven", "registered", "in_use", "area_path")),
        # In the order of a page that shows some of very many: those that need help most are read, not sorted.
        Index("ix_place_count_neediest_first", "month", "is_sum", *map(text, NEED), "area_path"),
    )
    is_shown = False

    month: Mapped[date] = mapped_column(primary_key=True)
    is_sum: Mapped[bool] = mapped_column(primary_key=True)
    area_path: Mapped[Short] = mapped_column(primary_key=True)
    # One step up: the commune of a hamlet and of the commune itself, the province of a commune's sum.
    above: Mapped[Short]
    registered: Mapped[int]
    in_use: Mapped[int]
    sent: Mapped[int]
    confirmed: Mapped[int]
    products: Mapped[int]
    ready: Mapped[int]
    coded: Mapped[int]
    coded_paid: Mapped[int]
    signed_up: Mapped[int]
    came: Mapped[int]
    declined: Mapped[int]
    resting: Mapped[int]
    uncounted: Mapped[int]
    proven: Mapped[int]
    recorded: Mapped[int]

    def counts(self) -> Counts:
        """Return it as plain data."""
        return Counts(*(getattr(self, name) for name in NAMES))


class PlaceWay(Base):
    """How far the businesses of one place have come, as it was counted last: at the place itself, no sums."""

    __tablename__ = "place_way"
    __table_args__ = (
        CheckConstraint("steady <= used and used <= registered", name="steady_use_is_use_of_the_registered"),
        CheckConstraint(
            "grade_a + grade_b + grade_c + grade_d + grade_e <= registered",
            name="one_business_has_one_strongest_evidence",
        ),
    )
    is_shown = False

    area_path: Mapped[Short] = mapped_column(primary_key=True)
    # The last day of the month of which use and evidence are told.
    month_end_on: Mapped[date]
    registered: Mapped[int]
    used: Mapped[int]
    with_product: Mapped[int]
    paid: Mapped[int]
    trained: Mapped[int]
    steady: Mapped[int]
    grade_a: Mapped[int]
    grade_b: Mapped[int]
    grade_c: Mapped[int]
    grade_d: Mapped[int]
    grade_e: Mapped[int]
    women: Mapped[int]
    women_used: Mapped[int]
    men: Mapped[int]
    men_used: Mapped[int]
    old: Mapped[int]
    old_used: Mapped[int]
    young: Mapped[int]
    young_used: Mapped[int]

    def ways(self) -> Ways:
        """Return it as plain data."""
        return Ways(*(getattr(self, name) for name in WAY_NAMES))


class PlaceDue(Base):
    """How many files, or lists of a class, wait at one place for one day; with sums of communes and provinces."""

    __tablename__ = "place_due"
    __table_args__ = (CheckConstraint("number > 0", name="nothing_is_not_due"), Index(None, "is_sum", "above"))
    is_shown = False

    kind: Mapped[DueKind] = mapped_column(primary_key=True)
    is_sum: Mapped[bool] = mapped_column(primary_key=True)
    area_path: Mapped[Short] = mapped_column(primary_key=True)
    # The last day for an answer, or the day of the class.
    due_on: Mapped[date] = mapped_column(primary_key=True)
    # One step up, as with counts.
    above: Mapped[Short]
    number: Mapped[int]


class PlaceSnag(Base):
    """How often one thing held one place up on one day: at the place itself, no sums."""

    __tablename__ = "place_snag"
    __table_args__ = (CheckConstraint("number > 0", name="nothing_holds_nobody_up"),)
    is_shown = False

    area_path: Mapped[Short] = mapped_column(primary_key=True)
    kind: Mapped[SnagKind] = mapped_column(primary_key=True)
    on_day: Mapped[date] = mapped_column(primary_key=True)
    # The question at which a file stops, or which was sent back, and for what reason.
    about: Mapped[Short] = mapped_column(primary_key=True)
    reason: Mapped[Short] = mapped_column(primary_key=True)
    number: Mapped[int]


class PlaceCraft(Base):
    """How many of one craft are registered in one place, and how many of them in use, as a month counted them last.

    Kept at the places that businesses name, and as sums, as counts are. Whoever is of no craft there has no row.
    """

    __tablename__ = "place_craft"
    __table_args__ = (
        CheckConstraint("registered > 0", name="a_craft_has_somebody"),
        CheckConstraint("in_use <= registered", name="use_is_of_the_registered"),
        Index(None, "month", "is_sum", "above"),
    )
    is_shown = False

    month: Mapped[date] = mapped_column(primary_key=True)
    is_sum: Mapped[bool] = mapped_column(primary_key=True)
    area_path: Mapped[Short] = mapped_column(primary_key=True)
    craft: Mapped[Craft] = mapped_column(primary_key=True)
    # One step up, as with counts.
    above: Mapped[Short]
    registered: Mapped[int]
    in_use: Mapped[int]


class PlaceField(Base):
    """How many visits of one day stand in one way at one place, and on which days a team worked; no sums."""

    __tablename__ = "place_field"
    __table_args__ = (CheckConstraint("number > 0", name="nothing_was_not_done"),)
    is_shown = False

    area_path: Mapped[Short] = mapped_column(primary_key=True)
    kind: Mapped[FieldKind] = mapped_column(primary_key=True)
    on_day: Mapped[date] = mapped_column(primary_key=True)
    # How a visit stands; nothing for work.
    about: Mapped[Short] = mapped_column(primary_key=True)
    number: Mapped[int]


class PlaceTouch(Base):
    """A place where something changed since it was counted; triggers write it, with the change that they saw."""

    __tablename__ = "place_touch"
    is_shown = False

    id: Mapped[int] = mapped_column(_RUNNING, primary_key=True)
    area_path: Mapped[Short] = mapped_column(index=True)


class PlaceState(Base):
    """The one row that says since when every place is counted; whoever counts holds it, so that one does at a time."""

    __tablename__ = "place_state"
    __table_args__ = (CheckConstraint("id = 1", name="there_is_one_state"),)
    is_shown = False

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # None until everything has been counted once: until then pages count for themselves.
    settled_at: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]
    checked_places: Mapped[int] = mapped_column(default=0)


class PlaceDifference(Identified, Base):
    """One number in which the night's recount of a place differed from what was kept of it."""

    __tablename__ = "place_difference"
    __table_args__ = (CheckConstraint("kept <> counted", name="a_difference_is_one"), Index(None, "found_at"))
    is_shown = False

    found_at: Mapped[datetime]
    area_path: Mapped[Short]
    name: Mapped[Short]
    kept: Mapped[int]
    counted: Mapped[int]
