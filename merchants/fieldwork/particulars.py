"""What is kept of field work: an owner's answers go, that an item came stays, so that nothing seems to be missing."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from merchants.fieldwork.models import FieldClash, FieldItem

KEPT = (
    Kept(FieldClash, _l("Two accounts of one visit or class"), Fate.DELETED),
    Kept(
        FieldItem,
        _l("What was written down without a network"),
        Fate.BLANKED,
        _l("That something came from a telephone stays counted. What it said goes."),
        blank={"fields": {}},
    ),
)
