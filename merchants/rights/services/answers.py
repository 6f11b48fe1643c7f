"""The auditor's answer: given once, in words, to the owner who asked or contradicted."""

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError
from app.core.text import nfc
from app.policy import Actor
from merchants.rights import rules
from merchants.rights.models import Contradiction, LookQuestion
from merchants.rights.services.requests import WordsMissingError
from merchants.rights.states import RightsAction


class AlreadyAnsweredError(DomainError):
    """A question is answered once."""

    code = "rights.already_answered"


def give_answer(case: LookQuestion | Contradiction, *, answer: str, done: RightsAction, by: Actor) -> None:
    """Write down the answer, which closes the case.

    Raises:
        WordsMissingError: no answer.
        AlreadyAnsweredError: somebody has answered.
    """
    said = nfc(answer).strip()[: rules.WORDS_AT_MOST]
    if not said:
        raise WordsMissingError(_l("Write the answer as the owner will read it"))
    if case.answered_at is not None:
        raise AlreadyAnsweredError(_l("This has been answered already"))
    at = clock.now()
    case.answer, case.answered_at, case.answered_by = said, at, by.name
    audit.record(done, (case.__tablename__, case.id), by=by, at=at)
    db.session.flush()
