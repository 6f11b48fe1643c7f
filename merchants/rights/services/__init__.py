"""What may be done about one's own data: ask, acknowledge, put off once, answer; question a look and answer that."""

from merchants.rights.services.looks import AlreadyAnsweredError, NotAStrangersLookError, answer_look, question_look
from merchants.rights.services.requests import (
    AlreadyAskedError,
    NotLaterError,
    WordsMissingError,
    acknowledge,
    ask,
    extend,
    fulfil,
    refuse,
    take_back,
)

__all__ = [
    "AlreadyAnsweredError",
    "AlreadyAskedError",
    "NotAStrangersLookError",
    "NotLaterError",
    "WordsMissingError",
    "acknowledge",
    "answer_look",
    "ask",
    "extend",
    "fulfil",
    "question_look",
    "refuse",
    "take_back",
]
