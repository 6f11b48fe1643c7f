"""Noting who looked at a dossier, so that its owner can see it."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock
from app.core.db import db
from app.core.ids import new_id
from app.core.text import line
from app.core.transaction import note
from app.policy import Actor, Role
from merchants import queries
from merchants.models import DossierLook, Merchant
from merchants.rules import Look

_AT_ONCE = 500


def note_look(merchant: Merchant, *, why: Look | str, by: Actor) -> None:
    """Note that somebody looks at a dossier: once per person, dossier, day and reason; an owner's own look is none.

    May be called from a page that only reads: the note is saved once the page is made, before it is shown.
    """
    note_looks((merchant.id,), why=why, by=by)


def note_looks(merchant_ids: Collection[UUID], *, why: Look | str, by: Actor) -> None:
    """Note that somebody sees a list with these owners' names, under the same terms as one look."""
    if by.is_anonymous or by.has(Role.SYSTEM):
        return
    reason, seen_on = line(str(why))[:200], clock.today()
    seen = [merchant_id for merchant_id in dict.fromkeys(merchant_ids) if not _owns(by, merchant_id)]
    known = queries.looked_at(seen, account_id=by.account_id, name=by.name, reason=reason, on=seen_on)
    at = clock.now()
    rows: list[dict[str, object]] = [
        {
            "id": new_id(),
            "merchant_id": merchant_id,
            "account_id": by.account_id,
            "name": by.name,
            "role": _role_towards(by, merchant_id),
            "reason": reason,
            "seen_on": seen_on,
            "at": at,
        }
        for merchant_id in seen
        if merchant_id not in known
    ]
    if rows:
        note(lambda: _keep(rows))


def _keep(rows: list[dict[str, object]]) -> None:
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    for start in range(0, len(rows), _AT_ONCE):
        # Two windows of one person open the same dossier in the same moment: one note is enough.
        db.session.execute(dialect.insert(DossierLook).values(rows[start : start + _AT_ONCE]).on_conflict_do_nothing())


def _owns(by: Actor, merchant_id: UUID) -> bool:
    return any(held.role is Role.OWNER and held.merchant_id == merchant_id for held in by.holdings)


def _role_towards(by: Actor, merchant_id: UUID) -> Role:
    """Return the role in which somebody sees this dossier: a clerk may own another business."""
    delegated = [held.role for held in by.holdings if held.merchant_id == merchant_id]
    official = [held.role for held in by.holdings if held.merchant_id is None]
    return (delegated or official or [by.main_role])[0]
