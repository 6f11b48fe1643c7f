"""What may be done to a dossier: answer, send, send back, confirm, and leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from app.accounts import services as accounts
from app.accounts.models import Account
from app.core import audit, clock, messages, settings
from app.core.areas import Area, Level
from app.core.db import db
from app.core.errors import DomainError, OvertakenError
from app.core.ids import dossier_code, new_id
from app.core.messages import Channel
from app.core.text import fold, line
from app.policy import Actor, Role
from merchants import emails, queries, rules
from merchants.models import DossierBlock, Merchant, MerchantConsent, ReviewCheck, ReviewItem, ReviewReturn
from merchants.rules import Check, ConsentHow, ConsentPurpose, ContactKind, Craft, Filing, Paper, Question
from merchants.states import EDITABLE, REGISTRATION, Stage, Step


class MerchantAction(StrEnum):
    """What the audit trail says was done to a dossier."""

    STARTED = "merchant:start"
    ANSWERED = "merchant:answer"
    CONSENTED = "merchant:consent"
    SUBMITTED = "merchant:submit"
    RESUBMITTED = "merchant:resubmit"
    SENT_BACK = "merchant:send_back"
    CONFIRMED = "merchant:confirm"
    WITHDRAWN = "merchant:withdraw"
    DECLINED = "merchant:decline"
    REOPENED = "merchant:reopen"
    RESTED = "merchant:rest"
    RESUMED = "merchant:resume"
    CLOSED = "merchant:close"
    EXPIRED = "merchant:expire"


class NotEditableError(DomainError):
    """The commune holds the dossier, or this answer was not sent back."""

    code = "merchant.not_editable"


class IncompleteError(DomainError):
    """Something that has to be answered is not; ``missing`` names the questions."""

    code = "merchant.incomplete"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class AnswerRefusedError(DomainError):
    """An answer breaks a rule of its question; forms explain it before it comes to this."""

    code = "merchant.answer_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class ChecksMissingError(DomainError):
    """Not everything has been looked at."""

    code = "merchant.checks_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class NothingToFixError(DomainError):
    """A dossier is sent back with at least one sentence that says what to mend."""

    code = "merchant.nothing_to_fix"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


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


def start_draft(*, craft: Craft, craft_other: str = "", by: Actor) -> Merchant:
    """Open a dossier with its first answer and give it a code to write down."""
    at = clock.now()
    filing = _filing(by)
    is_helped = filing is not Filing.SELF
    merchant = Merchant(
        id=new_id(),
        code=_next_code(),
        craft=craft,
        craft_other=_craft_other(craft, craft_other),
        filing=filing,
        filed_by_name=by.name if is_helped else "",
        filed_by_id=by.account_id if is_helped else None,
        started_at=at,
    )
    db.session.add(merchant)
    db.session.flush()
    audit.record(MerchantAction.STARTED, _subject(merchant), by=by, at=at)
    account = db.session.get(Account, by.account_id) if by.account_id and not is_helped else None
    if account:
        accounts.grant(account, role=Role.OWNER, merchant_id=merchant.id, by=by)
    return merchant


def answer_craft(merchant: Merchant, *, craft: Craft, craft_other: str = "", by: Actor) -> None:
    """Say what the household does."""
    _refuse_closed(merchant, Question.CRAFT)
    merchant.craft = craft
    merchant.craft_other = _craft_other(craft, craft_other)
    _answered(merchant, Question.CRAFT, by=by)


def answer_owner_name(merchant: Merchant, *, owner_name: str, by: Actor) -> None:
    """Say who runs the business, as written on the identity card.

    Raises:
        AnswerRefusedError: it is not a name.
    """
    _refuse_closed(merchant, Question.OWNER_NAME)
    if not rules.name_fits(owner_name):
        raise AnswerRefusedError(_l("Enter the owner's full name, for example Nguyễn Thị Mận"))
    merchant.owner_name = line(owner_name)
    merchant.owner_name_fold = fold(owner_name)
    _answered(merchant, Question.OWNER_NAME, by=by)


def answer_business_name(merchant: Merchant, *, business_name: str, by: Actor) -> None:
    """Say what people call the business."""
    _refuse_closed(merchant, Question.BUSINESS_NAME)
    merchant.business_name = line(business_name)[:80]
    _answered(merchant, Question.BUSINESS_NAME, by=by)


def answer_birth_year(merchant: Merchant, *, birth_year: int, by: Actor) -> None:
    """Say in which year the owner was born.

    Raises:
        AnswerRefusedError: the year is out of bounds.
    """
    _refuse_closed(merchant, Question.BIRTH_YEAR)
    earliest, latest = rules.birth_years(clock.today())
    if not earliest <= birth_year <= latest:
        raise AnswerRefusedError(_l("Year of birth must be between %(a)s and %(b)s", a=earliest, b=latest))
    merchant.birth_year = birth_year
    _answered(merchant, Question.BIRTH_YEAR, by=by)


def answer_where(merchant: Merchant, *, area: Area, area_note: str = "", house_note: str = "", by: Actor) -> None:
    """Say where the work is done: a hamlet, or a commune and the name of a hamlet the list lacks.

    Raises:
        AnswerRefusedError: neither a hamlet nor a commune with a note.
    """
    _refuse_closed(merchant, Question.WHERE)
    note = "" if area.level is Level.HAMLET else line(area_note)[: rules.HOUSE_NOTE_LENGTH]
    if area.level not in (Level.HAMLET, Level.COMMUNE) or not rules.place_is_known(area.path, note):
        raise AnswerRefusedError(_l("Choose a hamlet, or “Not in the list”"))
    merchant.area_id, merchant.area_path = area.id, area.path
    merchant.area_note = note
    merchant.house_note = line(house_note)[: rules.HOUSE_NOTE_LENGTH]
    _answered(merchant, Question.WHERE, by=by)


def answer_contact(
    merchant: Merchant,
    *,
    kind: ContactKind,
    phone: str = "",
    contact_name: str = "",
    contact_relation: str = "",
    by: Actor,
) -> None:
    """Say how the owner is reached; ``phone`` is E.164.

    Raises:
        AnswerRefusedError: a number or the name of whose it is is missing.
    """
    _refuse_closed(merchant, Question.CONTACT)
    if not rules.contact_is_whole(kind, phone, line(contact_name)):
        raise AnswerRefusedError(_l("Enter the number and whose it is, for example Hà, granddaughter"))
    is_relative = kind is ContactKind.RELATIVE
    merchant.contact_kind = kind
    merchant.phone = "" if kind is ContactKind.NONE else phone
    merchant.contact_name = line(contact_name)[:60] if is_relative else ""
    merchant.contact_relation = line(contact_relation)[:40] if is_relative else ""
    _answered(merchant, Question.CONTACT, by=by)


def answer_papers(merchant: Merchant, *, papers: Sequence[Paper], by: Actor) -> None:
    """Say which papers there are; none is a good answer.

    Raises:
        AnswerRefusedError: nothing chosen, or “none yet” together with a paper.
    """
    _refuse_closed(merchant, Question.PAPERS)
    chosen = tuple(paper for paper in Paper if paper in papers)
    if not rules.papers_fit(chosen):
        raise AnswerRefusedError(_l("Choose what you have, or “None yet” alone"))
    merchant.papers = [paper.value for paper in chosen]
    _answered(merchant, Question.PAPERS, by=by)


def give_consent(
    merchant: Merchant, *, given: Mapping[ConsentPurpose, bool], how: ConsentHow = ConsentHow.SCREEN, by: Actor
) -> None:
    """Note what the owner allows, line by line. All but the first line may be changed at any time.

    Raises:
        IncompleteError: the first line is refused, without which no dossier can be kept.
        NotEditableError: the dossier has ended.
    """
    at = clock.now()
    if REGISTRATION.actions(merchant.stage) == ():
        raise NotEditableError(_l("This dossier has ended"), stage=merchant.stage)
    if not given.get(ConsentPurpose.RECORD, merchant.consent_by_purpose.get(ConsentPurpose.RECORD, False)):
        raise IncompleteError(_l("Line 1 is needed. The other three are your choice"), missing=(Question.CONSENT,))
    before = merchant.consent_by_purpose
    rows = {consent.purpose: consent for consent in merchant.consents}
    for purpose, is_given in given.items():
        _put_consent(merchant, rows, purpose, is_given=is_given, how=how, at=at)
    changes = {purpose.value: [before.get(purpose), is_given] for purpose, is_given in given.items()}
    audit.record(MerchantAction.CONSENTED, _subject(merchant), by=by, at=at, changes=changes)
    _mark_fixed(merchant, Question.CONSENT, at)


def submit(merchant: Merchant, *, by: Actor) -> None:
    """Hand a draft to the commune, start the review clock, and give the dossier to whoever holds the owner's telephone.

    Raises:
        TransitionNotAllowedError: the dossier is not a draft.
        IncompleteError: a question is unanswered.
    """
    at = clock.now()
    REGISTRATION.next(merchant.stage, Step.SUBMIT)
    _refuse_incomplete(merchant)
    _move(merchant, Step.SUBMIT, action=MerchantAction.SUBMITTED, by=by, at=at)
    merchant.submitted_at = at
    merchant.review_due_on = rules.review_due_on(clock.local(at))
    db.session.flush()
    _grant_to_own_phone(merchant, by)
    _tell_received(merchant, at, by)


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
    _refuse_overtaken(merchant, seen_version)
    if not items or not all(item.sentence for item in items):
        raise NothingToFixError(_l("Choose what to fix and a sentence for each"))
    questions = [question for question in Question if question in {item.question for item in items}]
    today = clock.local(at).date()
    due_on = merchant.review_due_on
    _move(merchant, Step.SEND_BACK, action=MerchantAction.SENT_BACK, by=by, at=at, reason=", ".join(questions))
    merchant.review_days_left = rules.days_left(today, due_on) if due_on else 0
    request = ReviewReturn(
        merchant_id=merchant.id, by_name=by.name, fix_by_on=today + timedelta(days=rules.DAYS_TO_FIX), at=at
    )
    request.items = [_review_item(item, questions.index(item.question)) for item in items]
    db.session.add(request)
    db.session.flush()
    _tell(
        merchant,
        emails.returned(merchant.code, questions=questions, fix_by_on=request.fix_by_on),
        purpose="dossier_returned",
        by=by,
    )
    return request


def resubmit(merchant: Merchant, *, by: Actor) -> None:
    """Hand a mended dossier back to the commune; the clock goes on with the days that were left.

    Raises:
        TransitionNotAllowedError: the dossier was not sent back.
        IncompleteError: an item has not been mended yet.
    """
    at = clock.now()
    REGISTRATION.next(merchant.stage, Step.RESUBMIT)
    request = queries.open_return(merchant.id)
    left = tuple(item.question for item in request.items if item.fixed_at is None) if request else ()
    if left:
        raise IncompleteError(_l("Fix every item first, then send again"), missing=left)
    _refuse_incomplete(merchant)
    days_left = merchant.review_days_left
    _move(merchant, Step.RESUBMIT, action=MerchantAction.RESUBMITTED, by=by, at=at)
    merchant.review_due_on = rules.review_due_on(clock.local(at), days_left)
    merchant.review_days_left = None
    if request:
        request.answered_at = at
    db.session.flush()
    _grant_to_own_phone(merchant, by)
    _tell_received(merchant, at, by)


def confirm(merchant: Merchant, *, checks: Sequence[Check], seen_version: int | None = None, by: Actor) -> None:
    """Confirm a dossier once everything has been looked at; from now on it counts, and may be public if allowed.

    Raises:
        ChecksMissingError: something has not been looked at.
        OvertakenError: somebody changed the dossier since it was read.
        TransitionNotAllowedError: the dossier does not wait for an answer.
    """
    at = clock.now()
    _refuse_overtaken(merchant, seen_version)
    missing = [check for check in rules.checks_for(merchant.paper_kinds) if check not in checks]
    if missing:
        raise ChecksMissingError(_l("Look at everything in the list first, or send the dossier back"), missing=missing)
    _move(merchant, Step.CONFIRM, action=MerchantAction.CONFIRMED, by=by, at=at)
    merchant.confirmed_at = at
    known = queries.checks_of(merchant.id)
    for check in rules.checks_for(merchant.paper_kinds):
        if check not in known:
            db.session.add(ReviewCheck(merchant_id=merchant.id, check_kind=check, by_name=by.name, at=at))
    db.session.flush()
    text = emails.confirmed(merchant.code, on=clock.local(at).date(), desk_phone=settings.current().contact_phone)
    _tell(merchant, text, purpose="dossier_confirmed", by=by)


def withdraw(merchant: Merchant, *, reason: str = "", by: Actor) -> None:
    """Take a dossier back at the owner's wish."""
    at = clock.now()
    _move(merchant, Step.WITHDRAW, action=MerchantAction.WITHDRAWN, by=by, at=at, reason=line(reason))
    merchant.review_days_left = None
    merchant.ended_at = at


