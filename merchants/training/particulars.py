"""What is kept of classes: that a place was taken stays, by whom goes."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from merchants.training.models import Enrolment, Wait

KEPT = (
    Kept(
        Enrolment,
        _l("Classes"),
        Fate.BLANKED,
        _l("How many came stays in the figures of the class. Name and telephone go."),
        blank={"person_name": "", "phone": ""},
    ),
    Kept(Wait, _l("Your turn in the line for a class"), Fate.DELETED),
)
