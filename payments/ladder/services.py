"""What is done on the ladder: note the counter, witness a try."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError
from app.policy import Actor
from merchants.models import Merchant
from payments import queries as payments
from payments.ladder import queries, rules
from payments.ladder.models import Counter, Trial
from payments.ladder.rules import Chip, Handset, Hears
from payments.states import StandeeState


class LadderAction(StrEnum):
    """What the audit trail calls the changes of this slice."""

    COUNTER_NOTED = "ladder:counter"
    TRIAL_WITNESSED = "ladder:trial"


class NoSignToTryError(DomainError):
    """A try is made by the sign on the counter, and there is none that holds."""

    code = "ladder.no_sign_to_try"


def note_counter(
    merchant: Merchant, *, handset: Handset, chip: Chip, hears: Hears, has_sound_box: bool, by: Actor
) -> Counter:
    """Note what there is at the counter; a second answer takes the place of the first."""
    at = clock.now()
    counter = queries.counter_of(merchant.id) or Counter(merchant_id=merchant.id)
    counter.handset, counter.chip, counter.hears = handset, chip, hears
    counter.has_sound_box, counter.saved_at = has_sound_box, at
    db.session.add(counter)
    db.session.flush()
    audit.record(LadderAction.COUNTER_NOTED, ("merchant", merchant.id), by=by, at=at)
    return counter


def witness_trial(merchant: Merchant, *, pictures_right: int, by: Actor) -> Trial:
    """Note that somebody watched a thousand đồng come: on the seller's own screen, by the sign on the counter.

    Raises:
        NoSignToTryError: there is no sign, or it is paused.
        ValueError: there are three pictures.
    """
    sign = payments.live_standee(merchant.id)
    if sign is None or sign.state is not StandeeState.ISSUED:
        raise NoSignToTryError(_l("There is no sign in use to try. The owner makes one first"))
    if not 0 <= pictures_right <= rules.PICTURES:
        raise ValueError("there are three pictures")
    at = clock.now()
    trial = Trial(
        merchant_id=merchant.id,
        standee_id=sign.id,
        witness_id=by.account_id,
        witness_name=by.name,
        pictures_right=pictures_right,
        at=at,
    )
    db.session.add(trial)
    db.session.flush()
    audit.record(LadderAction.TRIAL_WITNESSED, ("merchant", merchant.id), by=by, at=at)
    return trial
