"""What is kept of corrections and new owners."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from merchants.changes.models import Correction, Handover

KEPT = (
    Kept(Correction, _l("What was corrected"), Fate.DELETED),
    Kept(Handover, _l("Who asked to take the business over"), Fate.DELETED),
)
