"""What is done about OCOP every day."""

from app.core import jobs
from app.core.transaction import transaction
from app.policy import Actor
from merchants.ocop import services


@jobs.daily("ocop.tell_of_ends")
def tell_of_ends() -> None:
    """Tell owners of certificates that run out."""
    told = 1
    while told:
        with transaction():
            told = services.tell_of_ends(by=Actor.system("daily"))
