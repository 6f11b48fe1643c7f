"""What is kept of a family at partners: gone when the owner says so."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from payments.partners.models import PartnerFlag, Referral
from payments.partners.spots.models import SpotReport

_REFERRALS = Kept(Referral, _l("Banks and telecoms you let ring you"), Fate.DELETED)
KEPT = (
    Kept(
        PartnerFlag,
        _l("Months in which a bank says the account was used"),
        Fate.DELETED,
        keys=("referral_id",),
        of=_REFERRALS,
    ),
    _REFERRALS,
    Kept(SpotReport, _l("What you said of the signal where you sell"), Fate.DELETED),
)
