"""What is done about the monthly look at a sign: the owner is asked, and what a photograph showed is noted."""

from enum import StrEnum

from app.core import audit, clock, messages
from app.core.db import db
from app.policy import Actor
from payments import services as money
from payments.models import Standee
from payments.signs import emails, queries
from payments.signs.models import SignLook
from payments.signs.rules import Seen, Sight
from payments.states import StandeeState

_AT_ONCE = 200


class SignAction(StrEnum):
    """What the audit trail calls the changes of this slice."""

    LOOKED_AT = "sign:look"
    ASKED = "sign:ask"


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


def ask_for_looks(*, by: Actor) -> int:
    """Ask some owners whose look is due to photograph their sign, at most once a month, and say how many were asked.

    The ladder of messages keeps the nights quiet, sends nobody more than two a week, and heeds who wants none.
    """
    at = clock.now()
    found = queries.to_ask(at, _AT_ONCE)
    for standee, merchant in found:
        standee.look_asked_on = clock.local(at).date()
        db.session.flush()
        audit.record(SignAction.ASKED, ("standee", standee.id), by=by, at=at)
        text = emails.look_is_due(merchant.code)
        messages.send(messages.Channel.SMS, merchant.phone, text, "sign_look", by=by, about=merchant.id)
    return len(found)
