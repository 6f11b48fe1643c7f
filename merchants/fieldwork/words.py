"""How field work is told on a screen."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from merchants.fieldwork.models import FieldClash
from merchants.fieldwork.states import ItemState
from merchants.training.forms import ATTENDANCE_LABELS
from merchants.visits.states import Alone, VisitState
from merchants.visits.words import ALONE, BANDS

FIELDS: Mapping[str, object] = {
    "attendance": _l("Attendance"),
    "outcome": _l("What happened at the door"),
    "minutes": _l("Minutes at the household"),
    "band": _l("How often money came by transfer"),
    "alone": _l("What was done unaided"),
}
_OUTCOMES: Mapping[str, object] = {
    VisitState.SEEN: _l("Was received"),
    VisitState.REFUSED: _l("Does not want a visit"),
}
# By the value as it is kept, which the members of these enumerations are equal to.
_SAID: Mapping[str, Mapping[Any, object]] = {"attendance": ATTENDANCE_LABELS, "outcome": _OUTCOMES, "band": BANDS}


def answer(clash: FieldClash, value: str) -> str:
    """Return one answer as people say it."""
    if clash.field == "alone":
        return ", ".join(str(ALONE[Alone(each)]) for each in value.split()) or str(_l("Nothing"))
    return str(_SAID[clash.field][value]) if clash.field in _SAID else value


STATES: Mapping[ItemState, object] = {
    ItemState.WRITTEN: _l("Written down"),
    ItemState.SAME: _l("Was written down already"),
    ItemState.HELD: _l("Waits for what came before it"),
    ItemState.CLASHED: _l("Somebody else wrote otherwise"),
    ItemState.REFUSED: _l("Could not be written"),
    ItemState.WITHDRAWN: _l("Taken out"),
}

# Sentences that the page's script says; it puts numbers and names between braces and knows no language.
ON_THE_DEVICE: Mapping[str, object] = {
    "online": _l("There is a network"),
    "offline": _l("No network, still saving"),
    "ready": _l("On this phone and good without a network until {time}"),
    "left": _l("{n} notes wait to be sent"),
    "none_left": _l("Nothing waits to be sent"),
    "missing": _l(
        "This phone was given {issued} numbers and has used {last}; {came} came to the server. {n} are missing: {which}"
    ),
    "others": _l("You have {n} more devices with work on them. If one is lost or was emptied, say so"),
    "other": _l("{n} notes on this phone are {name}'s. They must sign in here to send them"),
    "low": _l("Only {mb} MB are free on this phone. Delete old pictures before you go"),
    "households": _l("{n} households"),
    "take": _l("Take along: {what}"),
    "taken": _l("It is on this phone now"),
    "not_taken": _l("It could not be fetched. Try again where there is a network"),
    "written": _l("Written down as number {number}. Copy the number onto the stub"),
    "taken_out": _l("Taken out"),
    "waiting": _l("On this phone, not sent yet"),
    "sending": _l("Being sent"),
    "stuck": _l("Tried three times without an answer. It stays on this phone and is tried again; others go on"),
    "got_written": _l("The server has it since {time}"),
    "got_same": _l("The server has it since {time}; somebody else had written the same"),
    "got_held": _l("The server has it since {time} and waits for what came before it"),
    "got_clashed": _l("The server has it since {time}. Somebody else wrote otherwise; both are kept"),
    "got_refused": _l("The server has it since {time} but could not write it: {says}"),
    "got_withdrawn": _l("Taken out; the server knows since {time}"),
    "did_see": _l("Was received"),
    "did_miss": _l("Nobody was at home"),
    "did_refuse": _l("Does not want a visit"),
    "no_outcome": _l("Say what happened at the door"),
    "bad_minutes": _l("Enter a number from 0 to 240, for example 30"),
    "bad_name": _l("Enter the full name, for example Nguyễn Thị Mận"),
    "bad_number": _l("Enter a number from 0 to 9"),
}
