"""What the audit trail calls the changes of this slice."""

from enum import StrEnum


class TourismAction(StrEnum):
    """What was done to what a tourism business tells its guests."""

    ANSWERED = "tourism:answer"
    OFFER_ADDED = "tourism:add_offer"
    OFFER_CHANGED = "tourism:change_offer"
    OFFER_REMOVED = "tourism:remove_offer"
    CLOSURE_ADDED = "tourism:add_closure"
    CLOSURE_REMOVED = "tourism:remove_closure"
    PINNED = "tourism:pin"
    SEEN = "tourism:see"
