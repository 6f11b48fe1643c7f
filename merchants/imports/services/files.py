"""The file of a list: kept locked with a key of its own, which is forgotten when the list can no longer be undone."""

from datetime import timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core import audit, clock, sealed, storage
from app.core.db import db
from app.policy import Actor
from merchants.imports import queries
from merchants.imports.models import ListImport
from merchants.imports.services.record import SUBJECT, NotNowError
from merchants.imports.states import ImportAction

UNDO_DAYS = 30
_AT_ONCE = 100


def lock_file(import_id: UUID, data: bytes) -> tuple[str, str]:
    """Keep a file so that only its list can open it; return where it lies and its sealed key."""
    locked, key = sealed.lock(data)
    kept = storage.put(locked, "application/octet-stream")
    return kept.sha256, sealed.seal(key, context=_context(import_id))


def open_file(brought: ListImport) -> bytes:
    """Return the file as it was brought.

    Raises:
        NotNowError: its key has been forgotten.
    """
    if not brought.file_key:
        raise NotNowError(_l("The file has been deleted. Bring the list again if it is still needed"))
    key = sealed.unseal(brought.file_key, context=_context(brought.id))
    return sealed.unlock(storage.read(brought.locked_sha256, verify=True), key)


def forget_old_files(*, by: Actor) -> int:
    """Forget the keys of some files older than the days in which a list is undone, and say how many."""
    at = clock.now()
    old = queries.with_files(before=at - timedelta(days=UNDO_DAYS), limit=_AT_ONCE)
    for brought in old:
        brought.file_key = ""
        audit.record(ImportAction.FILE_FORGOTTEN, (SUBJECT, brought.id), by=by, at=at)
    return len(old)


def reseal_some(*, limit: int) -> int:
    """Bring the keys of some files to the current key, and say how many; the next call goes on.

    Raises:
        sealed.UnknownKeyError: one was sealed with a key that is not held any more.
    """
    old = queries.waiting_for_rotation(limit)
    for brought in old:
        brought.file_key = sealed.reseal(brought.file_key, context=_context(brought.id))
    db.session.flush()
    return len(old)


def _context(import_id: UUID) -> str:
    return f"list_import.file_key:{import_id}"
