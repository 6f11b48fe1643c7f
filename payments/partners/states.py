"""The lives of a referral and of a day in the hamlet, as tables."""

from enum import StrEnum

from app.core.states import Machine


class ReferralState(StrEnum):
    """Where a referral stands."""

    SENT = "sent"
    CALLED = "called"
    BOOKED = "booked"
    OPENED = "opened"
    HAS_OTHER = "has_other"
    NOT_REACHED = "not_reached"
    DECLINED = "declined"
    WRONG_NUMBER = "wrong_number"
    WITHDRAWN = "withdrawn"


class ReferralStep(StrEnum):
    """What may happen to a referral."""

    CALL = "call"
    BOOK = "book"
    OPEN = "open"
    HAS_OTHER = "has_other"
    GIVE_UP = "give_up"
    DECLINE = "decline"
    WRONG_NUMBER = "wrong_number"
    WITHDRAW = "withdraw"


_S, _T = ReferralState, ReferralStep
# While somebody is still on it.
LIVE = (_S.SENT, _S.CALLED, _S.BOOKED)
_ENDS = {
    _T.OPEN: _S.OPENED,
    _T.HAS_OTHER: _S.HAS_OTHER,
    _T.GIVE_UP: _S.NOT_REACHED,
    _T.DECLINE: _S.DECLINED,
    _T.WRONG_NUMBER: _S.WRONG_NUMBER,
}

REFERRAL = Machine(
    name="referral",
    initial=_S.SENT,
    table={
        (_S.SENT, _T.CALL): _S.CALLED,
        **{(state, _T.BOOK): _S.BOOKED for state in LIVE},
        **{(state, step): end for state in LIVE for step, end in _ENDS.items()},
        # Consent is taken back at any time, whatever has happened since.
        **{(state, _T.WITHDRAW): _S.WITHDRAWN for state in _S if state is not _S.WITHDRAWN},
    },
)


class DayState(StrEnum):
    """Whether a day in the hamlet holds."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"


class DayStep(StrEnum):
    """What the commune says of a day."""

    APPROVE = "approve"
    REFUSE = "refuse"


PARTNER_DAY = Machine(
    name="partner's day",
    initial=DayState.PROPOSED,
    table={
        (DayState.PROPOSED, DayStep.APPROVE): DayState.APPROVED,
        (DayState.PROPOSED, DayStep.REFUSE): DayState.REFUSED,
        # A wedding in the hall, a storm: a day that held may be called off.
        (DayState.APPROVED, DayStep.REFUSE): DayState.REFUSED,
    },
)
