"""The `lensan search` command: write the words of every dossier again."""

import click
from flask.cli import AppGroup

from app.core.transaction import transaction
from merchants.search import services

group = AppGroup("search", help="Keep the search of dossiers in order.")


@group.command("rebuild")
def rebuild() -> None:
    """Write the words of every dossier again: after an upgrade, or after a place has been renamed."""
    with transaction():
        count = services.rebuild()
    click.echo(f"{count} dossiers can be found")
