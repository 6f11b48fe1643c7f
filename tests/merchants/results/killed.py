"""A process of its own that is killed while papers are signed: one child per place, then one that goes on.

Started by test_killed with a folder and where to die: at the places of signing, or at every statement. It forks before
it has touched the store or the database, because neither survives a fork. Every child that dies kills itself as a power
cut would: no handler runs, nothing is tidied.
"""

import gc
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event

from app.core import jobs, storage
from app.core.db import db
from app.core.transaction import transaction
from app.factory import create_app
from merchants.results import jobs as signing
from merchants.results import services
from tests.conftest import settings_for

PLACES = ("before the key", "after the key", "file kept", "recorded, not saved", "saved")
STATEMENT = "statement "


def die(*_args: object, **_kwargs: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dying_after(call: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(*args: Any, **kwargs: Any) -> None:
        call(*args, **kwargs)
        die()

    return wrapped


def set_trap(place: str) -> None:
    """Kill this process at one place of a signing job; the work up to there is the real work."""
    match place:
        case "before the key":
            signing.signatures.sign = die
        case "after the key":
            signing.signatures.sign = dying_after(signing.signatures.sign)
        case "file kept":
            storage.put = dying_after(storage.put)
        case "recorded, not saved":
            for name in ("record_leader_signature", "record_agency_signature"):
                setattr(services, name, dying_after(getattr(services, name)))
        case "saved":
            original = signing.transaction

            class Trap:
                count = 0

                def __enter__(self) -> None:
                    self.inner = original()
                    self.inner.__enter__()

                def __exit__(self, *error: Any) -> None:
                    self.inner.__exit__(*error)
                    Trap.count += 1
                    if Trap.count == 2:  # the file first, then the row
                        die()

            signing.transaction = Trap
        case "nowhere":
            pass
        case _:
            die_at_statement(int(place.removeprefix(STATEMENT)))


def die_at_statement(number: int) -> None:
    """Kill this process before its n-th word to the database, commits included."""
    seen = iter(range(number))

    def step(*_details: object) -> None:
        if next(seen, None) is None:
            die()

    for name in ("before_cursor_execute", "commit"):
        event.listen(db.engine, name, step)


def wherever(app: Any, work: Callable[[], None]) -> int:
    """Do some work with a death before each statement in turn, until it has come to its end; return the deaths."""
    deaths = 0
    while child(app, f"{STATEMENT}{deaths}", work) == signal.SIGKILL:
        deaths += 1
    return deaths


def child(app: Any, place: str, work: Callable[[], None]) -> int:
    """Run some work in a child and return the signal that ended it, 0 if none did."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            with app.app_context():
                set_trap(place)
                work()
                code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status)
    return 0 if os.WEXITSTATUS(status) == 0 else -1


def prepare() -> None:
    from flask_migrate import upgrade

    from app.core import areas
    from tests.factories import results

    upgrade()
    jobs.migrate_queue()
    areas.load_shipped(demo=True)
    db.session.commit()
    from app.policy import Role

    results.official()
    results.official(Role.CLERK, "Chú Đỗ Văn Thành")
    results.prepared()


def the_paper() -> Any:
    from sqlalchemy import select

    from merchants.results.models import IssuedDocument

    return db.session.scalars(select(IssuedDocument)).one()


def ask_leader() -> None:
    from tests.factories import results

    account = results.official()
    with transaction():
        services.ask_leader(the_paper(), title="Chủ tịch", key="thu", by=account.actor())


def ask_agency() -> None:
    from app.policy import Role
    from tests.factories import results

    account = results.official(Role.CLERK, "Chú Đỗ Văn Thành")
    with transaction():
        services.ask_agency(the_paper(), number=7, by=account.actor())


def sign_as_leader() -> None:
    signing.sign_as_leader(str(the_paper().id))


def sign_as_agency() -> None:
    signing.sign_as_agency(str(the_paper().id))


def main(folder: Path, at: str) -> None:
    app = create_app(settings_for(folder, f"sqlite:///{folder / 'killed.db'}"))
    with app.app_context():
        db.engine.dispose()
    # Imported here once, so that no child spends its time on it.
    import dbos  # noqa: F401
    import pyhanko.pdf_utils.form_tools
    import pyhanko.pdf_utils.incremental_writer
    import pyhanko.sign.fields
    import pyhanko.sign.signers
    import pyhanko.stamp  # noqa: F401
    from sqlalchemy.orm import configure_mappers

    configure_mappers()
    # What a child's collector looked through would be copied for it page by page.
    gc.collect()
    gc.freeze()

    assert child(app, "nowhere", prepare) == 0
    for ask, sign in ((ask_leader, sign_as_leader), (ask_agency, sign_as_agency)):
        print(f"{ask.__name__} died {wherever(app, ask)} times", flush=True)
        for place in PLACES if at == "places" else ():
            ended = child(app, place, sign)
            print(f"{sign.__name__}: {place}: {ended}", flush=True)
        if at == "statements":
            print(f"{sign.__name__} died {wherever(app, sign)} times", flush=True)
        for _ in range(2):  # goes on where the last one died, and finds nothing left to do
            assert child(app, "nowhere", sign) == 0


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
