"""The life of a product: prepared, shown, hidden; and of a change to the rules, which takes two people."""

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


class ChangeState(StrEnum):
    """Where a change to a marketplace's demand stands: one person proposes, another one decides."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    NOT_AGREED = "not_agreed"


class ChangeStep(StrEnum):
    """What the second person may do."""

    AGREE = "agree"
    NOT_AGREE = "not_agree"


CHANGE = Machine(
    name="rule change",
    initial=ChangeState.PROPOSED,
    table={
        (ChangeState.PROPOSED, ChangeStep.AGREE): ChangeState.AGREED,
        (ChangeState.PROPOSED, ChangeStep.NOT_AGREE): ChangeState.NOT_AGREED,
    },
)
