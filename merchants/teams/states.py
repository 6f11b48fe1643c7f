"""The names of what people do about teams."""

from enum import StrEnum


class TeamAction(StrEnum):
    """What the audit trail calls the changes of this slice."""

    FOUNDED = "team:founded"
    JOINED = "team:joined"
    LEFT = "team:left"
    LENT = "team:lent"
    GIVEN_BACK = "team:given_back"
