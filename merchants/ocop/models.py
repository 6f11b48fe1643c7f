"""Rows of OCOP: certificates, who was told, letters, dossiers with their self-assessment and their way."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Line, Short, Text_
from app.policy import Place
from merchants.models import Merchant
from merchants.ocop.rules import ScreeningPart, Verdict
from merchants.ocop.states import CERTIFICATE, CertificateState, DossierState, Route

_NOT_REMOVED = text("state <> 'removed'")


class OcopCertificate(Identified, Base):
    """A certificate of 3 to 5 stars for one product; as entered until somebody of the desk has seen it."""

    __tablename__ = "ocop_certificate"
    __table_args__ = (
        CheckConstraint("stars between 3 and 5", name="stars_are_three_to_five"),
        CheckConstraint("expires_on > issued_on", name="ends_after_issue"),
        CheckConstraint("length(decision_no) > 0", name="decision_has_a_number"),
        CheckConstraint("state in ('declared', 'removed') or checked_at is not null", name="counted_ones_were_checked"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_on is not null)", name="withdrawn_has_a_day"),
        Index(
            "uq_ocop_certificate_one_per_decision_and_product",
            "merchant_id",
            "decision_no",
            "product_name",
            unique=True,
            sqlite_where=_NOT_REMOVED,
            postgresql_where=_NOT_REMOVED,
        ),
        Index(None, "state", "expires_on"),
    )

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    product_name: Mapped[Line]
    set_key: Mapped[Short]
    stars: Mapped[int]
    decision_no: Mapped[Line]
    authority: Mapped[Line]
    # As printed. Its parts once meant province, district, commune; the district is gone, so nothing is read out of it.
    ocop_code: Mapped[Line] = mapped_column(default="")
    issued_on: Mapped[date]
    expires_on: Mapped[date]
    paper_id: Mapped[UUID | None] = mapped_column(ForeignKey("kept_paper.id"))
    renewed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("ocop_certificate.id"))
    entered_by_name: Mapped[Line]
    state: Mapped[CertificateState] = mapped_column(default=CERTIFICATE.initial)
    entered_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    checked_by_name: Mapped[Line] = mapped_column(default="")
    withdrawn_on: Mapped[date | None]
    withdrawn_reason: Mapped[Line] = mapped_column(default="")
    version: Mapped[int] = mapped_column()

    merchant: Mapped[Merchant] = relationship()

    __mapper_args__ = {"version_id_col": version}

    def place(self) -> Place:
        """Return whose it is and where, for the rights table."""
        return self.merchant.place()


class OcopNotice(Identified, Base):
    """An owner was told that a certificate runs out, once for each band of days."""

    __tablename__ = "ocop_notice"
    __table_args__ = (UniqueConstraint("certificate_id", "band_days"),)

    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("ocop_certificate.id"))
    band_days: Mapped[int]
    at: Mapped[datetime]


class OcopLetter(Identified, Base):
    """The notice in writing that the law asks for, with its number in the sender's year."""

    __tablename__ = "ocop_letter"
    __table_args__ = (
        UniqueConstraint("certificate_id"),
        UniqueConstraint("sender_path", "year", "number"),
        CheckConstraint("number > 0", name="number_counts_from_one"),
        CheckConstraint("length(signer_name) > 0", name="somebody_signs"),
    )

    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("ocop_certificate.id"))
    sender_path: Mapped[Short]
    year: Mapped[int]
    number: Mapped[int]
    issued_on: Mapped[date]
    signer_title: Mapped[Line]
    signer_name: Mapped[Line]
    made_by_name: Mapped[Line]

    certificate: Mapped[OcopCertificate] = relationship()


