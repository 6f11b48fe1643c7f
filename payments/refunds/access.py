"""Money owed back belongs to one request of one owner."""

from uuid import UUID

from app.core.errors import NotFoundError
from payments.models import PaymentRequest
from payments.refunds import queries
from payments.refunds.models import Refund


def refund_of(request: PaymentRequest, refund_id: UUID) -> Refund:
    """Return what is owed back for one request.

    Raises:
        NotFoundError: it is not this request's.
    """
    refund = queries.by_id(refund_id)
    if refund is None or refund.request_id != request.id:
        raise NotFoundError("no such refund")
    return refund
