"""What is kept of the desk's work on a dossier."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from merchants.desk.models import BatchItem, Claim, Conflict, Refusal, TwinVerdict

KEPT = (
    Kept(BatchItem, _l("Files sent back together"), Fate.DELETED),
    Kept(Claim, _l("Who works on the file"), Fate.DELETED),
    Kept(Conflict, _l("Officials who are close to you"), Fate.DELETED),
    Kept(TwinVerdict, _l("Whether two files are of one household"), Fate.DELETED, keys=("first_id", "second_id")),
    Kept(
        Refusal,
        _l("A decision to refuse"),
        Fate.KEPT,
        _l("A decision of the commune is archived, so that it can be contested."),
    ),
)
