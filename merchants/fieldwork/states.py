"""What a device writes down, what becomes of it here, and the names of what people do in this slice."""

from enum import StrEnum

from app.core.states import Machine


class Kind(StrEnum):
    """What can be written down without a network."""

    ATTENDANCE = "attendance"
    WALK_IN = "walk_in"
    SKILL = "skill"
    VISIT = "visit"
    # Written by mistake and taken out before it was sent; its number is told all the same, so that it is not missed.
    WITHDRAWN = "withdrawn"


class ItemState(StrEnum):
    """Where an item stands that the server has received."""

    RECEIVED = "received"
    WRITTEN = "written"
    SAME = "same"
    HELD = "held"
    CLASHED = "clashed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ItemStep(StrEnum):
    """What becomes of an item."""

    WRITE = "write"
    FIND_SAME = "find_same"
    HOLD = "hold"
    CLASH = "clash"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


_SETTLED = {
    ItemStep.WRITE: ItemState.WRITTEN,
    ItemStep.FIND_SAME: ItemState.SAME,
    ItemStep.CLASH: ItemState.CLASHED,
    ItemStep.REFUSE: ItemState.REFUSED,
}
ITEM = Machine(
    name="field item",
    initial=ItemState.RECEIVED,
    table={
        **{(ItemState.RECEIVED, step): state for step, state in _SETTLED.items()},
        **{(ItemState.HELD, step): state for step, state in _SETTLED.items()},
        (ItemState.RECEIVED, ItemStep.HOLD): ItemState.HELD,
        (ItemState.RECEIVED, ItemStep.WITHDRAW): ItemState.WITHDRAWN,
        # Somebody has decided about every answer that two people gave differently.
        (ItemState.CLASHED, ItemStep.WRITE): ItemState.WRITTEN,
    },
)


class Keep(StrEnum):
    """Which of two answers stays; the other one is kept beside it."""

    OURS = "ours"
    THEIRS = "theirs"


class FieldAction(StrEnum):
    """What the audit trail calls the changes of this slice."""

    DEVICE_OPENED = "field:device_opened"
    DEVICE_CLOSED = "field:device_closed"
    DEVICE_LOST = "field:device_lost"
    CLASH_DECIDED = "field:clash_decided"
    PACE_TOLD = "field:pace_told"
