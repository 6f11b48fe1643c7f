"""Commands about products: write a feed to a file, judge products again after a rule has changed."""

import os
import tempfile
from pathlib import Path

import click
from flask.cli import AppGroup

from app.core import jobs, settings
from catalog import queries
from catalog.channel_rules import Channel
from catalog.marketplaces import google

group = AppGroup("catalog", help="Export products.")
export = AppGroup("export", help="Write what a marketplace is handed.")
group.add_command(export)


@export.command("google")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write.")
def google_feed(out: Path) -> None:
    """Write Google's feed; a reader of the file sees the old one or the new one, never half of either."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=out.parent, delete=False, suffix=".part") as file:
        count = 0
        for part in google.feed(queries.feed_rows(Channel.GOOGLE), settings.current().base_url):
            count += part.startswith("<item>")
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(out)
    click.echo(f"{out}: {count} products")


@group.command("recheck")
def recheck() -> None:
    """Judge again every product judged by rules no longer in force; workers do it once a day by themselves."""
    jobs.run("catalog.recheck", {})
    click.echo("every product is judged by today's rules")
