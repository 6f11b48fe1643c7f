"""What is kept of texts: they go with the owner, and all of them after a season."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from merchants.texts.models import IncomingText

KEPT = (Kept(IncomingText, _l("Texts you sent"), Fate.DELETED),)
