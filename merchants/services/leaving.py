"""The ways out and back: withdrawn, declined, resting, closed, let go, opened again."""

from datetime import timedelta

from app.core import clock
from app.core.db import db
from app.core.text import line
from app.policy import Actor
from merchants import queries, rules
from merchants.models import Merchant
from merchants.services.record import MerchantAction, move
from merchants.states import Step


def withdraw(merchant: Merchant, *, reason: str = "", by: Actor) -> None:
    """Take a dossier back at the owner's wish."""
    at = clock.now()
    move(merchant, Step.WITHDRAW, action=MerchantAction.WITHDRAWN, by=by, at=at, reason=line(reason))
    merchant.review_days_left = None
    merchant.ended_at = at


def decline(merchant: Merchant, *, reason: str = "", by: Actor) -> None:
    """Note that the household does not want to take part for now: an answer, not a failure."""
    at = clock.now()
    move(merchant, Step.DECLINE, action=MerchantAction.DECLINED, by=by, at=at, reason=line(reason))
    merchant.ended_at = at


def reopen(merchant: Merchant, *, by: Actor) -> None:
    """Make a draft again of a dossier that was declined or has expired; its answers are still there."""
    move(merchant, Step.REOPEN, action=MerchantAction.REOPENED, by=by, at=clock.now())
    merchant.ended_at = None


def rest(merchant: Merchant, *, reason: str = "", by: Actor) -> None:
    """Note that the business rests, for example until the next season."""
    move(merchant, Step.REST, action=MerchantAction.RESTED, by=by, at=clock.now(), reason=line(reason))


def resume(merchant: Merchant, *, by: Actor) -> None:
    """Note that the business works again."""
    move(merchant, Step.RESUME, action=MerchantAction.RESUMED, by=by, at=clock.now())


def close(merchant: Merchant, *, reason: str = "", by: Actor) -> None:
    """Note that the family has given up the trade."""
    at = clock.now()
    move(merchant, Step.CLOSE, action=MerchantAction.CLOSED, by=by, at=at, reason=line(reason))
    merchant.ended_at = at


def expire(merchant: Merchant, *, by: Actor) -> None:
    """Let a draft go that nobody has sent; it can be opened again."""
    at = clock.now()
    move(merchant, Step.EXPIRE, action=MerchantAction.EXPIRED, by=by, at=at)
    merchant.ended_at = at


def expire_old_drafts(*, by: Actor) -> int:
    """Let go of drafts nobody has sent for ninety days and say how many; the next call goes on where this one ended."""
    old = queries.drafts_older_than(clock.now() - timedelta(days=rules.DRAFT_DAYS))
    for merchant in old:
        expire(merchant, by=by)
    db.session.flush()
    return len(old)