def decline(merchant: Merchant, *, reason: str = "", by: Actor) -> None:
    """Note that the household does not want to take part for now: an answer, not a failure."""
    at = clock.now()
    _move(merchant, Step.DECLINE, action=MerchantAction.DECLINED, by=by, at=at, reason=line(reason))
    merchant.ended_at = at


def reopen(merchant: Merchant, *, by: Actor) -> None:
    """Make a draft again of a dossier that was declined or has expired; its answers are still there."""
    _move(merchant, Step.REOPEN, action=MerchantAction.REOPENED, by=by, at=clock.now())
    merchant.ended_at = None


def rest(merchant: Merchant, *, reason: str = "", by: Actor) -> None:
    """Note that the business rests, for example until the next season."""
    _move(merchant, Step.REST, action=MerchantAction.RESTED, by=by, at=clock.now(), reason=line(reason))


def resume(merchant: Merchant, *, by: Actor) -> None:
    """Note that the business works again."""
    _move(merchant, Step.RESUME, action=MerchantAction.RESUMED, by=by, at=clock.now())


def close(merchant: Merchant, *, reason: str = "", by: Actor) -> None:
    """Note that the family has given up the trade."""
    at = clock.now()
    _move(merchant, Step.CLOSE, action=MerchantAction.CLOSED, by=by, at=at, reason=line(reason))
    merchant.ended_at = at


