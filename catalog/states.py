"""The life of a product, of a change to the rules, which takes two people, and of a list of products."""

from enum import StrEnum

from app.core.states import Machine


class Stage(StrEnum):
    """Where a product stands."""

    DRAFT = "draft"
    LISTED = "listed"
    HIDDEN = "hidden"


class Step(StrEnum):
    """What moves a product on."""

    LIST = "list"
    HIDE = "hide"


LISTING = Machine(
    name="listing",
    initial=Stage.DRAFT,
    table={
        (Stage.DRAFT, Step.LIST): Stage.LISTED,
        (Stage.LISTED, Step.HIDE): Stage.HIDDEN,
        (Stage.HIDDEN, Step.LIST): Stage.LISTED,
    },
)


class ListState(StrEnum):
    """Where a list of products stands."""

    UNMAPPED = "unmapped"
    # A worker reads it, because it is too long to be read while somebody waits.
    READING = "reading"
    CHECKED = "checked"
    TAKING = "taking"
    TAKEN = "taken"
    UNDONE = "undone"
    DROPPED = "dropped"


class ListStep(StrEnum):
    """What can happen to a list of products."""

    WAIT = "wait"
    READ = "read"
    ACCEPT = "accept"
    FINISH = "finish"
    UNDO = "undo"
    DROP = "drop"


GOODS_LIST = Machine(
    name="goods list",
    initial=ListState.UNMAPPED,
    table={
        (ListState.UNMAPPED, ListStep.READ): ListState.CHECKED,
        (ListState.UNMAPPED, ListStep.WAIT): ListState.READING,
        (ListState.READING, ListStep.READ): ListState.CHECKED,
        (ListState.READING, ListStep.DROP): ListState.DROPPED,
        (ListState.CHECKED, ListStep.WAIT): ListState.READING,
        (ListState.CHECKED, ListStep.READ): ListState.CHECKED,
        (ListState.CHECKED, ListStep.ACCEPT): ListState.TAKING,
        (ListState.TAKING, ListStep.FINISH): ListState.TAKEN,
        (ListState.TAKEN, ListStep.UNDO): ListState.UNDONE,
        (ListState.UNMAPPED, ListStep.DROP): ListState.DROPPED,
        (ListState.CHECKED, ListStep.DROP): ListState.DROPPED,
    },
)


class ItemVerdict(StrEnum):
    """What becomes of one product of a list."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"
