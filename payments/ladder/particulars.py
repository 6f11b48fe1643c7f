"""What is kept of the ladder: gone when the owner says so."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from payments.ladder.models import Counter, Trial

KEPT = (
    Kept(Trial, _l("Tries of 1,000 ₫ that somebody watched"), Fate.DELETED),
    Kept(Counter, _l("What telephone is at your counter"), Fate.DELETED),
)
