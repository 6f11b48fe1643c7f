"""The `lensan keys` command: make keys, and bring what older keys sealed to the current ones."""

from collections.abc import Callable
from dataclasses import dataclass

import click
from flask.cli import AppGroup

from app.accounts import queries as people
from app.accounts import services as accounts
from app.core import clock, sealed, typed
from app.core.transaction import transaction
from merchants.identity import queries as numbers
from merchants.identity import services as identity
from merchants.imports import queries as lists
from merchants.imports import services as imports

group = AppGroup("keys", help="Make keys, and change them.")


@dataclass(frozen=True)
class Kept:
    """One kind of sealed value: how many wait for the current keys, and how some of them are brought there."""

    name: str
    waiting: Callable[[], int]
    reseal_some: Callable[..., int]


KEPT = (
    Kept("official numbers", numbers.count_waiting_for_rotation, identity.reseal_some),
    Kept("second factors", people.count_waiting_for_rotation, accounts.reseal_some),
    Kept("files of lists", lists.count_waiting_for_rotation, imports.reseal_some),
    Kept("answers that came too late", typed.count_waiting_for_rotation, typed.reseal_some),
)


@group.command("new")
@click.argument("name", required=False)
def new(name: str | None) -> None:
    """Make a key as LENSAN_SEAL_KEYS, LENSAN_BLIND_KEYS and LENSAN_STAMP_KEYS take it: put it before the older ones.

    Without NAME it bears the day.
    """
    click.echo(f"{name or f'k{clock.today():%Y%m%d}'}:{sealed.new_key()}")


@group.command("status")
def status() -> None:
    """Say what waits for the current keys; an older key may be taken away once nothing does."""
    for kept in KEPT:
        click.echo(f"{kept.name}: {kept.waiting()} waiting")


@group.command("rotate")
@click.option("--at-once", default=500, show_default=True, help="So many in one transaction.")
def rotate(at_once: int) -> None:
    """Bring everything to the current keys, a little at a time; stopped in the middle, the next call goes on."""
    for kept in KEPT:
        done = 0
        while some := _some(kept, at_once):
            done += some
        click.echo(f"{kept.name}: {done} brought to the current keys")
    click.echo("Once every process runs with the new keys and nothing waits, the older ones may be taken away")


def _some(kept: Kept, at_once: int) -> int:
    try:
        with transaction():
            return kept.reseal_some(limit=at_once)
    except sealed.UnknownKeyError as missing:
        raise click.ClickException(
            f"{kept.name}: some were sealed with the key {missing.args[0]!r}, which is not among the settings. "
            "Put it back behind the current one and call again"
        ) from missing