class OcopDossier(Identified, Base):
    """One product's way to its stars, or to keeping them."""

    __tablename__ = "ocop_dossier"
    __table_args__ = (
        CheckConstraint(
            "score_hundredths is null or score_hundredths between 0 and 10000", name="score_is_out_of_a_hundred"
        ),
        CheckConstraint("stars is null or stars between 1 and 5", name="stars_are_one_to_five"),
        CheckConstraint(
            "state in ('preparing', 'withdrawn') or submitted_on is not null", name="handed_in_ones_have_a_day"
        ),
        CheckConstraint(
            "state not in ('at_province', 'at_centre') or route <> 'commune' or report_no <> ''",
            name="the_commune_has_reported",
        ),
        CheckConstraint("state <> 'recognised' or certificate_id is not null", name="recognised_has_a_certificate"),
        Index(None, "state", "route"),
    )

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    product_name: Mapped[Line]
    set_key: Mapped[Short]
    # The certificate to be kept alive; none for a product's first dossier.
    renews_id: Mapped[UUID | None] = mapped_column(ForeignKey("ocop_certificate.id"))
    route: Mapped[Route]
    criteria_version: Mapped[Short]
    state: Mapped[DossierState] = mapped_column(default=DossierState.PREPARING)
    results_note: Mapped[Text_] = mapped_column(default="")
    update_wanted: Mapped[Text_] = mapped_column(default="")
    opened_at: Mapped[datetime]
    submitted_on: Mapped[date | None]
    met_on: Mapped[date | None]
    met_where: Mapped[Line] = mapped_column(default="")
    met_people: Mapped[int | None]
    met_conclusion: Mapped[Text_] = mapped_column(default="")
    report_no: Mapped[Line] = mapped_column(default="")
    reported_on: Mapped[date | None]
    reported_by_name: Mapped[Line] = mapped_column(default="")
    # A council's average has two decimals; a whole number of hundredths is the same on both databases.
    score_hundredths: Mapped[int | None]
    stars: Mapped[int | None]
    rated_on: Mapped[date | None]
    outcome_note: Mapped[Text_] = mapped_column(default="")
    certificate_id: Mapped[UUID | None] = mapped_column(ForeignKey("ocop_certificate.id"))
    version: Mapped[int] = mapped_column()

    merchant: Mapped[Merchant] = relationship()
    answers: Mapped[list["OcopAnswer"]] = relationship(
        back_populates="dossier", lazy="selectin", cascade="all, delete-orphan"
    )
    proofs: Mapped[list["OcopProof"]] = relationship(
        back_populates="dossier", lazy="selectin", cascade="all, delete-orphan"
    )
    screenings: Mapped[list["OcopScreening"]] = relationship(
        back_populates="dossier", lazy="selectin", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    def place(self) -> Place:
        """Return whose it is and where, for the rights table."""
        return self.merchant.place()

    @property
    def score(self) -> Decimal | None:
        """The council's average, out of a hundred."""
        return None if self.score_hundredths is None else Decimal(self.score_hundredths) / 100

    @property
    def points(self) -> dict[str, int]:
        """What the owner claims, by criterion."""
        return {answer.criterion: answer.points for answer in self.answers}


class OcopAnswer(Identified, Base):
    """The points an owner claims for one criterion."""

    __tablename__ = "ocop_answer"
    __table_args__ = (
        UniqueConstraint("dossier_id", "criterion"),
        CheckConstraint("points between 0 and 100", name="points_are_points"),
    )

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("ocop_dossier.id"))
    criterion: Mapped[Short]
    points: Mapped[int]

    dossier: Mapped[OcopDossier] = relationship(back_populates="answers")


class OcopProof(Identified, Base):
    """A paper that stands for one criterion."""

    __tablename__ = "ocop_proof"
    __table_args__ = (UniqueConstraint("dossier_id", "criterion", "paper_series_id"),)

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("ocop_dossier.id"))
    criterion: Mapped[Short]
    # The series, so that a newer version of the paper takes the older one's place by itself.
    paper_series_id: Mapped[UUID] = mapped_column(index=True)

    dossier: Mapped[OcopDossier] = relationship(back_populates="proofs")


class OcopScreening(Identified, Base):
    """What the commune found of one part that it judges itself."""

    __tablename__ = "ocop_screening"
    __table_args__ = (UniqueConstraint("dossier_id", "part"),)

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("ocop_dossier.id"))
    part: Mapped[ScreeningPart]
    verdict: Mapped[Verdict]
    note: Mapped[Text_] = mapped_column(default="")
    by_name: Mapped[Line]
    at: Mapped[datetime]

    dossier: Mapped[OcopDossier] = relationship(back_populates="screenings")
