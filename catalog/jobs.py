"""What is done about products every day: judge again those judged by rules no longer in force."""

from app.core.jobs import daily
from app.core.transaction import transaction
from catalog import services


@daily("catalog.recheck")
def recheck() -> None:
    """Judge stale products again, some at a time, so that a stop in between loses nothing."""
    count = 1
    while count:
        with transaction():
            count = services.recheck_stale()


@daily("catalog.recheck_stars")
def recheck_stars() -> None:
    """Judge again what is said of stars on the day a certificate ends."""
    with transaction():
        services.recheck_stars()
