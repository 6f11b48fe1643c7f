"""The commune's two answers: confirm, or send back everything at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import lazy_gettext as _l

from app.core import clock, jobs, settings
from app.core.db import db
from app.policy import Actor
from merchants import emails, queries, rules
from merchants.models import Merchant, ReviewCheck, ReviewItem, ReviewReturn
from merchants.rules import Check, Question
from merchants.services.record import (
    ChecksMissingError,
    MerchantAction,
    NothingToFixError,
    move,
    refuse_overtaken,
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
        OvertakenError: somebody changed the dossier since it was read.
        TransitionNotAllowedError: the dossier does not wait for an answer.
    """
    at = clock.now()
    refuse_overtaken(merchant, seen_version)
    if not items or not all(item.sentence for item in items):
        raise NothingToFixError(_l("Choose what to fix and a sentence for each"))
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
    jobs.enqueue("results.prepare_confirmation", key=str(merchant.id), merchant_id=merchant.id)


def _review_item(item: ReturnedItem, position: int) -> ReviewItem:
    return ReviewItem(position=position, question=item.question, reason_key=item.reason_key, sentence=item.sentence)
