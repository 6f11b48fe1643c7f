"""Commands: read and write VietQR payloads, check official numbers, send a signed bank notice to a running site.

Everything heavy is imported inside the commands, so that reading one payload starts at once.
"""

import json
import sys
from typing import NoReturn

import click

REFUSED = 2


@click.group()
def vietqr() -> None:
    """Read and write VietQR payloads."""


@vietqr.command("read")
@click.argument("payload")
def read_payload(payload: str) -> None:
    """Print what PAYLOAD says as JSON, or the one-word reason why it must not be trusted."""
    from payments.vietqr import VietQrError, read

    try:
        code = read(payload)
    except VietQrError as refusal:
        _refuse(refusal.reason, refusal.sentence)
    said = {
        "bin": code.bin,
        "account": code.account,
        "service": code.service,
        "amount_vnd": code.amount_vnd,
        "purpose": code.purpose,
        "static": code.static,
    }
    click.echo(json.dumps(said, ensure_ascii=False))


@vietqr.command("write")
@click.option("--bin", "bank", required=True, help="The bank's 6-digit number.")
@click.option("--account", required=True, help="Account: 1 to 19 letters and digits.")
@click.option("--amount", type=int, default=None, help="Whole đồng; without it the code takes any number of payments.")
@click.option("--purpose", default="", help="Memo; marks are dropped, 25 characters are kept.")
@click.option("--service", default="QRIBFTTA", show_default=True, help="QRIBFTTA to an account, QRIBFTTC to a card.")
def write_payload(bank: str, account: str, amount: int | None, purpose: str, service: str) -> None:
    """Print the payload of a code."""
    from payments.vietqr import VietQrError, write

    try:
        click.echo(write(bank, account, service, amount, purpose))
    except VietQrError as refusal:
        _refuse(refusal.reason, refusal.sentence)


@click.group()
def check() -> None:
    """Check that an official number can exist."""


@check.command("mst")
@click.argument("value")
def check_mst(value: str) -> None:
    """Check a tax code: 10 digits, 13 for a branch, 12 for a household."""
    from app.core.identifiers import check_tax_code

    _checked(check_tax_code, value)


@check.command("cccd")
@click.argument("value")
def check_cccd(value: str) -> None:
    """Check a citizen number of 12 digits."""
    from app.core.identifiers import check_citizen_id

    _checked(check_citizen_id, value)


@check.command("gtin")
@click.argument("value")
def check_barcode(value: str) -> None:
    """Check a barcode of 8, 12, 13 or 14 digits."""
    from app.core.identifiers import check_gtin

    _checked(check_gtin, value)


@check.command("phone")
@click.argument("value")
def check_phone(value: str) -> None:
    """Check a Vietnamese telephone number."""
    from app.core.phones import PhoneError, parse_phone

    try:
        click.echo(parse_phone(value))
    except PhoneError as refusal:
        _say_no(f"Phone numbers have 10 digits and start with 0. You entered {refusal.digits} digits")


@click.group()
def group() -> None:
    """Send a signed bank notice to a running site."""


@group.command()
@click.argument("reference")
@click.option("--amount", type=int, default=None, help="Whole đồng; without it, what the request asks for.")
@click.option("--url", default=None, help="Where the site runs; without it, the configured address.")
@click.option("--event", default=None, type=int, help="The provider's number of this notice; the same one is one notice.")
@click.option("--out", "outgoing", is_flag=True, help="Money that left the account.")
def notice(reference: str, amount: int | None, url: str | None, event: int | None, *, outgoing: bool) -> None:
    """Tell the site at --url that a transfer with REFERENCE has arrived, signed as the bank notice service signs."""
    from payments.notices import send

    status, answer = send(reference, amount_vnd=amount, url=url, event_id=event, outgoing=outgoing)
    click.echo(f"{status} {answer}")
    if status >= 300:
        sys.exit(1)


def _checked(rule: object, value: str) -> None:
    from app.core.identifiers import IdentifierError

    try:
        rule(value)  # type: ignore[operator]  the check functions take the number first and need nothing else
    except IdentifierError as refusal:
        _say_no(str(refusal))
    click.echo("ok")


def _say_no(sentence: str) -> NoReturn:
    click.echo(sentence)
    sys.exit(REFUSED)


def _refuse(reason: str, sentence: str) -> NoReturn:
    click.echo(reason)
    click.echo(sentence, err=True)
    sys.exit(REFUSED)
