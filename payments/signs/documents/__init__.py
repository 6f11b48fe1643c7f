"""Signs on paper: a card in three sizes and a sheet of stickers."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask_babel import force_locale
from flask_babel import gettext as _

from app.core.documents import render_pdf
from payments.documents import qr_svg
from payments.signs.rules import Size

_HERE = Path(__file__).parent
_TEMPLATES = {size: _HERE / ("stickers.typ" if size is Size.STICKERS else "standee.typ") for size in Size}


@dataclass(frozen=True)
class Sheet:
    """What stands on a sign."""

    payload: str
    holder_name: str
    shown_name: str
    bank: str
    account_no: str
    serial: str
    printed_on: date
    verify_url: str


def sign_pdf(sheet: Sheet, size: Size) -> bytes:
    """Return a sign to print: the name largest, because it is what the payer must see.

    It speaks Vietnamese, whatever language its owner reads this site in.
    """
    with force_locale("vi"):
        data = _words(sheet) | {"paper": "a4" if size is Size.STICKERS else size.value}
    codes = {"qr": qr_svg(sheet.payload), "check": qr_svg(sheet.verify_url)}
    return render_pdf(_TEMPLATES[size], data, codes)


def _words(sheet: Sheet) -> dict[str, str]:
    return {
        "title": _("Scan to pay"),
        "shown_name": sheet.shown_name,
        "holder_label": _("The name on your screen must be"),
        "holder": sheet.holder_name,
        "bank": sheet.bank,
        "account_label": _("Account number"),
        "account": sheet.account_no,
        "rule": _("See the right name first, then press send"),
        "serial_label": _("Card number"),
        "serial": sheet.serial,
        "printed": _("Printed on %(day)s", day=f"{sheet.printed_on:%d/%m/%Y}"),
        "check_label": _("Small code: check this card. It takes no money"),
        "verify": sheet.verify_url.partition("://")[2],
        "qr_alt": _("Code for transferring money to %(name)s", name=sheet.holder_name),
        "check_alt": _("Address where this card is checked"),
    }
