"""What is kept of money owed back: the owner's alone, and gone when the owner says so."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from payments.refunds.models import Refund

KEPT = (Kept(Refund, _l("Money you owed back"), Fate.DELETED),)
