"""Fetch and authorise in one call: may not see is 404, may see but not do is 403."""

from uuid import UUID

from app.core.errors import NotFoundError
from app.policy import Actor, Permission, allows, require
from merchants.access import merchant_for
from merchants.models import DossierLook, Merchant
from merchants.queries import merchants_of
from merchants.rights import queries
from merchants.rights.models import Contradiction, LookQuestion, RightsRequest

# Views annotate with the models without importing them from the tables.
__all__ = [
    "Contradiction",
    "DossierLook",
    "LookQuestion",
    "Merchant",
    "RightsRequest",
    "contradiction_for",
    "look_of_own",
    "own_merchant",
    "own_merchants",
    "own_request",
    "question_for",
    "request_for",
]


def own_merchants(actor: Actor) -> list[Merchant]:
    """Return the dossiers whose owner this is; those of whom one helps are theirs alone."""
    mine = merchants_of(actor.merchant_ids)
    return [each for each in mine if allows(actor, Permission.RIGHTS_USE, each.place())]


def own_merchant(actor: Actor, code: str) -> Merchant:
    """Return one's own dossier.

    Raises:
        NotFoundError: no such dossier, or this person may not know of it.
        NotPermittedError: it may be seen, but only its owner does this.
    """
    return merchant_for(actor, code, Permission.RIGHTS_USE)


def own_request(actor: Actor, code: str, request_id: UUID) -> RightsRequest:
    """Return a request about one's own dossier.

    Raises:
        NotFoundError: no such request of this dossier.
        NotPermittedError: the dossier may be seen, but only its owner does this.
    """
    merchant = own_merchant(actor, code)
    request = queries.request_by_id(request_id)
    if request is None or request.merchant_id != merchant.id:
        raise NotFoundError("no such request")
    return request


def look_of_own(actor: Actor, look_id: UUID) -> tuple[Merchant, DossierLook]:
    """Return a look at one of one's own dossiers.

    Raises:
        NotFoundError: no such look.
    """
    look = queries.look_by_id(look_id)
    for merchant in own_merchants(actor):
        if look is not None and look.merchant_id == merchant.id:
            return merchant, look
    raise NotFoundError("no such look")


def request_for(actor: Actor, request_id: UUID, permission: Permission) -> RightsRequest:
    """Return a request to somebody of the commune that answers it.

    Raises:
        NotFoundError: no such request, or of another commune.
        NotPermittedError: this person may answer but not do this.
    """
    request = queries.request_by_id(request_id)
    if request is None or not allows(actor, Permission.RIGHTS_ANSWER, request.place()):
        raise NotFoundError("no such request")
    require(actor, permission, request.place())
    return request


def question_for(actor: Actor, question_id: UUID) -> LookQuestion:
    """Return a question about a look to whoever watches looks.

    Raises:
        NotFoundError: no such question, or this person watches nothing.
    """
    question = queries.question_by_id(question_id)
    if question is None or not allows(actor, Permission.LOOKS_WATCH):
        raise NotFoundError("no such question")
    return question


def contradiction_for(actor: Actor, contradiction_id: UUID) -> Contradiction:
    """Return a case of an owner who contradicts to whoever closes such cases.

    Raises:
        NotFoundError: no such case, or this person closes none.
    """
    case = queries.contradiction_by_id(contradiction_id)
    if case is None or not allows(actor, Permission.LOOKS_WATCH, case.merchant.place()):
        raise NotFoundError("no such case")
    return case
