"""Reads of looks at a sign."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from payments.models import Standee
from payments.signs import rules
from payments.signs.models import SignLook
from payments.signs.rules import Seen


@dataclass(frozen=True)
class Watch:
    """When a sign was photographed last, what was seen, and when it is to be photographed again."""

    last: SignLook | None
    due_on: date

    def is_due(self, today: date) -> bool:
        """Whether it is time."""
        return today >= self.due_on


def watch_of(standee: Standee) -> Watch:
    """Return how the looks at one sign stand; only a look that showed the owner's own code counts as done."""
    last_own = _last(standee.id, Seen.OWN)
    return Watch(
        last=_last(standee.id),
        due_on=rules.look_due_on(
            issued_on=clock.local(standee.issued_at).date(),
            last_own_on=clock.local(last_own.at).date() if last_own else None,
        ),
    )


def _last(standee_id: UUID, seen: Seen | None = None) -> SignLook | None:
    mine = select(SignLook).where(SignLook.standee_id == standee_id)
    if seen is not None:
        mine = mine.where(SignLook.seen == seen)
    return db.session.scalars(mine.order_by(SignLook.at.desc(), SignLook.id.desc()).limit(1)).first()
