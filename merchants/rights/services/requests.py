"""Requests about one's own data, and the clocks they are held to."""

from datetime import date, datetime
from http import HTTPStatus
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core import audit, clock, settings
from app.core.db import db
from app.core.errors import DomainError
from app.core.text import line, nfc
from app.policy import Actor
from merchants.models import Merchant
from merchants.rights import emails, queries, rules
from merchants.rights.models import RightsRequest
from merchants.rights.rules import AskedHow, RightsKind
from merchants.rights.states import REQUEST, RequestStep, RightsAction
from merchants.rules import ConsentPurpose
from merchants.services.record import tell


class AlreadyAskedError(DomainError):
    """A request of this kind waits already."""

    code = "rights.already_asked"


class WordsMissingError(DomainError):
    """What is asked for, or the answer, has no words."""

    code = "rights.words_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class NotLaterError(DomainError):
    """A request is put off to a day after the one promised, and no further than the law allows."""

    code = "rights.not_later"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def ask(merchant: Merchant, *, kind: RightsKind, words: str = "", how: AskedHow, by: Actor) -> RightsRequest:
    """Enter a request in the register and start its clocks.

    Raises:
        WordsMissingError: it does not say what to correct or what to stop; deletion needs no words.
        AlreadyAskedError: one of this kind waits already.
    """
    said = _several_lines(words)
    if not said and kind is not RightsKind.ERASE:
        raise WordsMissingError(_l("Write what it is about, for example: my year of birth is 1962"))
    if queries.open_request(merchant.id, kind) is not None:
        raise AlreadyAskedError(_l("This has been asked already. The commune answers it first"))
    at = clock.now()
    clocks = rules.clocks(clock.local(at).date(), others_must_stop=_others_must_stop(merchant, kind))
    request = RightsRequest(
        merchant_id=merchant.id,
        kind=kind,
        words=said,
        how=how,
        asked_by_name=by.name,
        asked_at=at,
        acknowledge_by_on=clocks.acknowledge_by_on,
        answer_by_on=clocks.answer_by_on,
    )
    request.merchant = merchant
    db.session.add(request)
    db.session.flush()
    audit.record(RightsAction.ASKED, _subject(request), by=by, at=at, reason=kind.value)
    return request


def acknowledge(request: RightsRequest, *, by: Actor) -> None:
    """Tell the owner that it has come in, what follows, and by which day it is answered."""
    at = clock.now()
    request.acknowledged_at, request.acknowledged_by = at, by.name
    _move(request, RequestStep.ACKNOWLEDGE, RightsAction.ACKNOWLEDGED, by=by, at=at)
    _tell(request, emails.acknowledged(request.merchant.code, answer_by_on=request.answer_by_on, **_desk()), by=by)


def extend(request: RightsRequest, *, new_answer_by_on: date, reason: str, by: Actor) -> None:
    """Put a request off, once, and tell the owner why.

    Raises:
        WordsMissingError: no reason.
        NotLaterError: the new day is not later, or later than the law allows.
        TransitionNotAllowedError: it was put off before, or nobody has acknowledged it.
    """
    why = line(reason)[:200]
    if not why:
        raise WordsMissingError(_l("Write why it takes longer; the owner will read it"))
    latest = rules.latest_extension(request.answer_by_on)
    if not request.answer_by_on < new_answer_by_on <= latest:
        raise NotLaterError(_l("Choose a day after the promised one and not after %(day)s", day=f"{latest:%d/%m/%Y}"))
    at = clock.now()
    request.extended_at, request.extension_reason = at, why
    request.answer_by_on = new_answer_by_on
    _move(request, RequestStep.EXTEND, RightsAction.EXTENDED, by=by, at=at, reason=why)
    text = emails.extended(request.merchant.code, answer_by_on=new_answer_by_on, reason=why, **_desk())
    _tell(request, text, by=by)


def fulfil(request: RightsRequest, *, answer: str, by: Actor) -> None:
    """Say what was done. For a deletion this is the last step of deleting, in the same transaction.

    Raises:
        WordsMissingError: no answer.
        TransitionNotAllowedError: it has been answered or taken back.
    """
    _end(request, RequestStep.FULFIL, RightsAction.FULFILLED, answer=answer, by=by)
    _tell(request, emails.fulfilled(request.merchant.code, **_desk()), by=by)


def refuse(request: RightsRequest, *, answer: str, by: Actor) -> None:
    """Say no, and why.

    Raises:
        WordsMissingError: no reason.
        TransitionNotAllowedError: it has been answered or taken back.
    """
    _end(request, RequestStep.REFUSE, RightsAction.REFUSED, answer=answer, by=by)
    _tell(request, emails.refused(request.merchant.code, **_desk()), by=by)


def take_back(request: RightsRequest, *, by: Actor) -> None:
    """Let the owner think again."""
    at = clock.now()
    request.ended_at, request.ended_by = at, by.name
    _move(request, RequestStep.TAKE_BACK, RightsAction.TAKEN_BACK, by=by, at=at)


def _end(request: RightsRequest, step: RequestStep, action: RightsAction, *, answer: str, by: Actor) -> None:
    said = _several_lines(answer)
    if not said:
        raise WordsMissingError(_l("Write the answer as the owner will read it"))
    at = clock.now()
    request.answer, request.ended_at, request.ended_by = said, at, by.name
    _move(request, step, action, by=by, at=at)


def _move(
    request: RightsRequest, step: RequestStep, action: RightsAction, *, by: Actor, at: datetime, reason: str = ""
) -> None:
    before, request.state = request.state, REQUEST.next(request.state, step)
    changes = {"state": [before, request.state]}
    audit.record(action, _subject(request), by=by, at=at, reason=reason, changes=changes)
    db.session.flush()


def _subject(request: RightsRequest) -> tuple[str, UUID]:
    return ("rights_request", request.id)


def _others_must_stop(merchant: Merchant, kind: RightsKind) -> bool:
    """Whether somebody beside the commune may hold the data: those who store files for it, or a partner."""
    return kind is RightsKind.ERASE or merchant.consent_by_purpose.get(ConsentPurpose.PARTNER, False)


def _several_lines(words: str) -> str:
    return nfc(words).replace("\r\n", "\n").strip()[: rules.WORDS_AT_MOST]


def _desk() -> dict[str, str]:
    return {"desk_phone": settings.current().contact_phone}


def _tell(request: RightsRequest, text: str, *, by: Actor) -> None:
    tell(request.merchant, text, purpose="dossier_rights", by=by)
