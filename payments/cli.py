"""Commands: read and write VietQR payloads, check official numbers, send a signed bank notice to a running site.

Everything heavy is imported inside the commands, so that reading one payload starts at once.
"""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from flask import Flask

REFUSED = 2
FAILED = 1
PATIENCE_SECONDS = 15

# What to tell whoever typed a wrong number; who asks on a command line here reads Vietnamese.
_TAX_CODE = {
    "digits": "Chỉ nhập chữ số, ví dụ 0100233488.",
    "length": (
        "Mã số thuế có 10 chữ số, 13 chữ số với chi nhánh, hoặc là 12 số căn cước của chủ hộ. "
        "Ông/bà vừa nhập %(given)d chữ số."
    ),
    "check": "Mã số thuế này không có thật. Xem lại từng số trên giấy chứng nhận, ví dụ 0100233488.",
}
_CITIZEN_ID = {
    "digits": "Chỉ nhập chữ số, ví dụ 034064000001.",
    "length": "Số căn cước có 12 chữ số, ví dụ 034064000001. Ông/bà vừa nhập %(given)d chữ số.",
    "province": "Không có tỉnh nào mang mã %(province)s. Xem lại ba số đầu trên thẻ, ví dụ 034.",
    "age": "Số này là của người sinh năm %(year)d. Xem lại số thứ tư đến số thứ sáu trên thẻ.",
}
_GTIN = {
    "digits": "Chỉ nhập chữ số, ví dụ 8931234567897.",
    "length": "Mã vạch có 8, 12, 13 hoặc 14 chữ số, ví dụ 8931234567897. Ông/bà vừa nhập %(given)d chữ số.",
    "check": "Số cuối không khớp với các số trước. Nhập lại dãy số in dưới mã vạch, viết liền.",
}


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
@click.option("--amount", default=None, help="Whole đồng; without it the code takes any number of payments.")
@click.option("--purpose", default="", help="Memo; marks are dropped, 25 characters are kept.")
@click.option("--service", default="QRIBFTTA", show_default=True, help="QRIBFTTA to an account, QRIBFTTC to a card.")
def write_payload(bank: str, account: str, amount: str | None, purpose: str, service: str) -> None:
    """Print the payload of a code."""
    from payments.vietqr import VietQrError, write

    amount_vnd = _amount(amount)
    try:
        click.echo(write(bin=bank, account=account, service=service, amount_vnd=amount_vnd, purpose=purpose))
    except VietQrError as refusal:
        _refuse(refusal.reason, refusal.sentence)


@vietqr.command("banks")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--dated", "on", default=None, help="The day of the table, for example 2026-12-01.")
def bank_table(file: Path | None, on: str | None) -> None:
    """Say which table of banks is in use, or take in a newer one from FILE; banks are still found by old names."""
    from datetime import date

    from payments import banks

    if file is None:
        click.echo(f"{banks.dated():%Y-%m-%d}: {len(banks.table())} banks")
        return
    try:
        before, new = banks.table(), banks.read_table(file.read_text("utf-8"))
        banks.take_in(new, on=date.fromisoformat(on or ""))
    except (banks.BankTableError, ValueError) as refusal:
        _refuse("banks", str(refusal))
    for bin_, one in new.items():
        known = before.get(bin_)
        if known is None:
            click.echo(f"new      {bin_} {one.short_name}")
        elif known.short_name != one.short_name:
            click.echo(f"renamed  {bin_} {known.short_name} -> {one.short_name}")
    for bin_ in before.keys() - new.keys():
        click.echo(f"kept     {bin_} {before[bin_].short_name}: not in the new table")


@click.group()
def check() -> None:
    """Check that an official number can exist."""


@check.command("mst")
@click.argument("value")
def check_mst(value: str) -> None:
    """Check a tax code: 10 digits, 13 for a branch, 12 for a household."""
    from app.core.clock import today
    from app.core.identifiers import check_tax_code

    _checked(lambda: check_tax_code(value, today()), _CITIZEN_ID | _TAX_CODE)
    click.echo(f"Mã số thuế {value} hợp lệ.")


@check.command("cccd")
@click.argument("value")
def check_cccd(value: str) -> None:
    """Check a citizen number of 12 digits."""
    from app.core.clock import today
    from app.core.identifiers import check_citizen_id

    _checked(lambda: check_citizen_id(value, today()), _CITIZEN_ID)
    click.echo(f"Số căn cước {value} hợp lệ.")


@check.command("gtin")
@click.argument("value")
def check_barcode(value: str) -> None:
    """Check a barcode of 8, 12, 13 or 14 digits."""
    from app.core.identifiers import check_gtin

    _checked(lambda: check_gtin(value), _GTIN)
    click.echo(f"Mã vạch {value} hợp lệ.")


