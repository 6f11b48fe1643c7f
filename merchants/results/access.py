"""Fetch and authorise in one call: may not see is 404, may see but not do is 403."""

from uuid import UUID

from app.core.errors import NotFoundError
from app.policy import Actor, Permission, allows, require
from merchants.results import queries, rules
from merchants.results.models import IssuedDocument

# Views annotate with the model without importing it from the tables.
__all__ = ["IssuedDocument", "document_for", "documents_for", "published_document"]


def document_for(actor: Actor, document_id: UUID, permission: Permission) -> IssuedDocument:
    """Return a paper to somebody of the agency that issues it, or to whom it was issued.

    Raises:
        NotFoundError: there is no such paper, or it is outside what the person may see.
        NotPermittedError: the person may see it but not do this.
    """
    document = queries.by_id(document_id)
    if document is None or not allows(actor, Permission.DOCUMENT_VIEW, document.place()):
        raise NotFoundError("no such paper")
    require(actor, permission, document.place())
    return document


def documents_for(actor: Actor, ids: list[str], permission: Permission) -> list[IssuedDocument]:
    """Return several papers, in the order chosen.

    Raises:
        NotFoundError: one of them is not there for this person.
        NotPermittedError: one may be seen but this not done to it.
    """
    try:
        return [document_for(actor, UUID(each), permission) for each in dict.fromkeys(ids)]
    except ValueError as error:
        raise NotFoundError("no such paper") from error


def published_document(code: str) -> IssuedDocument | None:
    """Return a paper that was given out, for the public page; none if the code is wrong, unknown or not issued yet."""
    try:
        return queries.published(rules.parse_result_code(code))
    except rules.ResultCodeError:
        return None
