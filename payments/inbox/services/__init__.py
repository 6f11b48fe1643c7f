"""Verbs of the inbox: notices come in, and the owner says what is not plain from them."""

from payments.inbox.services.checking import forget_rejected, reconcile
from payments.inbox.services.intake import Received, receive, receive_line, reject
from payments.inbox.services.words import NotWaitingError, assign, resolve, tell

__all__ = [
    "NotWaitingError",
    "Received",
    "assign",
    "forget_rejected",
    "receive",
    "receive_line",
    "reconcile",
    "reject",
    "resolve",
    "tell",
]
