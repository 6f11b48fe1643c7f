"""How the desk's kinds are called on a screen."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from merchants.desk.rules import Leaving, Likeness, Risk, Tab, Verdict
from merchants.documents.slips import Slip
from merchants.rules import Reaching

TABS: Mapping[Tab, object] = {
    Tab.ALL: _l("All to answer"),
    Tab.LATE: _l("Late"),
    Tab.TODAY: _l("Due today"),
    Tab.LATER: _l("Not due yet"),
    Tab.WITH_OWNER: _l("With the owner"),
}

RISKS: Mapping[Risk, object] = {
    Risk.TWIN: _l("may be a duplicate"),
    Risk.TWICE_RETURNED: _l("sent back twice"),
    Risk.NO_PHONE: _l("no phone"),
    Risk.SECOND_PERSON: _l("waits for a second person"),
}

LIKENESSES: Mapping[Likeness, object] = {
    Likeness.NAME: _l("same name and year of birth"),
    Likeness.PHONE: _l("same telephone"),
    Likeness.IDENTITY: _l("same identity number"),
    Likeness.PLACE: _l("same place and craft"),
}

VERDICTS: Mapping[Verdict, object] = {
    Verdict.DIFFERENT: _l("Two different families"),
    Verdict.UNSURE: _l("Not sure yet, ask them"),
}

LEAVINGS: Mapping[Leaving, object] = {
    Leaving.REST: _l("Rest for the season"),
    Leaving.RESUME: _l("Work again"),
    Leaving.CLOSE: _l("The family has told us it gives up the trade"),
    Leaving.MOVE_AWAY: _l("The business has moved to another commune"),
    Leaving.STOP: _l("The owner asks us to stop handling the file"),
}

REACHINGS: Mapping[Reaching, object] = {
    Reaching.CALL: _l("Rang the owner"),
    Reaching.VISIT: _l("Somebody will go to the house"),
}

SLIPS: Mapping[Slip, object] = {
    Slip.RECEIPT: _l("Receipt and day of answer"),
    Slip.SUPPLEMENT: _l("What has to be fixed or added"),
    Slip.REFUSAL: _l("Why the file is refused"),
    Slip.APOLOGY: _l("Apology and new day"),
    Slip.STOPPED: _l("Handling has stopped"),
    Slip.CONTROL: _l("Who did what, when"),
    Slip.REGISTER: _l("Register of files"),
}

LEFT_OUT: Mapping[str, object] = {
    "moved": _l("changed meanwhile"),
    "call": _l("sent back twice already, ring first"),
    "claimed": _l("somebody else is looking at it"),
    "conflict": _l("a relative's file"),
}
