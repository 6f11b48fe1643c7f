"""What is kept of being paid: the owner's alone, and gone when the owner says so."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from payments.models import PaymentAccount, PaymentRequest, Standee, StandeeReport

REQUESTS = Kept(PaymentRequest, _l("Amounts asked for"), Fate.DELETED)
STANDEES = Kept(
    Standee,
    _l("QR signs"),
    Fate.BLANKED,
    _l("Whoever scans an old sign must read that it no longer holds. Name and account go."),
    blank={"account_no": "", "holder_name": "", "payload": "", "stamp": ""},
)

KEPT = (
    Kept(StandeeReport, _l("Reports of a wrong name"), Fate.DELETED, keys=("standee_id",), of=STANDEES),
    STANDEES,
    REQUESTS,
    Kept(PaymentAccount, _l("The account you are paid into"), Fate.DELETED),
)
