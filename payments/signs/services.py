"""What is done about the monthly look at a sign: the owner is asked, and what a photograph showed is noted."""

from datetime import timedelta
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from app.core import audit, clock, messages
from app.core.db import db
from app.core.errors import DomainError
from app.policy import Actor
from merchants.services.record import tell
from payments import services as money
from payments.models import Standee
from payments.signs import emails, queries
from payments.signs.models import SignLook
from payments.signs.rules import Seen, Sight
from payments.states import StandeeState

_AT_ONCE = 200
_TOLD = "sign_state"
# Why a sign was paused, as the trail says it.
PASSER_BY, COMMUNE = "seen by a passer-by", "commune"
# Whoever sees more of them on one day rings the commune.
MOST_A_DAY = 3


class PausedOnceError(DomainError):
    """Somebody pauses a sign a second time: the commune has looked since."""

    code = "signs.paused_once"


class PausedManyError(DomainError):
    """Somebody pauses one sign after another."""

    code = "signs.paused_many"


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


def pause(standee: Standee, *, by: Actor) -> None:
    """Pause a sign that the commune doubts, and tell its owner."""
    _pause(standee, reason=COMMUNE, by=by)


def pause_as_passer_by(standee: Standee, *, by: Actor) -> None:
    """Pause a sign that looks pasted over; nobody does that twice to one sign, or a rival could keep it shut.

    Raises:
        PausedOnceError: this person paused it before, and the commune has looked since.
        PausedManyError: this person has paused enough of them since yesterday.
    """
    if queries.has_paused(standee.id, by.account_id, PASSER_BY):
        raise PausedOnceError(
            _l("You paused this card before and the commune looked at it. Ring them if it is wrong again")
        )
    if queries.paused_since(clock.now() - timedelta(days=1), by.account_id, PASSER_BY) >= MOST_A_DAY:
        raise PausedManyError(_l("You paused several cards today. Ring the commune about this one"))
    _pause(standee, reason=PASSER_BY, by=by)


def resume(standee: Standee, *, by: Actor) -> None:
    """Let a paused sign go on, and tell its owner.

    Raises:
        NameCheckNeededError: the owner is to look at the account first.
    """
    money.resume_standee(standee, by=by)
    merchant = queries.owner_of(standee)
    tell(merchant, emails.sign_resumed(merchant.code), purpose=_TOLD, by=by)


def _pause(standee: Standee, *, reason: str, by: Actor) -> None:
    money.pause_standee(standee, by=by, reason=reason)
    merchant = queries.owner_of(standee)
    tell(merchant, emails.sign_paused(merchant.code), purpose=_TOLD, by=by)


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
