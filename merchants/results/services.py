"""What is done to issued papers: prepare, sign, number and seal, give back, revoke, replace."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from http import HTTPStatus

from flask_babel import lazy_gettext as _l

from app.core import areas, audit, clock, jobs, storage
from app.core.db import db
from app.core.errors import DomainError
from app.core.ids import new_id
from app.core.text import line
from app.policy import Actor
from merchants.documents import in_sentence
from merchants.models import Merchant
from merchants.results import queries, rules
from merchants.results.models import IssuedDocument
from merchants.results.rules import DocumentKind
from merchants.results.states import DOCUMENT, DocumentState, DocumentStep, ResultAction

PDF = "application/pdf"


class SamePersonError(DomainError):
    """One person signed as the official and would seal as the agency too."""

    code = "results.same_person"


class NumberTakenError(DomainError):
    """Another paper of this year's register has the number."""

    code = "results.number_taken"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class StillAtWorkError(DomainError):
    """The key was asked a moment ago and may still answer."""

    code = "results.still_at_work"


class ReasonMissingError(DomainError):
    """A paper loses force only with a reason that whoever checks it can read."""

    code = "results.reason_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def draw_code() -> str:
    """Return a code no paper has yet, to be printed on the paper before it is issued under it.

    Four digits while a month has few papers, six when four keep colliding.
    """
    today = clock.today()
    for digits in (4, 4, 4, 4, 4, 6, 6, 6, 6):
        code = rules.result_code(today, f"{secrets.randbelow(10**digits):0{digits}d}")
        if queries.by_code(code) is None:
            return code
    raise RuntimeError("No free code in this month")


@dataclass(frozen=True)
class Holder:
    """Whom a paper names, and what opens the full name to whoever checks it."""

    name: str
    birth_year: int | None = None
    phone_end: str = ""


@dataclass(frozen=True)
class NewPaper:
    """A paper ready to be laid on the signing desk.

    ``reference`` names its cause, so that the same cause makes one paper; ``symbol`` is what follows the number, such
    as ``GXN-UBND``; ``code`` comes from ``draw_code`` and stands on the paper; ``pdf`` has its places laid
    (``app.core.signatures.lay_places``). A paper that bears its number and day already brings them along; any other
    gets them with the seal. It names the owner of the business, unless it has a ``holder`` of its own.
    """

    kind: DocumentKind
    reference: str
    code: str
    title: str
    symbol: str
    agency_path: str
    pdf: bytes
    number: int | None = None
    issued_on: date | None = None
    holder: Holder | None = None


def issue(paper: NewPaper, *, merchant: Merchant | None, by: Actor) -> IssuedDocument:
    """Lay a paper on its agency's desk; the same ``reference`` again gives the paper made before.

    Nothing is signed yet: an official signs, then the agency, at /cb/ky.
    """
    known = queries.by_reference(paper.reference)
    if known is not None:
        return known
    at, holder = clock.now(), _holder(paper, merchant)
    document = IssuedDocument(
        id=new_id(),
        kind=paper.kind,
        reference=paper.reference,
        code=paper.code,
        title=line(paper.title),
        symbol=paper.symbol,
        own_number=paper.number,
        issued_on=paper.issued_on,
        agency_path=paper.agency_path,
        agency_name=f"Uỷ ban nhân dân {in_sentence(areas.name_of(paper.agency_path))}",
        merchant_id=merchant.id if merchant is not None else None,
        holder_name=holder.name,
        holder_birth_year=holder.birth_year,
        holder_phone_end=holder.phone_end,
        is_demo=merchant is not None and merchant.is_demo,
        prepared_sha256=storage.put(paper.pdf, PDF).sha256,
        prepared_at=at,
    )
    db.session.add(document)
    db.session.flush()
    _note(document, ResultAction.PREPARED, by=by, at=at)
    return document


def ask_leader(document: IssuedDocument, *, title: str, key: str, by: Actor) -> None:
    """Ask an official's key to sign; a job does it, and what it signs is what the official saw.

    ``key`` is the user name whose key signs, as proved by the second factor a moment ago.

    Raises:
        StillAtWorkError: the key was asked less than two minutes ago.
        TransitionNotAllowedError: the paper does not wait for an official.
    """
    at = clock.now()
    _refuse_hurry(document, DocumentState.LEADER_SIGNING, at)
    document.leader_id, document.leader_name = by.account_id, by.name
    document.leader_title, document.leader_key = line(title), key
    _ask(document, DocumentStep.ASK_LEADER, ResultAction.LEADER_ASKED, by=by, at=at)
    jobs.enqueue("results.sign_as_leader", key=f"{document.id}:{document.attempt}", document_id=document.id)


def record_leader_signature(document: IssuedDocument, *, sha256: str, by: Actor) -> None:
    """Keep the version an official's key has signed."""
    document.leader_sha256, document.signed_leader = sha256, True
    document.leader_signed_at = document.asked_at
    _move(document, DocumentStep.LEADER_SIGNED, ResultAction.LEADER_SIGNED, by=by, at=clock.now())


