"""Reads of statements: the owner's alone."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.core.db import db
from payments.statements.models import KnownHeader, SkippedLine, Statement
from payments.statements.states import StatementState


def by_id(statement_id: UUID) -> Statement | None:
    """Return one statement."""
    return db.session.get(Statement, statement_id)


def locked(statement_id: UUID) -> Statement | None:
    """Return one statement as it now stands, alone for whoever asks."""
    return db.session.get(Statement, statement_id, with_for_update=True, populate_existing=True)


def waiting_for_a_worker() -> Sequence[Statement]:
    """Return the statements whose lines are not all in yet."""
    waiting = select(Statement).where(Statement.state == StatementState.READING)
    return db.session.scalars(waiting.order_by(Statement.id)).all()


def brought_before(merchant_id: UUID, sha256: str) -> Statement | None:
    """Return the statement of the very same file."""
    same = select(Statement).where(Statement.merchant_id == merchant_id, Statement.sha256 == sha256)
    return db.session.scalars(same).one_or_none()


def statements_of(merchant_id: UUID) -> Sequence[Statement]:
    """Return a household's statements, the newest first."""
    mine = select(Statement).where(Statement.merchant_id == merchant_id)
    return db.session.scalars(mine.order_by(Statement.brought_at.desc(), Statement.id.desc()).limit(60)).all()


def skipped_of(statement_id: UUID) -> Sequence[SkippedLine]:
    """Return the lines that were no movements, in order."""
    of_it = select(SkippedLine).where(SkippedLine.statement_id == statement_id)
    return db.session.scalars(of_it.order_by(SkippedLine.number, SkippedLine.id).limit(200)).all()


def known_header(bank_bin: str, fingerprint: str) -> KnownHeader | None:
    """Return what was said once of a bank's headers."""
    said = select(KnownHeader).where(KnownHeader.bank_bin == bank_bin, KnownHeader.fingerprint == fingerprint)
    return db.session.scalars(said).one_or_none()
