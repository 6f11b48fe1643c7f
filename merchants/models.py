"""Merchants and what their dossiers hold: answers, consent, what was sent back and what was looked at."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.core import areas
from app.core.db import Base, Identified, Json, Line, Short, Text_
from app.policy import Place, Role
from merchants import rules
from merchants.legal_forms import LegalForm, Sex
from merchants.rules import (
    Answers,
    Check,
    ConsentHow,
    ConsentPurpose,
    ContactKind,
    Craft,
    Filing,
    Paper,
    Question,
    Reaching,
)
from merchants.states import REGISTRATION, Stage


class DossierBlock(Base):
    """A block of dossier codes and the next running number in it."""

    __tablename__ = "dossier_block"
    __table_args__ = (CheckConstraint("next_running between 0 and 100000", name="running_has_five_digits"),)

    block: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    next_running: Mapped[int] = mapped_column(default=1)


def _commune_of_row(context: Any) -> str:
    return areas.commune_path(context.get_current_parameters().get("area_path") or "")


class Merchant(Identified, Base):
    """A household, cooperative or tourism business (chủ thể) and its registration dossier."""

    __tablename__ = "merchant"
    __table_args__ = (
        CheckConstraint("length(code) = 12", name="code_has_twelve_signs"),
        CheckConstraint("birth_year is null or birth_year between 1900 and 2100", name="birth_year_is_a_year"),
        CheckConstraint("area_path = '' or area_path like '%/'", name="area_path_ends_in_a_slash"),
        CheckConstraint("(area_path = '') = (area_id is null)", name="area_and_path_go_together"),
        CheckConstraint(
            "stage not in ('submitted', 'returned', 'confirmed', 'resting', 'closed') or submitted_at is not null",
            name="sent_stages_have_been_sent",
        ),
        CheckConstraint("(stage = 'returned') = (review_days_left is not null)", name="clock_stops_while_returned"),
        CheckConstraint("stage not in ('submitted') or review_due_on is not null", name="sent_dossier_has_a_due_date"),
        CheckConstraint(
            "stage not in ('confirmed', 'resting', 'closed') or confirmed_at is not null",
            name="confirmed_stages_have_been_confirmed",
        ),
        CheckConstraint(
            "rest_until_on is null or stage = 'resting'", name="only_a_resting_business_has_a_day_to_return"
        ),
        CheckConstraint("(listed_on is null) = (list_source = '')", name="listed_dossier_names_its_list"),
        CheckConstraint(
            "substr(area_path, 1, length(commune_path)) = commune_path", name="commune_begins_the_area_path"
        ),
        # The desk reads its queue in the order of this index, however many dossiers there are.
        Index("ix_merchant_queue", "commune_path", "stage", "review_due_on", "submitted_at", "id"),
        Index("ix_merchant_hamlet_queue", "area_path", "stage", "review_due_on", "submitted_at", "id"),
        Index("ix_merchant_confirmed", "commune_path", "confirmed_at"),
        Index("ix_merchant_name_and_year", "commune_path", "owner_name_fold", "birth_year"),
    )

    code: Mapped[Short] = mapped_column(unique=True)
    craft: Mapped[Craft] = mapped_column(index=True)
    craft_other: Mapped[Short] = mapped_column(default="")
    legal_form: Mapped[LegalForm] = mapped_column(default=LegalForm.HOUSEHOLD)
    business_name: Mapped[Line] = mapped_column(default="")
    owner_name: Mapped[Line] = mapped_column(default="")
    owner_name_fold: Mapped[Line] = mapped_column(default="", index=True)
    birth_year: Mapped[int | None]
    area_id: Mapped[UUID | None] = mapped_column(ForeignKey("area.id"), index=True)
    # The hamlet's path, or the commune's while the hamlet is not in the list; empty until answered.
    area_path: Mapped[Short] = mapped_column(default="", index=True)
    # The commune's part of the path, kept beside it because a queue is read by equality, not by likeness.
    commune_path: Mapped[Short] = mapped_column(default=_commune_of_row, server_default="")
    area_note: Mapped[Line] = mapped_column(default="")
    house_note: Mapped[Line] = mapped_column(default="")
    contact_kind: Mapped[ContactKind | None]
    phone: Mapped[Short] = mapped_column(default="", index=True)
    contact_name: Mapped[Line] = mapped_column(default="")
    contact_relation: Mapped[Short] = mapped_column(default="")
    # Values of Paper; none until answered.
    papers: Mapped[list[str] | None] = mapped_column(Json)
    filing: Mapped[Filing] = mapped_column(default=Filing.SELF)
    filed_by_name: Mapped[Line] = mapped_column(default="")
    filed_by_id: Mapped[UUID | None]
    # Where it came from when nobody of the family started it: the name of a list and the day the list says it is of.
    list_source: Mapped[Line] = mapped_column(default="")
    listed_on: Mapped[date | None]
    is_demo: Mapped[bool] = mapped_column(default=False)

    stage: Mapped[Stage] = mapped_column(default=REGISTRATION.initial, index=True)
    review_due_on: Mapped[date | None] = mapped_column(index=True)
    # Working days that were left when the commune sent the dossier back; the clock stands still meanwhile.
    review_days_left: Mapped[int | None]
    started_at: Mapped[datetime]
    # The last time somebody answered something: a draft is kept for ninety days from then.
    touched_at: Mapped[datetime | None] = mapped_column(index=True)
    # Which edition of the questions was answered.
    form_edition: Mapped[int] = mapped_column(default=rules.FORM_EDITION)
    submitted_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    # A household that does not want to take part for now is not asked again before this day.
    ask_again_on: Mapped[date | None]
    # A family that rests for the season works again by itself on this day, and is told a week before.
    rest_until_on: Mapped[date | None] = mapped_column(index=True)
    rest_told_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    consents: Mapped[list["MerchantConsent"]] = relationship(
        back_populates="merchant", lazy="selectin", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @validates("area_path")
    def _keep_commune(self, _name: str, path: str) -> str:
        self.commune_path = areas.commune_path(path)
        return path

    def place(self) -> Place:
        """Return whose it is and where, for the rights table."""
        return Place(self.id, self.area_path)

    @property
    def last_touched_at(self) -> datetime:
        """The last time somebody answered something, or began."""
        return self.touched_at or self.started_at

    @property
    def paper_kinds(self) -> tuple[Paper, ...] | None:
        """The papers the owner says they have; none until answered."""
        return None if self.papers is None else tuple(Paper(value) for value in self.papers)

    @property
    def consent_by_purpose(self) -> dict[ConsentPurpose, bool]:
        """What the owner has allowed and refused so far."""
        return {consent.purpose: consent.given for consent in self.consents}

    def answers(self) -> Answers:
        """Return what has been answered, as plain data for the rules."""
        return Answers(
            craft=self.craft,
            craft_other=self.craft_other,
            owner_name=self.owner_name,
            business_name=self.business_name,
            birth_year=self.birth_year,
            area_path=self.area_path,
            area_note=self.area_note,
            contact_kind=self.contact_kind,
            phone=self.phone,
            contact_name=self.contact_name,
            papers=self.paper_kinds,
            consents=self.consent_by_purpose,
        )


class LegalDetails(Identified, Base):
    """Whose name is on the business paper, if not that of whoever does the work, and an organisation's tax code.

    A household's number is somebody's citizen identity number: it is never kept here.
    """

    __tablename__ = "legal_details"
    __table_args__ = (
        CheckConstraint("length(tax_code) in (0, 10, 14)", name="tax_code_is_an_organisations"),
        CheckConstraint("paper_holder_sex is null or paper_holder_name <> ''", name="sex_is_that_of_a_named_holder"),
    )

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), unique=True)
    # The person whom the certificate names (chủ đứng giấy); empty: the owner, who does the work (người làm chính).
    paper_holder_name: Mapped[Line] = mapped_column(default="")
    paper_holder_sex: Mapped[Sex | None]
    owner_sex: Mapped[Sex | None]
    tax_code: Mapped[Short] = mapped_column(default="")


class MerchantHelper(Identified, Base):
    """Somebody of the team or the desk who helps a household; help lapses thirty days after the last assignment."""

    __tablename__ = "merchant_helper"
    __table_args__ = (UniqueConstraint("merchant_id", "account_id"),)

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[Line]
    assigned_by: Mapped[Line]
    assigned_at: Mapped[datetime]


class MerchantConsent(Identified, Base):
    """What an owner allows for one purpose now; the ledger of words keeps how it came to that."""

    __tablename__ = "merchant_consent"
    __table_args__ = (UniqueConstraint("merchant_id", "purpose"),)

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))
    purpose: Mapped[ConsentPurpose]
    given: Mapped[bool]
    how: Mapped[ConsentHow]
    at: Mapped[datetime]

    merchant: Mapped[Merchant] = relationship(back_populates="consents")


class ConsentWord(Identified, Base):
    """One word of an owner about one purpose, and the text it was given to; a trigger refuses changing or deleting."""

    __tablename__ = "consent_word"
    __table_args__ = (
        CheckConstraint("text_version > 0", name="text_has_a_version"),
        Index(None, "merchant_id", "at"),
    )
    is_shown = False

    # No key: the ledger outlives a draft that is taken off a list again, as the audit trail does.
    merchant_id: Mapped[UUID]
    purpose: Mapped[ConsentPurpose]
    given: Mapped[bool]
    text_version: Mapped[int]
    how: Mapped[ConsentHow]
    # Who wrote it down; empty for words given before there was a ledger.
    by_name: Mapped[Line] = mapped_column(default="")
    at: Mapped[datetime]


class DossierLook(Identified, Base):
    """One person's look at one dossier on one day for one reason; a trigger refuses changing or deleting it."""

    __tablename__ = "dossier_look"
    __table_args__ = (
        UniqueConstraint("merchant_id", "account_id", "seen_on", "reason"),
        CheckConstraint("length(reason) > 0", name="reason_is_given"),
        Index(None, "merchant_id", "at"),
        Index(None, "seen_on", "account_id"),
    )
    is_shown = False

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))
    account_id: Mapped[UUID | None] = mapped_column(index=True)
    name: Mapped[Line]
    role: Mapped[Role]
    # A value of Look, or a purpose in the looker's own words.
    reason: Mapped[Line]
    seen_on: Mapped[date]
    at: Mapped[datetime]


