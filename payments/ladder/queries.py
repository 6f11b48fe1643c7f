"""Reads of the ladder: the rung, the counter, the try that was watched."""

from uuid import UUID

from sqlalchemy import select

from app.core.db import db
from payments import queries as payments
from payments.ladder import rules
from payments.ladder.models import Counter, Trial
from payments.rules import Rung


def rung_of(merchant_id: UUID) -> Rung:
    """Return how far one merchant has come, a watched try counted."""
    return rules.rung_reached(payments.rung_of(merchant_id), has_trial=trial_of(merchant_id) is not None)


def counter_of(merchant_id: UUID) -> Counter | None:
    """Return what a seller has at the counter."""
    return db.session.scalars(select(Counter).where(Counter.merchant_id == merchant_id)).one_or_none()


def counter_answers(merchant_id: UUID) -> dict[str, object]:
    """Return what was answered about the counter, to fill the form again."""
    counter = counter_of(merchant_id)
    if counter is None:
        return {}
    box = "yes" if counter.has_sound_box else "no"
    return {"handset": counter.handset, "chip": counter.chip, "hears": counter.hears, "sound_box": box}


def trial_of(merchant_id: UUID) -> Trial | None:
    """Return the last try that was watched."""
    mine = select(Trial).where(Trial.merchant_id == merchant_id).order_by(Trial.at.desc(), Trial.id.desc())
    return db.session.scalars(mine.limit(1)).first()
