"""What was typed into a form that came too late: kept sealed for a day, for the browser that typed it."""

import json
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.exceptions import InvalidTag
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, jobs, sealed
from app.core.db import Base, Identified, Line, Text_, db
from app.core.ids import new_id
from app.core.transaction import transaction

LIFE = timedelta(days=1)
MOST_SIGNS = 40_000
# Anybody may send a form that is too late: so many of them are kept in one day and no more.
MOST_KEPT = 5_000

Values = dict[str, list[str]]


class TypedAnswers(Identified, Base):
    """One form's answers. Whose they are is known to nobody but the browser that holds the key in its cookie."""

    __tablename__ = "typed_answers"

    path: Mapped[Line]
    sealed: Mapped[Text_]
    kept_at: Mapped[datetime] = mapped_column(index=True)


def keep(path: str, values: Values) -> UUID | None:
    """Keep answers and return under which key; nothing is kept of more than a form's worth."""
    text = json.dumps(values, ensure_ascii=False)
    held = db.session.scalar(select(func.count()).select_from(TypedAnswers)) or 0
    if len(text) > MOST_SIGNS or len(path) > 200 or held >= MOST_KEPT:
        return None
    row = TypedAnswers(id=new_id(), path=path, kept_at=clock.now())
    row.sealed = sealed.seal(text, context=_context(row.id, path))
    db.session.add(row)
    return row.id


def kept(key: UUID, path: str) -> Values | None:
    """Return what was kept under a key for a page, if it is less than a day old."""
    row = db.session.get(TypedAnswers, key)
    if row is None or row.path != path or clock.now() - row.kept_at > LIFE:
        return None
    try:
        values: Values = json.loads(sealed.unseal(row.sealed, context=_context(key, path)))
    except InvalidTag:
        return None
    return values


def count_waiting_for_rotation() -> int:
    """Count the answers sealed with an older key."""
    return db.session.scalar(select(func.count()).where(sealed.of_older_keys(TypedAnswers.sealed))) or 0


def reseal_some(*, limit: int) -> int:
    """Bring some answers to the current key, and say how many; the next call goes on.

    Raises:
        sealed.UnknownKeyError: one was sealed with a key that is not held any more.
    """
    old = select(TypedAnswers).where(sealed.of_older_keys(TypedAnswers.sealed)).order_by(TypedAnswers.id).limit(limit)
    rows = db.session.scalars(old).all()
    for row in rows:
        row.sealed = sealed.reseal(row.sealed, context=_context(row.id, row.path))
    db.session.flush()
    return len(rows)


@jobs.daily("core.forget_typed")
def forget_old() -> None:
    """Drop answers older than a day."""
    with transaction():
        db.session.execute(delete(TypedAnswers).where(TypedAnswers.kept_at < clock.now() - LIFE))


def _context(key: UUID, path: str) -> str:
    return f"typed_answers:{key}:{path}"
