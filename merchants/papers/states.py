"""What the audit trail calls the changes of this slice."""

from enum import StrEnum


class PaperAction(StrEnum):
    """What was done to a paper."""

    KEPT = "paper:keep"
    REPLACED = "paper:replace"
    REMOVED = "paper:remove"
    CHECKED = "paper:check"
    REMINDED = "paper:remind"
    SIGHTED = "paper:sight"