def expire(merchant: Merchant, *, by: Actor) -> None:
    """Let a draft go that nobody has sent; it can be opened again."""
    at = clock.now()
    _move(merchant, Step.EXPIRE, action=MerchantAction.EXPIRED, by=by, at=at)
    merchant.ended_at = at


def expire_old_drafts(*, by: Actor) -> int:
    """Let go of drafts nobody has sent for ninety days and say how many; the next call goes on where this one ended."""
    old = queries.drafts_older_than(clock.now() - timedelta(days=rules.DRAFT_DAYS))
    for merchant in old:
        expire(merchant, by=by)
    db.session.flush()
    return len(old)


def _move(merchant: Merchant, step: Step, *, action: MerchantAction, by: Actor, at: datetime, reason: str = "") -> None:
    before = merchant.stage
    merchant.stage = REGISTRATION.next(before, step)
    audit.record(
        action, _subject(merchant), by=by, at=at, reason=reason, changes={"stage": [before.value, merchant.stage.value]}
    )


def _subject(merchant: Merchant) -> tuple[str, UUID]:
    return ("merchant", merchant.id)


def _refuse_closed(merchant: Merchant, question: Question) -> None:
    request = queries.open_return(merchant.id) if merchant.stage is Stage.RETURNED else None
    asked = {item.question for item in request.items} if request else set(Question)
    if merchant.stage not in EDITABLE or question not in asked:
        raise NotEditableError(_l("The commune has this answer now. It can be changed if the commune sends it back"))


