"""The stars of makers, from their OCOP certificates in force."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from app.core import clock
from app.core.audit import AuditEntry
from app.core.db import db
from catalog.models import Product
from merchants.ocop.models import OcopCertificate
from merchants.ocop.states import WATCHED


def stars_of(merchant_id: UUID, on: date) -> int:
    """Return the most stars a maker has on a day; nought without a certificate in force."""
    return stars_of_many((merchant_id,), on).get(merchant_id, 0)


def stars_of_many(merchant_ids: Collection[UUID], on: date) -> Mapping[UUID, int]:
    """Return the most stars of makers on a day; whoever has no certificate in force is left out."""
    best = (
        select(OcopCertificate.merchant_id, func.max(OcopCertificate.stars).label("most"))
        .where(
            OcopCertificate.merchant_id.in_(merchant_ids),
            OcopCertificate.state.in_(WATCHED),
            OcopCertificate.issued_on <= on,
            OcopCertificate.expires_on > on,
        )
        .group_by(OcopCertificate.merchant_id)
    )
    return {row.merchant_id: row.most for row in db.session.execute(best)}


def products_of_stars_changed(since: datetime, on: date) -> Sequence[UUID]:
    """Return the products of makers of whom a certificate ended since a moment, or had something done to it.

    Whatever is done to a certificate is in the audit trail: entered, checked, withdrawn, taken back as a mistake.
    """
    touched = select(AuditEntry.subject_id).where(AuditEntry.subject_kind == "ocop_certificate", AuditEntry.at >= since)
    ended = OcopCertificate.expires_on.between(clock.local(since).date(), on) & OcopCertificate.state.in_(WATCHED)
    makers = select(OcopCertificate.merchant_id).where(ended | OcopCertificate.id.in_(touched))
    return db.session.scalars(select(Product.id).where(Product.merchant_id.in_(makers))).all()
