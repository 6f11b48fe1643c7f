"""What is done about payments every day: requests nobody has paid in time are closed."""

from uuid import UUID

from app.core.jobs import daily, job
from app.core.transaction import transaction
from app.policy import Actor
from merchants import queries as merchants
from payments import services


@daily("payments.expire_requests")
def expire_requests() -> None:
    """Close what is over, some at a time, so that a stop in between loses nothing."""
    count = 1
    while count:
        with transaction():
            count = services.expire_requests(by=Actor.system("payments.expire_requests"))


@job("payments.ask_for_name_check")
def ask_for_name_check(merchant_id: str) -> None:
    """Hold the account of a business whose owner or name has changed, until its owner has looked at it again."""
    merchant = merchants.by_id(UUID(merchant_id))
    if merchant is not None:
        with transaction():
            services.ask_for_name_check(merchant, by=Actor.system("payments.ask_for_name_check"))
