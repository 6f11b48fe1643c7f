"""Reads of partners: for the family its own, for an institution whom consent shows it, for the commune the days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import joinedload

from app.core import areas, clock
from app.core.db import db, within
from merchants.models import Merchant, MerchantConsent
from merchants.rules import ConsentPurpose
from payments.models import PaymentEvidence
from payments.partners import rules
from payments.partners.models import Institution, PartnerDay, PartnerFile, PartnerFlag, Referral, Seat
from payments.partners.rules import BestHour, FileKind, PartnerKind
from payments.partners.states import LIVE, DayState, ReferralState

_HIDDEN = (ReferralState.WITHDRAWN, ReferralState.WRONG_NUMBER)


def institution_by_id(institution_id: UUID) -> Institution | None:
    """Return one institution."""
    return db.session.get(Institution, institution_id)


def institutions(*kinds: PartnerKind) -> Sequence[Institution]:
    """Return the institutions of some kinds, by name."""
    wanted = select(Institution).where(Institution.kind.in_(kinds)).order_by(Institution.name)
    return db.session.scalars(wanted).all()


def institution_named(name: str) -> Institution | None:
    """Return an institution by its name."""
    return db.session.scalars(select(Institution).where(Institution.name == name)).one_or_none()


def seat_of(account_id: UUID | None) -> Seat | None:
    """Return for which institution somebody works."""
    if account_id is None:
        return None
    return db.session.scalars(select(Seat).where(Seat.account_id == account_id)).one_or_none()


def referral_by_id(referral_id: UUID) -> Referral | None:
    """Return one referral, whoever may see it."""
    return db.session.get(Referral, referral_id)


def referrals_of(merchant_id: UUID) -> Sequence[Referral]:
    """Return what a family has agreed to, newest first."""
    mine = select(Referral).where(Referral.merchant_id == merchant_id).options(joinedload(Referral.day))
    return db.session.scalars(mine.order_by(Referral.consented_at.desc(), Referral.id.desc())).all()


def live_referral(institution_id: UUID, merchant_id: UUID) -> Referral | None:
    """Return the referral of a family that an institution is still on."""
    both = select(Referral).where(Referral.institution_id == institution_id, Referral.merchant_id == merchant_id)
    return db.session.scalars(both.where(Referral.state.in_(LIVE))).one_or_none()


@dataclass(frozen=True)
class Row:
    """What an institution may know of a family: no dossier, no photograph, no account."""

    id: UUID
    code: str
    merchant_id: UUID
    name: str
    hamlet: str
    phone: str
    best_hour: BestHour
    state: ReferralState
    consented_on: date
    day: date | None


def shown_to(institution_id: UUID, paths: tuple[str, ...] | None, *, live: bool) -> list[Row]:
    """Return the families an institution may see; consent taken back anywhere removes a row at once."""
    wanted = _shown(institution_id).where(within(Merchant.area_path, paths))
    wanted = wanted.where(Referral.state.in_(LIVE) if live else Referral.state.not_in(LIVE))
    found = db.session.scalars(wanted.order_by(Referral.consented_at, Referral.id).limit(200)).all()
    names = areas.names_of({referral.merchant.area_path for referral in found})
    return [_row(referral, names.get(referral.merchant.area_path, "")) for referral in found]


def shown_referral(institution_id: UUID, referral_id: UUID) -> Referral | None:
    """Return one referral if its institution may still see it."""
    return db.session.scalars(_shown(institution_id).where(Referral.id == referral_id)).one_or_none()


def opened_referrals(institution_id: UUID) -> dict[str, Referral]:
    """Return the accounts an institution opened and may still tell of, by our code."""
    found = db.session.scalars(_shown(institution_id).where(Referral.state == ReferralState.OPENED))
    return {referral.code: referral for referral in found}


def file_of(institution_id: UUID, file_id: UUID, *, kind: FileKind = FileKind.USE) -> PartnerFile | None:
    """Return one monthly file of an institution."""
    mine = select(PartnerFile).where(PartnerFile.id == file_id, PartnerFile.institution_id == institution_id)
    return db.session.scalars(mine.where(PartnerFile.kind == kind)).one_or_none()


def files_of(institution_id: UUID, *, kind: FileKind = FileKind.USE) -> Sequence[PartnerFile]:
    """Return the monthly files of one kind that an institution brought, newest first."""
    mine = select(PartnerFile).where(PartnerFile.institution_id == institution_id, PartnerFile.kind == kind)
    return db.session.scalars(mine.order_by(PartnerFile.brought_at.desc(), PartnerFile.id.desc()).limit(24)).all()


def reporting_of(month: date) -> tuple[int, int]:
    """Return how many institutions have handed in what accounts were used in a month, of those that have opened any."""
    opened = exists().where(Referral.institution_id == Institution.id, Referral.state == ReferralState.OPENED)
    handed_in = exists().where(
        PartnerFile.institution_id == Institution.id,
        PartnerFile.kind == FileKind.USE,
        PartnerFile.month == month,
        PartnerFile.taken_at.is_not(None),
    )
    told = db.session.execute(select(Institution.id, handed_in.label("handed_in")).where(opened)).all()
    return sum(bool(each.handed_in) for each in told), len(told)


def flag_of(referral_id: UUID, month: date) -> PartnerFlag | None:
    """Return what an institution said of one account in one month."""
    one = select(PartnerFlag).where(PartnerFlag.referral_id == referral_id, PartnerFlag.month == month)
    return db.session.scalars(one).one_or_none()


def used_after_thirty_days(institution_id: UUID, today: date, paths: tuple[str, ...] | None = None) -> tuple[int, int]:
    """Return how many accounts opened thirty days ago or more there are, and how many have been used since then."""
    opened = db.session.scalars(
        select(Referral)
        .join(Merchant, Merchant.id == Referral.merchant_id)
        .where(
            Referral.institution_id == institution_id,
            Referral.state == ReferralState.OPENED,
            Referral.opened_on.is_not(None),
            within(Merchant.area_path, paths),
        )
    ).all()
    old = [each for each in opened if each.opened_on and rules.settled_on(each.opened_on) <= today]
    used: dict[UUID, set[date]] = {}
    flags = select(PartnerFlag).where(
        PartnerFlag.referral_id.in_([each.id for each in old]), PartnerFlag.is_used.is_(True)
    )
    for flag in db.session.scalars(flags):
        used.setdefault(flag.referral_id, set()).add(flag.month)
    settled = [
        each for each in old if each.opened_on and rules.counts_as_settled(each.opened_on, used.get(each.id, ()))
    ]
    return len(old), len(settled)


def used_in(institution_id: UUID, month: date) -> dict[UUID, tuple[str, bool]]:
    """Return whose accounts an institution says were used in a month: the band, and whether its file kept the rule."""
    found = db.session.execute(
        select(Referral.merchant_id, PartnerFlag.band, PartnerFile.keeps_rule)
        .join(Referral, Referral.id == PartnerFlag.referral_id)
        .join(PartnerFile, PartnerFile.id == PartnerFlag.file_id)
        .where(
            Referral.institution_id == institution_id,
            Referral.state == ReferralState.OPENED,
            PartnerFlag.month == month,
            PartnerFlag.is_used.is_(True),
        )
    )
    return {merchant_id: (band, keeps_rule) for merchant_id, band, keeps_rule in found}


def evidence_from(
    institution_id: UUID, month: date | None = None, *, merchant_id: UUID | None = None
) -> Sequence[PaymentEvidence]:
    """Return what an institution's word has left: of one month, or of one family."""
    wanted = select(PaymentEvidence).where(PaymentEvidence.institution_id == institution_id)
    if month is not None:
        wanted = wanted.where(PaymentEvidence.occurred_on == rules.last_day(month))
    if merchant_id is not None:
        wanted = wanted.where(PaymentEvidence.merchant_id == merchant_id)
    return db.session.scalars(wanted.order_by(PaymentEvidence.id)).all()


