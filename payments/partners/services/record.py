"""What the services of partners share: the names of actions, and the way to move a state."""

from datetime import datetime
from enum import StrEnum

from app.core import audit
from app.core.db import db
from app.policy import Actor
from payments.partners.models import PartnerDay, Referral
from payments.partners.states import PARTNER_DAY, REFERRAL, DayStep, ReferralStep


class PartnerAction(StrEnum):
    """What the audit trail calls the changes of this slice."""

    INSTITUTION_ADDED = "partner:institution"
    SEATED = "partner:seat"
    REFERRED = "referral:consent"
    REFERRAL_MOVED = "referral:move"
    DAY_PROPOSED = "partner_day:propose"
    DAY_MOVED = "partner_day:move"
    FILE_BROUGHT = "partner_file:bring"
    FILE_TAKEN = "partner_file:take"
    SPOT_TOLD = "spot:tell"
    SPOT_ANSWERED = "spot:answer"


def move(referral: Referral, step: ReferralStep, *, by: Actor, at: datetime) -> None:
    """Take a step of a referral's table; the trail of the family's file says who."""
    before, referral.state = referral.state, REFERRAL.next(referral.state, step)
    db.session.flush()
    audit.record(
        PartnerAction.REFERRAL_MOVED,
        ("merchant", referral.merchant_id),
        by=by,
        at=at,
        changes={"referral": [before.value, referral.state.value]},
    )


def move_day(day: PartnerDay, step: DayStep, *, by: Actor, at: datetime) -> None:
    """Take a step of a day's table."""
    before, day.state = day.state, PARTNER_DAY.next(day.state, step)
    db.session.flush()
    audit.record(
        PartnerAction.DAY_MOVED,
        ("partner_day", day.id),
        by=by,
        at=at,
        changes={"state": [before.value, day.state.value]},
    )
