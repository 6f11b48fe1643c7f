"""Messages of the demonstration: those of the past have gone out, and a few families are to be rung or visited."""

from sqlalchemy import select

from app.core import messages
from app.core.db import db
from app.core.messages import MessageState, OutgoingMessage
from app.core.messages.ladder import deliver
from app.policy import Actor
from merchants.models import Merchant


def load(by: Actor) -> None:  # noqa: ARG001  every slice's demonstration is called alike
    """Let the messages of made-up dossiers have gone out when their dossiers moved."""
    found = db.session.execute(
        select(OutgoingMessage, Merchant)
        .join(Merchant, Merchant.id == OutgoingMessage.about_id)
        .where(Merchant.is_demo, OutgoingMessage.state == MessageState.WAITING)
    ).all()
    for message, merchant in found:
        if message.channel not in (messages.Channel.SMS, messages.Channel.ZALO):
            continue
        moment = merchant.confirmed_at or merchant.submitted_at or merchant.started_at
        deliver(message, place="file")
        message.created_at = message.delivered_at = moment
        message.not_before = None
    db.session.flush()
