"""What is done about the inbox: letters are opened as they come; every day books are held against notices."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import structlog

from app.core import clock
from app.core.jobs import daily, every
from app.core.transaction import transaction
from payments.inbox import queries, services

REJECTED_KEPT = timedelta(days=30)
log = structlog.get_logger()


@every(services.OPEN_LETTERS, minutes=1)
def open_letters() -> None:
    """Let every letter that waits take effect, the oldest first, each in a transaction of its own."""
    last: UUID | None = None
    while waiting := _waiting(after=last):
        for last in waiting:
            _open(last)


def _waiting(*, after: UUID | None) -> Sequence[UUID]:
    with transaction():
        return queries.letters_waiting(after=after)


def _open(letter_id: UUID) -> None:
    try:
        with transaction():
            services.open_letter(letter_id)
    except Exception as error:  # noqa: BLE001  one letter that cannot be opened must not keep the others waiting
        log.error("letter_not_opened", letter=str(letter_id), error=type(error).__name__)  # noqa: TRY400  no amounts
        with transaction():
            services.put_aside(letter_id)


@daily("payments.reconcile")
def reconcile() -> None:
    """Write down for each source how many notices there are and how many the books do not have as they were told."""
    with transaction():
        services.reconcile(on=clock.today())


@daily("payments.forget_rejected")
def forget_rejected() -> None:
    """Let go of bodies that were never believed."""
    with transaction():
        services.forget_rejected(before=clock.now() - REJECTED_KEPT)
