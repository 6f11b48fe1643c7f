"""Reads about merchants: one dossier, a commune's queue, counts per commune."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from app.core import areas, clock
from app.core.db import db, within
from merchants import rules
from merchants.models import (
    DossierLook,
    DossierMerge,
    LegalDetails,
    Merchant,
    MerchantConsent,
    MerchantHelper,
    RegisterEntry,
    ReviewCheck,
    ReviewContact,
    ReviewExtension,
    ReviewReturn,
)
from merchants.rules import Check, ConsentPurpose
from merchants.states import REGISTERED, SENT, Stage


def by_id(merchant_id: UUID) -> Merchant | None:
    """Return one merchant."""
    return db.session.get(Merchant, merchant_id)


def by_code(code: str) -> Merchant | None:
    """Return the merchant with a dossier code written the usual way."""
    return db.session.scalars(select(Merchant).where(Merchant.code == code)).one_or_none()


def by_code_and_birth_year(code: str, birth_year: int) -> Merchant | None:
    """Return a dossier by the two facts an owner keeps; a code alone opens nothing."""
    wanted = select(Merchant).where(Merchant.code == code, Merchant.birth_year == birth_year)
    return db.session.scalars(wanted).one_or_none()


def merchants_of(ids: Collection[UUID]) -> Sequence[Merchant]:
    """Return the merchants with these ids, newest dossier first."""
    mine = select(Merchant).where(Merchant.id.in_(sorted(ids))).order_by(Merchant.started_at.desc(), Merchant.id)
    return db.session.scalars(mine).all() if ids else []


def legal_details(merchant_id: UUID) -> LegalDetails | None:
    """Return whose name is on the business paper and an organisation's tax code, if anything has been said."""
    return db.session.scalars(select(LegalDetails).where(LegalDetails.merchant_id == merchant_id)).one_or_none()


def open_return(merchant_id: UUID) -> ReviewReturn | None:
    """Return what the commune has asked to be mended and has not had back yet."""
    return db.session.scalars(_returns(merchant_id).where(ReviewReturn.answered_at.is_(None))).first()


def returns_of(merchant_id: UUID) -> Sequence[ReviewReturn]:
    """Return every time a dossier was sent back, newest first."""
    return db.session.scalars(_returns(merchant_id)).all()


def contacts_of(merchant_id: UUID) -> Sequence[ReviewContact]:
    """Return the calls made and visits asked for, newest first."""
    mine = select(ReviewContact).where(ReviewContact.merchant_id == merchant_id)
    return db.session.scalars(mine.order_by(ReviewContact.at.desc(), ReviewContact.id.desc())).all()


def extensions_of(merchant_id: UUID) -> Sequence[ReviewExtension]:
    """Return each time the promised day was put off, newest first."""
    mine = select(ReviewExtension).where(ReviewExtension.merchant_id == merchant_id)
    return db.session.scalars(mine.order_by(ReviewExtension.at.desc(), ReviewExtension.id.desc())).all()


def needs_a_call(merchant_id: UUID) -> bool:
    """Whether a dossier was sent back so often that somebody rings before it is sent back again."""
    returns = returns_of(merchant_id)
    if len(returns) < rules.RETURNS_BEFORE_A_CALL:
        return False
    contacts = contacts_of(merchant_id)
    return not contacts or contacts[0].at < returns[0].at


def register_entry_of(merchant_id: UUID) -> RegisterEntry | None:
    """Return the line of the register a dossier stands in; a draft stands in none."""
    return db.session.scalars(select(RegisterEntry).where(RegisterEntry.merchant_id == merchant_id)).one_or_none()


def kept_for(merchant: Merchant) -> Merchant:
    """Return the dossier a merged one leads to, or the dossier itself."""
    seen = {merchant.id}
    while merchant.stage is Stage.MERGED:
        into = db.session.scalars(
            select(Merchant)
            .join(DossierMerge, DossierMerge.kept_id == Merchant.id)
            .where(DossierMerge.merged_id == merchant.id, DossierMerge.undone_at.is_(None))
        ).one_or_none()
        if into is None or into.id in seen:
            break
        seen.add(into.id)
        merchant = into
    return merchant


def checks_of(merchant_id: UUID) -> Mapping[Check, ReviewCheck]:
    """Return what the commune has looked at."""
    rows = db.session.scalars(select(ReviewCheck).where(ReviewCheck.merchant_id == merchant_id))
    return {row.check_kind: row for row in rows}


def has_consent(merchant_id: UUID, purpose: ConsentPurpose) -> bool:
    """Whether the owner allows a purpose now."""
    return (
        db.session.scalars(_consenting(purpose).where(MerchantConsent.merchant_id == merchant_id)).first() is not None
    )


def consenting_ids(purpose: ConsentPurpose) -> frozenset[UUID]:
    """Return the merchants that allow a purpose now."""
    return frozenset(db.session.scalars(_consenting(purpose)))


