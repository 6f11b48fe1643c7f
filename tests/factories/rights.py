"""Requests about one's own data, made by the services themselves."""

from app.core.db import db
from merchants.models import DossierLook, Merchant
from merchants.rights import queries, services
from merchants.rights.models import Contradiction, LookQuestion, RightsRequest
from merchants.rights.rules import AskedHow, Contradicted, RightsKind
from tests.factories.merchants import owner


def asked(
    merchant: Merchant, kind: RightsKind = RightsKind.CORRECT, words: str = "Năm sinh của tôi là 1962"
) -> RightsRequest:
    """Make a request that nobody has acknowledged."""
    request = services.ask(merchant, kind=kind, words=words, how=AskedHow.SCREEN, by=owner(merchant))
    db.session.commit()
    return request


def look_at(merchant: Merchant) -> DossierLook:
    """Return the newest look at a dossier."""
    return queries.looks([merchant], 1).rows[0]


def questioned(merchant: Merchant) -> LookQuestion:
    """Make a question about the newest look."""
    question = services.question_look(merchant, look_at(merchant), by=owner(merchant))
    db.session.commit()
    return question


def contradicted(merchant: Merchant, words: str = "Nhà tôi vẫn làm nước mắm, không nghỉ") -> Contradiction:
    """Make a case of an owner who says that the state of the file is not so."""
    case = services.contradict(merchant, about=Contradicted.STATUS, words=words, by=owner(merchant))
    db.session.commit()
    return case