@check.command("phone")
@click.argument("value")
def check_phone(value: str) -> None:
    """Check a Vietnamese telephone number."""
    from app.core.phones import PhoneError, parse_phone, show_phone

    try:
        number = parse_phone(value)
    except PhoneError as refusal:
        _say_no(
            "Số điện thoại cần 10 chữ số, bắt đầu bằng số 0, ví dụ 0912 345 678. "
            f"Ông/bà vừa nhập {refusal.digits} chữ số."
        )
    click.echo(f"Số điện thoại {show_phone(number)} hợp lệ ({number}).")


@click.group()
def group() -> None:
    """Send a signed bank notice to a running site."""


@group.command()
@click.argument("references", nargs=-1, required=True)
@click.option("--amount", default=None, help="Whole đồng; without it, what the request asks for.")
@click.option("--url", default=None, help="Where the site runs; without it, the configured address.")
@click.option("--event", default=None, type=int, help="The provider's number of the notice; the same is one notice.")
@click.option("--out", "outgoing", is_flag=True, help="Money that left the account.")
def notice(
    references: tuple[str, ...], amount: str | None, url: str | None, event: int | None, *, outgoing: bool
) -> None:
    """Tell a site that transfers with these REFERENCES have arrived, signed as the bank notice service signs."""
    from app.core import clock
    from payments import queries

    wanted_vnd = _amount(amount)
    app = _application()
    settings = app.extensions["settings"]
    asked = []
    with app.app_context():
        for reference in references:
            found = queries.request_for_notice(reference)
            if found is None:
                _refuse("reference", f"No payment request has the code {reference}")
            asked.append((reference, *found))
    if not settings.sepay_secret:
        _refuse("secret", "Set LENSAN_SEPAY_SECRET to the secret the site knows")
    for reference, account_no, asked_vnd in asked:
        at = clock.now()
        body = sepay_body(
            event_id=event if event is not None else int(at.timestamp() * 1000),
            account_no=account_no,
            memo=reference,
            amount_vnd=asked_vnd if wanted_vnd is None else wanted_vnd,
            local_at=clock.local(at),
            outgoing=outgoing,
        )
        headers = signed(settings.sepay_secret, str(int(at.timestamp())), body)
        status, answer = post(f"{(url or settings.base_url).rstrip('/')}/webhooks/sepay", body, headers)
        click.echo(f"{status} {answer}")
        if not 200 <= status < 300:
            sys.exit(FAILED)


def sepay_body(
    *, event_id: int, account_no: str, memo: str, amount_vnd: int, local_at: datetime, outgoing: bool
) -> bytes:
    """Return a notice as SePay words it, the memo the way a bank hands it on."""
    said = {
        "id": event_id,
        "gateway": "Vietcombank",
        "transactionDate": f"{local_at:%Y-%m-%d %H:%M:%S}",
        "accountNumber": account_no,
        "code": None,
        "content": f"MBVCB.{event_id}.{memo}.CT tu NGUOI MUA",
        "transferType": "out" if outgoing else "in",
        "transferAmount": amount_vnd,
        "accumulated": amount_vnd,
        "subAccount": None,
        "referenceCode": f"MBVCB.{event_id}",
        "description": "",
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def signed(secret: str, timestamp: str, body: bytes) -> dict[str, str]:
    """Return the headers that prove who sent a body, and when."""
    import hashlib
    import hmac

    digest = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "X-SePay-Timestamp": timestamp,
        "X-SePay-Signature": f"sha256={digest}",
    }


def post(address: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
    """Send a body and return the status and what was answered; a refusal is an answer as well."""
    from urllib.error import HTTPError, URLError
    from urllib.request import Request, urlopen

    if not address.startswith(("http://", "https://")):
        _refuse("url", "The address of a site begins with http:// or https://")
    request = Request(address, data=body, headers=dict(headers), method="POST")  # noqa: S310  checked above
    try:
        with urlopen(request, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310  checked above
            return answer.status, answer.read(2000).decode("utf-8", "replace").strip()
    except HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read(2000).decode("utf-8", "replace").strip()
    except (URLError, OSError) as failure:
        click.echo(f"No answer from {address}: {failure}", err=True)
        sys.exit(FAILED)


def _application() -> "Flask":
    """Return the application the command line was started with."""
    from flask.cli import ScriptInfo

    return click.get_current_context().ensure_object(ScriptInfo).load_app()


def _amount(text: str | None) -> int | None:
    from app.core.money import MoneyError, parse_vnd

    try:
        return None if text is None else parse_vnd(text)
    except MoneyError as refusal:
        _refuse("amount", f"Enter whole đồng, for example 120000: {refusal}")


def _checked(rule: Callable[[], None], sentences: Mapping[str, str]) -> None:
    from app.core.identifiers import IdentifierError

    try:
        rule()
    except IdentifierError as refusal:
        _say_no(sentences[refusal.reason] % refusal.values)


def _say_no(sentence: str) -> NoReturn:
    click.echo(sentence)
    sys.exit(REFUSED)


def _refuse(reason: str, sentence: str) -> NoReturn:
    click.echo(reason)
    click.echo(sentence, err=True)
    sys.exit(REFUSED)
