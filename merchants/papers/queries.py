"""Reads of papers: a business's shelf, one paper with its versions, what was seen, and what runs out."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.orm import joinedload

from app.core.db import db
from merchants.models import Merchant
from merchants.papers import rules
from merchants.papers.models import KeptPaper, PaperNotice, Sighting
from merchants.states import REGISTERED


def paper(paper_id: UUID) -> KeptPaper | None:
    """Return one version of a paper with its business; removed ones are gone."""
    found = select(KeptPaper).where(KeptPaper.id == paper_id, KeptPaper.removed_at.is_(None))
    return db.session.scalars(found.options(joinedload(KeptPaper.merchant))).one_or_none()


def papers_of(merchant_id: UUID) -> Sequence[KeptPaper]:
    """Return the papers of a business that count today, in the order they were brought."""
    return db.session.scalars(_current(merchant_id).order_by(KeptPaper.kind, KeptPaper.series_id)).all()


def versions_of(kept: KeptPaper) -> Sequence[KeptPaper]:
    """Return every version of a paper, newest first."""
    found = select(KeptPaper).where(KeptPaper.series_id == kept.series_id, KeptPaper.removed_at.is_(None))
    return db.session.scalars(found.order_by(KeptPaper.version_no.desc())).all()


def same_file(merchant_id: UUID, kind: str, sha256: str) -> KeptPaper | None:
    """Return the current paper of a kind that is the very same file."""
    wanted = _current(merchant_id).where(KeptPaper.kind == kind, KeptPaper.sha256 == sha256)
    return db.session.scalars(wanted.limit(1)).first()


def count_of(merchant_id: UUID) -> int:
    """Return how many versions a business keeps."""
    kept = select(func.count()).where(KeptPaper.merchant_id == merchant_id, KeptPaper.removed_at.is_(None))
    return db.session.scalar(kept) or 0


def kinds_kept(merchant_id: UUID, today: date) -> frozenset[str]:
    """Return the kinds of which a business has a paper that still holds."""
    holds = KeptPaper.expires_on.is_(None) | (KeptPaper.expires_on >= today)
    kept = select(KeptPaper.kind).where(KeptPaper.merchant_id == merchant_id, holds)
    return frozenset(db.session.scalars(kept.where(KeptPaper.replaced_at.is_(None), KeptPaper.removed_at.is_(None))))


def sightings_of(merchant_id: UUID) -> Sequence[Sighting]:
    """Return which identity papers the desk has seen, newest first."""
    seen = select(Sighting).where(Sighting.merchant_id == merchant_id)
    return db.session.scalars(seen.order_by(Sighting.seen_at.desc(), Sighting.id.desc())).all()


def running_out(today: date, *, limit: int = 500) -> Sequence[KeptPaper]:
    """Return the papers that run out within the widest band and of which nobody was told in their narrowest one."""
    last = today + timedelta(days=max(rules.NOTICE_BANDS))
    told = exists().where(
        PaperNotice.paper_id == KeptPaper.id,
        PaperNotice.band_days <= _narrowest(today),
    )
    wanted = (
        select(KeptPaper)
        .join(Merchant, Merchant.id == KeptPaper.merchant_id)
        .where(
            KeptPaper.replaced_at.is_(None),
            KeptPaper.removed_at.is_(None),
            KeptPaper.expires_on.between(today, last),
            Merchant.stage.in_(REGISTERED),
            ~told,
        )
        .order_by(KeptPaper.expires_on, KeptPaper.id)
        .limit(limit)
        .options(joinedload(KeptPaper.merchant))
    )
    return db.session.scalars(wanted).all()


def _narrowest(today: date) -> ColumnElement[int]:
    bands = sorted(rules.NOTICE_BANDS)
    return case(*((KeptPaper.expires_on <= today + timedelta(days=band), band) for band in bands[:-1]), else_=bands[-1])


def _current(merchant_id: UUID) -> Select[KeptPaper]:
    return select(KeptPaper).where(
        KeptPaper.merchant_id == merchant_id, KeptPaper.replaced_at.is_(None), KeptPaper.removed_at.is_(None)
    )
