"""The one place where a notice takes effect, whatever channel it came by."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from app.core import audit, clock
from app.core.db import db
from app.policy import Actor
from payments import memo
from payments import queries as payments
from payments import services as requests
from payments.inbox import queries
from payments.inbox.models import BankNotice, RejectedNotice
from payments.inbox.rules import casso, matching, payos, sepay, twins
from payments.inbox.rules.notices import Decision, Direction, Notice
from payments.inbox.rules.twins import Likeness
from payments.inbox.services import evidence
from payments.journal import queries as books
from payments.journal import services as journal
from payments.journal.rules import EntryKind
from payments.models import PaymentAccount, PaymentRequest
from payments.refunds import queries as owed
from payments.refunds import services as refunds
from payments.states import RequestState, RequestStep

_BELIEVABLE = timedelta(days=400)
_NOON = time(12)
# Whoever floods us with what is not signed fills no disk.
MOST_REJECTED_A_DAY = 200
READERS = {"sepay": sepay.read, "casso": casso.read, "payos": payos.read}
STEPS = {
    Decision.PAID: RequestStep.SETTLE,
    Decision.UNDER: RequestStep.UNDERPAY,
    Decision.SPLIT: RequestStep.COMPLETE,
    Decision.OVER: RequestStep.OVERPAY,
    Decision.REVIEW: RequestStep.QUESTION,
    Decision.LATE: RequestStep.COME_LATE,
    Decision.DUPLICATE: RequestStep.PAY_AGAIN,
}
# Where money that came leaves a request that is there already.
_STAYS = {
    (RequestState.UNDERPAID, Decision.UNDER),
    (RequestState.OVERPAID, Decision.OVER),
    (RequestState.REVIEW, Decision.REVIEW),
    (RequestState.LATE, Decision.LATE),
    (RequestState.PAID_TWICE, Decision.DUPLICATE),
}


class InboxAction(StrEnum):
    """What the audit trail calls each change."""

    NOTICE_STORED = "payment.notice_stored"
    NOTICE_TOLD = "payment.notice_told"


@dataclass(frozen=True)
class Received:
    """What became of one notice; the same notice again is not new."""

    notice: BankNotice
    is_new: bool


def receive(*, provider: str, body: bytes, headers: Mapping[str, str], at: datetime, by: Actor) -> list[Received]:
    """Store what one verified body told at an instant, each notice once; it takes effect in the same transaction."""
    read = READERS.get(provider, sepay.read)(body)
    if not read:
        event_id = hashlib.sha256(body).hexdigest()
        return [_store(provider, event_id, body, headers, None, at=at, by=by)]
    return [_store(provider, notice.event_id, body, headers, notice, at=at, by=by) for notice in read]


def receive_line(*, provider: str, notice: Notice, raw: bytes, by: Actor) -> Received:
    """Store one line of a bank's statement as a notice, once however often it is uploaded."""
    return _store(provider, notice.event_id, raw, {}, notice, at=clock.now(), by=by)


def reject(*, provider: str, body: bytes, reason: str) -> None:
    """Keep a body that cannot be believed apart from the notices; some a day are enough to see what is wrong."""
    at = clock.now()
    if queries.rejected_since(at - timedelta(days=1)) < MOST_REJECTED_A_DAY:
        db.session.add(RejectedNotice(provider=provider, reason=reason, raw_body=body, received_at=at))
        db.session.flush()


def _store(
    provider: str,
    event_id: str,
    body: bytes,
    headers: Mapping[str, str],
    read: Notice | None,
    *,
    at: datetime,
    by: Actor,
) -> Received:
    before = queries.notice_seen(provider, event_id)
    if before is not None:
        return Received(before, is_new=False)
    notice = BankNotice(
        provider=provider,
        provider_event_id=event_id,
        raw_body=body,
        headers=dict(headers),
        received_at=at,
        outcome=Decision.UNREADABLE,
    )
    try:
        with db.session.begin_nested():
            db.session.add(notice)
    except IntegrityError:
        # The same notice arrived twice in the same moment: whoever came first has done the work.
        stored = queries.notice_seen(provider, event_id)
        if stored is None:
            raise
        return Received(stored, is_new=False)
    if read is not None:
        _take_effect(notice, read, by=by, at=at)
    audit.record(
        InboxAction.NOTICE_STORED,
        ("bank_notice", notice.id),
        by=by,
        at=at,
        changes={"outcome": [None, notice.outcome.value]},
    )
    return Received(notice, is_new=True)


def _take_effect(notice: BankNotice, read: Notice, *, by: Actor, at: datetime) -> None:
    accounts = queries.lock_owners(read.account_nos)
    found = payments.requests_named(memo.find_references(read.memo))
    # What is looked up meanwhile is about others: the notice is written once, when all is known of it.
    with db.session.no_autoflush:
        _describe(notice, read, at)
        notice.merchant_id, notice.account_no = _whose(read, accounts, found)
        evidence.describe_payer(notice, read)
        is_told_again = _is_told_again(notice)
    if not is_told_again:
        let_in(notice, read, found, by=by, at=at)
    db.session.flush()


def _describe(notice: BankNotice, read: Notice, at: datetime) -> None:
    local = read.occurred_local
    if local is None and read.posted_on is not None:
        local = datetime.combine(read.posted_on, _NOON)
    notice.occurred_at = _moment(local, at)
    notice.has_time = read.occurred_local is not None
    notice.posted_on = read.posted_on
    notice.amount_vnd, notice.direction, notice.memo = read.amount_vnd, read.direction, read.memo
    notice.bank_reference = read.reference


