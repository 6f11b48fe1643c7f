"""What is kept of looks at a sign: gone when the owner says so."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from payments.particulars import STANDEES
from payments.signs.models import SignLook

KEPT = (Kept(SignLook, _l("What photographs of your sign showed"), Fate.DELETED, keys=("standee_id",), of=STANDEES),)
