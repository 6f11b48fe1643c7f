"""The daily work of deleting: files that ended long ago without being registered, and the oldest of the trail."""

from app.core import jobs
from app.core.transaction import transaction
from app.particulars import services
from app.policy import Actor

_BY = "daily work"


@jobs.daily("particulars.sunset")
def delete_what_is_old() -> None:
    """Erase old files, then delete old entries and sheets, a few at a time: stopped half-way, it goes on next time."""
    by = Actor.system(_BY)
    while True:
        with transaction():
            erased = services.erase_ended(by=by)
        if erased == 0:
            break
    while True:
        with transaction():
            deleted = services.delete_old_trail(by=by)
        if deleted == 0:
            break
    while True:
        with transaction():
            deleted = services.delete_old_sheets(by=by)
        if deleted == 0:
            break
