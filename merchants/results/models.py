"""Rows of issued papers."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Line, Short
from app.policy import Place
from merchants.results.rules import DocumentKind
from merchants.results.states import DOCUMENT, DocumentState


class IssuedDocument(Identified, Base):
    """One paper the commune issues. Each version of its bytes is kept under its own hash and never changed."""

    __tablename__ = "issued_document"
    __table_args__ = (
        UniqueConstraint("agency_path", "year", "symbol", "number"),
        CheckConstraint("length(reference) > 0", name="reference_is_given"),
        CheckConstraint("agency_path like '%/'", name="agency_path_ends_in_a_slash"),
        CheckConstraint("number is null or number between 1 and 99999", name="number_has_five_digits"),
        CheckConstraint("(number is null) = (year is null)", name="number_and_year_go_together"),
        CheckConstraint("own_number is null or issued_on is not null", name="an_own_number_has_its_day"),
        CheckConstraint(
            "own_number is null or number is null or number = own_number", name="the_seal_keeps_an_own_number"
        ),
        CheckConstraint("signed_leader = (leader_sha256 is not null)", name="leader_flag_tells_the_truth"),
        CheckConstraint("signed_agency = (issued_sha256 is not null)", name="agency_flag_tells_the_truth"),
        CheckConstraint("not signed_agency or signed_leader", name="the_leader_signs_before_the_agency"),
        CheckConstraint("not signed_agency or number is not null", name="the_agency_signs_what_has_a_number"),
        CheckConstraint(
            "leader_id is null or agency_id is null or leader_id <> agency_id", name="two_people_sign_not_one"
        ),
        CheckConstraint(
            "state not in ('issued', 'revoked', 'superseded') or signed_agency",
            name="what_is_issued_has_both_signatures",
        ),
        CheckConstraint("state not in ('revoked', 'superseded') or ended_at is not null", name="an_end_has_a_time"),
    )

    kind: Mapped[DocumentKind] = mapped_column(index=True)
    # What the paper is about, so that the same cause makes one paper: "registration:<merchant>".
    reference: Mapped[Line] = mapped_column(unique=True)
    code: Mapped[Short] = mapped_column(unique=True)
    title: Mapped[Line]
    symbol: Mapped[Short]
    # What the paper bears already when it is laid on the desk; others get number and day with the seal.
    own_number: Mapped[int | None]
    number: Mapped[int | None]
    year: Mapped[int | None]
    issued_on: Mapped[date | None]
    agency_path: Mapped[Short] = mapped_column(index=True)
    agency_name: Mapped[Line]
    merchant_id: Mapped[UUID | None] = mapped_column(ForeignKey("merchant.id"), index=True)
    holder_name: Mapped[Line]
    holder_birth_year: Mapped[int | None]
    holder_phone_end: Mapped[Short] = mapped_column(default="")
    is_demo: Mapped[bool] = mapped_column(default=False)

    state: Mapped[DocumentState] = mapped_column(default=DOCUMENT.initial, index=True)
    signed_leader: Mapped[bool] = mapped_column(default=False)
    signed_agency: Mapped[bool] = mapped_column(default=False)
    prepared_sha256: Mapped[str] = mapped_column(String(64), index=True)
    leader_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    issued_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    leader_id: Mapped[UUID | None]
    leader_name: Mapped[Line] = mapped_column(default="")
    leader_title: Mapped[Line] = mapped_column(default="")
    leader_key: Mapped[Line] = mapped_column(default="")
    agency_id: Mapped[UUID | None]
    agency_by_name: Mapped[Line] = mapped_column(default="")
    # How often a key was asked, and when last: a second asking is a new job.
    attempt: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime | None]
    prepared_at: Mapped[datetime]
    leader_signed_at: Mapped[datetime | None]
    issued_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[Line] = mapped_column(default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def place(self) -> Place:
        """Return whose it is and which agency issues it, for the rights table."""
        return Place(self.merchant_id, self.agency_path)
