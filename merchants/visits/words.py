"""How visits are told on a screen."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from merchants.visits.states import Alone, Band, Says, VisitStep

STEPS: Mapping[VisitStep, object] = {
    VisitStep.SEE: _l("I was received"),
    VisitStep.MISS: _l("Nobody was at home"),
    VisitStep.REFUSE: _l("They do not want a visit, and I said thank you"),
}
BANDS: Mapping[Band, object] = {
    Band.NOT_ASKED: _l("Not asked"),
    Band.NONE: _l("Not once"),
    Band.FEW: _l("1 to 5 times"),
    Band.SOME: _l("6 to 20 times"),
    Band.MANY: _l("More than 20 times"),
}
ALONE: Mapping[Alone, object] = {
    Alone.RECEIVE: _l("Receives money with the QR code"),
    Alone.SEE_MONEY: _l("Looks up that it has arrived"),
    Alone.KNOW_FAKE: _l("Knows a fake receipt"),
}
SAYS: Mapping[Says, object] = {
    Says.NOTHING: _l("You have not answered yet"),
    Says.RIGHT: _l("You said: yes, they came"),
    Says.WRONG: _l("You said: no, nobody came"),
}
REASONS: Mapping[int, object] = {
    7: _l("a week after the class"),
    30: _l("a month after the class"),
    90: _l("three months after the class"),
}
