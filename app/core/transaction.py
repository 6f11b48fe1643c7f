"""The one place where work is saved: all of it, or none."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm.exc import StaleDataError

from app.core.db import db
from app.core.errors import OvertakenError

_LATER = "after_commit"


@contextmanager
def transaction() -> Iterator[None]:
    """Commit what happens inside, or roll all of it back. Used by views, commands and jobs, never by services.

    Raises:
        OvertakenError: a row with a version was changed by somebody else meanwhile.
    """
    try:
        yield
        db.session.commit()
    except StaleDataError as error:
        _forget()
        raise OvertakenError(_l("Somebody else has just changed this. Open it again to see what is new")) from error
    except BaseException:
        _forget()
        raise
    for call in db.session.info.pop(_LATER, []):
        call()


def after_commit(call: Callable[[], object]) -> None:
    """Run something once the work is saved; only to wake somebody up, because it is lost if the process dies."""
    db.session.info.setdefault(_LATER, []).append(call)


def _forget() -> None:
    db.session.rollback()
    db.session.info.pop(_LATER, None)
