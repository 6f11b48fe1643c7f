"""The `lensan rollups` command: count every place again, or hold what is kept against a recount."""

import click
from flask.cli import AppGroup

from app.core import jobs
from app.core.transaction import transaction
from app.dashboards.rollups import queries, services

group = AppGroup("rollups", help="Keep what is counted of every place in order.")


@group.command("rebuild")
def rebuild() -> None:
    """Count every place again; until it is done, pages count for themselves."""
    with transaction():
        places = services.forget()
    jobs.run("rollups.settle", {})
    click.echo(f"{places} places counted")


@group.command("check")
def check() -> None:
    """Compare what is kept of every place with a recount, as every night does."""
    before = len(queries.differences(None))
    jobs.run("rollups.check", {})
    click.echo(f"{len(queries.differences(None)) - before} differences; see /cb/kiem-so")
