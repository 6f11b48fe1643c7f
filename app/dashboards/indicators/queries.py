"""The dictionary as it stands, what waits for a second person, and how a change would have counted."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from app.core.db import db
from app.core.proposals.states import ProposalState
from app.dashboards.counting import queries as counting
from app.dashboards.counting.rules import Figure, Term, total
from app.dashboards.indicators.models import DefinitionChange
from app.dashboards.indicators.rules import Definition, Dictionary, Method, dictionary_of, read_definition

SHIPPED = Path(__file__).parent / "data" / "dictionary.json"
_TRIED = 6


@cache
def shipped() -> Dictionary:
    """Return the dictionary as it comes with the product."""
    return dictionary_of(json.loads(SHIPPED.read_text("utf-8")))


def dictionary() -> Dictionary:
    """Return every definition with every change two people agreed upon."""
    agreed = select(DefinitionChange.content).where(DefinitionChange.state == ProposalState.AGREED)
    rows = db.session.scalars(agreed.order_by(DefinitionChange.indicator, DefinitionChange.edition)).all()
    return shipped().with_changes([read_definition(row) for row in rows])


def change_by_id(change_id: UUID) -> DefinitionChange | None:
    """Return one change."""
    return db.session.get(DefinitionChange, change_id)


def open_change(number: str) -> DefinitionChange | None:
    """Return the change to a definition that waits for a second person."""
    waiting = select(DefinitionChange).where(
        DefinitionChange.indicator == number, DefinitionChange.state == ProposalState.PROPOSED
    )
    return db.session.scalars(waiting).one_or_none()


def open_changes() -> Sequence[DefinitionChange]:
    """Return the changes that wait for a second person, the oldest first."""
    waiting = select(DefinitionChange).where(DefinitionChange.state == ProposalState.PROPOSED)
    return db.session.scalars(waiting.order_by(DefinitionChange.at)).all()


def decided_changes(limit: int = 50) -> Sequence[DefinitionChange]:
    """Return what was decided, the latest first."""
    decided = select(DefinitionChange).where(DefinitionChange.state != ProposalState.PROPOSED)
    return db.session.scalars(decided.order_by(DefinitionChange.decided_at.desc()).limit(limit)).all()


@dataclass(frozen=True)
class Trial:
    """One period counted by the definition in force and by the proposed one."""

    term: Term
    before: Figure
    after: Figure

    @property
    def difference(self) -> int | None:
        """By how much the numerator would change."""
        if self.before.numerator is None or self.after.numerator is None:
            return None
        return self.after.numerator - self.before.numerator


def dry_run(before: Definition, after: Definition, today: date) -> list[Trial]:
    """Count the last six periods by both definitions, the latest first; nothing to try where nothing is counted."""
    if after.method is not Method.COUNTED or before.params == after.params:
        return []
    last = Term.ended_before(today)
    return [_trial(before, after, last.before(back)) for back in range(_TRIED)]


def _trial(before: Definition, after: Definition, term: Term) -> Trial:
    facts = counting.facts_of(term)
    old = total(counting.count(before.id, before.params, facts).values())
    return Trial(term, old, total(counting.count(after.id, after.params, facts).values()))
