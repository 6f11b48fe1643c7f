"""The one place where work is saved: all of it, or none."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Token

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm.exc import StaleDataError

from app.core.db import db, only_reads
from app.core.errors import OvertakenError

_LATER = "after_commit"
_NOTES = "notes"


@contextmanager
def transaction() -> Iterator[None]:
    """Commit what happens inside, or roll all of it back. Used by views, commands and jobs, never by services.

    Raises:
        OvertakenError: a row with a version was changed by somebody else meanwhile.
    """
    reader = _become_a_writer()
    try:
        yield
        for keep in db.session.info.pop(_NOTES, []):
            keep()
        db.session.commit()
    except StaleDataError as error:
        _forget()
        raise OvertakenError(_l("Somebody else has just changed this. Open it again to see what is new")) from error
    except BaseException:
        _forget()
        raise
    finally:
        if reader is not None:
            only_reads.reset(reader)
    for call in db.session.info.pop(_LATER, []):
        call()


def after_commit(call: Callable[[], object]) -> None:
    """Run something once the work is saved; only to wake somebody up, because it is lost if the process dies."""
    db.session.info.setdefault(_LATER, []).append(call)


def note(call: Callable[[], object]) -> None:
    """Promise a note of what is read or done, saved with the rest, or by `save_notes` before the page leaves the house.

    A service may call it while a page only reads; it holds no lock until the page has been made.
    """
    db.session.info.setdefault(_NOTES, []).append(call)


def save_notes() -> None:
    """Save the notes promised while a page was made; a page whose note cannot be saved is not shown."""
    # Whoever asked for no session promised nothing, and a kept page is sent for a tenth less without one.
    if db.session.registry.has() and db.session.info.get(_NOTES):
        with transaction():
            pass


def _become_a_writer() -> Token[bool] | None:
    """Let go of the snapshot of a request that only reads: on SQLite it could not be turned into a writer's."""
    if not only_reads.get():
        return None
    db.session.rollback()
    return only_reads.set(False)


def _forget() -> None:
    db.session.rollback()
    db.session.info.pop(_LATER, None)
    db.session.info.pop(_NOTES, None)
