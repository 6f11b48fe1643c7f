"""The owner's word about money that is not plain: it counts as theirs, never as the bank's."""

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError
from app.policy import Actor
from payments import services as requests
from payments.inbox import queries
from payments.inbox.models import BankNotice
from payments.inbox.rules.notices import UNMATCHED, Decision
from payments.inbox.rules.words import Told, Word, parts
from payments.inbox.services import evidence, intake
from payments.inbox.services.intake import InboxAction
from payments.journal import queries as books
from payments.journal import services as journal
from payments.journal.rules import EntryKind
from payments.models import PaymentRequest
from payments.refunds import services as refunds
from payments.states import RequestStep


class NotWaitingError(DomainError):
    """Nobody needs to say what this money is, or not this of it."""

    code = "inbox.not_waiting"


def resolve(request: PaymentRequest, *, word: Word, by: Actor) -> None:
    """Take the owner's word for money that came differently than asked.

    Raises:
        TransitionNotAllowedError: nothing waits for a word.
    """
    at, act = clock.now(), f"{request.id}:{request.version}"
    waiting_vnd = books.waiting_for(request.id)
    share = parts(word, waiting_vnd=waiting_vnd, asked_vnd=request.amount_vnd)
    is_sale = word in (Word.ACCEPT, Word.KEEP)
    requests.move_request(request, RequestStep.ACCEPT if is_sale else RequestStep.CLOSE, by=by, at=at, reason=word)
    for kind, amount_vnd in ((EntryKind.SOLD, share.sold_vnd), (EntryKind.NOT_A_SALE, share.other_vnd)):
        if amount_vnd:
            journal.book(
                kind,
                merchant_id=request.merchant_id,
                amount_vnd=amount_vnd,
                key=f"{kind}:{act}",
                on=clock.local(at).date(),
                at=at,
                request_id=request.id,
            )
    if share.owed_vnd:
        refunds.owe(request, amount_vnd=share.owed_vnd, key=f"word:{act}", by=by)
    if is_sale:
        came = queries.notices_for(request.id)
        evidence.note_paid(request, came[-1] if came else None, by_bank=False)


def tell(notice: BankNotice, *, told: Told, by: Actor) -> None:
    """Take the owner's word for money without a code, or for money two channels may have told of.

    Raises:
        NotWaitingError: it is known already what this is.
    """
    if told not in possible(notice) or notice.merchant_id is None:
        raise NotWaitingError(_l("You have said already what this money is"))
    at, before = clock.now(), notice.outcome
    if told is Told.SALE:
        notice.outcome = Decision.SALE
        intake.book(EntryKind.SOLD, notice, at=at)
        evidence.note_sold(notice, notice.merchant_id)
    elif told is Told.OTHER:
        notice.outcome = Decision.OTHER_MONEY
        intake.book(EntryKind.NOT_A_SALE, notice, at=at)
    elif told is Told.SAME:
        notice.outcome = Decision.SAME_PAYMENT
    else:
        notice.same_as_id = None
        intake.let_in(notice, queries.as_said(notice), [], by=by, at=at)
    _note(notice, before, by=by)


def assign(notice: BankNotice, request: PaymentRequest, *, by: Actor) -> None:
    """Take the owner's word that money without a code is for a request of the same amount.

    Raises:
        NotWaitingError: it is known already what the money is, or the request is not one it could be for.
    """
    alike = [other.id for other in queries.suggestions(notice)]
    if notice.outcome not in (Decision.UNKNOWN, Decision.OTHER_ACCOUNT) or request.id not in alike:
        raise NotWaitingError(_l("This money cannot be for that request. Look at both again"))
    at, before = clock.now(), notice.outcome
    for step in (RequestStep.QUESTION, RequestStep.ACCEPT):
        requests.move_request(request, step, by=by, at=at, reason=Told.SALE)
    notice.outcome, notice.request_id = Decision.SALE, request.id
    intake.book(EntryKind.SOLD, notice, at=at)
    evidence.note_paid(request, notice, by_bank=False)
    _note(notice, before, by=by)


def possible(notice: BankNotice) -> tuple[Told, ...]:
    """Return what an owner may say of a notice."""
    if notice.outcome is Decision.MAYBE_SAME:
        return (Told.SAME, Told.ANOTHER)
    return (Told.SALE, Told.OTHER) if notice.outcome in UNMATCHED else ()


def _note(notice: BankNotice, before: Decision, *, by: Actor) -> None:
    db.session.flush()
    audit.record(
        InboxAction.NOTICE_TOLD,
        ("bank_notice", notice.id),
        by=by,
        at=clock.now(),
        changes={"outcome": [before.value, notice.outcome.value]},
    )