def evidence_without_consent() -> Sequence[PaymentEvidence]:
    """Return what is counted of families that took their word back for all partners at once and gave no new one since.

    Taken back for one institution, its evidence goes in the same moment.
    """
    asked_again = exists().where(
        Referral.institution_id == PaymentEvidence.institution_id,
        Referral.merchant_id == PaymentEvidence.merchant_id,
        Referral.consented_at >= MerchantConsent.at,
    )
    return db.session.scalars(
        select(PaymentEvidence)
        .join(MerchantConsent, MerchantConsent.merchant_id == PaymentEvidence.merchant_id)
        .where(
            MerchantConsent.purpose == ConsentPurpose.PARTNER,
            ~MerchantConsent.given,
            PaymentEvidence.institution_id.is_not(None),
            PaymentEvidence.excluded == "",
            ~asked_again,
        )
        .order_by(PaymentEvidence.id)
    ).all()


def _shown(institution_id: UUID) -> Select[Referral]:
    """Select what consent shows: not taken back here, nor, since it was given, for all partners at once."""
    return (
        select(Referral)
        .join(Merchant, Merchant.id == Referral.merchant_id)
        .outerjoin(
            MerchantConsent,
            (MerchantConsent.merchant_id == Merchant.id) & (MerchantConsent.purpose == ConsentPurpose.PARTNER),
        )
        .where(
            Referral.institution_id == institution_id,
            Referral.state.not_in(_HIDDEN),
            or_(MerchantConsent.given.is_(None), MerchantConsent.given, MerchantConsent.at <= Referral.consented_at),
        )
        .options(joinedload(Referral.merchant), joinedload(Referral.day))
    )


