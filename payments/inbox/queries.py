"""Reads of the inbox: whose money it is, what it may belong to, and what waits for the owner's word."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.accounts.models import Account, AccountHolding
from app.core import clock
from app.core.db import db
from app.policy import Role
from merchants.models import Merchant
from payments.inbox.models import BankNotice, Letter, Reconciliation, RejectedNotice
from payments.inbox.rules.matching import Asked
from payments.inbox.rules.notices import NOT_COUNTED, UNMATCHED, Decision, Direction, Notice
from payments.inbox.rules.twins import SAME_DAYS, Trace
from payments.journal import queries as journal
from payments.journal.models import JournalEntry
from payments.journal.rules import EntryKind
from payments.models import PaymentAccount, PaymentEvidence, PaymentRequest
from payments.states import RequestState

# How far apart an amount asked for and money without a code may be to be shown together.
_SUGGESTED = timedelta(days=3)
_MOST = 200
MOST_FAILURES = 5
# Money that comes and goes between two households within so many days is no sale.
_LOOP = timedelta(days=31)


def notice_seen(provider: str, event_id: str) -> BankNotice | None:
    """Return a notice stored earlier."""
    same = select(BankNotice).where(BankNotice.provider == provider, BankNotice.provider_event_id == event_id)
    return db.session.scalars(same).one_or_none()


def letters_waiting(*, after: UUID | None = None) -> Sequence[UUID]:
    """Return some letters not opened yet, the oldest first; those that could not be opened so often are left out."""
    waiting = select(Letter.id).where(Letter.failures < MOST_FAILURES)
    if after is not None:
        waiting = waiting.where(Letter.id > after)
    return db.session.scalars(waiting.order_by(Letter.id).limit(_MOST)).all()


def letter_to_open(letter_id: UUID) -> Letter | None:
    """Return a letter, locked; none if it has been opened, or somebody is about to."""
    wanted = select(Letter).where(Letter.id == letter_id)
    return db.session.scalars(wanted.with_for_update(skip_locked=True)).one_or_none()


def unopened(at: datetime) -> int:
    """Count the letters that have lain unopened for an hour at an instant."""
    old = select(func.count()).where(Letter.received_at < at - timedelta(hours=1))
    return db.session.scalar(old.select_from(Letter)) or 0


def by_id(notice_id: UUID) -> BankNotice | None:
    """Return one notice."""
    return db.session.get(BankNotice, notice_id)


def notices_for(request_id: UUID) -> Sequence[BankNotice]:
    """Return the notices about one request, oldest first; a payment told of twice is there once."""
    about = select(BankNotice).where(BankNotice.request_id == request_id, BankNotice.same_as_id.is_(None))
    return db.session.scalars(about.order_by(BankNotice.received_at, BankNotice.id)).all()


def lock_owners(account_nos: Sequence[str]) -> Sequence[PaymentAccount]:
    """Return the accounts with one of some numbers, locked: two channels may tell of one payment in one moment."""
    if not account_nos:
        return []
    wanted = select(PaymentAccount).where(PaymentAccount.account_no.in_(account_nos)).order_by(PaymentAccount.id)
    return db.session.scalars(wanted.with_for_update()).all()


def asked(request: PaymentRequest) -> Asked:
    """Return a request as plain data for the rules."""
    return Asked(
        request.reference,
        request.account_no,
        request.amount_vnd,
        request.state,
        request.expires_at,
        waiting_vnd=0 if request.state is RequestState.OPEN else journal.waiting_for(request.id),
    )


def trace(notice: BankNotice) -> Trace:
    """Return what can be compared of a notice."""
    return Trace(
        notice.id,
        notice.provider,
        notice.memo,
        notice.bank_reference,
        notice.occurred_at or notice.received_at,
        notice.has_time,
    )


def possible_twins(notice: BankNotice) -> Sequence[BankNotice]:
    """Return what other channels have told of the same account, amount and direction at about the same time.

    Each payment has at most one notice of a channel: one that is taken is not offered again.
    """
    moment = notice.occurred_at or notice.received_at
    other = aliased(BankNotice)
    # Asked of each candidate by itself: all that are taken would be more with every payment in the country.
    is_taken = select(other.id).where(other.same_as_id == BankNotice.id, other.provider == notice.provider).exists()
    return db.session.scalars(
        select(BankNotice)
        .where(
            BankNotice.merchant_id == notice.merchant_id,
            BankNotice.amount_vnd == notice.amount_vnd,
            BankNotice.direction == notice.direction,
            BankNotice.provider != notice.provider,
            BankNotice.outcome.not_in(NOT_COUNTED),
            BankNotice.occurred_at.between(moment - SAME_DAYS, moment + SAME_DAYS),
            ~is_taken,
        )
        .order_by(BankNotice.occurred_at, BankNotice.id)
        .limit(_MOST)
    ).all()


def unmatched(merchant_id: UUID) -> Sequence[BankNotice]:
    """Return money that came in and that nobody has said what it is, the oldest first."""
    mine = select(BankNotice).where(
        BankNotice.merchant_id == merchant_id,
        BankNotice.outcome.in_(UNMATCHED),
        BankNotice.direction == Direction.IN,
    )
    return db.session.scalars(mine.order_by(BankNotice.occurred_at, BankNotice.id).limit(_MOST)).all()


def suggestions(notice: BankNotice) -> Sequence[PaymentRequest]:
    """Return open requests of the same amount and time: only a person may say that the money is for one of them."""
    moment = notice.occurred_at or notice.received_at
    alike = select(PaymentRequest).where(
        PaymentRequest.merchant_id == notice.merchant_id,
        PaymentRequest.account_no == notice.account_no,
        PaymentRequest.amount_vnd == notice.amount_vnd,
        PaymentRequest.state == RequestState.OPEN,
        PaymentRequest.created_at.between(moment - _SUGGESTED, moment + timedelta(days=1)),
    )
    return db.session.scalars(alike.order_by(PaymentRequest.created_at, PaymentRequest.id).limit(5)).all()


def as_said(notice: BankNotice) -> Notice:
    """Return a stored notice as plain data for the rules."""
    return Notice(
        event_id=notice.provider_event_id,
        account_nos=(notice.account_no,),
        amount_vnd=notice.amount_vnd or 0,
        direction=notice.direction or Direction.IN,
        memo=notice.memo,
        occurred_local=None,
    )


def evidence_of(request_id: UUID) -> PaymentEvidence | None:
    """Return the evidence one request left."""
    of_it = select(PaymentEvidence).where(PaymentEvidence.request_id == request_id)
    return db.session.scalars(of_it).one_or_none()


def rejected_since(moment: datetime) -> int:
    """Count the bodies that were not believed since a moment."""
    counted = select(func.count()).select_from(RejectedNotice).where(RejectedNotice.received_at >= moment)
    return db.session.scalar(counted) or 0


def days_waiting(notice: BankNotice) -> int:
    """Return for how many days money has waited for the owner's word."""
    return (clock.today() - clock.local(notice.occurred_at or notice.received_at).date()).days