class ReviewReturn(Identified, Base):
    """One request of the commune to mend a dossier: everything at once, never twice for the same thing by accident."""

    __tablename__ = "review_return"

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    by_name: Mapped[Line]
    fix_by_on: Mapped[date]
    at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    items: Mapped[list["ReviewItem"]] = relationship(
        back_populates="review_return", lazy="selectin", order_by="ReviewItem.position", cascade="all, delete-orphan"
    )


class ReviewItem(Identified, Base):
    """One answer sent back, with the sentence exactly as the owner reads it."""

    __tablename__ = "review_item"
    __table_args__ = (
        UniqueConstraint("review_return_id", "question"),
        CheckConstraint("length(sentence) > 0", name="sentence_says_something"),
    )

    review_return_id: Mapped[UUID] = mapped_column(ForeignKey("review_return.id"))
    position: Mapped[int]
    question: Mapped[Question]
    reason_key: Mapped[Short] = mapped_column(default="")
    sentence: Mapped[Text_]
    fixed_at: Mapped[datetime | None]

    review_return: Mapped[ReviewReturn] = relationship(back_populates="items")


class ReviewCheck(Identified, Base):
    """A tick that somebody of the commune has looked at something: seen, not stored."""

    __tablename__ = "review_check"
    __table_args__ = (UniqueConstraint("merchant_id", "check_kind"),)

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))
    check_kind: Mapped[Check]
    by_name: Mapped[Line]
    at: Mapped[datetime]


