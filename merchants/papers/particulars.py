"""What is kept of papers; their files go with them."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from merchants.papers.models import KeptPaper, PaperNotice, Sighting

_PAPERS = Kept(KeptPaper, _l("Papers of the business, with their files"), Fate.DELETED, files=("sha256",))

KEPT = (
    Kept(PaperNotice, _l("Reminders of papers that run out"), Fate.DELETED, keys=("paper_id",), of=_PAPERS),
    Kept(Sighting, _l("Identity cards the desk has seen"), Fate.DELETED),
    _PAPERS,
)
