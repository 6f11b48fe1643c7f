"""What a partner is, when it may ring, and how often it tries."""

from enum import StrEnum

MISSES = 3
MOST_PLACES = 60


class PartnerKind(StrEnum):
    """What an institution does for a household."""

    BANK = "bank"
    TELECOM = "telecom"
    UTILITY = "utility"


class BestHour(StrEnum):
    """When a family likes to be rung."""

    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
