"""How field work is told on a screen."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from merchants.fieldwork.models import FieldClash
from merchants.training.forms import ATTENDANCE_LABELS
from merchants.visits.states import VisitState
from merchants.visits.words import BANDS

FIELDS: Mapping[str, object] = {
    "attendance": _l("Attendance"),
    "outcome": _l("What happened at the door"),
    "minutes": _l("Minutes at the household"),
    "band": _l("How often money came by transfer"),
}
_OUTCOMES: Mapping[str, object] = {
    VisitState.SEEN: _l("Was received"),
    VisitState.REFUSED: _l("Does not want a visit"),
}
# By the value as it is kept, which the members of these enumerations are equal to.
_SAID: Mapping[str, Mapping[Any, object]] = {"attendance": ATTENDANCE_LABELS, "outcome": _OUTCOMES, "band": BANDS}


def answer(clash: FieldClash, value: str) -> str:
    """Return one answer as people say it."""
    return str(_SAID[clash.field][value]) if clash.field in _SAID else value
