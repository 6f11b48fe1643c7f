"""Rows of partners: institutions and who works there, referrals, days in a hamlet."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Json, Line, Short
from app.policy import Place
from merchants.models import Merchant
from payments.partners.rules import BestHour, FileKind, PartnerKind
from payments.partners.states import PARTNER_DAY, REFERRAL, DayState, ReferralState


class Institution(Identified, Base):
    """A bank, a telecom or a provider of bills that works with the programme."""

    __tablename__ = "institution"

    name: Mapped[Line] = mapped_column(unique=True)
    kind: Mapped[PartnerKind]
    is_demo: Mapped[bool] = mapped_column(default=False)


class Seat(Identified, Base):
    """Somebody who works for an institution; one person works for one."""

    __tablename__ = "institution_seat"
    is_shown = False

    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), unique=True)

    institution: Mapped[Institution] = relationship()


class PartnerDay(Identified, Base):
    """A day on which an institution comes to a hamlet."""

    __tablename__ = "partner_day"
    __table_args__ = (
        CheckConstraint("capacity between 1 and 60", name="capacity_fits_a_hall"),
        Index(None, "area_path", "held_on"),
    )

    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"), index=True)
    area_path: Mapped[Short]
    held_on: Mapped[date]
    starts: Mapped[Short]
    place_note: Mapped[Line]
    bring: Mapped[Line]
    capacity: Mapped[int]
    state: Mapped[DayState] = mapped_column(default=PARTNER_DAY.initial)
    proposed_by: Mapped[Line]
    version: Mapped[int] = mapped_column()

    institution: Mapped[Institution] = relationship()

    __mapper_args__ = {"version_id_col": version}

    def place(self) -> Place:
        """Return where the day is; it is nobody's in particular."""
        return Place(None, self.area_path)


class Referral(Identified, Base):
    """One family's consent that one institution rings them, and what came of it; never an account number."""

    __tablename__ = "referral"
    __table_args__ = (
        CheckConstraint("length(code) = 8", name="code_has_eight_signs"),
        CheckConstraint("misses between 0 and 3", name="three_misses_end_it"),
        CheckConstraint("state <> 'booked' or day_id is not null", name="booked_has_a_day"),
        CheckConstraint("state <> 'opened' or opened_on is not null", name="opened_has_a_day"),
        Index(
            "uq_referral_live",
            "institution_id",
            "merchant_id",
            unique=True,
            sqlite_where=text("state in ('sent', 'called', 'booked')"),
            postgresql_where=text("state in ('sent', 'called', 'booked')"),
        ),
    )
    is_shown = False

    code: Mapped[Short] = mapped_column(unique=True)
    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"), index=True)
    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    best_hour: Mapped[BestHour]
    consented_at: Mapped[datetime]
    state: Mapped[ReferralState] = mapped_column(default=REFERRAL.initial, index=True)
    misses: Mapped[int] = mapped_column(default=0)
    day_id: Mapped[UUID | None] = mapped_column(ForeignKey("partner_day.id"), index=True)
    opened_on: Mapped[date | None]
    has_right_name: Mapped[bool | None]
    has_sign: Mapped[bool | None]
    sound_box: Mapped[Short] = mapped_column(default="")
    version: Mapped[int] = mapped_column()

    institution: Mapped[Institution] = relationship()
    merchant: Mapped[Merchant] = relationship()
    day: Mapped[PartnerDay | None] = relationship()

    __mapper_args__ = {"version_id_col": version}


class PartnerFile(Identified, Base):
    """A monthly file as it was checked; until it is taken it changes nothing."""

    __tablename__ = "partner_file"
    is_shown = False

    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"), index=True)
    kind: Mapped[FileKind] = mapped_column(default=FileKind.USE, server_default="use")
    month: Mapped[date]
    lines: Mapped[list[Any]] = mapped_column(Json)
    faults: Mapped[list[Any]] = mapped_column(Json)
    # Whether its header says that the rule of use was kept; without that its months are no evidence.
    keeps_rule: Mapped[bool] = mapped_column(default=False, server_default="0")
    brought_by: Mapped[Line]
    brought_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]


class PartnerFlag(Identified, Base):
    """Whether an account was used in a month, by its institution's word: a band at most, never an amount."""

    __tablename__ = "partner_flag"
    __table_args__ = (
        UniqueConstraint("referral_id", "month"),
        CheckConstraint("band in ('', '0', '1-5', '6-20', '>20')", name="band_is_known"),
    )
    is_shown = False

    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"))
    file_id: Mapped[UUID] = mapped_column(ForeignKey("partner_file.id"), index=True)
    month: Mapped[date]
    is_used: Mapped[bool | None]
    band: Mapped[Short] = mapped_column(default="")
