"""Every day: stop waiting for what never came, and forget what was sent long ago."""

from app.core import clock, jobs
from app.core.transaction import transaction
from merchants.fieldwork import rules, services, writing


@jobs.daily("fieldwork.tidy")
def tidy() -> None:
    """Settle what has waited too long, and forget what old items said."""
    with transaction():
        writing.release(clock.now() - rules.LONGEST_HELD)
    with transaction():
        services.forget(clock.now() - rules.KEPT)
