"""Every day the books are held against the notices, source by source; what differs is told, never mended by itself."""

from collections.abc import Sequence
from datetime import date, datetime

import structlog
from sqlalchemy import delete

from app.core import clock
from app.core.db import db
from payments.inbox import queries
from payments.inbox.models import Reconciliation, RejectedNotice

log = structlog.get_logger()


def reconcile(*, on: date) -> Sequence[Reconciliation]:
    """Hold every source's notices against the books once a day; a second call that day gives what was found."""
    before = queries.reconciled(on)
    if before:
        return before
    found = [
        Reconciliation(
            on_day=on,
            provider=provider,
            notices=count,
            unbooked=queries.unbooked(provider),
            waiting_long=queries.waiting_long(provider, on),
            at=clock.now(),
        )
        for provider, count in queries.counted_by_source()
    ]
    db.session.add_all(found)
    db.session.flush()
    if unopened := queries.unopened(clock.now()):
        log.error("letters_unopened", count=unopened)
    for row in found:
        if row.unbooked:
            # How many, never how much: logs are read by those who may not see money.
            log.error("books_differ", provider=row.provider, unbooked=row.unbooked)
    return found


def forget_rejected(*, before: datetime) -> None:
    """Delete bodies that were not believed, received before an instant."""
    db.session.execute(delete(RejectedNotice).where(RejectedNotice.received_at < before))
