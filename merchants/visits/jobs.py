"""What the calendar does about visits."""

from app.core import clock, jobs
from app.core.transaction import transaction
from merchants.visits import services


@jobs.daily("visits.plan")
def plan() -> None:
    """Make the visits of those who came to a class."""
    with transaction():
        services.plan(clock.today())
