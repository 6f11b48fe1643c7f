"""What the calendar does about classes."""

from app.core import jobs
from app.core.transaction import transaction
from app.policy import Actor
from merchants.training import services

BY = Actor.system("calendar")


@jobs.daily("training.lapse_offers")
def lapse_offers() -> None:
    """Let go of places offered a day ago, and ask the next in the line."""
    with transaction():
        services.lapse_offers(BY)


@jobs.daily("training.remind")
def remind() -> None:
    """Remind whoever has a place in a class tomorrow; the messages wait for the morning."""
    with transaction():
        services.remind_of_tomorrow(by=BY)