def ask_agency(document: IssuedDocument, *, number: int, by: Actor) -> None:
    """Give a paper its number and day, unless it bears its own, and ask the agency's key to seal it.

    Raises:
        SamePersonError: whoever signed as the official would seal as well.
        NumberTakenError: the year's register has this number already.
        StillAtWorkError: the key was asked less than two minutes ago.
        TransitionNotAllowedError: the paper does not wait for the agency.
    """
    at = clock.now()
    _refuse_hurry(document, DocumentState.AGENCY_SIGNING, at)
    if by.account_id is None or by.account_id == document.leader_id:
        raise SamePersonError(_l("Whoever signed does not seal as well. Ask a colleague to number and seal it"))
    today = clock.local(at).date()
    if document.state is not DocumentState.AGENCY_SIGNING:
        # Asked again after a fault, a paper keeps the number and the day it was given.
        number, day = document.own_number or number, document.issued_on or today
        if queries.number_is_taken(document.agency_path, day.year, document.symbol, number):
            raise NumberTakenError(
                _l("Number %(number)d is in this year's register already. Take the next one", number=number)
            )
        document.number, document.year, document.issued_on = number, day.year, day
    document.agency_id, document.agency_by_name = by.account_id, by.name
    _ask(document, DocumentStep.ASK_AGENCY, ResultAction.AGENCY_ASKED, by=by, at=at)
    jobs.enqueue("results.sign_as_agency", key=f"{document.id}:{document.attempt}", document_id=document.id)


def record_agency_signature(document: IssuedDocument, *, sha256: str, by: Actor) -> None:
    """Keep the sealed version: from now on the paper is issued and anybody may check it."""
    document.issued_sha256, document.signed_agency = sha256, True
    document.issued_at = document.asked_at
    _move(document, DocumentStep.AGENCY_SIGNED, ResultAction.ISSUED, by=by, at=clock.now())


def give_back(document: IssuedDocument, *, reason: str, by: Actor) -> None:
    """Refuse to sign a paper that is wrong; the reason tells the desk what to put right.

    Raises:
        ReasonMissingError: no reason.
        TransitionNotAllowedError: the paper is sealed, or a key is at work on it.
    """
    _end(document, DocumentStep.RETURN, ResultAction.RETURNED, reason=reason, by=by)


def revoke(document: IssuedDocument, *, reason: str, by: Actor) -> None:
    """Take a paper out of force; its page says so, when and why.

    Raises:
        ReasonMissingError: no reason.
        TransitionNotAllowedError: the paper is not in force.
    """
    _end(document, DocumentStep.REVOKE, ResultAction.REVOKED, reason=reason, by=by)


def supersede(document: IssuedDocument, *, newer: IssuedDocument, by: Actor) -> None:
    """Let a newer paper stand in the place of an older one.

    Raises:
        TransitionNotAllowedError: the older paper is not in force.
    """
    _end(document, DocumentStep.SUPERSEDE, ResultAction.SUPERSEDED, reason=newer.code, by=by)


def _holder(paper: NewPaper, merchant: Merchant | None) -> Holder:
    if paper.holder is not None:
        return paper.holder
    if merchant is None:
        raise ValueError("A paper about no business says itself whom it names")
    return Holder(merchant.owner_name, merchant.birth_year, merchant.phone[-3:])


def _ask(document: IssuedDocument, step: DocumentStep, action: StrEnum, *, by: Actor, at: datetime) -> None:
    document.attempt += 1
    document.asked_at = at
    _move(document, step, action, by=by, at=at)


def _refuse_hurry(document: IssuedDocument, signing: DocumentState, at: datetime) -> None:
    asked = document.asked_at
    if document.state is signing and asked is not None and at - asked < rules.PATIENCE:
        raise StillAtWorkError(_l("The signature is being made. Look again in two minutes"))


def _end(document: IssuedDocument, step: DocumentStep, action: StrEnum, *, reason: str, by: Actor) -> None:
    reason = line(reason)[:200]
    if not reason:
        raise ReasonMissingError(_l("Write why, for example: the name is misspelt"))
    at = clock.now()
    document.ended_at, document.end_reason = at, reason
    _move(document, step, action, by=by, at=at, reason=reason)


def _move(
    document: IssuedDocument, step: DocumentStep, action: StrEnum, *, by: Actor, at: datetime, reason: str = ""
) -> None:
    before, document.state = document.state, DOCUMENT.next(document.state, step)
    _note(document, action, by=by, at=at, reason=reason, before=before)
    db.session.flush()


def _note(
    document: IssuedDocument,
    action: StrEnum,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    before: DocumentState | None = None,
) -> None:
    audit.record(
        action,
        ("issued_document", document.id),
        by=by,
        at=at,
        reason=reason,
        changes={"state": [before, document.state]},
    )
