"""Every day the books are held against the notices, source by source; what differs is told, never mended by itself."""

from datetime import date, datetime

import structlog
from sqlalchemy import delete

from app.core import clock
from app.core.db import db
from payments.inbox import queries
from payments.inbox.models import Reconciliation, RejectedNotice

log = structlog.get_logger()


def reconcile(*, on: date) -> None:
    """Hold every channel's notices against the books."""
    for provider, count in queries.counted_by_source():
        note_comparison(
            provider,
            on=on,
            notices=count,
            unbooked=queries.unbooked(provider),
            waiting_long=queries.waiting_long(provider, on),
        )
    if unopened := queries.unopened(clock.now()):
        log.error("letters_unopened", count=unopened)


def note_comparison(provider: str, *, on: date, notices: int, unbooked: int, waiting_long: int = 0) -> None:
    """Write down what a day's comparison of one source with the books found; a second one that day changes nothing."""
    if provider in {each.provider for each in queries.reconciled(on)}:
        return
    db.session.add(
        Reconciliation(
            on_day=on, provider=provider, notices=notices, unbooked=unbooked, waiting_long=waiting_long, at=clock.now()
        )
    )
    db.session.flush()
    if unbooked:
        # How many, never how much: logs are read by those who may not see money.
        log.error("books_differ", provider=provider, unbooked=unbooked)


def forget_rejected(*, before: datetime) -> None:
    """Delete bodies that were not believed, received before an instant."""
    db.session.execute(delete(RejectedNotice).where(RejectedNotice.received_at < before))
