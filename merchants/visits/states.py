"""The life of a visit, what a household says of it, and the names of what people do here."""

from enum import StrEnum

from app.core.states import Machine


class VisitState(StrEnum):
    """Where a visit stands."""

    PLANNED = "planned"
    NOT_HOME = "not_home"
    SEEN = "seen"
    REFUSED = "refused"


class VisitStep(StrEnum):
    """What can happen at the door."""

    SEE = "see"
    MISS = "miss"
    REFUSE = "refuse"


VISIT = Machine(
    name="visit",
    initial=VisitState.PLANNED,
    table={
        (VisitState.PLANNED, VisitStep.SEE): VisitState.SEEN,
        (VisitState.PLANNED, VisitStep.MISS): VisitState.NOT_HOME,
        (VisitState.PLANNED, VisitStep.REFUSE): VisitState.REFUSED,
        (VisitState.NOT_HOME, VisitStep.SEE): VisitState.SEEN,
        (VisitState.NOT_HOME, VisitStep.MISS): VisitState.NOT_HOME,
        (VisitState.NOT_HOME, VisitStep.REFUSE): VisitState.REFUSED,
        # Two people wrote differently of one visit, and somebody has decided between them.
        (VisitState.SEEN, VisitStep.REFUSE): VisitState.REFUSED,
        (VisitState.REFUSED, VisitStep.SEE): VisitState.SEEN,
    },
)


class Says(StrEnum):
    """What the household says of a visit; silence is not a yes."""

    NOTHING = "nothing"
    RIGHT = "right"
    WRONG = "wrong"


class Band(StrEnum):
    """How often money came by transfer in the last seven days; never how much."""

    NOT_ASKED = "not_asked"
    NONE = "none"
    FEW = "few"
    SOME = "some"
    MANY = "many"


class Alone(StrEnum):
    """What somebody does unaided at the visit a month after the class."""

    RECEIVE = "receive"
    SEE_MONEY = "see_money"
    KNOW_FAKE = "know_fake"


class VisitAction(StrEnum):
    """What the audit trail calls the changes of this slice."""

    SEEN = "visit:seen"
    NOT_HOME = "visit:not_home"
    REFUSED = "visit:refused"
    ANSWERED = "visit:answered"
    COMPLETED = "visit:completed"
    SHARED = "visit:shared"
