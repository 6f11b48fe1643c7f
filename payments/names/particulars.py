"""What is kept of names: gone when the owner says so."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from payments.names.models import NameSheet

KEPT = (Kept(NameSheet, _l("Names on your business paper and over your shop"), Fate.DELETED),)
