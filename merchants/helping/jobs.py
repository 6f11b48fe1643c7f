"""The daily work of helping: drafts that come to their end, delegations that have come to theirs."""

from uuid import UUID

from app.core import jobs
from app.core.transaction import transaction
from app.policy import Actor
from merchants.helping import services

_BY = "daily work"


@jobs.daily("helping.drafts")
def look_after_drafts() -> None:
    """Tell of drafts that end soon, then let the old ones go; stopped half-way, it goes on without telling twice."""
    by = Actor.system(_BY)
    after: UUID | None = None
    while True:
        with transaction():
            after = services.tell_of_ending(after=after, by=by)
        if after is None:
            break
    while True:
        with transaction():
            gone = services.let_go_of_old(by=by)
        if gone == 0:
            break


@jobs.daily("helping.delegations")
def end_delegations() -> None:
    """Note which delegations have come to their end."""
    while True:
        with transaction():
            ended = services.lapse_delegations(by=Actor.system(_BY))
        if ended == 0:
            break
