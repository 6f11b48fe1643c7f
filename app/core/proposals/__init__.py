"""What one person proposes and another decides: it waits until somebody else agrees to it, or does not."""

from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Json, Line, Text_
from app.core.doer import Doer
from app.core.errors import DomainError
from app.core.proposals.states import PROPOSAL, ProposalState, ProposalStep
from app.core.second_person import require_second_person


class ProposalPendingError(DomainError):
    """Another proposal about the same thing waits already."""

    code = "proposals.pending"


class ProposalRefusedError(DomainError):
    """It cannot be proposed so; ``field`` says which answer to mend."""

    code = "proposals.refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, field: str, message: object) -> None:
        super().__init__(message)
        self.field = field


class Proposed:
    """The columns of a row that one person proposes and another decides."""

    state: Mapped[ProposalState] = mapped_column(default=PROPOSAL.initial)
    # The whole of what is to be, not only what changes.
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    why: Mapped[Text_]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    by_name: Mapped[Line]
    at: Mapped[datetime]
    second_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    second_name: Mapped[Line] = mapped_column(default="")
    second_note: Mapped[Line] = mapped_column(default="")
    decided_at: Mapped[datetime | None]


def proposed_by_one_decided_by_another() -> tuple[CheckConstraint, ...]:
    """Return what the database refuses of such a row."""
    return (
        CheckConstraint("second_id is null or second_id <> by_id", name="two_different_people"),
        CheckConstraint("(state = 'proposed') = (decided_at is null)", name="decided_when_no_longer_proposed"),
        CheckConstraint("length(why) > 0", name="why_is_given"),
    )


def decide(proposal: Proposed, step: ProposalStep, *, by: Doer, at: datetime) -> dict[str, list[object]]:
    """Let the second person agree or not; return what changed, for the audit trail.

    Raises:
        SecondPersonError: it is the one who proposed it.
        TransitionNotAllowedError: it was decided already.
    """
    require_second_person(proposal.by_id, by)
    before, proposal.state = proposal.state, PROPOSAL.next(proposal.state, step)
    proposal.decided_at = at
    proposal.second_id, proposal.second_name = by.account_id, by.name
    return {"state": [before, proposal.state]}
