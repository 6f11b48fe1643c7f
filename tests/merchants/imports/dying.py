"""A worker that dies at its n-th statement, over and over: forked from a process that has opened nothing yet.

Run as a program with a folder and a database; each line it is given names the work, the list and the statement.
"""

import gc
import json
import os
import signal
import sys
from pathlib import Path
from uuid import UUID

from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import configure_mappers

from app.core.db import db
from app.factory import create_app
from merchants.imports import services
from merchants.imports.services import walking
from tests.conftest import settings_for


def main(folder: str, database_url: str) -> None:
    site = create_app(settings_for(Path(folder), database_url))
    walking.BATCH = 2
    configure_mappers()
    # What a child's collector looked through would be copied for it page by page.
    gc.collect()
    gc.freeze()
    print("ready", flush=True)
    for line in sys.stdin:
        work, import_id, dies_at = json.loads(line)
        child = os.fork()
        if child == 0:
            try:
                _run(site, work, UUID(import_id), dies_at)
            finally:
                os._exit(0)
        print(os.waitpid(child, 0)[1], flush=True)


def _run(site: Flask, work: str, import_id: UUID, dies_at: int) -> None:
    seen = iter(range(dies_at))

    def step(*_details: object) -> None:
        if next(seen, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    with site.app_context():
        for name in ("before_cursor_execute", "commit"):
            event.listen(db.engine, name, step)
        getattr(services, work)(import_id)


if __name__ == "__main__":
    main(*sys.argv[1:])