def _row(referral: Referral, hamlet: str) -> Row:
    merchant = referral.merchant
    return Row(
        id=referral.id,
        code=referral.code,
        merchant_id=merchant.id,
        name=merchant.owner_name,
        hamlet=merchant.area_note or hamlet,
        phone=merchant.phone,
        best_hour=referral.best_hour,
        state=referral.state,
        consented_on=clock.local(referral.consented_at).date(),
        day=referral.day.held_on if referral.day else None,
    )


@dataclass(frozen=True)
class DayCard:
    """A day in a hamlet with what is left of it."""

    day: PartnerDay
    institution: str
    area: str
    booked: int

    @property
    def left(self) -> int:
        """Places that nobody has taken."""
        return max(0, self.day.capacity - self.booked)


def day_by_id(day_id: UUID, *, lock: bool = False) -> PartnerDay | None:
    """Return one day; locked until the transaction ends where places are counted."""
    wanted = select(PartnerDay).where(PartnerDay.id == day_id)
    return db.session.scalars(wanted.with_for_update() if lock else wanted).one_or_none()


def booked_on(day_id: UUID) -> int:
    """Return how many places of a day are taken."""
    taken = select(func.count()).select_from(Referral)
    here = taken.where(Referral.day_id == day_id, Referral.state == ReferralState.BOOKED)
    return db.session.scalar(here) or 0


def days_proposed_by(institution_id: UUID, today: date) -> list[DayCard]:
    """Return an institution's days to come, whatever the commune has said of them."""
    return _cards(select(PartnerDay).where(PartnerDay.institution_id == institution_id, PartnerDay.held_on >= today))


def days_within(paths: tuple[str, ...] | None, today: date) -> list[DayCard]:
    """Return the days to come within some areas."""
    return _cards(select(PartnerDay).where(within(PartnerDay.area_path, paths), PartnerDay.held_on >= today))


def days_for(referral: Referral, today: date) -> list[DayCard]:
    """Return the days on which a family may go to its institution: approved, in its commune, with places left."""
    commune = areas.commune_path(referral.merchant.area_path)
    open_days = select(PartnerDay).where(
        PartnerDay.institution_id == referral.institution_id,
        PartnerDay.area_path.like(f"{commune}%"),
        PartnerDay.state == DayState.APPROVED,
        PartnerDay.held_on >= today,
    )
    return [card for card in _cards(open_days) if card.left]


def day_card(day: PartnerDay) -> DayCard:
    """Return a day with what is left of it."""
    return _cards(select(PartnerDay).where(PartnerDay.id == day.id))[0]


def _cards(wanted: Select[PartnerDay]) -> list[DayCard]:
    ordered = wanted.options(joinedload(PartnerDay.institution)).order_by(PartnerDay.held_on, PartnerDay.id)
    days = db.session.scalars(ordered.limit(200)).all()
    names = areas.names_of({day.area_path for day in days} | {areas.commune_path(day.area_path) for day in days})
    taken = select(Referral.day_id, func.count()).where(
        Referral.day_id.in_([day.id for day in days]), Referral.state == ReferralState.BOOKED
    )
    counted = db.session.execute(taken.group_by(Referral.day_id)).all()
    booked: dict[UUID | None, int] = {day_id: count for day_id, count in counted}  # noqa: C416  rows are no pairs to mypy
    return [DayCard(day, day.institution.name, _area(day.area_path, names), booked.get(day.id, 0)) for day in days]


def _area(path: str, names: Mapping[str, str]) -> str:
    commune = areas.commune_path(path)
    return ", ".join(dict.fromkeys(names[each] for each in (path, commune) if each in names))
