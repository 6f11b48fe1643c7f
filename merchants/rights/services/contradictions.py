"""An owner contradicts the commune; somebody who works for no commune closes the case, with an answer."""

from flask_babel import lazy_gettext as _l

from app.core import audit, clock, settings
from app.core.db import db
from app.core.text import nfc
from app.policy import Actor
from merchants.models import Merchant
from merchants.rights import emails, queries, rules
from merchants.rights.models import Contradiction
from merchants.rights.rules import Contradicted
from merchants.rights.services.answers import give_answer
from merchants.rights.services.requests import AlreadyAskedError, WordsMissingError
from merchants.rights.states import RightsAction
from merchants.services.record import tell


def contradict(merchant: Merchant, *, about: Contradicted, words: str, by: Actor) -> Contradiction:
    """Send to the auditor what an owner says is not so; the same words again are the same case.

    Raises:
        WordsMissingError: no words.
        AlreadyAskedError: something else was said about the same, and waits for its answer.
    """
    said = nfc(words).strip()[: rules.WORDS_AT_MOST]
    if not said:
        raise WordsMissingError(_l("Write in a sentence what is not so"))
    known = queries.open_contradiction(merchant.id, about)
    if known is not None and known.words == said:
        return known
    if known is not None:
        raise AlreadyAskedError(_l("You have said so already, and the data auditor is at work on it"))
    at = clock.now()
    case = Contradiction(
        merchant_id=merchant.id,
        about=about,
        words=said,
        said_by_name=by.name,
        said_at=at,
        answer_by_on=rules.look_answer_by(clock.local(at).date()),
    )
    db.session.add(case)
    db.session.flush()
    audit.record(RightsAction.CONTRADICTED, ("contradiction", case.id), by=by, at=at)
    return case


def close_contradiction(case: Contradiction, *, answer: str, by: Actor) -> None:
    """Answer the owner, which closes the case.

    Raises:
        WordsMissingError: no answer.
        AlreadyAnsweredError: somebody has answered.
    """
    give_answer(case, answer=answer, done=RightsAction.CONTRADICTION_CLOSED, by=by)
    text = emails.contradiction_answered(case.merchant.code, desk_phone=settings.current().contact_phone)
    tell(case.merchant, text, purpose="dossier_rights", by=by)
