"""A worker that dies before its n-th lasting word to the database, again and again.

It is forked from a process that has opened nothing yet.

Run as a program with a folder and a database; each line it is given names the work, the list and the statement.
"""

import json
import sys
from functools import partial
from pathlib import Path
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import configure_mappers

from app.core import collector
from app.factory import create_app
from merchants.imports import services
from merchants.imports.services import walking
from tests.conftest import settings_for
from tests.deaths import dies_before


def main(folder: str, database_url: str) -> None:
    site = create_app(settings_for(Path(folder), database_url))
    walking.BATCH = 2
    configure_mappers()
    collector.settle()
    print("ready", flush=True)
    for line in sys.stdin:
        work, import_id, dies_at = json.loads(line)
        died = dies_before(dies_at, partial(_run, site, work, UUID(import_id)))
        print("died" if died else "done", flush=True)


def _run(site: Flask, work: str, import_id: UUID) -> None:
    with site.app_context():
        getattr(services, work)(import_id)


if __name__ == "__main__":
    main(*sys.argv[1:])
