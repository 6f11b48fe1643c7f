"""Accounts that receive, printed codes, requests for payment, and evidence without amounts."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Line, Short, Text_, VndAmount
from payments.rules import Grade, NameVerdict
from payments.states import REQUEST, STANDEE, RequestState, StandeeState


class PaymentAccount(Identified, Base):
    """The one account a merchant is paid into."""

    __tablename__ = "payment_account"
    __table_args__ = (
        CheckConstraint("length(bank_bin) = 6", name="bin_has_six_digits"),
        CheckConstraint("length(account_no) between 4 and 19", name="account_number_fits_the_code"),
        CheckConstraint("name_verdict <> 'other_person' or accepted_other_name", name="other_name_was_accepted"),
    )

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), unique=True)
    bank_bin: Mapped[Short]
    account_no: Mapped[Short]
    # As the bank writes it, and as the payer's screen shows it.
    holder_name: Mapped[Line]
    name_verdict: Mapped[NameVerdict]
    accepted_other_name: Mapped[bool] = mapped_column(default=False)
    saved_at: Mapped[datetime]
    # Set when owner or business bear another name than the bank was asked about; saving the account again clears it.
    name_check_since: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Standee(Identified, Base):
    """One printed code, as it was on the day it was issued."""

    __tablename__ = "standee"
    __table_args__ = (
        CheckConstraint("length(serial) = 8", name="serial_has_eight_signs"),
        Index(
            "uq_standee_live",
            "merchant_id",
            unique=True,
            sqlite_where=text("state <> 'revoked'"),
            postgresql_where=text("state <> 'revoked'"),
        ),
    )

    serial: Mapped[Short] = mapped_column(unique=True)
    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    bank_bin: Mapped[Short]
    account_no: Mapped[Short]
    holder_name: Mapped[Line]
    payload: Mapped[Text_]
    # Empty for cards printed before there were stamps.
    stamp: Mapped[Line | None]
    state: Mapped[StandeeState] = mapped_column(default=STANDEE.initial, index=True)
    issued_at: Mapped[datetime]
    # When the owner was last asked to photograph it.
    look_asked_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class StandeeReport(Identified, Base):
    """Somebody saw another name than the printed one."""

    __tablename__ = "standee_report"

    standee_id: Mapped[UUID] = mapped_column(ForeignKey("standee.id"), index=True)
    saw_name: Mapped[Line] = mapped_column(default="")
    at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class PaymentRequest(Identified, Base):
    """One amount asked of one buyer, known by the code in the memo; the account is the one shown to the buyer."""

    __tablename__ = "payment_request"
    __table_args__ = (
        CheckConstraint("amount_vnd > 0 and amount_vnd < 500000000", name="amount_fits_one_transfer"),
        CheckConstraint("(state in ('paid', 'paid_twice')) = (paid_at is not null)", name="paid_has_a_moment"),
        CheckConstraint("expires_at > created_at", name="expires_after_it_was_made"),
    )
    is_shown = False

    reference: Mapped[Short] = mapped_column(unique=True)
    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    bank_bin: Mapped[Short]
    account_no: Mapped[Short]
    holder_name: Mapped[Line]
    amount_vnd: Mapped[VndAmount]
    note: Mapped[Line] = mapped_column(default="")
    state: Mapped[RequestState] = mapped_column(default=REQUEST.initial, index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class PaymentEvidence(Identified, Base):
    """That a household was paid on a day and how well it is known; there is no amount to leak.

    ``payer`` is a keyed hash by which payers are told apart. ``excluded`` says why a payment is no sign of use.
    What an institution says of a whole month has no payment: it stands on the last day, with a band at most.
    """

    __tablename__ = "payment_evidence"
    __table_args__ = (
        CheckConstraint(
            "request_id is not null or notice_id is not null or institution_id is not null",
            name="evidence_comes_from_money",
        ),
        CheckConstraint("institution_id is null or grade = 'A'", name="an_institution_says_it_with_grade_a"),
        CheckConstraint("band in ('', '0', '1-5', '6-20', '>20')", name="band_is_known"),
        UniqueConstraint("institution_id", "merchant_id", "occurred_on"),
        Index(None, "merchant_id", "occurred_on"),
    )
    is_shown = False

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("payment_request.id"), unique=True)
    notice_id: Mapped[UUID | None] = mapped_column(ForeignKey("bank_notice.id"), unique=True)
    institution_id: Mapped[UUID | None] = mapped_column(ForeignKey("institution.id"))
    occurred_on: Mapped[date]
    grade: Mapped[Grade]
    source: Mapped[Short]
    band: Mapped[Short] = mapped_column(default="", server_default="")
    payer: Mapped[Line] = mapped_column(default="", server_default="")
    payer_merchant_id: Mapped[UUID | None] = mapped_column(ForeignKey("merchant.id"), index=True)
    excluded: Mapped[Short] = mapped_column(default="", server_default="")
