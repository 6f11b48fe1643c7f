"""What every service of a list shares: its refusals and the one way to move it."""

from datetime import datetime
from enum import StrEnum
from http import HTTPStatus

from app.core import audit, jobs
from app.core.errors import DomainError
from app.policy import Actor
from merchants.imports.models import ListImport
from merchants.imports.states import IMPORT, ImportAction, ImportState, ImportStep

SUBJECT = "list_import"


class Job(StrEnum):
    """What a worker does with a list."""

    CHECK = "imports.check"
    TAKE = "imports.take"
    UNDO = "imports.undo"


# Which part of a worker's a list waits for.
WAITS_FOR = {ImportState.READING: Job.CHECK, ImportState.TAKING: Job.TAKE, ImportState.UNDOING: Job.UNDO}


class NotNowError(DomainError):
    """The time in which a list can be undone or its file opened is over."""

    code = "imports.not_now"


class ColumnsMissingError(DomainError):
    """A column without which nobody can be found again is not among those chosen."""

    code = "imports.columns_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def move(brought: ListImport, step: ImportStep, *, action: ImportAction, by: Actor, at: datetime) -> None:
    before = brought.state
    brought.state = IMPORT.next(before, step)
    changes = {"state": [before.value, brought.state.value]}
    audit.record(action, (SUBJECT, brought.id), by=by, at=at, reason=brought.source_name, changes=changes)


def promise(job: Job, brought: ListImport, at: datetime) -> None:
    """Promise a worker's part in the same transaction as what asks for it; each asking is promised once."""
    jobs.enqueue(job, key=f"{brought.id}:{at.timestamp():.6f}", import_id=brought.id)
