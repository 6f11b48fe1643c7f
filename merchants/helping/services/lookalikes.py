"""Files that look like the same household: what the helper says is kept for the desk; nothing is opened by it."""

from uuid import UUID

from app.core import audit, clock
from app.core.db import db
from app.policy import Actor
from merchants import services as merchants
from merchants.helping.models import SameHouseholdClaim
from merchants.helping.rules import SameHousehold
from merchants.helping.services.record import HelpAction
from merchants.models import Merchant
from merchants.states import Stage


def say_same_household(merchant: Merchant, *, other_id: UUID, said: SameHousehold, by: Actor) -> None:
    """Keep what a helper knows about two files; the same household needs one, so the newer draft is put aside."""
    at = clock.now()
    db.session.add(SameHouseholdClaim(merchant_id=merchant.id, other_id=other_id, said=said, by_name=by.name, at=at))
    audit.record(HelpAction.SAME_HOUSEHOLD, ("merchant", merchant.id), by=by, at=at, reason=said.value)
    if said is SameHousehold.SAME and merchant.stage is Stage.DRAFT:
        merchants.withdraw(merchant, reason="same household", by=by)
    db.session.flush()
