"""The `lensan` command: start, demonstration, documents; the slices' own groups are loaded when asked for."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

_GROUPS = {
    "vietqr": ("payments.cli", "vietqr", "read and write VietQR payloads"),
    "check": ("payments.cli", "check", "check a tax code, citizen number, telephone or GTIN"),
    "payments": ("payments.cli", "group", "send a signed bank notice to a running site"),
    "partners": ("payments.partners.cli", "group", "add an institution and its officers"),
    "catalog": ("catalog.cli", "group", "export products"),
    "keys": ("app.keys", "group", "make keys, and bring what older ones sealed to the current"),
    "rollups": ("app.dashboards.rollups.cli", "group", "count every place again, or compare"),
    "search": ("merchants.search.cli", "group", "write the search of dossiers again"),
}


class Lazy(click.Group):
    """A group whose heavy members are imported only when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_GROUPS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _GROUPS:
            module, name, _ = _GROUPS[cmd_name]
            command: click.Command = getattr(import_module(module), name)
            return command
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = {name: text for name, (_, _, text) in _GROUPS.items()}
        for name in super().list_commands(ctx):
            command = super().get_command(ctx, name)
            rows[name] = command.get_short_help_str(80) if command is not None else ""
        with formatter.section("Groups and commands"):
            formatter.write_dl(sorted(rows.items()))


@click.group(cls=Lazy)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Lên Sàn: from unknown to the commune to paid without cash, and still at it."""
    os.environ.setdefault("FLASK_SKIP_DOTENV", "1")
    if ctx.invoked_subcommand in _GROUPS:
        from flask.cli import ScriptInfo

        # Their commands ask for the application by themselves.
        ctx.obj = ScriptInfo(create_app=application)


def application() -> Any:
    """Return the application, for commands that need it."""
    from app.factory import create_app

    return create_app()


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--demo/--no-demo", default=True, help="Load the demonstration data first.")
def start(host: str, *, demo: bool) -> None:
    """Migrate, load the demonstration data, and serve."""
    from app.core import settings

    fresh = _migrate()
    if demo and settings.current().development:
        if fresh:
            # In a process of its own: the store's threads would not survive the server's fork.
            subprocess.run([sys.executable, "-m", "app", "demo", "load", "--quiet"], check=True)
        _say_who(settings.current().base_url)
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "wsgi:app",
        address=host,
        port=int(os.environ.get("PORT", "8000")),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=8,
        working_dir=Path(__file__).resolve().parents[1],
        log_access=False,
    ).serve()


@main.group()
def database() -> None:
    """Make and change the tables."""


@database.command("upgrade")
def database_upgrade() -> None:
    """Bring the tables up to this release."""
    _migrate()


@main.group()
def demo() -> None:
    """The demonstration cast: made up, and marked so."""


@demo.command("load")
@click.option("--quiet", is_flag=True, help="Do not say who can sign in.")
def demo_load(*, quiet: bool) -> None:
    """Load the demonstration data; loading it twice is loading it once."""
    from app.core import settings

    _migrate()
    _load_demo()
    if not quiet:
        _say_who(settings.current().base_url)


@main.command()
def worker() -> None:
    """Do jobs until told to stop; for machines where the web runs elsewhere."""
    import signal
    import threading

    from app.core import collector, jobs

    stopped = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda _number, _frame: stopped.set())
    jobs.start_worker(application().app_context)
    collector.settle()
    stopped.wait()
    jobs.stop_worker()


@main.group("jobs")
def jobs_group() -> None:
    """Work that is done without anybody asking."""


@jobs_group.command("today")
def jobs_today() -> None:
    """Promise today's jobs, unless a worker has done so already, and list them."""
    from app.core import clock, jobs
    from app.core.transaction import transaction

    with application().app_context():
        with transaction():
            jobs.promise_daily(clock.today())
        jobs.forget_clients()
    for name in jobs.daily_names():
        click.echo(name)


@main.group()
def docs() -> None:
    """Documents made from the code."""


@docs.command("write")
def docs_write() -> None:
    """Write docs/states.md and docs/permissions.md again."""
    from app.documents import write_all

    for path in write_all():
        click.echo(path)


def _migrate() -> bool:
    """Bring the tables up to date, and say whether they were made just now."""
    from sqlalchemy import inspect

    from app.core import areas, jobs, settings
    from app.core.db import SortedByLanguageError, check_order, db
    from app.core.migrating import upgrade
    from app.core.transaction import transaction
    from merchants.training import services as training

    settings.current().state_dir.mkdir(parents=True, exist_ok=True)
    app = application()
    with app.app_context():
        with db.engine.connect() as connection:
            try:
                check_order(connection)
            except SortedByLanguageError as refusal:
                raise click.ClickException(str(refusal)) from refusal
        fresh = not inspect(db.engine).has_table("merchant")
        upgrade()
        if not jobs.has_queue_tables():
            jobs.migrate_queue()
        with transaction():
            areas.load_shipped()
            training.load_courses()
        db.engine.dispose()
    return fresh


def _load_demo() -> None:
    from app import demo as demonstration

    app = application()
    with app.app_context():
        demonstration.load()


def _say_who(base_url: str) -> None:
    from app import demo as demonstration

    click.echo(f"\n  Lên Sàn: {base_url}\n  Who can sign in (all made up):")
    for line in demonstration.who():
        click.echo(f"    {line}")
    click.echo("")
    sys.stdout.flush()
