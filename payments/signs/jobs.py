"""What is done about signs every day: whoever has not looked at theirs for a month is asked to."""

from app.core.jobs import daily
from app.core.transaction import transaction
from app.policy import Actor
from payments.signs import services


@daily("payments.ask_for_sign_looks")
def ask_for_sign_looks() -> None:
    """Ask some owners at a time, so that a stop in between asks nobody twice."""
    count = 1
    while count:
        with transaction():
            count = services.ask_for_looks(by=Actor.system("payments.ask_for_sign_looks"))
