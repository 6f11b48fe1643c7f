"""A process of its own that is killed while papers are signed: one child per place, then one that goes on.

Started by test_killed with a folder and a database that has its tables. It forks before it has touched the store or the
database, because neither survives a fork. On SQLite it dies before every lasting word: the key and the store of files
lie between two of them, so a death there is tried as well. On PostgreSQL it dies before every commit.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask

from app.core import collector
from app.core.db import db
from app.core.transaction import transaction
from app.factory import create_app
from merchants.results import jobs as signing
from merchants.results import services
from tests.conftest import settings_for
from tests.deaths import dies_before, dies_before_commit, in_child


def wherever(app: Flask, work: Callable[[], None], dies: Callable[[int, Callable[[], None]], bool]) -> int:
    """Do some work with a death at each place in turn, until it has come to its end; return the deaths."""
    deaths = 0
    while dies(deaths, lambda: within(app, work)):
        deaths += 1
    return deaths


def within(app: Flask, work: Callable[[], None]) -> None:
    with app.app_context():
        work()


def prepare() -> None:
    from app.policy import Role
    from tests.factories import results

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


def main(folder: Path, url: str) -> None:
    app = create_app(settings_for(folder, url))
    dies = dies_before if url.startswith("sqlite") else dies_before_commit
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
    collector.settle()

    assert in_child(lambda: within(app, prepare)) == 0
    for work in (ask_leader, sign_as_leader, ask_agency, sign_as_agency):
        print(f"{work.__name__} died {wherever(app, work, dies)} times", flush=True)
        if work in (sign_as_leader, sign_as_agency):  # whoever comes again finds nothing left to do
            assert in_child(lambda work=work: within(app, work)) == 0


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
