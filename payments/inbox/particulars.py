"""What is kept of money that came: the owner's alone, and gone when the owner says so."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from payments.inbox.models import BankNotice
from payments.models import PaymentEvidence

KEPT = (
    Kept(PaymentEvidence, _l("Days on which you were paid"), Fate.DELETED),
    Kept(BankNotice, _l("Notices of money received"), Fate.DELETED),
)
