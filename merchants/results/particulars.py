"""What is kept of signed papers."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from merchants.results.models import IssuedDocument

KEPT = (
    Kept(
        IssuedDocument,
        _l("Papers the commune signed"),
        Fate.KEPT,
        _l("A signed paper of an office is archived by law, and whoever was given it may check it."),
    ),
)
