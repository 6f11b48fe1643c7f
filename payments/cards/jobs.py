"""What workers do about cards: look at what messages are about, send money back, and look round for lost messages."""

from datetime import timedelta
from uuid import UUID

from app.core import clock, jobs
from app.core.transaction import transaction
from payments.cards import dealings, queries, services
from payments.gateways import UnreachableError

_LATER = timedelta(minutes=5)
_TRIES = 12


@jobs.job("cards.look")
def look(event_id: str, tried: int = 0) -> None:
    """Look at what a message is about; while the processor is out of reach, again later."""
    try:
        dealings.look(UUID(event_id))
    except UnreachableError:
        _again("cards.look", tried, event_id=event_id)


@jobs.job("cards.send_back")
def send_back(refund_id: str, tried: int = 0) -> None:
    """Send money back; while the processor is out of reach, again later under the same key."""
    try:
        dealings.send_back(UUID(refund_id))
    except UnreachableError:
        _again("cards.send_back", tried, refund_id=refund_id)


@jobs.every("cards.look_round", minutes=10)
def look_round() -> None:
    """Look at pages that should be over and of which nothing was heard."""
    if not queries.is_offered():
        return
    for payment_id in queries.pages_to_look_at(clock.now()):
        try:
            dealings.read_payment(payment_id)
        except UnreachableError:
            return


@jobs.daily("cards.reconcile")
def reconcile() -> None:
    """Write down how many payments by card the books do not have as they were told."""
    with transaction():
        services.reconcile(on=clock.today())


def _again(name: str, tried: int, **arguments: str) -> None:
    if tried >= _TRIES:
        raise UnreachableError(name)
    key = f"{next(iter(arguments.values()))}:{tried + 1}"
    with transaction():
        jobs.enqueue(name, key=key, delay=_LATER * 2 ** min(tried, 5), tried=tried + 1, **arguments)
