"""What may be done about one's own data: ask, acknowledge, put off once, answer; ask about a look, contradict."""

from merchants.rights.services.answers import AlreadyAnsweredError
from merchants.rights.services.contradictions import close_contradiction, contradict
from merchants.rights.services.looks import NotAStrangersLookError, answer_look, question_look
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
    "close_contradiction",
    "contradict",
    "extend",
    "fulfil",
    "question_look",
    "refuse",
    "take_back",
]
