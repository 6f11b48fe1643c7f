"""What is kept of visits: they go with the owner."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from merchants.visits.models import Visit

KEPT = (Kept(Visit, _l("Visits to your home"), Fate.DELETED),)
