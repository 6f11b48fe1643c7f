"""What is kept of requests about one's own data."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from merchants.rights.models import Contradiction, LookQuestion, RightsRequest

KEPT = (
    Kept(
        Contradiction,
        _l("What you said is not so"),
        Fate.BLANKED,
        _l("That it was said and answered has to be shown. Your words go."),
        blank={"words": "", "said_by_name": ""},
    ),
    Kept(
        LookQuestion,
        _l("Looks you found strange"),
        Fate.KEPT,
        _l("It is your protection: whoever looked stays answerable for it. It holds no word of the file."),
    ),
    Kept(
        RightsRequest,
        _l("What you asked for about your data"),
        Fate.BLANKED,
        _l("That it was asked and answered in time has to be shown. Your words go."),
        blank={"words": "", "asked_by_name": ""},
    ),
)
