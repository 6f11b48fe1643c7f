"""How partners, hours and states are called on a screen."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from payments.partners.rules import BestHour, Fault
from payments.partners.states import DayState, ReferralState

HOURS: Mapping[BestHour, object] = {
    BestHour.MORNING: _l("In the morning"),
    BestHour.NOON: _l("At noon"),
    BestHour.AFTERNOON: _l("In the afternoon"),
    BestHour.EVENING: _l("In the evening, before 8"),
}
REFERRALS: Mapping[ReferralState, tuple[object, str]] = {
    ReferralState.SENT: (_l("Waits for a call"), "wait"),
    ReferralState.CALLED: (_l("Rung"), "sea"),
    ReferralState.BOOKED: (_l("Has a place on a day"), "sea"),
    ReferralState.OPENED: (_l("Account opened"), "good"),
    ReferralState.HAS_OTHER: (_l("Is served elsewhere"), ""),
    ReferralState.NOT_REACHED: (_l("Not reached three times"), ""),
    ReferralState.DECLINED: (_l("Said no"), ""),
    ReferralState.WRONG_NUMBER: (_l("The number was wrong"), "bad"),
    ReferralState.WITHDRAWN: (_l("You took it back"), ""),
}
DAYS: Mapping[DayState, tuple[object, str]] = {
    DayState.PROPOSED: (_l("Waits for the commune"), "wait"),
    DayState.APPROVED: (_l("Approved"), "good"),
    DayState.REFUSED: (_l("Not held"), "bad"),
}
FAULTS: Mapping[Fault, object] = {
    Fault.NO_SUCH_CODE: _l("No account you opened has this code, or consent was taken back"),
    Fault.OTHER_MONTH: _l("Another month"),
    Fault.USED_UNREADABLE: _l("Used must be 1, 0 or khong_ro"),
    Fault.BAND_UNREADABLE: _l("The band must be 0, 1-5, 6-20 or >20, and 0 only without use"),
    Fault.TWICE: _l("The code comes twice"),
}
