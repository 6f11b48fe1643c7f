"""What a product was, and what each change changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core.db import db
from catalog.models import ProductRevision

PAGE_REVISIONS = 20

State = Mapping[str, Any]


def last_revision(product_id: UUID) -> ProductRevision | None:
    """Return what a product is now, as it was kept."""
    kept = select(ProductRevision).where(ProductRevision.product_id == product_id)
    return db.session.scalars(kept.order_by(ProductRevision.number.desc()).limit(1)).first()


def revision_of(product_id: UUID, number: int) -> ProductRevision | None:
    """Return one revision of a product."""
    kept = select(ProductRevision).where(ProductRevision.product_id == product_id, ProductRevision.number == number)
    return db.session.scalars(kept).one_or_none()


@dataclass(frozen=True)
class Step:
    """One revision: what the product was before it and after it; the first has nothing before."""

    number: int
    at: datetime
    by_name: str
    undoes: int | None
    before: State | None
    after: State


@dataclass(frozen=True)
class History:
    """One page of a product's revisions, the newest first."""

    steps: tuple[Step, ...]
    last: int
    page: int
    # The change that undoing would take back now.
    undone_next: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.last // PAGE_REVISIONS))


def history_of(product_id: UUID, page: int) -> History:
    """Return one page of what became of a product."""
    last = last_revision(product_id)
    count = last.number if last else 0
    page = max(1, min(page, -(-count // PAGE_REVISIONS)))
    newest = count - (page - 1) * PAGE_REVISIONS
    # One more than is shown, to compare the oldest with.
    kept = select(ProductRevision).where(
        ProductRevision.product_id == product_id,
        ProductRevision.number.between(newest - PAGE_REVISIONS, newest),
    )
    rows = db.session.scalars(kept.order_by(ProductRevision.number.desc())).all()
    states = {row.number: row.state for row in rows}
    steps = tuple(
        Step(row.number, row.at, row.by_name, row.undoes, states.get(row.number - 1), row.state)
        for row in rows[:PAGE_REVISIONS]
    )
    undone = (last.undoes or last.number + 1) - 1 if last else 0
    return History(steps, count, page, undone if undone > 1 else 0)
