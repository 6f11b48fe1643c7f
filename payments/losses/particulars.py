"""What is kept of money lost: the owner's alone, and gone when the owner says so."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from payments.losses.models import Loss

KEPT = (Kept(Loss, _l("Money you reported as lost"), Fate.DELETED),)
