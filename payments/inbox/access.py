"""What has come is the owner's alone."""

from uuid import UUID

from app.core.errors import NotFoundError
from merchants.models import Merchant
from payments.inbox import queries
from payments.inbox.models import BankNotice

# Views annotate with the models without importing them from the tables.
__all__ = ["BankNotice", "Merchant", "notice_of"]


def notice_of(merchant: Merchant, notice_id: UUID) -> BankNotice:
    """Return one of a merchant's own notices.

    Raises:
        NotFoundError: it is not this merchant's.
    """
    notice = queries.by_id(notice_id)
    if notice is None or notice.merchant_id != merchant.id:
        raise NotFoundError("no such notice")
    return notice
