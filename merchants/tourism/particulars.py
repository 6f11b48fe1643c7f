"""What is kept of a place for guests."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from merchants.tourism.models import TourismClosure, TourismOffer, TourismProfile, TourismSighting

KEPT = (
    Kept(TourismOffer, _l("Rooms, meals and trips"), Fate.DELETED),
    Kept(TourismClosure, _l("Days without guests"), Fate.DELETED),
    Kept(TourismSighting, _l("What somebody has seen on the spot"), Fate.DELETED),
    Kept(TourismProfile, _l("What guests are told"), Fate.DELETED),
)