def looked_at(
    merchant_ids: Collection[UUID], *, account_id: UUID | None, name: str, reason: str, on: date
) -> frozenset[UUID]:
    """Return which of these dossiers somebody has already been noted to look at on a day for a reason."""
    noted = select(DossierLook.merchant_id).where(
        DossierLook.account_id == account_id,
        DossierLook.name == name,
        DossierLook.reason == reason,
        DossierLook.seen_on == on,
    )
    if len(merchant_ids) < 200:
        noted = noted.where(DossierLook.merchant_id.in_(sorted(merchant_ids)))
    return frozenset(db.session.scalars(noted)) if merchant_ids else frozenset()


def shown_to_visitors() -> tuple[ColumnElement[bool], ...]:
    """Return what must hold for visitors to see a merchant: confirmed, and the owner allows it."""
    allowed = exists().where(
        MerchantConsent.merchant_id == Merchant.id,
        MerchantConsent.purpose == ConsentPurpose.PUBLIC,
        MerchantConsent.given.is_(True),
    )
    return (Merchant.stage == Stage.CONFIRMED, allowed)


def is_public(merchant: Merchant) -> bool:
    """Whether visitors may see a merchant."""
    return merchant.stage is Stage.CONFIRMED and merchant.consent_by_purpose.get(ConsentPurpose.PUBLIC, False)


def ahead_in_queue(merchant: Merchant) -> int:
    """Count the dossiers of the same commune that are to be answered before this one; a thousand at most."""
    earlier = or_(
        Merchant.review_due_on < merchant.review_due_on,
        (Merchant.review_due_on == merchant.review_due_on) & (Merchant.submitted_at < merchant.submitted_at),
    )
    waiting = select(Merchant.id).where(
        Merchant.commune_path == merchant.commune_path, Merchant.stage == Stage.SUBMITTED, earlier
    )
    return db.session.scalar(select(func.count()).select_from(waiting.limit(1000).subquery())) or 0


@dataclass(frozen=True)
class CommuneCount:
    """How many dossiers a commune has received, confirmed, still holds, and holds too long."""

    registered: int = 0
    confirmed: int = 0
    waiting: int = 0
    overdue: int = 0
    helped: int = 0


def count_by_commune(paths: tuple[str, ...] | None, today: date | None = None) -> Mapping[str, CommuneCount]:
    """Count dossiers per commune path within some areas: registered are those sent and not withdrawn.

    Confirmed counts those resting for the season too; the dossiers of the demonstration are counted like any other.
    """
    today = today or clock.today()
    is_late = (Merchant.stage == Stage.SUBMITTED) & (Merchant.review_due_on < today)
    is_helped = Merchant.filing != rules.Filing.SELF
    rows = db.session.execute(
        select(Merchant.area_path, Merchant.stage, is_late, is_helped, func.count())
        .where(Merchant.stage.in_(SENT), within(Merchant.area_path, paths))
        .group_by(Merchant.area_path, Merchant.stage, is_late, is_helped)
    )
    sums: dict[str, list[int]] = {}
    for path, stage, late, helped, number in rows:
        waits = stage is Stage.SUBMITTED
        facts = (True, stage in REGISTERED, waits, bool(late), bool(helped))
        total = sums.setdefault(areas.commune_path(path), [0] * len(facts))
        for place, fact in enumerate(facts):
            total[place] += number if fact else 0
    return {path: CommuneCount(*total) for path, total in sorted(sums.items())}


def drafts_older_than(instant: datetime) -> Sequence[Merchant]:
    """Return drafts in which nobody has answered anything since an instant."""
    old = select(Merchant).where(Merchant.stage == Stage.DRAFT, Merchant.touched_at < instant)
    return db.session.scalars(old.order_by(Merchant.touched_at, Merchant.id).limit(500)).all()


def resting_until(last: date, *, untold: bool = False) -> Sequence[Merchant]:
    """Return the resting businesses whose season begins by a day; of those nobody was told of, if asked."""
    wanted = select(Merchant).where(Merchant.stage == Stage.RESTING, Merchant.rest_until_on <= last)
    if untold:
        wanted = wanted.where(Merchant.rest_told_on.is_(None))
    return db.session.scalars(wanted.order_by(Merchant.rest_until_on, Merchant.id).limit(500)).all()


def helper_of(merchant_id: UUID, account_id: UUID) -> MerchantHelper | None:
    """Return somebody's latest assignment to a household."""
    wanted = select(MerchantHelper).where(
        MerchantHelper.merchant_id == merchant_id, MerchantHelper.account_id == account_id
    )
    return db.session.scalars(wanted).one_or_none()


def _returns(merchant_id: UUID) -> Select[ReviewReturn]:
    return (
        select(ReviewReturn)
        .where(ReviewReturn.merchant_id == merchant_id)
        .order_by(ReviewReturn.at.desc(), ReviewReturn.id.desc())
    )


def refuses(purpose: ConsentPurpose) -> ColumnElement[bool]:
    """Whether a merchant said no to a purpose; asked of each by its key, where there are too many to list."""
    return exists().where(
        MerchantConsent.merchant_id == Merchant.id,
        MerchantConsent.purpose == purpose,
        MerchantConsent.given.is_(False),
    )


def _consenting(purpose: ConsentPurpose) -> Select[UUID]:
    return select(MerchantConsent.merchant_id).where(
        MerchantConsent.purpose == purpose, MerchantConsent.given.is_(True)
    )
