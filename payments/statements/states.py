"""The life of a bank's statement that was brought."""

from enum import StrEnum

from app.core.states import Machine


class StatementState(StrEnum):
    """Where a statement stands."""

    ASKED = "asked"
    # A worker lets its lines in, because there are more than anybody waits for.
    READING = "reading"
    TAKEN = "taken"


class StatementStep(StrEnum):
    """What may happen to a statement."""

    WAIT = "wait"
    TAKE = "take"


STATEMENT = Machine(
    name="bank statement",
    initial=StatementState.ASKED,
    # Nothing is counted before somebody has said which column is what, this time or an earlier one.
    table={
        (StatementState.ASKED, StatementStep.WAIT): StatementState.READING,
        (StatementState.ASKED, StatementStep.TAKE): StatementState.TAKEN,
        (StatementState.READING, StatementStep.TAKE): StatementState.TAKEN,
    },
)


class StatementAction(StrEnum):
    """What the audit trail calls the changes of this slice."""

    BROUGHT = "statement:bring"
    WAITS = "statement:wait"
    TAKEN = "statement:take"
