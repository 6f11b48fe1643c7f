"""Rows of the desk: claims, conflicts, refusals of two people, twins and batches."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Json, Line, Short, Text_
from app.policy import Place
from merchants.desk.rules import Verdict
from merchants.desk.states import BATCH, REFUSAL, BatchState, RefusalState
from merchants.models import Merchant


class Claim(Base):
    """Somebody of the desk has a dossier before them; it lapses thirty minutes after their last step."""

    __tablename__ = "desk_claim"
    __table_args__ = (CheckConstraint("seen_at >= since_at", name="used_after_it_began"),)

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    by_name: Mapped[Line]
    since_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class Conflict(Identified, Base):
    """An official is a relative or friend of the owner and does not decide; a colleague does."""

    __tablename__ = "desk_conflict"
    __table_args__ = (
        UniqueConstraint("merchant_id", "account_id"),
        CheckConstraint("colleague_id is null or colleague_id <> account_id", name="colleague_is_somebody_else"),
    )

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    by_name: Mapped[Line]
    relation: Mapped[Line]
    colleague_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    colleague_name: Mapped[Line] = mapped_column(default="")
    at: Mapped[datetime]


class Refusal(Identified, Base):
    """A proposal to refuse a dossier, and what the second person said."""

    __tablename__ = "desk_refusal"
    __table_args__ = (
        CheckConstraint("second_id is null or second_id <> by_id", name="two_different_people"),
        CheckConstraint("(state = 'proposed') = (decided_at is null)", name="decided_when_no_longer_proposed"),
        CheckConstraint("length(reason) > 0 and length(basis) > 0", name="reason_and_basis_are_given"),
        Index(
            "ix_desk_refusal_one_open",
            "merchant_id",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
    )

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))
    state: Mapped[RefusalState] = mapped_column(default=REFUSAL.initial)
    reason: Mapped[Text_]
    basis: Mapped[Line]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    by_name: Mapped[Line]
    at: Mapped[datetime]
    second_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    second_name: Mapped[Line] = mapped_column(default="")
    second_note: Mapped[Line] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class TwinVerdict(Identified, Base):
    """The desk has looked at two dossiers that are alike and says that they are two households, or is not sure."""

    __tablename__ = "desk_twin_verdict"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="the_pair_is_in_order"),
    )

    first_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))
    second_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    verdict: Mapped[Verdict]
    by_name: Mapped[Line]
    at: Mapped[datetime]


class Batch(Identified, Base):
    """Several dossiers with the same thing to mend, sent back together after samples were opened."""

    __tablename__ = "desk_batch"

    commune_path: Mapped[Short]
    state: Mapped[BatchState] = mapped_column(default=BATCH.initial)
    # What is sent back: question, prepared reason and own words, as chosen once for all of them.
    defects: Mapped[list[dict[str, str]]] = mapped_column(Json)
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    by_name: Mapped[Line]
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    items: Mapped[list["BatchItem"]] = relationship(
        back_populates="batch", lazy="selectin", order_by="BatchItem.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    def place(self) -> Place:
        """Return where it belongs, for the rights table."""
        return Place(None, self.commune_path)


class BatchItem(Identified, Base):
    """One dossier of a batch; a sample has to be looked at before the batch is sent."""

    __tablename__ = "desk_batch_item"
    __table_args__ = (UniqueConstraint("batch_id", "merchant_id"),)

    batch_id: Mapped[UUID] = mapped_column(ForeignKey("desk_batch.id"))
    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    position: Mapped[int]
    is_sample: Mapped[bool]
    seen_version: Mapped[int]
    seen_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    # Why it was left out when the batch was sent, in a word the page explains.
    left_out: Mapped[Short] = mapped_column(default="")

    batch: Mapped[Batch] = relationship(back_populates="items")
    merchant: Mapped[Merchant] = relationship(lazy="joined")
