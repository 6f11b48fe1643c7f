"""The code as a picture, and the card that stands on a table."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import segno
from flask_babel import force_locale
from flask_babel import gettext as _

from app.core.documents import render_pdf

_HERE = Path(__file__).parent
# Cameras need four modules of white around the code.
_QUIET = 4


@dataclass(frozen=True)
class QrPicture:
    """A code as one path of horizontal runs, for an SVG of ``size`` units a side."""

    size: int
    path: str


@lru_cache(maxsize=512)  # a buyer's page without script asks again every five seconds
def qr_picture(payload: str) -> QrPicture:
    """Draw a payload at level M, which paper needs and nothing covers."""
    matrix = segno.make(payload, error="m", micro=False, boost_error=False).matrix
    runs = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                runs.append(f"M{start + _QUIET} {y + _QUIET}h{x - start}v1h-{x - start}z")
            x += 1
    return QrPicture(size=len(matrix) + 2 * _QUIET, path="".join(runs))


def qr_svg(payload: str, *, pixels: int = 720) -> bytes:
    """Return a code as an SVG file, black on white."""
    drawn = qr_picture(payload)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{pixels}" height="{pixels}" '
        f'viewBox="0 0 {drawn.size} {drawn.size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{drawn.size}v{drawn.size}h-{drawn.size}z"/><path d="{drawn.path}"/></svg>'
    ).encode()


@dataclass(frozen=True)
class StandeeSheet:
    """What stands on the card."""

    payload: str
    holder_name: str
    shown_name: str
    bank: str
    account_no: str
    serial: str
    printed_on: date
    verify_url: str


def standee_pdf(sheet: StandeeSheet) -> bytes:
    """Return the card as an A6 page: the name largest, because it is what the payer must see.

    The card speaks Vietnamese, whatever language its owner reads this site in.
    """
    with force_locale("vi"):
        data = _card_words(sheet)
    return render_pdf(_HERE / "standee.typ", data, {"qr": qr_svg(sheet.payload)})


def _card_words(sheet: StandeeSheet) -> dict[str, str]:
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
        "verify_label": _("Check this card at"),
        "verify": sheet.verify_url,
        "qr_alt": _("Code for transferring money to %(name)s", name=sheet.holder_name),
    }
