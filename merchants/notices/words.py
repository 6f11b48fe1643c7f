"""How kinds of messages, their channels and their states are called on a screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.clock import local
from app.core.messages import Channel, MessageClass, MessageState, OutgoingMessage

CLASSES: Mapping[MessageClass, object] = {
    MessageClass.DOSSIER: _l("The file: received, something to fix, confirmed"),
    MessageClass.RESULT: _l("Papers that are signed"),
    MessageClass.PAPERS: _l("Papers that run out"),
    MessageClass.CLASSES: _l("Classes in the hamlet"),
    MessageClass.VISITS: _l("Visits of the digital team"),
    MessageClass.OTHER: _l("Other matters"),
}
CHANNELS: Mapping[Channel, object] = {
    Channel.SMS: _l("Text message"),
    Channel.ZALO: _l("Zalo"),
    Channel.EMAIL: _l("E-mail"),
    Channel.CALL: _l("Telephone call"),
    Channel.PAPER: _l("Slip to the house"),
}
STATES: Mapping[MessageState, object] = {
    MessageState.WAITING: _l("Being sent"),
    MessageState.DELIVERED: _l("Sent"),
    MessageState.TO_CALL: _l("The team will ring"),
    MessageState.ON_PAPER: _l("Somebody brings a slip"),
    MessageState.REACHED: _l("Told in person"),
    MessageState.STOPPED: _l("Held back"),
}
KINDS: Mapping[MessageState, str] = {
    MessageState.DELIVERED: "good",
    MessageState.REACHED: "good",
    MessageState.TO_CALL: "wait",
    MessageState.ON_PAPER: "wait",
    MessageState.WAITING: "sea",
}


@dataclass(frozen=True)
class Told:
    """One message as its reader sees it afterwards."""

    words: str
    channel: object
    state: object
    kind: str
    at: datetime


def told(message: OutgoingMessage) -> Told:
    """Return one message with how it fared; a code's words are never shown again."""
    state: object = STATES[message.state]
    if message.state is MessageState.WAITING and message.not_before is not None:
        state = _("Waits until %(moment)s", moment=f"{local(message.not_before):%H:%M %d/%m}")
    return Told(
        words=message.spoken or message.text,
        channel=CHANNELS[message.channel],
        state=state,
        kind=KINDS.get(message.state, ""),
        at=message.reached_at or message.delivered_at or message.created_at,
    )
