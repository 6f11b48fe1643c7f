"""What is kept of signs of use, and gone when the owner says so."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from payments.sightings.models import UseSign

KEPT = (Kept(UseSign, _l("Weeks and days on which you were paid, as you or a helper said"), Fate.DELETED),)
