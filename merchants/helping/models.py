"""Tables of helping: confirmations, codes, delegates and their receipts, printed codes, refusals, notices."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Json, Line, Short
from app.policy import Place, Power
from merchants.helping.rules import Mark, Purpose, SameHousehold, Subject, Way, WhyNot
from merchants.helping.states import (
    CODE_BATCH,
    CONFIRMATION,
    DELEGATION,
    BatchState,
    ConfirmationState,
    DelegationState,
)
from merchants.models import Merchant


class HelpedConfirmation(Identified, Base):
    """How the owner of a dossier that somebody else filled in says that it is what they want."""

    __tablename__ = "helped_confirmation"
    __table_args__ = (
        CheckConstraint("(state = 'confirmed') = (confirmed_at is not null)", name="confirmed_has_a_moment"),
        CheckConstraint("(way = 'call') = (call_before_at is not null)", name="a_call_has_a_deadline"),
        CheckConstraint("state <> 'on_paper' or slip_no is not null", name="paper_has_a_number"),
        CheckConstraint("mark is null or mark <> 'thumb' or witness <> ''", name="a_thumb_has_a_witness"),
        Index(None, "state", "way"),
    )

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), unique=True)
    way: Mapped[Way]
    state: Mapped[ConfirmationState] = mapped_column(default=CONFIRMATION.initial)
    # One slip confirms one dossier: its number is taken once.
    slip_no: Mapped[Short | None] = mapped_column(unique=True)
    mark: Mapped[Mark | None]
    witness: Mapped[Line] = mapped_column(default="")
    read_aloud: Mapped[bool] = mapped_column(default=False)
    asked_by: Mapped[Line]
    asked_at: Mapped[datetime]
    call_before_at: Mapped[datetime | None]
    confirmed_by: Mapped[Line] = mapped_column(default="")
    confirmed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    merchant: Mapped[Merchant] = relationship()

    __mapper_args__ = {"version_id_col": version}


class ProofCode(Identified, Base):
    """A six-digit code for one purpose about one thing, kept only as a keyed hash; it never signs anybody in."""

    __tablename__ = "proof_code"
    __table_args__ = (
        CheckConstraint("tries between 0 and 5", name="at_most_five_tries"),
        Index(None, "purpose", "subject_id", "sent_at"),
    )

    purpose: Mapped[Purpose]
    subject_id: Mapped[UUID]
    code_hash: Mapped[Line]
    sent_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class Delegation(Identified, Base):
    """A relative who does some things for an owner until a day."""

    __tablename__ = "delegation"
    __table_args__ = (
        CheckConstraint("slot between 1 and 2", name="at_most_two_delegates"),
        CheckConstraint("ends_on > asked_on", name="ends_after_it_was_asked"),
        CheckConstraint("(state in ('asked', 'active')) = (ended_at is null)", name="ended_has_a_moment"),
        CheckConstraint(
            "state <> 'active' or (phone_confirmed_at is not null and owner_confirmed_at is not null)",
            name="both_have_confirmed_before_it_begins",
        ),
        Index(
            "ix_delegation_one_living_per_slot",
            "merchant_id",
            "slot",
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
    )

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    slot: Mapped[int]
    name: Mapped[Line]
    relation: Mapped[Short]
    phone: Mapped[Short]
    # Values of Power; there is none for money.
    powers: Mapped[list[str]] = mapped_column(Json)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    state: Mapped[DelegationState] = mapped_column(default=DELEGATION.initial)
    asked_on: Mapped[date]
    ends_on: Mapped[date] = mapped_column(index=True)
    phone_confirmed_at: Mapped[datetime | None]
    owner_confirmed_at: Mapped[datetime | None]
    # The clerk before whom the owner agreed; empty when the owner's own telephone did.
    witnessed_by: Mapped[Line] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    merchant: Mapped[Merchant] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def power_kinds(self) -> tuple[Power, ...]:
        """What the delegate may do."""
        return tuple(Power(value) for value in self.powers)


class DelegateReceipt(Identified, Base):
    """One thing a delegate did, in few enough words to be read out to the owner."""

    __tablename__ = "delegate_receipt"
    __table_args__ = (Index(None, "merchant_id", "at"),)

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))
    delegation_id: Mapped[UUID] = mapped_column(ForeignKey("delegation.id"), index=True)
    action: Mapped[Short]
    detail: Mapped[Short] = mapped_column(default="")
    at: Mapped[datetime]

    delegation: Mapped[Delegation] = relationship()


class CodeBatch(Identified, Base):
    """Codes taken ahead, to be printed on paper; void only when two people say so."""

    __tablename__ = "code_batch"
    __table_args__ = (
        CheckConstraint("area_path like '%/'", name="area_path_ends_in_a_slash"),
        CheckConstraint("(state = 'issued') = (void_asked_by_id is null)", name="somebody_asked_to_void_it"),
        CheckConstraint("(state = 'voided') = (voided_by_id is not null)", name="somebody_agreed_to_void_it"),
        CheckConstraint("voided_by_id is null or voided_by_id <> void_asked_by_id", name="voided_by_a_second_person"),
    )

    area_path: Mapped[Short] = mapped_column(index=True)
    issued_by_id: Mapped[UUID | None]
    issued_by: Mapped[Line]
    issued_at: Mapped[datetime]
    state: Mapped[BatchState] = mapped_column(default=CODE_BATCH.initial)
    void_reason: Mapped[Line] = mapped_column(default="")
    void_asked_by_id: Mapped[UUID | None]
    void_asked_by: Mapped[Line] = mapped_column(default="")
    voided_by_id: Mapped[UUID | None]
    voided_by: Mapped[Line] = mapped_column(default="")
    version: Mapped[int] = mapped_column()

    codes: Mapped[list["PrintedCode"]] = relationship(
        back_populates="batch", order_by="PrintedCode.code", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    def place(self) -> Place:
        """Return where the block is used, for the rights table."""
        return Place(None, self.area_path)


class PrintedCode(Base):
    """One code of a block; used once a dossier has it."""

    __tablename__ = "printed_code"

    code: Mapped[Short] = mapped_column(primary_key=True)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("code_batch.id"), index=True)

    batch: Mapped[CodeBatch] = relationship(back_populates="codes")


class Refusal(Identified, Base):
    """A household does not want something for now, why, and when it may be asked again."""

    __tablename__ = "refusal"
    __table_args__ = (Index(None, "merchant_id", "about"),)

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))
    about: Mapped[Subject]
    why: Mapped[WhyNot]
    own_words: Mapped[Line] = mapped_column(default="")
    ask_again_on: Mapped[date] = mapped_column(index=True)
    by_name: Mapped[Line]
    at: Mapped[datetime]


class SameHouseholdClaim(Identified, Base):
    """A helper was told that a file looks the same as another, and said what they know."""

    __tablename__ = "same_household_claim"
    __table_args__ = (
        UniqueConstraint("merchant_id", "other_id"),
        CheckConstraint("merchant_id <> other_id", name="two_files_are_two"),
    )

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))
    other_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    said: Mapped[SameHousehold]
    by_name: Mapped[Line]
    at: Mapped[datetime] = mapped_column(index=True)

    merchant: Mapped[Merchant] = relationship(foreign_keys=[merchant_id])
    other: Mapped[Merchant] = relationship(foreign_keys=[other_id])


class DraftNotice(Identified, Base):
    """A household was told that its draft ends; on a telephone, or on a list to take to the house."""

    __tablename__ = "draft_notice"
    __table_args__ = (
        UniqueConstraint("merchant_id", "days_before", "kept_until_on"),
        CheckConstraint("days_before in (3, 14)", name="told_fourteen_or_three_days_before"),
    )

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))
    days_before: Mapped[int]
    kept_until_on: Mapped[date]
    on_paper: Mapped[bool]
    at: Mapped[datetime]

    merchant: Mapped[Merchant] = relationship()
