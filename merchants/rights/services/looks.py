"""An owner questions a look; somebody who works for none of those who look answers."""

from http import HTTPStatus

from app.core import audit, clock, settings
from app.core.db import db
from app.core.errors import DomainError
from app.policy import Actor
from merchants.models import DossierLook, Merchant
from merchants.rights import emails, queries, rules
from merchants.rights.models import LookQuestion
from merchants.rights.services.answers import give_answer
from merchants.rights.states import RightsAction
from merchants.services.record import tell


class NotAStrangersLookError(DomainError):
    """The look is at another dossier."""

    code = "rights.not_this_dossier"
    status = HTTPStatus.NOT_FOUND


def question_look(merchant: Merchant, look: DossierLook, *, by: Actor) -> LookQuestion:
    """Send a look to the auditor; the same look again is the same question.

    Raises:
        NotAStrangersLookError: the look is at another dossier.
    """
    if look.merchant_id != merchant.id:
        raise NotAStrangersLookError("another dossier")
    known = queries.question_about(look.id)
    if known is not None:
        return known
    at = clock.now()
    question = LookQuestion(
        look_id=look.id,
        merchant_id=merchant.id,
        asked_by_name=by.name,
        asked_at=at,
        answer_by_on=rules.look_answer_by(clock.local(at).date()),
    )
    db.session.add(question)
    db.session.flush()
    audit.record(RightsAction.LOOK_QUESTIONED, ("look_question", question.id), by=by, at=at)
    return question


def answer_look(question: LookQuestion, *, answer: str, by: Actor) -> None:
    """Tell the owner what the look was for, or what follows from it.

    Raises:
        WordsMissingError: no answer.
        AlreadyAnsweredError: somebody has answered.
    """
    give_answer(question, answer=answer, done=RightsAction.LOOK_ANSWERED, by=by)
    text = emails.look_answered(question.merchant.code, desk_phone=settings.current().contact_phone)
    tell(question.merchant, text, purpose="dossier_rights", by=by)
