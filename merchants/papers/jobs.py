"""What is done about papers every day."""

from app.core import jobs
from app.core.transaction import transaction
from app.policy import Actor
from merchants.papers import services


@jobs.daily("papers.tell_of_ends")
def tell_of_ends() -> None:
    """Tell owners of papers that run out."""
    told = 1
    while told:
        with transaction():
            told = services.tell_of_ends(by=Actor.system("daily"))
