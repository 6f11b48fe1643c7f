"""What is done about changes every day: seasons that begin."""

from app.core import jobs
from app.core.transaction import transaction
from app.policy import Actor
from merchants import services

BY = Actor.system("daily")


@jobs.daily("changes.seasons")
def seasons() -> None:
    """Tell resting families a week ahead, and let those work again whose season begins."""
    for step in (services.tell_of_seasons, services.begin_seasons):
        done = 1
        while done:
            with transaction():
                done = step(by=BY)
