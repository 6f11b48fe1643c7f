"""What is done about a photograph of a sign."""

from enum import StrEnum

from app.core import audit, clock
from app.core.db import db
from app.policy import Actor
from payments import services as money
from payments.models import Standee
from payments.signs.models import SignLook
from payments.signs.rules import Seen, Sight
from payments.states import StandeeState


class SignAction(StrEnum):
    """What the audit trail calls the changes of this slice."""

    LOOKED_AT = "sign:look"


def note_look(standee: Standee, sight: Sight, *, by: Actor) -> SignLook:
    """Note what a photograph showed; a code for another account pauses the sign at once."""
    at = clock.now()
    look = SignLook(standee_id=standee.id, at=at, seen=sight.seen, scheme=sight.scheme)
    db.session.add(look)
    db.session.flush()
    audit.record(SignAction.LOOKED_AT, ("standee", standee.id), by=by, at=at, reason=sight.seen.value)
    if sight.seen is Seen.OTHER_ACCOUNT and standee.state is StandeeState.ISSUED:
        money.pause_standee(standee, by=by, reason="overlay")
    return look
