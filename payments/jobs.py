"""What is done about payments every day: requests nobody has paid in time are closed."""

from app.core.jobs import daily
from app.core.transaction import transaction
from app.policy import Actor
from payments import services


@daily("payments.expire_requests")
def expire_requests() -> None:
    """Close what is over, some at a time, so that a stop in between loses nothing."""
    count = 1
    while count:
        with transaction():
            count = services.expire_requests(by=Actor.system("payments.expire_requests"))
