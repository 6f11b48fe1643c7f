"""Verbs of the inbox: notices come in, and the owner says what is not plain from them."""

from payments.inbox.services.checking import forget_rejected, note_comparison, reconcile
from payments.inbox.services.intake import Received, receive, receive_line, reject
from payments.inbox.services.letters import (
    OPEN_LETTERS,
    Sent,
    is_opening_promised,
    keep,
    keep_alone,
    open_letter,
    put_aside,
)
from payments.inbox.services.words import NotWaitingError, assign, resolve, tell

__all__ = [
    "OPEN_LETTERS",
    "NotWaitingError",
    "Received",
    "Sent",
    "assign",
    "forget_rejected",
    "is_opening_promised",
    "keep",
    "keep_alone",
    "note_comparison",
    "open_letter",
    "put_aside",
    "receive",
    "receive_line",
    "reconcile",
    "reject",
    "resolve",
    "tell",
]
