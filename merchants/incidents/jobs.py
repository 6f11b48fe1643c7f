"""What is done about incidents every day."""

from app.core import jobs
from app.core.transaction import transaction
from app.policy import Actor
from merchants.incidents import services


@jobs.daily("incidents.remind")
def remind() -> None:
    """Remind whoever is responsible of what has still to be reported."""
    with transaction():
        services.remind(by=Actor.system("daily"))
