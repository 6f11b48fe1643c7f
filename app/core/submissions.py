"""The second click: every form carries a key, and the same key makes one thing and answers with the same page."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, jobs
from app.core.db import Base, Line, Short, db
from app.core.transaction import transaction


class Submission(Base):
    """A form that was acted upon, saved in the same transaction as what it did."""

    __tablename__ = "submission"
    is_shown = False

    key: Mapped[Line] = mapped_column(primary_key=True)
    location: Mapped[Line] = mapped_column(default="")
    kind: Mapped[Short] = mapped_column(default="form")
    made_at: Mapped[datetime] = mapped_column(index=True)


def earlier(key: str) -> Submission | None:
    """Return the submission made under a key, if there was one."""
    return db.session.scalar(select(Submission).where(Submission.key == key))


def remember(key: str) -> None:
    """Note the key in the transaction about to happen; if that is rolled back, so is the note."""
    db.session.add(Submission(key=key, location="", made_at=clock.now()))


def answered(key: str, location: str) -> None:
    """Keep where the answer led, for the second click."""
    found = earlier(key)
    if found is not None:
        found.location = location[:200]


@jobs.daily("core.forget_submissions")
def forget_old() -> None:
    """Drop keys older than thirty days."""
    with transaction():
        db.session.execute(delete(Submission).where(Submission.made_at < clock.now() - timedelta(days=30)))
