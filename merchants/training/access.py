"""Fetch and authorise in one call: may not see is 404, may see but not do is 403."""

from http import HTTPStatus
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core.errors import DomainError, NotFoundError
from app.core.ids import CodeError, parse_dossier_code
from app.policy import Actor, Permission, allows, require
from merchants import queries as merchants
from merchants.models import Merchant
from merchants.training import queries
from merchants.training.models import Course, TrainingSession, Wait
from merchants.training.states import SessionState


class NoSuchCodeError(DomainError):
    """A dossier code was typed that no business within reach has."""

    code = "training.no_such_code"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


# Views annotate with the model without importing it from the tables.
__all__ = [
    "NoBusinessError",
    "NoSuchCodeError",
    "TrainingSession",
    "course_named",
    "merchant_coded",
    "merchants_joining",
    "one_of",
    "public_session",
    "session_for",
    "wait_of",
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


def merchant_coded(actor: Actor, code: str) -> Merchant:
    """Return the business with a dossier code to somebody who runs classes where it is.

    Raises:
        NoSuchCodeError: no business within this person's area has the code.
    """
    try:
        found = merchants.by_code(parse_dossier_code(code))
    except CodeError:
        found = None
    if found is None or not allows(actor, Permission.TRAINING_RUN, found.place()):
        raise NoSuchCodeError(_l("No business here has this code. Look at each digit once more"))
    return found


def wait_of(session: TrainingSession, actor: Actor) -> Wait:
    """Return where one's own business stands in the line for a class.

    Raises:
        NotFoundError: it does not stand in the line.
    """
    held = queries.waits_held(session.id, actor)
    if not held:
        raise NotFoundError(_l("You do not stand in the line for this class"))
    return held[0]


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
