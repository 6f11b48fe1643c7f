"""A statement is the owner's alone."""

from uuid import UUID

from app.core.errors import NotFoundError
from merchants.models import Merchant
from payments.statements import queries
from payments.statements.models import Statement

# Views annotate with the models without importing them from the tables.
__all__ = ["Merchant", "Statement", "statement_of"]


def statement_of(merchant: Merchant, statement_id: UUID) -> Statement:
    """Return one of a merchant's own statements.

    Raises:
        NotFoundError: it is not this merchant's.
    """
    statement = queries.by_id(statement_id)
    if statement is None or statement.merchant_id != merchant.id:
        raise NotFoundError("no such statement")
    return statement
