"""Reads of OCOP: the radar, an owner's shelf, one dossier, what waits for whom."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.orm import joinedload

from app.core import areas
from app.core.db import db, within
from merchants.models import Merchant
from merchants.ocop import rules
from merchants.ocop.models import OcopCertificate, OcopDossier, OcopLetter, OcopNotice
from merchants.ocop.states import EDITABLE, HANDED_UP, WATCHED, WITH_COMMUNE, CertificateState, DossierState
from merchants.papers.models import KeptPaper
from merchants.states import REGISTERED


@dataclass(frozen=True)
class Watched:
    """A certificate as the radar shows it."""

    certificate: OcopCertificate
    commune: str
    days_left: int
    letter: OcopLetter | None
    renewal: OcopDossier | None


def certificate(certificate_id: UUID) -> OcopCertificate | None:
    """Return one certificate with its business; removed ones are gone."""
    found = select(OcopCertificate).where(
        OcopCertificate.id == certificate_id, OcopCertificate.state != CertificateState.REMOVED
    )
    return db.session.scalars(found.options(joinedload(OcopCertificate.merchant))).one_or_none()


def certificates_of(merchant_id: UUID) -> Sequence[OcopCertificate]:
    """Return the certificates of a business, the one that runs out last first."""
    found = select(OcopCertificate).where(
        OcopCertificate.merchant_id == merchant_id, OcopCertificate.state != CertificateState.REMOVED
    )
    return db.session.scalars(found.order_by(OcopCertificate.expires_on.desc(), OcopCertificate.id)).all()


def same_certificate(merchant_id: UUID, decision_no: str, product_name: str) -> OcopCertificate | None:
    """Return the certificate of a decision and a product, if it has been entered."""
    found = select(OcopCertificate).where(
        OcopCertificate.merchant_id == merchant_id,
        OcopCertificate.decision_no == decision_no,
        OcopCertificate.product_name == product_name,
        OcopCertificate.state != CertificateState.REMOVED,
    )
    return db.session.scalars(found).one_or_none()


def radar(reach: Collection[str] | None, today: date, *, limit: int = 500) -> list[Watched]:
    """Return the certificates within reach that have run out or do so within the widest band, soonest first."""
    last = today + timedelta(days=max(rules.BANDS))
    wanted = (
        select(OcopCertificate)
        .join(Merchant, Merchant.id == OcopCertificate.merchant_id)
        .where(
            OcopCertificate.state.in_(WATCHED),
            OcopCertificate.expires_on <= last,
            Merchant.stage.in_(REGISTERED),
            within(Merchant.area_path, reach),
        )
        .order_by(OcopCertificate.expires_on, OcopCertificate.id)
        .limit(limit)
        .options(joinedload(OcopCertificate.merchant))
    )
    found = db.session.scalars(wanted).all()
    return _watched(found, today)


def watched(one: OcopCertificate, today: date) -> Watched:
    """Return one certificate as the radar shows it."""
    return _watched([one], today)[0]


def _watched(found: Sequence[OcopCertificate], today: date) -> list[Watched]:
    ids = [each.id for each in found]
    letters = {
        letter.certificate_id: letter
        for letter in db.session.scalars(select(OcopLetter).where(OcopLetter.certificate_id.in_(ids)))
    }
    renewals = {
        dossier.renews_id: dossier
        for dossier in db.session.scalars(
            select(OcopDossier)
            .where(OcopDossier.renews_id.in_(ids), OcopDossier.state != DossierState.WITHDRAWN)
            .order_by(OcopDossier.opened_at)
        )
    }
    communes = areas.names_of(areas.commune_path(each.merchant.area_path) for each in found)
    return [
        Watched(
            certificate=each,
            commune=communes.get(areas.commune_path(each.merchant.area_path), ""),
            days_left=(each.expires_on - today).days,
            letter=letters.get(each.id),
            renewal=renewals.get(each.id),
        )
        for each in found
    ]


def with_stars(least: int, on: date) -> Select[UUID]:
    """Select the businesses that have so many stars on a day, by a certificate that the desk has seen."""
    return select(OcopCertificate.merchant_id).where(
        OcopCertificate.state == CertificateState.CHECKED,
        OcopCertificate.stars >= least,
        OcopCertificate.issued_on <= on,
        OcopCertificate.expires_on > on,
    )


def unchecked(reach: Collection[str] | None, *, limit: int = 100) -> Sequence[OcopCertificate]:
    """Return the certificates that nobody of the desk has seen yet, oldest first."""
    wanted = (
        select(OcopCertificate)
        .join(Merchant, Merchant.id == OcopCertificate.merchant_id)
        .where(
            OcopCertificate.state == CertificateState.DECLARED,
            Merchant.stage.in_(REGISTERED),
            within(Merchant.area_path, reach),
        )
        .order_by(OcopCertificate.entered_at)
        .limit(limit)
        .options(joinedload(OcopCertificate.merchant))
    )
    return db.session.scalars(wanted).all()


def to_tell(today: date, *, limit: int = 500) -> Sequence[OcopCertificate]:
    """Return the certificates that lie in a band of which their owner was not told, and are not being renewed."""
    told = exists().where(OcopNotice.certificate_id == OcopCertificate.id, OcopNotice.band_days <= _narrowest(today))
    handed_in = exists().where(
        OcopDossier.renews_id == OcopCertificate.id, OcopDossier.state.in_((*WITH_COMMUNE, *HANDED_UP))
    )
    wanted = (
        select(OcopCertificate)
        .join(Merchant, Merchant.id == OcopCertificate.merchant_id)
        .where(
            OcopCertificate.state.in_(WATCHED),
            OcopCertificate.expires_on.between(today, today + timedelta(days=max(rules.BANDS))),
            Merchant.stage.in_(REGISTERED),
            ~told,
            ~handed_in,
        )
        .order_by(OcopCertificate.expires_on, OcopCertificate.id)
        .limit(limit)
        .options(joinedload(OcopCertificate.merchant))
    )
    return db.session.scalars(wanted).all()


def _narrowest(today: date) -> ColumnElement[int]:
    bands = sorted(rules.BANDS)
    return case(
        *((OcopCertificate.expires_on <= today + timedelta(days=band), band) for band in bands[:-1]), else_=bands[-1]
    )


def letter(letter_id: UUID) -> OcopLetter | None:
    """Return one letter with its certificate and business."""
    found = select(OcopLetter).where(OcopLetter.id == letter_id)
    loaded = joinedload(OcopLetter.certificate).joinedload(OcopCertificate.merchant)
    return db.session.scalars(found.options(loaded)).one_or_none()


def reference_of(letter_id: UUID) -> str:
    """Return what the signed version of a letter is known by on the signing desk."""
    return f"ocop_letter:{letter_id}"


def letter_of(certificate_id: UUID) -> OcopLetter | None:
    """Return the letter written about a certificate."""
    return db.session.scalars(select(OcopLetter).where(OcopLetter.certificate_id == certificate_id)).one_or_none()


def last_letter_number(sender_path: str, year: int) -> int:
    """Return the highest number a sender has used in a year; 0 before the first."""
    highest = select(func.max(OcopLetter.number)).where(OcopLetter.sender_path == sender_path, OcopLetter.year == year)
    return db.session.scalar(highest) or 0


def dossier(dossier_id: UUID) -> OcopDossier | None:
    """Return one dossier with its business, its answers and its proofs."""
    found = select(OcopDossier).where(OcopDossier.id == dossier_id)
    return db.session.scalars(found.options(joinedload(OcopDossier.merchant))).one_or_none()


def dossiers_of(merchant_id: UUID) -> Sequence[OcopDossier]:
    """Return the dossiers of a business, newest first."""
    found = select(OcopDossier).where(OcopDossier.merchant_id == merchant_id)
    return db.session.scalars(found.order_by(OcopDossier.opened_at.desc(), OcopDossier.id)).all()


def open_dossier(merchant_id: UUID, product_name: str) -> OcopDossier | None:
    """Return the dossier of a product that is still in its owner's hands."""
    found = select(OcopDossier).where(
        OcopDossier.merchant_id == merchant_id,
        OcopDossier.product_name == product_name,
        OcopDossier.state.in_(EDITABLE),
    )
    return db.session.scalars(found.limit(1)).first()