def _whose(
    read: Notice, accounts: Sequence[PaymentAccount], found: Sequence[PaymentRequest]
) -> tuple[UUID | None, str]:
    """Return whose money it is: a request's own account decides, else the one household that has the account."""
    for request in found:
        if request.account_no in read.account_nos:
            return request.merchant_id, request.account_no
    owners = {account.merchant_id: account.account_no for account in accounts}
    if len(owners) == 1:
        return next(iter(owners.items()))
    return None, read.account_nos[0] if read.account_nos else ""


def _is_told_again(notice: BankNotice) -> bool:
    """Whether another channel has told of this payment, surely or perhaps; then it is not counted."""
    if notice.merchant_id is None:
        return False
    others = {other.id: other for other in queries.possible_twins(notice)}
    how, first = twins.nearest(queries.trace(notice), [queries.trace(other) for other in others.values()])
    if first is None:
        return False
    notice.outcome = Decision.SAME_PAYMENT if how is Likeness.SAME else Decision.MAYBE_SAME
    notice.same_as_id, notice.request_id = first.id, others[first.id].request_id
    if how is Likeness.MAYBE:
        notice.request_id = None
    return True


def let_in(notice: BankNotice, read: Notice, found: Sequence[PaymentRequest], *, by: Actor, at: datetime) -> None:
    """Count a payment nobody has told of before: decide what it settles, write it down, move what it moves."""
    if read.direction is Direction.OUT:
        _go_out(notice, found, by=by, at=at)
        return
    moved_at = notice.occurred_at or at
    ruling = matching.decide(read, [queries.asked(request) for request in found], at=moved_at)
    request = next((request for request in found if request.reference == ruling.reference), None)
    notice.outcome = ruling.decision
    notice.request_id = request.id if request else None
    book(EntryKind.CAME_IN, notice, at=at)
    if request is not None:
        _move_by(request, ruling.decision, by=by, at=at)
        _settle(notice, request, ruling.decision, by=by, at=at)


def _move_by(request: PaymentRequest, decision: Decision, *, by: Actor, at: datetime) -> None:
    if (request.state, decision) in _STAYS:
        return
    if decision is Decision.LATE and request.state is RequestState.OPEN:
        requests.move_request(request, RequestStep.EXPIRE, by=by, at=at)
    requests.move_request(request, STEPS[decision], by=by, at=at, reason=decision.value)


def _settle(notice: BankNotice, request: PaymentRequest, decision: Decision, *, by: Actor, at: datetime) -> None:
    if decision is Decision.PAID:
        book(EntryKind.SOLD, notice, at=at)
        evidence.note_paid(request, notice, by_bank=True)
    elif decision is Decision.DUPLICATE:
        refunds.owe(request, amount_vnd=notice.amount_vnd or 0, key=f"notice:{notice.id}", notice_id=notice.id, by=by)


def _go_out(notice: BankNotice, found: Sequence[PaymentRequest], *, by: Actor, at: datetime) -> None:
    """Write down money that left: never a payment, though it may bear a payment's memo."""
    notice.outcome = Decision.MONEY_OUT
    request = next((each for each in found if each.account_no == notice.account_no), None)
    refund = owed.expected_out(request.id, notice.amount_vnd or 0) if request is not None else None
    if request is not None and refund is not None:
        notice.outcome, notice.request_id = Decision.REFUND, request.id
        book(EntryKind.WENT_OUT, notice, at=at)
        refunds.note_transfer(refund, notice_id=notice.id, by=by)
    elif request is not None and _takes_back(notice, request, by=by, at=at):
        notice.outcome, notice.request_id = Decision.TAKEN_BACK, request.id
    else:
        book(EntryKind.WENT_OUT, notice, at=at)


def _takes_back(notice: BankNotice, request: PaymentRequest, *, by: Actor, at: datetime) -> bool:
    """Undo a payment the bank has undone: the entries are reversed, and it is no sign of use any more."""
    sold = books.sold_for(request.id, notice.amount_vnd or 0) if request.state is RequestState.PAID else None
    if sold is None:
        return False
    requests.move_request(request, RequestStep.TAKE_BACK, by=by, at=at, reason=Decision.TAKEN_BACK.value)
    on = clock.local(notice.occurred_at or at).date()
    came_in = books.entry(f"{EntryKind.CAME_IN}:{sold.notice_id}")
    for entry in (sold, came_in):
        if entry is not None:
            journal.reverse(entry, on=on, at=at)
    evidence.exclude(request, why=Decision.TAKEN_BACK.value)
    return True


def book(kind: EntryKind, notice: BankNotice, *, at: datetime) -> None:
    """Write into the household's book what one notice's money did."""
    if notice.merchant_id is None:
        return  # nobody's book to write it into
    journal.book(
        kind,
        merchant_id=notice.merchant_id,
        amount_vnd=notice.amount_vnd or 0,
        key=f"{kind}:{notice.id}",
        on=clock.local(notice.occurred_at or at).date(),
        at=at,
        notice_id=notice.id,
        request_id=notice.request_id,
    )


def _moment(local: datetime | None, received_at: datetime) -> datetime:
    """Return when the money moved; a clock that is far off, or ahead of ours, is not believed."""
    if local is None or not 2000 <= local.year <= 9000:
        return received_at
    moment = local.replace(tzinfo=clock.VIETNAM)
    return moment if received_at - _BELIEVABLE < moment <= received_at else received_at
