"""Rows of papers: what is kept with its versions, what was only seen, and who was told of an end."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Line, Short
from app.policy import Place
from merchants.models import Merchant
from merchants.papers.rules import IdentityKind


class KeptPaper(Identified, Base):
    """One version of one paper of a business, as a picture or a PDF."""

    __tablename__ = "kept_paper"
    __table_args__ = (
        UniqueConstraint("series_id", "version_no"),
        CheckConstraint("version_no >= 1", name="versions_count_from_one"),
        CheckConstraint("content_type in ('image/jpeg', 'application/pdf')", name="only_pictures_and_pdfs_are_kept"),
        CheckConstraint("expires_on is null or issued_on is null or expires_on >= issued_on", name="ends_after_issue"),
        CheckConstraint("(checked_at is null) = (checked_by_name = '')", name="checked_by_somebody"),
        CheckConstraint("removed_at is null or replaced_at is null", name="replaced_or_removed_not_both"),
        CheckConstraint("length(sha256) = 64", name="sha256_has_64_digits"),
        Index(None, "merchant_id", "kind"),
    )

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))
    series_id: Mapped[UUID]
    version_no: Mapped[int] = mapped_column(default=1)
    kind: Mapped[Short]
    title: Mapped[Line] = mapped_column(default="")
    number: Mapped[Line] = mapped_column(default="")
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None] = mapped_column(index=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    content_type: Mapped[Short]
    size_bytes: Mapped[int]
    pages: Mapped[int] = mapped_column(default=1)
    uploaded_at: Mapped[datetime]
    uploaded_by_name: Mapped[Line]
    checked_at: Mapped[datetime | None]
    checked_by_name: Mapped[Line] = mapped_column(default="")
    replaced_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    merchant: Mapped[Merchant] = relationship()

    def place(self) -> Place:
        """Return whose it is and where, for the rights table."""
        return self.merchant.place()

    @property
    def is_current(self) -> bool:
        """Whether this is the version that counts."""
        return self.replaced_at is None and self.removed_at is None

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture rather than a PDF."""
        return self.content_type == "image/jpeg"


class PaperNotice(Identified, Base):
    """An owner was told that a paper runs out, once for each band of days."""

    __tablename__ = "paper_notice"
    __table_args__ = (UniqueConstraint("paper_id", "band_days"),)

    paper_id: Mapped[UUID] = mapped_column(ForeignKey("kept_paper.id"))
    band_days: Mapped[int]
    at: Mapped[datetime]


class Sighting(Identified, Base):
    """Somebody of the desk saw an identity paper: which kind, its last three digits, when. No picture, no number."""

    __tablename__ = "paper_sighting"
    __table_args__ = (CheckConstraint("length(last_digits) = 3", name="three_digits_and_no_more"),)

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"), index=True)
    kind: Mapped[IdentityKind]
    last_digits: Mapped[Short]
    seen_at: Mapped[datetime]
    seen_by_name: Mapped[Line]
