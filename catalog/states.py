"""The life of a product: prepared, shown, hidden."""

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
