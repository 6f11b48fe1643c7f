"""The `lensan rollups` command: count every place again, or hold what is kept against a recount."""

import click
from flask.cli import AppGroup

from app.core import clock, jobs
from app.core.transaction import transaction
from app.dashboards.rollups import queries, services

group = AppGroup("rollups", help="Keep what is counted of every place in order.")


@group.command("rebuild")
def rebuild() -> None:
    """Count every place again; one that is broken off goes on within a minute, and pages show what was kept."""
    with transaction():
        places = services.forget()
    jobs.run("rollups.settle", {})
    click.echo(f"{places} places counted")


@group.command("check")
def check() -> None:
    """Compare what is kept of every place with a recount, as every night does."""
    begun = clock.now()
    jobs.run("rollups.check", {})
    click.echo(f"{queries.differences_since(begun)} differences; see /cb/kiem-so")