def _answered(merchant: Merchant, question: Question, *, by: Actor) -> None:
    at = clock.now()
    # Which question, never what was answered: the trail holds no personal data.
    audit.record(MerchantAction.ANSWERED, _subject(merchant), by=by, at=at, reason=question.value)
    _mark_fixed(merchant, question, at)


def _mark_fixed(merchant: Merchant, question: Question, at: datetime) -> None:
    request = queries.open_return(merchant.id) if merchant.stage is Stage.RETURNED else None
    for item in request.items if request else ():
        if item.question is question:
            item.fixed_at = at


def _put_consent(
    merchant: Merchant,
    rows: Mapping[ConsentPurpose, MerchantConsent],
    purpose: ConsentPurpose,
    *,
    is_given: bool,
    how: ConsentHow,
    at: datetime,
) -> None:
    row = rows.get(purpose)
    if row is None:
        merchant.consents.append(MerchantConsent(purpose=purpose, given=is_given, how=how, at=at))
    elif row.given is not is_given:
        row.given, row.how, row.at = is_given, how, at


def _refuse_incomplete(merchant: Merchant) -> None:
    missing = rules.unanswered(merchant.answers())
    if missing:
        raise IncompleteError(_l("Answer every question first, then send"), missing=missing)


def _refuse_overtaken(merchant: Merchant, seen_version: int | None) -> None:
    if seen_version is not None and seen_version != merchant.version:
        raise OvertakenError(_l("Somebody else has just changed this. Open it again to see what is new"))


