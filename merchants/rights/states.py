"""The life of a request about one's own data: received, acknowledged, perhaps put off once, answered."""

from enum import StrEnum

from app.core.states import Machine


class RequestState(StrEnum):
    """Where a request stands. Overdue is not a state: it is a date that has passed."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    EXTENDED = "extended"
    DONE = "done"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


class RequestStep(StrEnum):
    """What may happen to a request. It is put off once: nothing leads from extended to extended."""

    ACKNOWLEDGE = "acknowledge"
    EXTEND = "extend"
    FULFIL = "fulfil"
    REFUSE = "refuse"
    TAKE_BACK = "take_back"


_S, _T = RequestState, RequestStep

REQUEST = Machine(
    name="data request",
    initial=RequestState.RECEIVED,
    table={
        (_S.RECEIVED, _T.ACKNOWLEDGE): _S.ACKNOWLEDGED,
        (_S.ACKNOWLEDGED, _T.EXTEND): _S.EXTENDED,
        (_S.RECEIVED, _T.FULFIL): _S.DONE,
        (_S.ACKNOWLEDGED, _T.FULFIL): _S.DONE,
        (_S.EXTENDED, _T.FULFIL): _S.DONE,
        (_S.RECEIVED, _T.REFUSE): _S.REFUSED,
        (_S.ACKNOWLEDGED, _T.REFUSE): _S.REFUSED,
        (_S.EXTENDED, _T.REFUSE): _S.REFUSED,
        (_S.RECEIVED, _T.TAKE_BACK): _S.TAKEN_BACK,
        (_S.ACKNOWLEDGED, _T.TAKE_BACK): _S.TAKEN_BACK,
        (_S.EXTENDED, _T.TAKE_BACK): _S.TAKEN_BACK,
    },
)

OPEN = tuple(state for state in RequestState if state not in REQUEST.terminal())


class RightsAction(StrEnum):
    """What the audit trail calls the changes of this slice."""

    ASKED = "rights:ask"
    ACKNOWLEDGED = "rights:acknowledge"
    EXTENDED = "rights:extend"
    FULFILLED = "rights:fulfil"
    REFUSED = "rights:refuse"
    TAKEN_BACK = "rights:take_back"
    LOOK_QUESTIONED = "rights:question_look"
    LOOK_ANSWERED = "rights:answer_look"
    CONTRADICTED = "rights:contradict"
    CONTRADICTION_CLOSED = "rights:close_contradiction"
