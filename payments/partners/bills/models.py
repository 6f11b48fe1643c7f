"""Rows of bills: what a provider counted in a commune in a month."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Short
from payments.partners.bills.rules import Service


class BillCount(Identified, Base):
    """How many were billed in a commune in a month, and how many of them paid no cash; nobody's name, no amount."""

    __tablename__ = "bill_count"
    __table_args__ = (
        UniqueConstraint("institution_id", "service", "area_path", "month"),
        CheckConstraint("cashless between 0 and billed", name="no_more_pay_than_are_billed"),
        Index(None, "area_path", "month"),
    )
    is_shown = False

    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"))
    file_id: Mapped[UUID] = mapped_column(ForeignKey("partner_file.id"), index=True)
    service: Mapped[Service]
    area_path: Mapped[Short]
    month: Mapped[date]
    billed: Mapped[int]
    cashless: Mapped[int]
