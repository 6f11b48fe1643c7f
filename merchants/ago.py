"""What the demonstration makes up happened some days ago, and the trail says so as the dossiers themselves do."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from app.core import audit
from app.core.audit import AuditEntry
from app.core.doer import Doer

_days_ago: ContextVar[int] = ContextVar("days_ago", default=0)


@contextmanager
def ago(days: int) -> Iterator[None]:
    """Let the trail say of what is done here that it happened some days ago."""
    before = _days_ago.set(days)
    try:
        yield
    finally:
        _days_ago.reset(before)


@audit.watch
def _happened_ago(entry: AuditEntry, _by: Doer) -> None:
    entry.at -= timedelta(days=_days_ago.get())
