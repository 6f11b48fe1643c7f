"""The ways out and back: withdrawn, declined, stopped, refused, resting, closed, moved away, let go, opened again."""

from datetime import date, timedelta

from app.core import clock, messages, settings
from app.core.db import db
from app.core.text import line
from app.policy import Actor
from merchants import emails, queries, rules
from merchants.models import Merchant
from merchants.services.record import MerchantAction, move, refuse_overtaken, tell
from merchants.states import Step


def withdraw(merchant: Merchant, *, reason: str = "", by: Actor) -> None:
    """Take a dossier back at the owner's wish."""
    at = clock.now()
    move(merchant, Step.WITHDRAW, action=MerchantAction.WITHDRAWN, by=by, at=at, reason=line(reason))
    merchant.review_days_left = None
    merchant.ended_at = at


def decline(merchant: Merchant, *, reason: str = "", by: Actor) -> None:
    """Note that the household does not want to take part for now: an answer, not a failure, and a day to ask again."""
    at = clock.now()
    move(merchant, Step.DECLINE, action=MerchantAction.DECLINED, by=by, at=at, reason=line(reason))
    merchant.ended_at = at
    merchant.ask_again_on = rules.ask_again_on(clock.local(at).date())


def reopen(merchant: Merchant, *, by: Actor) -> None:
    """Make a draft again of a dossier that was declined, refused, stopped, moved or let go; its answers are there."""
    move(merchant, Step.REOPEN, action=MerchantAction.REOPENED, by=by, at=clock.now())
    merchant.ended_at = merchant.ask_again_on = merchant.confirmed_at = None
    merchant.review_due_on = None
    messages.speak_again(merchant.id)


def rest(merchant: Merchant, *, reason: str = "", until_on: date | None = None, by: Actor) -> None:
    """Note that the business rests, for example until the next season; with a day it comes back by itself."""
    move(merchant, Step.REST, action=MerchantAction.RESTED, by=by, at=clock.now(), reason=line(reason))
    merchant.rest_until_on, merchant.rest_told_on = until_on, None


def resume(merchant: Merchant, *, by: Actor) -> None:
    """Note that the business works again."""
    move(merchant, Step.RESUME, action=MerchantAction.RESUMED, by=by, at=clock.now())
    db.session.flush()


def tell_of_seasons(*, by: Actor) -> int:
    """Tell resting families a week before their season begins and say how many were told; nobody is told twice."""
    today = clock.today()
    soon = queries.resting_until(today + timedelta(days=rules.SEASON_NOTICE_DAYS), untold=True)
    for merchant in soon:
        if merchant.rest_until_on is not None:
            text = emails.season_begins(
                merchant.code, on=merchant.rest_until_on, desk_phone=settings.current().contact_phone
            )
            tell(merchant, text, purpose="dossier_season", by=by)
        merchant.rest_told_on = today
    db.session.flush()
    return len(soon)


def begin_seasons(*, by: Actor) -> int:
    """Let the families work again whose season begins today and say how many; the next call goes on from here."""
    due = queries.resting_until(clock.today())
    for merchant in due:
        resume(merchant, by=by)
    return len(due)


def close(merchant: Merchant, *, reason: str = "", by: Actor) -> None:
    """Note that the family has given up the trade; from this moment no message about it leaves the commune."""
    at = clock.now()
    move(merchant, Step.CLOSE, action=MerchantAction.CLOSED, by=by, at=at, reason=line(reason))
    merchant.ended_at = at
    messages.hush(merchant.id)


def move_away(merchant: Merchant, *, reason: str = "", by: Actor) -> None:
    """Note that the business has left the commune; it can be opened again where it has gone to."""
    at = clock.now()
    move(merchant, Step.MOVE_AWAY, action=MerchantAction.MOVED_AWAY, by=by, at=at, reason=line(reason))
    merchant.review_days_left = None
    merchant.ended_at = at
    messages.hush(merchant.id)


def stop(merchant: Merchant, *, reason: str = "", by: Actor) -> None:
    """Stop handling a dossier because its owner asked the desk to (slip 05)."""
    at = clock.now()
    move(merchant, Step.STOP, action=MerchantAction.STOPPED, by=by, at=at, reason=line(reason))
    merchant.review_days_left = None
    merchant.ended_at = at


def refuse(merchant: Merchant, *, reason: str, seen_version: int | None = None, by: Actor) -> None:
    """Refuse a dossier for good (slip 03); the desk asks for two people before it comes to this.

    Raises:
        OvertakenError: somebody changed the dossier since it was read.
        TransitionNotAllowedError: the dossier does not wait for an answer.
    """
    at = clock.now()
    refuse_overtaken(merchant, seen_version)
    move(merchant, Step.REFUSE, action=MerchantAction.REFUSED, by=by, at=at, reason=line(reason))
    merchant.ended_at = at
    text = emails.refused(merchant.code, desk_phone=settings.current().contact_phone)
    tell(merchant, text, purpose="dossier_refused", by=by)


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
