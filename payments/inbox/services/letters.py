"""What channels send is kept at once, as it came; what it says takes effect a moment later, by a job.

The sender is answered when the letter is saved. It lies there until its notices do: the one goes and the others come in
one transaction, so that a stop in between loses nothing and counts nothing twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from app.core import clock, jobs
from app.core.bulk import insert_many
from app.core.db import alone, db
from app.core.ids import new_ids
from app.core.transaction import after_commit
from app.policy import Actor
from payments.inbox import queries
from payments.inbox.models import Letter
from payments.inbox.services.intake import receive

OPEN_LETTERS = "payments.open_letters"
_SOON = timedelta(seconds=1)
# The second for which this process has already promised that letters will be opened.
_promised: dict[str, int] = {}


@dataclass(frozen=True)
class Sent:
    """What one channel has sent and proved, as it came."""

    provider: str
    body: bytes
    headers: Mapping[str, str]
    at: datetime


def keep(sent: Sequence[Sent]) -> None:
    """Keep what was sent, unread, and promise that it will be opened."""
    _insert(sent, db.session.connection())
    _promise(_this_second())


def keep_alone(sent: Sequence[Sent]) -> None:
    """Keep what was sent, unread, by a statement that is a transaction of its own: the opening is promised already."""
    with alone() as connection:
        _insert(sent, connection)


def is_opening_promised() -> bool:
    """Whether what comes in this second will be opened without another promise."""
    return _promised.get(OPEN_LETTERS) == _this_second()


def _insert(sent: Sequence[Sent], connection: Connection) -> None:
    insert_many(
        Letter.__table__,  # type: ignore[arg-type]  # the library says less than it knows
        [
            {
                "id": letter_id,
                "provider": each.provider,
                "raw_body": each.body,
                "headers": dict(each.headers),
                "received_at": each.at,
            }
            for letter_id, each in zip(new_ids(len(sent)), sent, strict=True)
        ],
        connection=connection,
    )


def _this_second() -> int:
    return int(clock.now().timestamp())


def open_letter(letter_id: UUID) -> None:
    """Let one letter take effect; whoever opens it first does, for all."""
    letter = queries.letter_to_open(letter_id)
    if letter is None:
        return
    receive(
        provider=letter.provider,
        body=letter.raw_body,
        headers=letter.headers,
        at=letter.received_at,
        by=Actor.system(letter.provider),
    )
    db.session.delete(letter)
    db.session.flush()


def put_aside(letter_id: UUID) -> None:
    """Note that a letter could not be opened."""
    letter = queries.letter_to_open(letter_id)
    if letter is not None:
        letter.failures += 1
        db.session.flush()


def _promise(second: int) -> None:
    """Promise the opening at once, and once more when the second is over: for what comes while the first is at work.

    More promises than that would cost more than the letters; whatever slips through both, the minute's round finds.
    """
    if _promised.get(OPEN_LETTERS) == second:
        return
    jobs.enqueue(OPEN_LETTERS, key=f"{second}")
    jobs.enqueue(OPEN_LETTERS, key=f"{second}/after", delay=_SOON)
    after_commit(lambda: _promised.update({OPEN_LETTERS: second}))
