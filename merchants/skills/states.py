"""The names of what people do about skills."""

from enum import StrEnum


class SkillAction(StrEnum):
    """What the audit trail calls the changes of this slice."""

    SHOWN = "skill:shown"
    TAKEN_BACK = "skill:taken_back"
