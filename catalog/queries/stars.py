"""The stars of makers, from their OCOP certificates in force."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from app.core import clock
from app.core.audit import AuditEntry
from app.core.db import db
from catalog.models import Product
from catalog.rules import best_stars
from merchants.ocop.models import OcopCertificate
from merchants.ocop.states import WATCHED


def stars_of(merchant_id: UUID, family: str, on: date) -> int:
    """Return the stars that a maker's product of a family may speak of on a day."""
    return best_stars(stars_of_many((merchant_id,), on)[merchant_id], family)


def stars_of_many(merchant_ids: Collection[UUID], on: date) -> Mapping[UUID, Mapping[str, int]]:
    """Return the most stars that makers have on a day for each set of goods; without a certificate in force, none."""
    best = (
        select(OcopCertificate.merchant_id, OcopCertificate.set_key, func.max(OcopCertificate.stars).label("most"))
        .where(
            OcopCertificate.merchant_id.in_(merchant_ids),
            OcopCertificate.state.in_(WATCHED),
            OcopCertificate.issued_on <= on,
            OcopCertificate.expires_on > on,
        )
        .group_by(OcopCertificate.merchant_id, OcopCertificate.set_key)
    )
    found: dict[UUID, dict[str, int]] = {merchant_id: {} for merchant_id in merchant_ids}
    for row in db.session.execute(best):
        found[row.merchant_id][row.set_key] = row.most
    return found


def products_of_stars_changed(since: datetime, on: date) -> Sequence[UUID]:
    """Return the products of makers of whom a certificate ended since a moment, or had something done to it.

    Whatever is done to a certificate is in the audit trail: entered, checked, withdrawn, taken back as a mistake.
    """
    touched = select(AuditEntry.subject_id).where(AuditEntry.subject_kind == "ocop_certificate", AuditEntry.at >= since)
    ended = OcopCertificate.expires_on.between(clock.local(since).date(), on) & OcopCertificate.state.in_(WATCHED)
    makers = select(OcopCertificate.merchant_id).where(ended | OcopCertificate.id.in_(touched))
    return db.session.scalars(select(Product.id).where(Product.merchant_id.in_(makers))).all()
