"""Write down the owner's word for a week, or what a helper saw."""

from datetime import date
from enum import StrEnum
from http import HTTPStatus

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError
from app.policy import Actor
from merchants.models import Merchant
from payments.rules import Grade
from payments.sightings import queries, rules
from payments.sightings.models import UseSign
from payments.sightings.rules import Band


class SightingAction(StrEnum):
    """What the audit trail calls the changes of this slice."""

    WEEK_TOLD = "use:week"
    SEEN = "use:seen"


class NotSeenNowError(DomainError):
    """The day lies ahead, or too far back to be remembered rightly."""

    code = "sightings.not_now"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def tell_week(merchant: Merchant, *, band: Band, by: Actor) -> UseSign:
    """Take the owner's word for this week; said again, the last word holds."""
    at = clock.now()
    monday = rules.week_of(clock.local(at).date())
    found = queries.sign(merchant.id, monday, "owner")
    sign = found or UseSign(merchant_id=merchant.id, on_day=monday, grade=Grade.C, source="owner")
    sign.band, sign.at = band, at
    db.session.add(sign)
    db.session.flush()
    audit.record(SightingAction.WEEK_TOLD, ("merchant", merchant.id), by=by, at=at)
    return sign


def see(merchant: Merchant, *, seen_on: date, by: Actor) -> UseSign:
    """Note that a helper saw a buyer's money come on a day; one of a day is enough.

    Raises:
        NotSeenNowError: the day lies ahead, or more than seven days back.
    """
    at = clock.now()
    if not rules.may_be_seen(seen_on, clock.local(at).date()):
        raise NotSeenNowError(_l("Enter the day you saw it, at most seven days ago"))
    before = queries.sign(merchant.id, seen_on, "helper")
    if before is not None:
        return before
    sign = UseSign(merchant_id=merchant.id, on_day=seen_on, grade=Grade.D, source="helper", at=at)
    db.session.add(sign)
    db.session.flush()
    audit.record(SightingAction.SEEN, ("merchant", merchant.id), by=by, at=at)
    return sign
