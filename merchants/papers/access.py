"""Fetch and authorise in one call: who may not see a paper is not told that it exists."""

from uuid import UUID

from app.core import storage
from app.core.errors import NotFoundError
from app.core.ids import CodeError, parse_dossier_code
from app.policy import Actor, Permission, allows, require
from merchants import queries as merchants
from merchants.models import Merchant
from merchants.papers import queries
from merchants.papers.models import KeptPaper
from merchants.states import Stage

__all__ = ["KeptPaper", "Merchant", "file_of", "paper_for", "shelf_for"]


def shelf_for(actor: Actor, code: str, permission: Permission) -> Merchant:
    """Return the business whose papers somebody wants; the desk's only once the dossier was sent.

    Raises:
        NotFoundError: no such dossier, or the papers are none of this person's business.
        NotPermittedError: the person may see the papers but not do this.
    """
    merchant = _merchant(code)
    if merchant is None or not allows(actor, Permission.PAPER_VIEW, merchant.place()):
        raise NotFoundError("no such dossier")
    if merchant.id not in actor.merchant_ids and (merchant.submitted_at is None or merchant.stage is Stage.DRAFT):
        raise NotFoundError("not sent yet")
    require(actor, permission, merchant.place())
    return merchant


def paper_for(actor: Actor, paper_id: UUID, permission: Permission) -> KeptPaper:
    """Return a paper to its owner or to the desk of its commune.

    Raises:
        NotFoundError: no such paper, or it is none of this person's business.
        NotPermittedError: the person may see it but not do this.
    """
    kept = queries.paper(paper_id)
    if kept is None:
        raise NotFoundError("no such paper")
    shelf_for(actor, kept.merchant.code, permission)
    return kept


def file_of(kept: KeptPaper) -> bytes:
    """Return the bytes of a paper that has been authorised, and make sure that they are the ones brought."""
    return storage.read(kept.sha256, verify=True)


def _merchant(code: str) -> Merchant | None:
    try:
        return merchants.by_code(parse_dossier_code(code))
    except CodeError:
        return None
