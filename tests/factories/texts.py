"""Texts that people send, for tests."""

from itertools import count

from app.core.db import db
from app.core.messages import Channel
from app.policy import Actor
from merchants.texts import services
from merchants.texts.models import IncomingText

_running = count(1)


def text(words: str, *, sender: str = "0912345678", channel: Channel = Channel.SMS) -> IncomingText:
    """Let a text have come, and return it as it stands then."""
    provider_id = f"sms-{next(_running)}"
    services.receive(channel=channel, provider_id=provider_id, sender=sender, text=words, by=Actor.system("test"))
    found: IncomingText = db.session.query(IncomingText).filter_by(provider_id=provider_id).one()
    return found