def _review_item(item: ReturnedItem, position: int) -> ReviewItem:
    return ReviewItem(position=position, question=item.question, reason_key=item.reason_key, sentence=item.sentence)


def _craft_other(craft: Craft, craft_other: str) -> str:
    other = line(craft_other)[: rules.CRAFT_LENGTH] if craft is Craft.OTHER else ""
    if craft is Craft.OTHER and not other:
        raise AnswerRefusedError(_l("Write the craft, for example making incense"))
    return other


def _filing(by: Actor) -> Filing:
    if by.has(Role.CLERK) or by.has(Role.OFFICIAL):
        return Filing.CLERK
    return Filing.TEAM if by.has(Role.TEAM) else Filing.SELF


def _grant_to_own_phone(merchant: Merchant, by: Actor) -> None:
    if merchant.contact_kind is ContactKind.OWN:
        accounts.grant_ownership(phone=merchant.phone, merchant_id=merchant.id, by=by)


def _tell_received(merchant: Merchant, at: datetime, by: Actor) -> None:
    if merchant.review_due_on is None:
        return
    text = emails.received(
        merchant.code,
        local=clock.local(at),
        due_on=merchant.review_due_on,
        desk_phone=settings.current().contact_phone,
    )
    _tell(merchant, text, purpose="dossier_received", by=by)


def _tell(merchant: Merchant, text: str, *, purpose: str, by: Actor) -> None:
    if merchant.phone:
        messages.send(Channel.SMS, merchant.phone, text, purpose, by=by, about=merchant.id)


def _next_code() -> str:
    """Take the next code; the row of the block is locked by the update itself, so that no two dossiers share one."""
    block = _open_block()
    taken = db.session.scalar(
        update(DossierBlock)
        .where(DossierBlock.block == block)
        .values(next_running=DossierBlock.next_running + 1)
        .returning(DossierBlock.next_running)
    )
    if taken is None or taken - 1 > rules.LAST_RUNNING:
        return _next_code()
    return dossier_code(block=block, running=taken - 1)


def _open_block() -> int:
    open_blocks = select(DossierBlock.block).where(DossierBlock.next_running <= rules.LAST_RUNNING)
    block = db.session.scalar(open_blocks.order_by(DossierBlock.block).limit(1))
    if block is not None:
        return block
    last = db.session.scalar(select(DossierBlock.block).order_by(DossierBlock.block.desc()).limit(1))
    block = rules.FIRST_BLOCK if last is None else last + 1
    try:
        with db.session.begin_nested():
            db.session.execute(insert(DossierBlock).values(block=block, next_running=1))
    except IntegrityError:
        # Somebody else opened the same block a moment ago; its counter serves both.
        pass
    return block
