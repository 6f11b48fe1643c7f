"""What the night does about cohorts."""

from app.core import clock, jobs
from app.core.transaction import transaction
from app.dashboards.cohorts import services


@jobs.daily("cohorts.reckon")
def reckon() -> None:
    """Count every cohort anew, and what learners do unaided."""
    with transaction():
        services.reckon(clock.today())
        services.reckon_unaided(clock.today())
