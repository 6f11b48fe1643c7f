"""The commune's answers: confirm, send back everything at once, or apologise and name a new day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from app.core import audit, calendar, clock, jobs, settings
from app.core.db import db
from app.core.text import line
from app.policy import Actor
from merchants import emails, queries, rules
from merchants.models import Merchant, ReviewCheck, ReviewContact, ReviewExtension, ReviewItem, ReviewReturn
from merchants.rules import Check, Question, Reaching
from merchants.services.record import (
    CallFirstError,
    ChecksMissingError,
    MerchantAction,
    NothingToFixError,
    NotLaterError,
    move,
    refuse_overtaken,
    subject_of,
    tell,
)
from merchants.states import Step


@dataclass(frozen=True)
class ReturnedItem:
    """One answer to send back: a prepared reason, own words, or both."""

    question: Question
    reason_key: str = ""
    own_words: str = ""

    @property
    def sentence(self) -> str:
        """The sentence as the owner will read it."""
        return rules.return_sentence(self.reason_key, self.own_words)


def send_back(
    merchant: Merchant, *, items: Sequence[ReturnedItem], seen_version: int | None = None, by: Actor
) -> ReviewReturn:
    """Ask the owner to mend some answers, all in one request, and stop the clock meanwhile.

    Raises:
        NothingToFixError: no item, or an item without a sentence.
        CallFirstError: it was sent back twice, and nobody has rung or asked for a visit since.
        OvertakenError: somebody changed the dossier since it was read.
        TransitionNotAllowedError: the dossier does not wait for an answer.
    """
    at = clock.now()
    refuse_overtaken(merchant, seen_version)
    if not items or not all(item.sentence for item in items):
        raise NothingToFixError(_l("Choose what to fix and a sentence for each"))
    if queries.needs_a_call(merchant.id):
        raise CallFirstError(_l("Sent back twice already. Ring the owner or ask for a visit first"))
    questions = [question for question in Question if question in {item.question for item in items}]
    today = clock.local(at).date()
    due_on = merchant.review_due_on
    move(merchant, Step.SEND_BACK, action=MerchantAction.SENT_BACK, by=by, at=at, reason=", ".join(questions))
    merchant.review_days_left = rules.days_left(today, due_on) if due_on else 0
    request = ReviewReturn(
        merchant_id=merchant.id, by_name=by.name, fix_by_on=today + timedelta(days=rules.DAYS_TO_FIX), at=at
    )
    request.items = [_review_item(item, questions.index(item.question)) for item in items]
    db.session.add(request)
    db.session.flush()
    tell(
        merchant,
        emails.returned(merchant.code, questions=questions, fix_by_on=request.fix_by_on),
        purpose="dossier_returned",
        by=by,
        zalo=emails.returned_by_zalo(
            merchant.code, business=merchant.business_name, questions=questions, fix_by_on=request.fix_by_on
        ),
    )
    return request


def confirm(merchant: Merchant, *, checks: Sequence[Check], seen_version: int | None = None, by: Actor) -> None:
    """Confirm a dossier once everything has been looked at; from now on it counts, and may be public if allowed.

    Raises:
        ChecksMissingError: something has not been looked at.
        OvertakenError: somebody changed the dossier since it was read.
        TransitionNotAllowedError: the dossier does not wait for an answer.
    """
    at = clock.now()
    refuse_overtaken(merchant, seen_version)
    missing = [check for check in rules.checks_for(merchant.paper_kinds) if check not in checks]
    if missing:
        raise ChecksMissingError(_l("Look at everything in the list first, or send the dossier back"), missing=missing)
    move(merchant, Step.CONFIRM, action=MerchantAction.CONFIRMED, by=by, at=at)
    merchant.confirmed_at = at
    known = queries.checks_of(merchant.id)
    for check in rules.checks_for(merchant.paper_kinds):
        if check not in known:
            db.session.add(ReviewCheck(merchant_id=merchant.id, check_kind=check, by_name=by.name, at=at))
    db.session.flush()
    text = emails.confirmed(merchant.code, on=clock.local(at).date(), desk_phone=settings.current().contact_phone)
    tell(merchant, text, purpose="dossier_confirmed", by=by)
    # Named, not imported: papers are issued a floor above, and are promised in this same transaction.
    # A business that moved, or came back, is confirmed again, and gets a paper again.
    jobs.enqueue("results.prepare_confirmation", key=f"{merchant.id}:{at.timestamp():.6f}", merchant_id=merchant.id)


def note_contact(
    merchant: Merchant, *, kind: Reaching, note: str = "", visit_on: date | None = None, by: Actor
) -> ReviewContact:
    """Write down that somebody rang the owner, or on which day somebody will go there."""
    at = clock.now()
    contact = ReviewContact(
        merchant_id=merchant.id,
        kind=kind,
        note=line(note)[: rules.OWN_WORDS_LENGTH],
        visit_on=(visit_on or clock.local(at).date()) if kind is Reaching.VISIT else None,
        by_name=by.name,
        at=at,
    )
    db.session.add(contact)
    audit.record(MerchantAction.CONTACTED, subject_of(merchant), by=by, at=at, reason=kind.value)
    db.session.flush()
    return contact


def extend(
    merchant: Merchant,
    *,
    reason: str,
    new_due_on: date,
    signer_name: str,
    seen_version: int | None = None,
    by: Actor,
) -> ReviewExtension:
    """Apologise for being late and promise a new working day (slip 04); the owner is told.

    Raises:
        NotLaterError: the new day is not a working day after today and after the day promised before.
        OvertakenError: somebody changed the dossier since it was read.
        TransitionNotAllowedError: the dossier does not wait for an answer.
    """
    at = clock.now()
    refuse_overtaken(merchant, seen_version)
    old_due_on, today = merchant.review_due_on or clock.local(at).date(), clock.local(at).date()
    if new_due_on <= max(today, old_due_on) or not calendar.is_working_day(new_due_on):
        raise NotLaterError(_l("Choose a working day after %(day)s", day=f"{max(today, old_due_on):%d/%m/%Y}"))
    move(merchant, Step.EXTEND, action=MerchantAction.EXTENDED, by=by, at=at, reason=line(reason))
    merchant.review_due_on = new_due_on
    extension = ReviewExtension(
        merchant_id=merchant.id,
        reason=line(reason)[: rules.OWN_WORDS_LENGTH],
        old_due_on=old_due_on,
        new_due_on=new_due_on,
        signer_name=line(signer_name) or by.name,
        by_name=by.name,
        at=at,
    )
    db.session.add(extension)
    db.session.flush()
    phone = settings.current().contact_phone
    text = emails.late(merchant.code, old_due_on=old_due_on, new_due_on=new_due_on, desk_phone=phone)
    tell(merchant, text, purpose="dossier_late", by=by)
    return extension


def _review_item(item: ReturnedItem, position: int) -> ReviewItem:
    return ReviewItem(position=position, question=item.question, reason_key=item.reason_key, sentence=item.sentence)
