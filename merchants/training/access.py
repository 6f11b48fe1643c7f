"""Fetch and authorise in one call: may not see is 404, may see but not do is 403."""

from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core.errors import DomainError, NotFoundError
from app.policy import Actor, Permission, allows, require
from merchants.models import Merchant
from merchants.training import queries
from merchants.training.models import Course, TrainingSession
from merchants.training.states import SessionState

# Views annotate with the model without importing it from the tables.
__all__ = [
    "NoBusinessError",
    "TrainingSession",
    "course_named",
    "merchants_joining",
    "one_of",
    "public_session",
    "session_for",
]


class NoBusinessError(DomainError):
    """Somebody without a registered business asked for a place."""

    code = "training.no_business"


def session_for(actor: Actor, session_id: UUID, permission: Permission) -> TrainingSession:
    """Return a class to somebody who works with it.

    Raises:
        NotFoundError: there is no such class, or it is outside what the person may see.
        NotPermittedError: the person may see it but not do this.
    """
    session = queries.find_session(session_id)
    if session is None or not allows(actor, Permission.TRAINING_VIEW, session.place()):
        raise NotFoundError(_l("There is no such class"))
    require(actor, permission, session.place())
    return session


def public_session(session_id: UUID) -> TrainingSession:
    """Return a class that has been announced.

    Raises:
        NotFoundError: there is no such class, or it has not been announced.
    """
    session = queries.find_session(session_id)
    if session is None or session.state is SessionState.PLANNED:
        raise NotFoundError(_l("There is no such class"))
    return session


def merchants_joining(actor: Actor) -> list[Merchant]:
    """Return the businesses for which somebody may take a place.

    Raises:
        NoBusinessError: the person owns and helps none.
    """
    mine = [one for one in queries.merchants_of(actor) if allows(actor, Permission.TRAINING_JOIN, one.place())]
    if not mine:
        raise NoBusinessError(_l("Register your business first, then sign up for the class"))
    return mine


def course_named(code: str) -> Course:
    """Return a course by its code.

    Raises:
        NotFoundError: there is no such course.
    """
    found = queries.course(code)
    if found is None:
        raise NotFoundError(_l("There is no such course"))
    return found


def one_of(merchants: list[Merchant], chosen: str) -> Merchant:
    """Return the business chosen out of those offered.

    Raises:
        NotFoundError: it was not offered.
    """
    for merchant in merchants:
        if str(merchant.id) == chosen:
            return merchant
    raise NotFoundError(_l("There is no such business"))
