"""What the search keeps: the words a dossier is found by."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from merchants.search.models import MerchantSearch

KEPT = (Kept(MerchantSearch, _l("Words the file is found by"), Fate.DELETED),)
