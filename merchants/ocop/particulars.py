"""What is kept of OCOP: decisions of the province stay, one's own assessment goes."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from merchants.ocop.models import (
    OcopAnswer,
    OcopCertificate,
    OcopDossier,
    OcopLetter,
    OcopNotice,
    OcopProof,
    OcopScreening,
)

_STATE = _l("A decision of the state about a product is archived and public.")
_CERTIFICATES = Kept(OcopCertificate, _l("OCOP certificates"), Fate.BLANKED, _STATE, blank={"paper_id": None})
_DOSSIERS = Kept(OcopDossier, _l("OCOP files"), Fate.KEPT, _STATE)

KEPT = (
    Kept(OcopAnswer, _l("Your own assessment"), Fate.DELETED, keys=("dossier_id",), of=_DOSSIERS),
    Kept(OcopProof, _l("Papers shown for it"), Fate.DELETED, keys=("dossier_id",), of=_DOSSIERS),
    Kept(OcopScreening, _l("What the commune found"), Fate.KEPT, _STATE, keys=("dossier_id",), of=_DOSSIERS),
    Kept(OcopNotice, _l("Reminders of stars that end"), Fate.DELETED, keys=("certificate_id",), of=_CERTIFICATES),
    Kept(OcopLetter, _l("Letters about stars that end"), Fate.KEPT, _STATE, keys=("certificate_id",), of=_CERTIFICATES),
    _CERTIFICATES,
    _DOSSIERS,
)
