"""Reads of issued papers: one, what waits for whom, and how many carry which signatures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from app.core.clock import VIETNAM
from app.core.db import db, within
from merchants.results.models import IssuedDocument
from merchants.results.rules import DocumentKind
from merchants.results.states import PUBLISHED, DocumentState

MOST_LISTED = 100


def by_id(document_id: UUID) -> IssuedDocument | None:
    """Return one paper."""
    return db.session.get(IssuedDocument, document_id)


def by_code(code: str) -> IssuedDocument | None:
    """Return the paper with a code written the usual way."""
    return db.session.scalars(select(IssuedDocument).where(IssuedDocument.code == code)).one_or_none()


def by_reference(reference: str) -> IssuedDocument | None:
    """Return the paper made for a cause."""
    return db.session.scalars(select(IssuedDocument).where(IssuedDocument.reference == reference)).one_or_none()


def published(code: str) -> IssuedDocument | None:
    """Return a paper that was given out, in force or not; a paper still on its way is nobody's business yet."""
    found = by_code(code)
    return found if found is not None and found.state in PUBLISHED else None


def with_bytes(sha256: str) -> IssuedDocument | None:
    """Return the published paper one of whose versions has this hash."""
    versions = (IssuedDocument.issued_sha256, IssuedDocument.leader_sha256, IssuedDocument.prepared_sha256)
    same = select(IssuedDocument).where(
        or_(*(column == sha256 for column in versions)), IssuedDocument.state.in_(PUBLISHED)
    )
    return db.session.scalars(same.limit(1)).first()


def confirmation_of(merchant_id: UUID) -> IssuedDocument | None:
    """Return the newest confirmation of registration, wherever it stands."""
    newest = (
        select(IssuedDocument)
        .where(IssuedDocument.merchant_id == merchant_id, IssuedDocument.kind == DocumentKind.REGISTRATION)
        .order_by(IssuedDocument.prepared_at.desc(), IssuedDocument.id.desc())
        .limit(1)
    )
    return db.session.scalars(newest).first()


def confirmation_in_force(merchant_id: UUID) -> IssuedDocument | None:
    """Return the signed confirmation of a registration, if one is in force."""
    return next(iter(confirmations_in_force(merchant_id)), None)


def confirmations_in_force(merchant_id: UUID) -> Sequence[IssuedDocument]:
    """Return the signed confirmations of one business, newest first; more than one only while a seal is being set."""
    return _confirmations(merchant_id, DocumentState.ISSUED)


def unsealed_confirmations(merchant_id: UUID) -> Sequence[IssuedDocument]:
    """Return the confirmations of one business that lie on the desk and at which no key is at work."""
    return _confirmations(merchant_id, DocumentState.PREPARED, DocumentState.LEADER_SIGNED)


def papers_of(merchant_id: UUID) -> Sequence[IssuedDocument]:
    """Return the papers given out to one business, newest first."""
    given = select(IssuedDocument).where(IssuedDocument.merchant_id == merchant_id, IssuedDocument.state.in_(PUBLISHED))
    return db.session.scalars(given.order_by(IssuedDocument.issued_at.desc(), IssuedDocument.id)).all()


@dataclass(frozen=True)
class Desk:
    """What lies on the signing desk of some agencies."""

    to_sign: Sequence[IssuedDocument]
    to_seal: Sequence[IssuedDocument]
    at_work: Sequence[IssuedDocument]
    recent: Sequence[IssuedDocument]


def desk(paths: tuple[str, ...] | None) -> Desk:
    """Return what waits for an official, what waits for the agency, what a key is at work on, and the newest issued."""
    return Desk(
        to_sign=_in_state(paths, DocumentState.PREPARED),
        to_seal=_in_state(paths, DocumentState.LEADER_SIGNED),
        at_work=_in_state(paths, DocumentState.LEADER_SIGNING, DocumentState.AGENCY_SIGNING),
        recent=_newest(paths),
    )


def number_is_taken(agency_path: str, year: int, symbol: str, number: int) -> bool:
    """Whether a number of a year's register has been given."""
    same = select(IssuedDocument.id).where(_in_register(agency_path, year, symbol), IssuedDocument.number == number)
    return db.session.scalars(same.limit(1)).first() is not None


def next_number(agency_path: str, year: int, symbol: str) -> int:
    """Return the number after the highest given."""
    highest = db.session.scalar(select(func.max(IssuedDocument.number)).where(_in_register(agency_path, year, symbol)))
    return (highest or 0) + 1


@dataclass(frozen=True)
class SigningShare:
    """How many papers were finished, how many of them an official signed, and how many both signed."""

    total: int
    signed_leader: int
    signed_both: int


def signing_share(paths: tuple[str, ...] | None, year: int) -> SigningShare:
    """Count the papers prepared in a year of Vietnam's calendar within some agencies, for the signing indicator.

    Papers sent back unsigned are not counted; those revoked or replaced were signed and are.
    """
    start, end = (datetime(each, 1, 1, tzinfo=VIETNAM) for each in (year, year + 1))
    row = db.session.execute(
        select(
            func.count(),
            func.count().filter(IssuedDocument.signed_leader.is_(True)),
            func.count().filter(IssuedDocument.signed_agency.is_(True)),
        ).where(
            within(IssuedDocument.agency_path, paths),
            IssuedDocument.state != DocumentState.RETURNED,
            IssuedDocument.prepared_at >= start,
            IssuedDocument.prepared_at < end,
        )
    ).one()
    return SigningShare(*row)


def _confirmations(merchant_id: UUID, *states: DocumentState) -> Sequence[IssuedDocument]:
    theirs = (
        select(IssuedDocument)
        .where(
            IssuedDocument.merchant_id == merchant_id,
            IssuedDocument.kind == DocumentKind.REGISTRATION,
            IssuedDocument.state.in_(states),
        )
        .order_by(IssuedDocument.prepared_at.desc(), IssuedDocument.id.desc())
    )
    return db.session.scalars(theirs).all()


def _in_state(paths: tuple[str, ...] | None, *states: DocumentState) -> Sequence[IssuedDocument]:
    waiting = (
        select(IssuedDocument)
        .where(IssuedDocument.state.in_(states), within(IssuedDocument.agency_path, paths))
        .order_by(IssuedDocument.prepared_at, IssuedDocument.id)
        .limit(MOST_LISTED)
    )
    return db.session.scalars(waiting).all()


def _newest(paths: tuple[str, ...] | None) -> Sequence[IssuedDocument]:
    newest = (
        select(IssuedDocument)
        .where(IssuedDocument.state.in_(PUBLISHED), within(IssuedDocument.agency_path, paths))
        .order_by(IssuedDocument.issued_at.desc(), IssuedDocument.id.desc())
        .limit(20)
    )
    return db.session.scalars(newest).all()


def _in_register(agency_path: str, year: int, symbol: str) -> ColumnElement[bool]:
    return (
        (IssuedDocument.agency_path == agency_path) & (IssuedDocument.year == year) & (IssuedDocument.symbol == symbol)
    )
