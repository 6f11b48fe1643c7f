"""Fetching what the desk works with and asking whether this person may, in one step."""

from uuid import UUID

from app.core.errors import NotFoundError
from app.policy import Actor, Permission, allows, require
from merchants import queries
from merchants.access import merchant_under_review
from merchants.desk.models import Batch, Refusal
from merchants.desk.queries import holding, twins
from merchants.models import DossierMerge, Merchant

# Views annotate with the models without importing them from the tables.
__all__ = [
    "Batch",
    "DossierMerge",
    "batch_for",
    "merge_for",
    "pair_for",
    "refusal_for",
]


def pair_for(actor: Actor, code: str, other: str) -> tuple[Merchant, Merchant]:
    """Return two dossiers that are to be compared, both of communes where this person decides.

    Raises:
        NotFoundError: one of them is not there, not sent, of another commune, or it is the same one twice.
        NotPermittedError: this person may see them but not decide.
    """
    one = merchant_under_review(actor, code, Permission.MERCHANT_DECIDE)
    two = merchant_under_review(actor, other, Permission.MERCHANT_DECIDE)
    if one.id == two.id or one.commune_path != two.commune_path:
        raise NotFoundError("not a pair")
    return one, two


def merge_for(actor: Actor, merge_id: UUID) -> tuple[DossierMerge, Merchant]:
    """Return a joining and the dossier that was kept.

    Raises:
        NotFoundError: there is none, or it is of another commune.
        NotPermittedError: this person may see it but not decide.
    """
    joined = twins.merge_by_id(merge_id)
    kept = queries.by_id(joined.kept_id) if joined is not None else None
    if joined is None or kept is None:
        raise NotFoundError("no such joining")
    return joined, merchant_under_review(actor, kept.code, Permission.MERCHANT_DECIDE)


def refusal_for(actor: Actor, code: str) -> tuple[Refusal, Merchant]:
    """Return the refusal that waits for a second person, and its dossier.

    Raises:
        NotFoundError: no such dossier, of another commune, or nothing waits.
        NotPermittedError: this person may see it but not decide.
    """
    merchant = merchant_under_review(actor, code, Permission.MERCHANT_DECIDE)
    refusal = holding.open_refusal(merchant.id)
    if refusal is None:
        raise NotFoundError("nothing waits for a second person")
    return refusal, merchant


def batch_for(actor: Actor, batch_id: UUID) -> Batch:
    """Return a batch to somebody who decides in its commune.

    Raises:
        NotFoundError: there is none, or it is of another commune.
        NotPermittedError: this person may see it but not decide.
    """
    batch = holding.batch_by_id(batch_id)
    if batch is None or not allows(actor, Permission.MERCHANT_REVIEW, batch.place()):
        raise NotFoundError("no such batch")
    require(actor, Permission.MERCHANT_DECIDE, batch.place())
    return batch
