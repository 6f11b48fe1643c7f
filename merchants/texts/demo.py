"""A text of the demonstration that waits for a person: somebody made up asks about a class."""

from sqlalchemy import func, select

from app.core.db import db
from app.core.messages import Channel
from app.policy import Actor
from merchants.models import Merchant
from merchants.texts import services
from merchants.training.models import TrainingSession
from merchants.training.states import SessionState


def load(by: Actor) -> None:
    """Let a made-up family have asked about the next class; a second call adds nothing."""
    alone = select(Merchant.phone).where(Merchant.phone != "").group_by(Merchant.phone).having(func.count() == 1)
    family = select(Merchant).where(Merchant.is_demo, Merchant.phone.in_(alone)).order_by(Merchant.code).limit(1)
    class_ = select(TrainingSession).where(TrainingSession.state == SessionState.OPEN)
    merchant = db.session.scalars(family).first()
    session = db.session.scalars(class_.order_by(TrainingSession.held_on).limit(1)).first()
    if merchant is None or session is None:
        return
    text = f"Lớp {session.class_no} có phải mang theo sổ đỏ không xã?"
    services.receive(channel=Channel.SMS, provider_id="demonstration-1", sender=merchant.phone, text=text, by=by)
