"""What is kept of whom an incident concerns."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from merchants.incidents.models import IncidentConcerned

KEPT = (
    Kept(
        IncidentConcerned,
        _l("Incidents that concern you"),
        Fate.KEPT,
        _l("The commune has to show whom it told. The line holds no name."),
    ),
)
