"""A worker's part in lists: read them, take them over, undo them, go on with what was stopped, forget old files."""

from uuid import UUID

from app.core import clock, jobs
from app.core.transaction import transaction
from app.policy import Actor
from merchants.imports import services


@jobs.job("imports.check")
def check(import_id: str) -> None:
    """Read a list and say what would happen."""
    services.check(UUID(import_id))


@jobs.job("imports.take")
def take(import_id: str) -> None:
    """Take a list over."""
    services.take(UUID(import_id))


@jobs.job("imports.undo")
def undo(import_id: str) -> None:
    """Undo a list."""
    services.undo(UUID(import_id))


@jobs.daily("imports.go_on")
def go_on() -> None:
    """Promise again what no worker has ended by the next day: a job is tried so many times and then left alone."""
    with transaction():
        services.promise_again(before=clock.now())


@jobs.daily("imports.forget_files")
def forget_files() -> None:
    """Forget the files of lists that can no longer be undone."""
    forgotten = 1
    while forgotten:
        with transaction():
            forgotten = services.forget_old_files(by=Actor.system("daily"))
