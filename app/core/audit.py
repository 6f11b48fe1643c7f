"""Who did what to which thing, when and why: rows that are only ever added, and go when they are years old."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Table, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core.bulk import insert_columns
from app.core.db import Base, Identified, Json, Line, Short, db
from app.core.doer import Doer
from app.core.ids import new_ids

# Triggers made by the migrations refuse every UPDATE, and DELETE before five years are over, on both databases.


class AuditEntry(Identified, Base):
    """One thing somebody did. Values of personal fields are never written here, only that they changed."""

    __tablename__ = "audit_entry"
    is_shown = False
    __table_args__ = (Index(None, "subject_kind", "subject_id"),)

    action: Mapped[Short]
    subject_kind: Mapped[Short]
    subject_id: Mapped[UUID]
    account_id: Mapped[UUID | None] = mapped_column(index=True)
    actor_name: Mapped[Line]
    actor_role: Mapped[Short]
    reason: Mapped[Line] = mapped_column(default="")
    changes: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    at: Mapped[datetime]


_TABLE: Table = AuditEntry.__table__  # type: ignore[assignment]  # declared models keep a Table here
Watcher = Callable[[AuditEntry, Doer], None]
_watchers: list[Watcher] = []


def watch(watcher: Watcher) -> Watcher:
    """Call a function with every entry, in the same transaction: what must follow from acts wherever they happen."""
    _watchers.append(watcher)
    return watcher


def record(
    action: StrEnum,
    subject: tuple[str, UUID],
    *,
    by: Doer,
    at: datetime,
    reason: str = "",
    changes: Mapping[str, Sequence[object]] | None = None,
) -> AuditEntry:
    """Add one entry to the same transaction as the change it tells of.

    ``changes`` maps a field to ``[before, after]``.
    """
    kind, subject_id = subject
    entry = AuditEntry(
        action=action.value,
        subject_kind=kind,
        subject_id=subject_id,
        account_id=by.account_id,
        actor_name=by.name,
        actor_role=by.main_role.value,
        reason=reason[:200],
        changes={field: [_plain(value) for value in pair] for field, pair in (changes or {}).items()},
        at=at,
    )
    db.session.add(entry)
    for watcher in _watchers:
        watcher(entry, by)
    return entry


def record_each(
    action: StrEnum,
    kind: str,
    subject_ids: Sequence[UUID],
    *,
    by: Doer,
    at: datetime,
    reason: str = "",
    changes: Mapping[str, Sequence[object]] | None = None,
) -> None:
    """Add one entry for each of many things to which the same was done, as `record` would, in one statement."""
    if not subject_ids:
        return
    common = {
        "action": action.value,
        "subject_kind": kind,
        "account_id": by.account_id,
        "actor_name": by.name,
        "actor_role": by.main_role.value,
        "reason": reason[:200],
        "changes": {field: [_plain(value) for value in pair] for field, pair in (changes or {}).items()},
        "at": at,
    }
    insert_columns(_TABLE, {"id": new_ids(len(subject_ids)), "subject_id": subject_ids}, shared=common)


def entries_about(kind: str, subject_id: UUID) -> Sequence[AuditEntry]:
    """Return what happened to one thing, oldest first."""
    found = select(AuditEntry).where(AuditEntry.subject_kind == kind, AuditEntry.subject_id == subject_id)
    return db.session.scalars(found.order_by(AuditEntry.at, AuditEntry.id)).all()


def delete_older_than(instant: datetime, *, at_most: int) -> int:
    """Delete the oldest entries from before an instant and say how many; the next call goes on from there.

    Only the first by number are looked at: numbers follow time, so that a day without old ones costs nothing.
    """
    first = db.session.execute(select(AuditEntry.id, AuditEntry.at).order_by(AuditEntry.id).limit(at_most))
    old = [entry_id for entry_id, at in first if at < instant]
    db.session.execute(delete(AuditEntry).where(AuditEntry.id.in_(old)))
    return len(old)


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, bool | int | str) else str(value)
