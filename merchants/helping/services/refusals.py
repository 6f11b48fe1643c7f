"""Not for now: a household's no is kept with its reason and the day it may be asked again."""

from app.core import audit, clock
from app.core.db import db
from app.core.text import line
from app.policy import Actor
from merchants import services as merchants
from merchants.helping import rules
from merchants.helping.models import Refusal
from merchants.helping.rules import Subject, WhyNot
from merchants.helping.services.record import HelpAction
from merchants.models import Merchant
from merchants.states import Stage


def not_for_now(
    merchant: Merchant, *, about: Subject, why: WhyNot, months: int, own_words: str = "", by: Actor
) -> Refusal:
    """Keep a household's no; a draft it was about is put aside, and nobody asks before the day."""
    at = clock.now()
    row = Refusal(
        merchant_id=merchant.id,
        about=about,
        why=why,
        own_words=line(own_words)[:200],
        ask_again_on=rules.months_later(clock.local(at).date(), months),
        by_name=by.name,
        at=at,
    )
    db.session.add(row)
    audit.record(HelpAction.NOT_FOR_NOW, ("merchant", merchant.id), by=by, at=at, reason=f"{about}: {why}")
    if about is Subject.DOSSIER and merchant.stage is Stage.DRAFT:
        merchants.decline(merchant, reason=why.value, by=by)
    db.session.flush()
    return row


def open_again(merchant: Merchant, *, by: Actor) -> None:
    """Make a draft again of a file that was put aside or not sent in time, kept for ninety days from now."""
    merchants.reopen(merchant, by=by)
    merchant.touched_at = clock.now()
