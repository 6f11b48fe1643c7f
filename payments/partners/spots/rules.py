"""What may be wrong with the signal at a place, and what a telecom may answer."""

from enum import StrEnum


class SpotKind(StrEnum):
    """How bad it is where the business stands."""

    NONE = "none"
    WEAK = "weak"
    NO_LINE = "no_line"


class Verdict(StrEnum):
    """What a telecom says of a place."""

    CHECKED = "checked"
    PLANNED = "planned"
    OUTSIDE = "outside"
