"""What every service of training shares: refusals, the one way to move a class, a lock, and the audit row."""

from datetime import datetime
from http import HTTPStatus

from sqlalchemy import func, select

from app.core import audit
from app.core.db import db
from app.core.errors import DomainError
from app.policy import Actor
from merchants.training.models import Enrolment, TrainingSession, Wait
from merchants.training.states import TRAINING, SessionStep, TrainingAction, WaitState


class SessionFullError(DomainError):
    """Every place of the class is taken."""

    code = "training.full"


class SignUpClosedError(DomainError):
    """The class is not open for sign-up, or its day has passed."""

    code = "training.sign_up_closed"


class TooEarlyError(DomainError):
    """Attendance was recorded before the day of the class."""

    code = "training.too_early"


class PastDateError(DomainError):
    """A class was planned for a day that has passed."""

    code = "training.past_date"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class NotWaitingError(DomainError):
    """A place was taken or declined that is not held for this business any more."""

    code = "training.not_waiting"


class WrongWordError(DomainError):
    """The four digits are not those on the board, or today is not the day."""

    code = "training.wrong_word"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class CountsDifferError(DomainError):
    """Paper and screen count differently, and nobody says why."""

    code = "training.counts_differ"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def move(
    session: TrainingSession, step: SessionStep, *, action: TrainingAction, by: Actor, at: datetime, reason: str = ""
) -> None:
    """Take a class one step further, if the table has it."""
    before, session.state = session.state, TRAINING.next(session.state, step)
    audit.record(
        action,
        ("training_session", session.id),
        by=by,
        at=at,
        reason=reason,
        changes={"state": [before, session.state]},
    )


def hold_still(session: TrainingSession) -> None:
    """Let nobody else change the places of a class until this is saved."""
    # Two people may ask for the last place at once: the second waits for the first (SQLite has one writer anyway).
    db.session.execute(select(TrainingSession.id).where(TrainingSession.id == session.id).with_for_update())


def live(session: TrainingSession) -> list[Enrolment]:
    """Return the places of a class that have not been given back."""
    found = select(Enrolment).where(Enrolment.session_id == session.id, Enrolment.cancelled_at.is_(None))
    return list(db.session.scalars(found))


def taken(session: TrainingSession) -> int:
    """Count the places taken, and those kept for whoever was offered one."""
    counted = select(func.count()).where(Enrolment.session_id == session.id, Enrolment.cancelled_at.is_(None))
    kept = select(func.count()).where(Wait.session_id == session.id, Wait.state == WaitState.OFFERED)
    return (db.session.scalar(counted) or 0) + (db.session.scalar(kept) or 0)


def note(row: TrainingSession | Enrolment | Wait, action: TrainingAction, *, by: Actor, at: datetime) -> None:
    """Leave a trace of a change."""
    audit.record(action, (row.__tablename__, row.id), by=by, at=at)
