"""Reads of helping: confirmations, delegates and their receipts, printed codes, files that look the same."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.core import areas, clock
from app.core.db import db, within
from merchants import rules as merchant_rules
from merchants.helping import rules
from merchants.helping.models import (
    CodeBatch,
    DelegateReceipt,
    Delegation,
    DraftNotice,
    HelpedConfirmation,
    PrintedCode,
    ProofCode,
    Refusal,
    SameHouseholdClaim,
)
from merchants.helping.rules import Fact, Purpose, Subject, Way
from merchants.helping.states import LIVE, BatchState, ConfirmationState, DelegationState
from merchants.models import Merchant, MerchantHelper
from merchants.rules import Filing
from merchants.states import EDITABLE, SENT, Stage

RECEIPTS_SHOWN = 20


def confirmation_of(merchant_id: UUID) -> HelpedConfirmation | None:
    """Return how the owner confirms what a helper wrote down, if anybody has asked."""
    wanted = select(HelpedConfirmation).where(HelpedConfirmation.merchant_id == merchant_id)
    return db.session.scalars(wanted).one_or_none()


def confirmation(confirmation_id: UUID) -> HelpedConfirmation | None:
    """Return one confirmation."""
    return db.session.get(HelpedConfirmation, confirmation_id)


def confirmation_by_slip(slip_no: str) -> HelpedConfirmation | None:
    """Return the confirmation that a slip of paper carries."""
    wanted = select(HelpedConfirmation).where(HelpedConfirmation.slip_no == slip_no)
    return db.session.scalars(wanted).one_or_none()


def newest_code(purpose: Purpose, subject_id: UUID) -> ProofCode | None:
    """Return the newest code for one purpose about one thing, held until the try has been counted."""
    wanted = (
        select(ProofCode)
        .where(ProofCode.purpose == purpose, ProofCode.subject_id == subject_id)
        .order_by(ProofCode.sent_at.desc(), ProofCode.id.desc())
        .limit(1)
        .with_for_update()
    )
    return db.session.scalars(wanted).first()


def codes_since(purpose: Purpose, subject_id: UUID, instant: datetime) -> Sequence[ProofCode]:
    """Return the codes made for one purpose about one thing since an instant, newest first."""
    wanted = select(ProofCode).where(
        ProofCode.purpose == purpose, ProofCode.subject_id == subject_id, ProofCode.sent_at > instant
    )
    return db.session.scalars(wanted.order_by(ProofCode.sent_at.desc(), ProofCode.id.desc())).all()


def delegation(delegation_id: UUID) -> Delegation | None:
    """Return one delegation."""
    return db.session.get(Delegation, delegation_id)


def living_delegations(merchant_ids: Collection[UUID]) -> Sequence[Delegation]:
    """Return the delegations of these merchants that have been asked for or are in force."""
    wanted = (
        select(Delegation)
        .options(joinedload(Delegation.merchant))
        .where(Delegation.merchant_id.in_(sorted(merchant_ids)), Delegation.state.in_(LIVE))
        .order_by(Delegation.merchant_id, Delegation.slot)
    )
    return db.session.scalars(wanted).all() if merchant_ids else []


def delegation_in_force(merchant_id: UUID, account_id: UUID) -> Delegation | None:
    """Return the delegation under which somebody acts for a merchant."""
    wanted = select(Delegation).where(
        Delegation.merchant_id == merchant_id,
        Delegation.account_id == account_id,
        Delegation.state == DelegationState.ACTIVE,
    )
    return db.session.scalars(wanted).first()


def delegations_of_account(account_id: UUID | None) -> Sequence[Delegation]:
    """Return for whom somebody works as a delegate now."""
    if account_id is None:
        return []
    wanted = (
        select(Delegation)
        .options(joinedload(Delegation.merchant))
        .where(Delegation.account_id == account_id, Delegation.state == DelegationState.ACTIVE)
        .order_by(Delegation.ends_on, Delegation.id)
    )
    return db.session.scalars(wanted).all()


def delegations_ended_by(today: date) -> Sequence[Delegation]:
    """Return living delegations whose last day has passed."""
    wanted = select(Delegation).where(Delegation.state.in_(LIVE), Delegation.ends_on < today)
    return db.session.scalars(wanted.order_by(Delegation.ends_on).limit(500)).all()


def receipts(merchant_ids: Collection[UUID]) -> Sequence[DelegateReceipt]:
    """Return the newest things delegates did for these merchants."""
    if not merchant_ids:
        return []
    wanted = (
        select(DelegateReceipt)
        .options(joinedload(DelegateReceipt.delegation))
        .where(DelegateReceipt.merchant_id.in_(sorted(merchant_ids)))
        .order_by(DelegateReceipt.at.desc(), DelegateReceipt.id.desc())
        .limit(RECEIPTS_SHOWN)
    )
    return db.session.scalars(wanted).all()


def has_receipt_since(delegation_id: UUID, instant: datetime) -> bool:
    """Whether a delegate has done something since an instant."""
    wanted = select(DelegateReceipt.id).where(
        DelegateReceipt.delegation_id == delegation_id, DelegateReceipt.at >= instant
    )
    return db.session.scalar(wanted.limit(1)) is not None


def batch(batch_id: UUID) -> CodeBatch | None:
    """Return one block of codes."""
    return db.session.scalars(
        select(CodeBatch).options(selectinload(CodeBatch.codes)).where(CodeBatch.id == batch_id)
    ).one_or_none()


def printed_code(code: str) -> PrintedCode | None:
    """Return a code printed ahead, with its block."""
    wanted = select(PrintedCode).options(joinedload(PrintedCode.batch)).where(PrintedCode.code == code)
    return db.session.scalars(wanted).one_or_none()


@dataclass(frozen=True)
class BatchRow:
    """One block of codes and how many of it have come back."""

    batch: CodeBatch
    first: str
    last: str
    size: int
    used: int


def batches(paths: tuple[str, ...] | None) -> list[BatchRow]:
    """Return the newest blocks of codes within some areas, with how many were keyed in."""
    counted = (
        select(
            CodeBatch,
            func.min(PrintedCode.code),
            func.max(PrintedCode.code),
            func.count(PrintedCode.code),
            func.count(Merchant.id),
        )
        .join(PrintedCode, PrintedCode.batch_id == CodeBatch.id)
        .outerjoin(Merchant, Merchant.code == PrintedCode.code)
        .where(within(CodeBatch.area_path, paths))
        .group_by(CodeBatch.id)
        .order_by(CodeBatch.issued_at.desc(), CodeBatch.id.desc())
        .limit(100)
    )
    return [BatchRow(*row) for row in db.session.execute(counted)]


def used_codes(codes: Collection[str]) -> frozenset[str]:
    """Return which of some codes have a dossier."""
    return frozenset(db.session.scalars(select(Merchant.code).where(Merchant.code.in_(sorted(codes)))))


@dataclass(frozen=True)
class Lookalike:
    """A file that looks like the same household: no more of it than a letter, a hamlet and who helped."""

    merchant_id: UUID
    initial: str
    hamlet: str
    helper: str
    started_on: date


def lookalikes(merchant: Merchant) -> list[Lookalike]:
    """Return living files of the same hamlet with the same folded name and year, drafts too."""
    if not merchant.owner_name_fold or merchant.birth_year is None or not merchant.area_path:
        return []
    said = select(SameHouseholdClaim.other_id).where(SameHouseholdClaim.merchant_id == merchant.id)
    wanted = (
        select(Merchant)
        .where(
            Merchant.id != merchant.id,
            Merchant.owner_name_fold == merchant.owner_name_fold,
            Merchant.birth_year == merchant.birth_year,
            Merchant.area_path == merchant.area_path,
            Merchant.stage.in_((Stage.DRAFT, *SENT)),
            Merchant.id.not_in(said),
        )
        .order_by(Merchant.started_at, Merchant.id)
        .limit(3)
    )
    return [
        Lookalike(
            other.id,
            rules.initial_of(other.owner_name),
            other.area_note or areas.name_of(other.area_path),
            other.filed_by_name,
            clock.local(other.started_at).date(),
        )
        for other in db.session.scalars(wanted)
    ]


def claims(paths: tuple[str, ...] | None) -> Sequence[SameHouseholdClaim]:
    """Return what helpers said about files that look the same, for the desk of some areas, newest first."""
    wanted = (
        select(SameHouseholdClaim)
        .join(Merchant, Merchant.id == SameHouseholdClaim.merchant_id)
        .options(joinedload(SameHouseholdClaim.merchant), joinedload(SameHouseholdClaim.other))
        .where(within(Merchant.area_path, paths))
        .order_by(SameHouseholdClaim.at.desc())
        .limit(50)
    )
    return db.session.scalars(wanted).all()


def waiting_confirmations(
    way: Way, state: ConfirmationState, paths: tuple[str, ...] | None
) -> Sequence[HelpedConfirmation]:
    """Return the confirmations that wait for the desk: calls, the oldest first, or slips to be matched."""
    wanted = (
        select(HelpedConfirmation)
        .join(Merchant)
        .options(joinedload(HelpedConfirmation.merchant))
        .where(HelpedConfirmation.way == way, HelpedConfirmation.state == state, within(Merchant.area_path, paths))
        .order_by(HelpedConfirmation.asked_at, HelpedConfirmation.id)
        .limit(100)
    )
    return db.session.scalars(wanted).all()


def delegations_at_counter(paths: tuple[str, ...] | None) -> Sequence[Delegation]:
    """Return the delegations whose owner has to agree before the desk."""
    wanted = (
        select(Delegation)
        .join(Merchant)
        .options(joinedload(Delegation.merchant))
        .where(
            Delegation.state == DelegationState.ASKED,
            Delegation.owner_confirmed_at.is_(None),
            within(Merchant.area_path, paths),
        )
        .order_by(Delegation.asked_on, Delegation.id)
        .limit(50)
    )
    return db.session.scalars(wanted).all()


def notices_on_paper(paths: tuple[str, ...] | None, today: date) -> Sequence[DraftNotice]:
    """Return the drafts whose end has to be told at the door, the nearest first."""
    wanted = (
        select(DraftNotice)
        .join(Merchant)
        .options(joinedload(DraftNotice.merchant))
        .where(
            DraftNotice.on_paper,
            DraftNotice.kept_until_on >= today,
            Merchant.stage == Stage.DRAFT,
            within(Merchant.area_path, paths),
        )
        .order_by(DraftNotice.kept_until_on, DraftNotice.id)
        .limit(100)
    )
    seen: dict[UUID, DraftNotice] = {}
    for notice in db.session.scalars(wanted):
        seen.setdefault(notice.merchant_id, notice)
    return list(seen.values())


@dataclass(frozen=True)
class HelpCounts:
    """How sent files were filled in, and how helped owners confirmed: counted openly and apart."""

    by_family: int
    helped: int
    by_way: Mapping[tuple[Way, ConfirmationState], int]
    unasked: int


def help_counts(paths: tuple[str, ...] | None) -> HelpCounts:
    """Count the files sent within some areas by who filled them in and how consent was confirmed."""
    counted = (
        select(Merchant.filing, HelpedConfirmation.way, HelpedConfirmation.state, func.count())
        .outerjoin(HelpedConfirmation, HelpedConfirmation.merchant_id == Merchant.id)
        .where(Merchant.stage.in_(SENT), within(Merchant.area_path, paths))
        .group_by(Merchant.filing, HelpedConfirmation.way, HelpedConfirmation.state)
    )
    by_family = helped = unasked = 0
    by_way: dict[tuple[Way, ConfirmationState], int] = {}
    rows: Sequence[Any] = db.session.execute(counted).all()  # the outer join may leave way and state empty
    for filing, way, state, number in rows:
        if filing is Filing.SELF:
            by_family += number
            continue
        helped += number
        if way is None:
            unasked += number
        else:
            by_way[way, state] = by_way.get((way, state), 0) + number
    return HelpCounts(by_family, helped, by_way, unasked)


@dataclass(frozen=True)
class Household:
    """One household somebody helps now, and until when."""

    merchant: Merchant
    until: date
    confirmation: HelpedConfirmation | None

    @property
    def is_registered(self) -> bool:
        """Whether only its products are left to help with."""
        return self.merchant.stage is Stage.CONFIRMED


def helper_by_id(helper_id: UUID) -> MerchantHelper | None:
    """Return one assignment."""
    return db.session.get(MerchantHelper, helper_id)


def helping_now(merchant: Merchant, today: date) -> list[tuple[MerchantHelper, date]]:
    """Return who helps a household now, each with the last day of it."""
    asked = select(MerchantHelper).where(MerchantHelper.merchant_id == merchant.id)
    if merchant.stage is Stage.CONFIRMED:
        asked = asked.where(MerchantHelper.assigned_at >= merchant.confirmed_at)
    found = db.session.scalars(asked.order_by(MerchantHelper.assigned_at, MerchantHelper.id))
    dated = [(each, merchant_rules.helps_until(clock.local(each.assigned_at).date())) for each in found]
    return [(each, until) for each, until in dated if today <= until]


def households_helped_by(account_id: UUID | None, today: date) -> list[Household]:
    """Return the households somebody helps now; those asked for more than thirty days ago are gone."""
    if account_id is None:
        return []
    wanted = (
        select(Merchant, MerchantHelper.assigned_at, HelpedConfirmation)
        .join(MerchantHelper, MerchantHelper.merchant_id == Merchant.id)
        .outerjoin(HelpedConfirmation, HelpedConfirmation.merchant_id == Merchant.id)
        .where(
            MerchantHelper.account_id == account_id,
            MerchantHelper.assigned_at > clock.now() - timedelta(days=merchant_rules.HELP_DAYS + 1),
            or_(
                Merchant.stage.in_((*EDITABLE, Stage.SUBMITTED)),
                # Whoever helped with the file is asked again before they fill in products.
                and_(Merchant.stage == Stage.CONFIRMED, MerchantHelper.assigned_at >= Merchant.confirmed_at),
            ),
        )
        .order_by(MerchantHelper.assigned_at.desc(), Merchant.id)
        .limit(200)
    )
    found = [
        Household(merchant, merchant_rules.helps_until(clock.local(assigned_at).date()), confirmation)
        for merchant, assigned_at, confirmation in db.session.execute(wanted)
    ]
    return [each for each in found if today <= each.until]


def at_the_counter(
    paths: tuple[str, ...] | None, *, name_fold: str, birth_year: int | None, hamlet_path: str
) -> Sequence[Merchant]:
    """Return the files of which two of three facts are right, drafts too: for somebody who has lost their code."""
    facts = [
        case((Merchant.owner_name_fold == name_fold, 1), else_=0) if name_fold else None,
        case((Merchant.birth_year == birth_year, 1), else_=0) if birth_year is not None else None,
        case((Merchant.area_path == hamlet_path, 1), else_=0) if hamlet_path else None,
    ]
    known = [fact for fact in facts if fact is not None]
    if len(known) < rules.FACTS_NEEDED:
        return []
    right: ColumnElement[int] = known[0]
    for fact in known[1:]:
        right = right + fact
    wanted = select(Merchant).where(
        within(Merchant.area_path, paths), Merchant.stage.in_((Stage.DRAFT, *SENT)), right >= rules.FACTS_NEEDED
    )
    # A year and a hamlet fit many: the best matches come first, and no more are shown than a clerk can read.
    return db.session.scalars(wanted.order_by(right.desc(), Merchant.code).limit(6)).all()


def facts_of(merchant: Merchant) -> dict[Fact, object]:
    """Return what the desk may ask somebody at the counter about a file."""
    return {
        Fact.NAME: merchant.owner_name,
        Fact.BIRTH_YEAR: merchant.birth_year,
        Fact.HAMLET: merchant.area_path,
    }


def refusal_in_force(merchant_id: UUID, about: Subject, today: date) -> Refusal | None:
    """Return that a household does not want something for now; after the day it named it may be asked again."""
    wanted = (
        select(Refusal)
        .where(Refusal.merchant_id == merchant_id, Refusal.about == about, Refusal.ask_again_on > today)
        .order_by(Refusal.at.desc())
        .limit(1)
    )
    return db.session.scalars(wanted).first()


def drafts_ending_by(instant: datetime, after: UUID | None, limit: int = 500) -> Sequence[Merchant]:
    """Return drafts last answered before an instant, in the order of their ids, going on after one of them."""
    wanted = select(Merchant).where(Merchant.stage == Stage.DRAFT, Merchant.touched_at < instant)
    if after is not None:
        wanted = wanted.where(Merchant.id > after)
    return db.session.scalars(wanted.order_by(Merchant.id).limit(limit)).all()


def notices_of(merchant_ids: Collection[UUID]) -> Mapping[tuple[UUID, date], set[int]]:
    """Return which notices households have had, by the day their draft ended."""
    rows = db.session.execute(
        select(DraftNotice.merchant_id, DraftNotice.kept_until_on, DraftNotice.days_before).where(
            DraftNotice.merchant_id.in_(sorted(merchant_ids))
        )
    )
    found: dict[tuple[UUID, date], set[int]] = {}
    for merchant_id, kept_until_on, days in rows:
        found.setdefault((merchant_id, kept_until_on), set()).add(days)
    return found


def is_void(printed: PrintedCode) -> bool:
    """Whether the block of a printed code is no longer good."""
    return printed.batch.state is BatchState.VOIDED
