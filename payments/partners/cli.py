"""Commands: add an institution, and let somebody work for it."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from flask import Flask


@click.group()
def group() -> None:
    """Institutions that work with the programme, and who works for them."""


@group.command()
@click.argument("name")
@click.option("--kind", type=click.Choice(["bank", "telecom", "utility"]), required=True)
def institution(name: str, kind: str) -> None:
    """Add the institution NAME; adding it twice is adding it once."""
    from app.core.transaction import transaction
    from app.policy import Actor
    from payments.partners import services
    from payments.partners.rules import PartnerKind

    with _application().app_context(), transaction():
        services.add_institution(name=name, kind=PartnerKind(kind), by=Actor.system("partners.institution"))
    click.echo(name)


@group.command()
@click.argument("username")
@click.argument("institution_name")
@click.option("--area", required=True, help="Path of the province or commune, for example 33/.")
def officer(username: str, institution_name: str, area: str) -> None:
    """Let the account USERNAME work for INSTITUTION_NAME within an area."""
    from app.accounts import queries as people
    from app.core.transaction import transaction
    from app.policy import Actor
    from payments.partners import queries, services

    with _application().app_context(), transaction():
        account, place = people.official_named(username), queries.institution_named(institution_name)
        if account is None or place is None:
            raise click.ClickException("No such account, or no such institution")
        services.seat(account, place, area_path=area, by=Actor.system("partners.officer"))
    click.echo(f"{username}: {institution_name}, {area}")


def _application() -> "Flask":
    """Return the application the command line was started with."""
    from flask.cli import ScriptInfo

    return click.get_current_context().ensure_object(ScriptInfo).load_app()
