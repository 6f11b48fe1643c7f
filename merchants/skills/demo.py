"""What the demonstration's learners have shown; everything here is made up."""

from sqlalchemy import select

from app.core.db import db
from app.policy import Actor
from merchants.skills import queries, services
from merchants.skills.models import ShownSkill
from merchants.training.models import TrainingSession
from merchants.training.states import SessionState

_SHOWN = ({"mo-ung-dung", "nhan-thu", "xem-tien-ve", "bien-lai-gia", "goi-ai"}, {"mo-ung-dung", "nhan-thu"})


def load(by: Actor) -> None:
    """Tick what the learners of the class that was held have shown; a second call adds nothing."""
    if db.session.scalars(select(ShownSkill.id).limit(1)).first() is not None:
        return
    for session in db.session.scalars(select(TrainingSession).where(TrainingSession.state == SessionState.HELD)):
        people = queries.learners(session)
        ticked = {one.id: _SHOWN[number % len(_SHOWN)] for number, one in enumerate(people)}
        services.tick(session, was={}, ticked=ticked, by=by)
