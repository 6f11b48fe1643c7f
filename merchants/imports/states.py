"""The life of a list that was brought, what becomes of each of its lines, and the names of what people do here."""

from enum import StrEnum

from app.core.states import Machine


class ImportState(StrEnum):
    """Where a list stands."""

    READING = "reading"
    UNMAPPED = "unmapped"
    UNREADABLE = "unreadable"
    CHECKED = "checked"
    TAKING = "taking"
    TAKEN = "taken"
    UNDOING = "undoing"
    UNDONE = "undone"
    DROPPED = "dropped"


class ImportStep(StrEnum):
    """What can happen to a list."""

    ASK = "ask"
    FAIL = "fail"
    CHECK = "check"
    READ_AGAIN = "read_again"
    ACCEPT = "accept"
    FINISH = "finish"
    UNDO = "undo"
    FINISH_UNDO = "finish_undo"
    DROP = "drop"


IMPORT = Machine(
    name="import",
    initial=ImportState.READING,
    table={
        (ImportState.READING, ImportStep.ASK): ImportState.UNMAPPED,
        (ImportState.READING, ImportStep.FAIL): ImportState.UNREADABLE,
        (ImportState.READING, ImportStep.CHECK): ImportState.CHECKED,
        (ImportState.UNMAPPED, ImportStep.READ_AGAIN): ImportState.READING,
        (ImportState.CHECKED, ImportStep.READ_AGAIN): ImportState.READING,
        (ImportState.CHECKED, ImportStep.ACCEPT): ImportState.TAKING,
        (ImportState.TAKING, ImportStep.FINISH): ImportState.TAKEN,
        (ImportState.TAKEN, ImportStep.UNDO): ImportState.UNDOING,
        (ImportState.UNDOING, ImportStep.FINISH_UNDO): ImportState.UNDONE,
        (ImportState.UNMAPPED, ImportStep.DROP): ImportState.DROPPED,
        (ImportState.CHECKED, ImportStep.DROP): ImportState.DROPPED,
        (ImportState.UNREADABLE, ImportStep.DROP): ImportState.DROPPED,
    },
)

# A worker is at it: the page asks for itself again until it is done.
BUSY = (ImportState.READING, ImportState.TAKING, ImportState.UNDOING)
# The same file again is the same list, unless the first one was put aside or undone.
ENDED = (ImportState.DROPPED, ImportState.UNDONE, ImportState.UNREADABLE)


class Verdict(StrEnum):
    """What becomes of one line."""

    NEW = "new"
    FILLED = "filled"
    SAME = "same"
    TWIN = "twin"
    WRONG = "wrong"


# Lines that go back to whoever brought the list.
SENT_BACK = (Verdict.TWIN, Verdict.WRONG)


class ImportAction(StrEnum):
    """What the audit trail calls the changes of this slice."""

    BROUGHT = "import:brought"
    MAPPED = "import:mapped"
    CHECKED = "import:checked"
    UNREADABLE = "import:unreadable"
    ACCEPTED = "import:accepted"
    TAKEN = "import:taken"
    UNDO_ASKED = "import:undo_asked"
    UNDONE = "import:undone"
    DROPPED = "import:dropped"
    FILE_FORGOTTEN = "import:file_forgotten"