class ReviewContact(Identified, Base):
    """A call made to an owner or a visit asked for, because a sentence sent back twice has not been understood."""

    __tablename__ = "review_contact"
    __table_args__ = (CheckConstraint("(kind = 'visit') = (visit_on is not null)", name="visit_has_a_day"),)

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    kind: Mapped[Reaching]
    note: Mapped[Line]
    visit_on: Mapped[date | None]
    by_name: Mapped[Line]
    at: Mapped[datetime]


class ReviewExtension(Identified, Base):
    """An apology for being late, with a new day and who signs it (slip 04)."""

    __tablename__ = "review_extension"
    __table_args__ = (
        CheckConstraint("new_due_on > old_due_on", name="new_day_is_later"),
        CheckConstraint("length(reason) > 0", name="reason_is_given"),
    )

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    reason: Mapped[Line]
    old_due_on: Mapped[date]
    new_due_on: Mapped[date]
    signer_name: Mapped[Line]
    by_name: Mapped[Line]
    at: Mapped[datetime]


class RegisterCounter(Base):
    """The next number in a commune's register of a year."""

    __tablename__ = "register_counter"

    commune_path: Mapped[Short] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    next_number: Mapped[int] = mapped_column(default=1)


class RegisterEntry(Identified, Base):
    """One line of the register of dossiers (sổ theo dõi, slip 07): entered when a dossier arrives, never renumbered."""

    __tablename__ = "register_entry"
    __table_args__ = (
        UniqueConstraint("commune_path", "year", "number"),
        CheckConstraint("number > 0 and book > 0", name="books_and_numbers_start_at_one"),
    )

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), unique=True)
    commune_path: Mapped[Short]
    year: Mapped[int]
    book: Mapped[int]
    number: Mapped[int]
    entered_at: Mapped[datetime]


class DossierMerge(Identified, Base):
    """Two dossiers of one household: the older one is kept, the newer one leads to it until this is undone."""

    __tablename__ = "dossier_merge"
    __table_args__ = (
        CheckConstraint("kept_id <> merged_id", name="two_different_dossiers"),
        CheckConstraint("(undone_at is null) = (undone_by_name is null)", name="undoing_has_somebody"),
        Index(
            "ix_dossier_merge_one_at_a_time",
            "merged_id",
            unique=True,
            sqlite_where=text("undone_at is null"),
            postgresql_where=text("undone_at is null"),
        ),
    )

    kept_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    merged_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))
    former_stage: Mapped[Stage]
    former_days_left: Mapped[int | None]
    by_name: Mapped[Line]
    at: Mapped[datetime]
    undone_by_name: Mapped[Line | None]
    undone_at: Mapped[datetime | None]
