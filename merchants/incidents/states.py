"""The life of an incident. Reporting does not wait for containing: the clock of the law runs from the finding."""

from enum import StrEnum

from app.core.states import Machine


class IncidentState(StrEnum):
    """Where an incident stands. Late is not a state: it is a moment that has passed."""

    FOUND = "found"
    CONTAINED = "contained"
    REPORTED = "reported"
    TOLD = "told"
    CLOSED = "closed"


class IncidentStep(StrEnum):
    """What may happen to an incident."""

    CONTAIN = "contain"
    REPORT = "report"
    TELL = "tell"
    CLOSE = "close"


_S, _T = IncidentState, IncidentStep

INCIDENT = Machine(
    name="data incident",
    initial=IncidentState.FOUND,
    table={
        (_S.FOUND, _T.CONTAIN): _S.CONTAINED,
        (_S.FOUND, _T.REPORT): _S.REPORTED,
        (_S.CONTAINED, _T.REPORT): _S.REPORTED,
        # Harm to nobody is likely: it is closed with the reason why nothing was reported.
        (_S.CONTAINED, _T.CLOSE): _S.CLOSED,
        (_S.REPORTED, _T.CONTAIN): _S.REPORTED,
        (_S.REPORTED, _T.TELL): _S.TOLD,
        (_S.REPORTED, _T.CLOSE): _S.CLOSED,
        (_S.TOLD, _T.CONTAIN): _S.TOLD,
        (_S.TOLD, _T.CLOSE): _S.CLOSED,
    },
)

UNREPORTED = (IncidentState.FOUND, IncidentState.CONTAINED)


class IncidentAction(StrEnum):
    """What the audit trail calls the changes of this slice."""

    FOUND = "incident:found"
    CONCERNED = "incident:concerned"
    CONTAINED = "incident:contained"
    REPORTED = "incident:reported"
    TOLD = "incident:told"
    CLOSED = "incident:closed"
    REMINDED = "incident:reminded"
