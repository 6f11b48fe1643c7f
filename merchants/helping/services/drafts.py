"""Drafts that come to their end: told fourteen and three days before, let go after ninety without an answer."""

from datetime import timedelta
from uuid import UUID

from app.core import audit, clock, messages
from app.core.db import db
from app.policy import Actor
from merchants import rules as merchant_rules
from merchants import services as merchants
from merchants.helping import emails, queries, rules
from merchants.helping.models import DraftNotice
from merchants.helping.services.record import HelpAction
from merchants.models import Merchant

_AT_A_TIME = 500


def tell_of_ending(*, after: UUID | None = None, by: Actor) -> UUID | None:
    """Tell some households that their draft ends soon, by text or on the desk's list; each notice is given once.

    Returns where to go on, or None when all have been looked at.
    """
    at = clock.now()
    today = clock.local(at).date()
    earliest = timedelta(days=merchant_rules.DRAFT_DAYS - max(rules.NOTICE_DAYS) - 1)
    found = queries.drafts_ending_by(at - earliest, after, _AT_A_TIME)
    told = queries.notices_of([merchant.id for merchant in found])
    for merchant in found:
        kept_until = merchant_rules.draft_kept_until(clock.local(merchant.last_touched_at).date())
        due = rules.notice_due(kept_until, today, told.get((merchant.id, kept_until), set()))
        if due is not None:
            _tell(merchant, DraftNotice(merchant_id=merchant.id, days_before=due, kept_until_on=kept_until), by)
    db.session.flush()
    return found[-1].id if len(found) == _AT_A_TIME else None


def _tell(merchant: Merchant, notice: DraftNotice, by: Actor) -> None:
    at = clock.now()
    notice.at, notice.on_paper = at, not merchant.phone
    db.session.add(notice)
    audit.record(HelpAction.NOTICE_GIVEN, ("merchant", merchant.id), by=by, at=at, reason=str(notice.days_before))
    if merchant.phone:
        left = len(merchant_rules.unanswered(merchant.answers()))
        text = emails.draft_ends(dossier=merchant.code, kept_until=notice.kept_until_on, left=left)
        messages.send(messages.Channel.SMS, merchant.phone, text, "draft_ends", by=by, about=merchant.id)


def let_go_of_old(*, by: Actor) -> int:
    """Let drafts go that nobody has touched for ninety days and say how many; they can be opened again."""
    return merchants.expire_old_drafts(by=by)
