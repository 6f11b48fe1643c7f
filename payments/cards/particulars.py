"""What is kept of cards: the account at the processor, and payments with what went back of them."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from payments.cards.models import CardAccount, CardPayment, CardRefund
from payments.particulars import REQUESTS

_PAYMENTS = Kept(CardPayment, _l("Payments by card"), Fate.DELETED, keys=("request_id",), of=REQUESTS)

KEPT = (
    Kept(CardRefund, _l("Money sent back to cards"), Fate.DELETED, keys=("payment_id",), of=_PAYMENTS),
    _PAYMENTS,
    Kept(CardAccount, _l("Your account for foreign cards"), Fate.DELETED),
)
