"""Commands about products: write a feed to a file, judge products again after a rule has changed."""

import os
import tempfile
from pathlib import Path

import click
from flask.cli import AppGroup

from app.core import jobs, settings
from catalog import queries
from catalog.outlets import OUTLETS

group = AppGroup("catalog", help="Export products.")


@group.command("export")
@click.argument("outlet", metavar="CHANNEL", type=click.Choice(tuple(OUTLETS)))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write.")
def export(outlet: str, out: Path) -> None:
    """Write what a marketplace is handed; a reader sees the old file or the new one, never half of either."""
    chosen = OUTLETS[outlet]
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=out.parent, delete=False, suffix=".part") as file:
        count = 0
        for part in chosen.written(queries.feed_rows(chosen.channel), settings.current().base_url):
            count += part.items
            file.write(part.text)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(out)
    click.echo(f"{out}: {count} products")


@group.command("recheck")
def recheck() -> None:
    """Judge again every product judged by rules no longer in force; workers do it once a day by themselves."""
    jobs.run("catalog.recheck", {})
    click.echo("every product is judged by today's rules")
