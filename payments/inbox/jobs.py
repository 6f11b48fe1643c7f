"""What is done about the inbox every day: books are held against notices, and old rejected bodies go."""

from datetime import timedelta

from app.core import clock
from app.core.jobs import daily
from app.core.transaction import transaction
from payments.inbox import services

REJECTED_KEPT = timedelta(days=30)


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
