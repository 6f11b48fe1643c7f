"""A worker's part in statements: let the lines of long ones in, and go on with what was stopped."""

from uuid import UUID

from app.core import jobs
from app.core.transaction import transaction
from payments.statements import services
from payments.statements.services.record import LET_IN


@jobs.job(LET_IN)
def let_in(statement_id: str) -> None:
    """Let the lines of a long statement in."""
    services.let_in_later(UUID(statement_id))


@jobs.daily("statements.go_on")
def go_on() -> None:
    """Promise again what no worker has ended by the next day: a job is tried so many times and then left alone."""
    with transaction():
        services.promise_again()