def renewal_under_way(certificate_id: UUID) -> OcopDossier | None:
    """Return the dossier that is to keep a certificate alive and has not ended."""
    ended = (DossierState.WITHDRAWN, DossierState.NOT_MET, DossierState.RECOGNISED)
    found = select(OcopDossier).where(OcopDossier.renews_id == certificate_id, OcopDossier.state.not_in(ended))
    return db.session.scalars(found.limit(1)).first()


def waiting(
    reach: Collection[str] | None, states: Collection[DossierState], *, limit: int = 200
) -> Sequence[OcopDossier]:
    """Return the dossiers within reach that stand in some states, longest waiting first."""
    wanted: Select[OcopDossier] = (
        select(OcopDossier)
        .join(Merchant, Merchant.id == OcopDossier.merchant_id)
        .where(OcopDossier.state.in_(states), within(Merchant.area_path, reach))
        .order_by(OcopDossier.submitted_on, OcopDossier.id)
        .limit(limit)
        .options(joinedload(OcopDossier.merchant))
    )
    return db.session.scalars(wanted).all()


def proofs_of(one: OcopDossier) -> Mapping[str, list[KeptPaper]]:
    """Return the papers that stand for each criterion, each in its newest version."""
    series = {proof.paper_series_id for proof in one.proofs}
    if not series:
        return {}
    kept = select(KeptPaper).where(
        KeptPaper.merchant_id == one.merchant_id,
        KeptPaper.series_id.in_(sorted(series)),
        KeptPaper.replaced_at.is_(None),
        KeptPaper.removed_at.is_(None),
    )
    by_series = {paper.series_id: paper for paper in db.session.scalars(kept)}
    found: dict[str, list[KeptPaper]] = {}
    for proof in one.proofs:
        paper = by_series.get(proof.paper_series_id)
        if paper is not None:
            found.setdefault(proof.criterion, []).append(paper)
    return found