def reconciled(on: date) -> Sequence[Reconciliation]:
    """Return what a day's comparison found, by source."""
    found = select(Reconciliation).where(Reconciliation.on_day == on)
    return db.session.scalars(found.order_by(Reconciliation.provider)).all()


def counted_by_source() -> list[tuple[str, int]]:
    """Count the notices of each source that stand for money of some household."""
    counted = (
        select(BankNotice.provider, func.count())
        .where(BankNotice.merchant_id.is_not(None), BankNotice.outcome.not_in(NOT_COUNTED))
        .group_by(BankNotice.provider)
        .order_by(BankNotice.provider)
    )
    return [(provider, count) for provider, count in db.session.execute(counted)]


def unbooked(provider: str) -> int:
    """Count the notices of a source that the books do not have, or have with another amount."""
    booked = (
        select(JournalEntry.id)
        .where(
            JournalEntry.notice_id == BankNotice.id,
            JournalEntry.kind.in_((EntryKind.CAME_IN, EntryKind.WENT_OUT)),
            JournalEntry.amount_vnd == BankNotice.amount_vnd,
        )
        .exists()
    )
    missing = select(func.count()).where(
        BankNotice.provider == provider,
        BankNotice.merchant_id.is_not(None),
        # What the bank took back is booked as the mirror image of what came.
        BankNotice.outcome.not_in((*NOT_COUNTED, Decision.TAKEN_BACK)),
        ~booked,
    )
    return db.session.scalar(missing.select_from(BankNotice)) or 0


def waiting_long(provider: str, on: date) -> int:
    """Count the notices of a source that have waited for an owner's word for more than a week."""
    old = clock.now() - timedelta(days=(clock.today() - on).days + 7)
    waiting = select(func.count()).where(
        BankNotice.provider == provider,
        BankNotice.merchant_id.is_not(None),
        BankNotice.outcome.in_(UNMATCHED),
        BankNotice.occurred_at < old,
    )
    return db.session.scalar(waiting.select_from(BankNotice)) or 0


def names_of(merchant_id: UUID) -> tuple[str, ...]:
    """Return the names under which a household itself could pay."""
    told = (
        select(Merchant.owner_name, Merchant.business_name, PaymentAccount.holder_name)
        .outerjoin(PaymentAccount, PaymentAccount.merchant_id == Merchant.id)
        .where(Merchant.id == merchant_id)
    )
    return tuple(name for name in db.session.execute(told).one() if name is not None)


def merchant_with_account(account_no: str, *, but: UUID) -> UUID | None:
    """Return the one other household that is paid into an account."""
    if not account_no:
        return None
    others = select(PaymentAccount.merchant_id).where(
        PaymentAccount.account_no == account_no, PaymentAccount.merchant_id != but
    )
    found = db.session.scalars(others.limit(2)).all()
    return found[0] if len(found) == 1 else None


def is_of_the_programme(phones: Sequence[str]) -> bool:
    """Whether one of some telephones is that of an official or of somebody of a team."""
    if not phones:
        return False
    working = select(AccountHolding.id).join(Account, Account.id == AccountHolding.account_id)
    theirs = working.where(Account.phone.in_(phones), AccountHolding.role.not_in((Role.OWNER, Role.DELEGATE)))
    return db.session.scalar(theirs.limit(1)) is not None


def paid_back(proof: PaymentEvidence) -> Sequence[PaymentEvidence]:
    """Return the payments by which one household gave another what that one gave it, within a month."""
    if proof.payer_merchant_id is None:
        return []
    near = proof.occurred_on - _LOOP, proof.occurred_on + _LOOP
    round_ = select(PaymentEvidence).where(
        PaymentEvidence.merchant_id == proof.payer_merchant_id,
        PaymentEvidence.payer_merchant_id == proof.merchant_id,
        PaymentEvidence.occurred_on.between(*near),
    )
    return db.session.scalars(round_.order_by(PaymentEvidence.id)).all()
