"""Outgoing messages: saved with the change they tell of, sent by a job, handed down a ladder until somebody is reached.

The ladder is Zalo, text message, a call by the team, a paper slip. Nights are quiet, nobody gets more than two a week,
whoever does not want a kind of message does not get it; only sign-in codes are free of all that.
"""

from app.core.messages.delivery import DeliveryError, deliver_message
from app.core.messages.ladder import (
    LinkInSmsError,
    choices_of,
    choose,
    hush,
    newest,
    print_slip,
    reach,
    send,
    speak_again,
    try_again_later,
)
from app.core.messages.models import MessageChoice, OutgoingMessage, QuietSubject
from app.core.messages.rules import PROOF_CODE, Channel, MessageClass
from app.core.messages.states import MessageState

__all__ = [
    "PROOF_CODE",
    "Channel",
    "DeliveryError",
    "LinkInSmsError",
    "MessageChoice",
    "MessageClass",
    "MessageState",
    "OutgoingMessage",
    "QuietSubject",
    "choices_of",
    "choose",
    "deliver_message",
    "hush",
    "newest",
    "print_slip",
    "reach",
    "send",
    "speak_again",
    "try_again_later",
]
