"""What the calendar does about texts."""

from app.core import jobs
from app.core.transaction import transaction
from merchants.texts import services


@jobs.daily("texts.forget_old")
def forget_old() -> None:
    """Delete the texts of a season ago: what they asked for is in the classes."""
    with transaction():
        services.forget_old()
