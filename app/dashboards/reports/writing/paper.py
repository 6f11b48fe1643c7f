"""A report on A4, laid out as state papers are, with places for two signatures."""

from pathlib import Path
from typing import Any

from app.core import settings
from app.core.documents import render_pdf
from app.dashboards.reports.rules import Block, Heading, Paper, Para, written
from app.dashboards.reports.services import SYMBOL
from merchants.results.documents import check_url, picture_of

_FORM = Path(__file__).parent / "report.typ"


def pdf(paper: Paper, *, code: str = "") -> bytes:
    """Return a report as a PDF; with the ``code`` of an issued paper it has places to sign and says where to check.

    Without, it is printed and signed by hand, and says where its numbers stand.
    """
    address = check_url(code) if code else f"{settings.current().base_url}{paper.path}"
    data: dict[str, Any] = {
        "agency": paper.agency,
        "place": paper.place,
        "title": paper.title,
        "about": paper.about,
        "stamp": paper.stamp,
        "sha256": paper.sha256,
        "symbol": SYMBOL,
        "code": code,
        "check_url": address,
        "blocks": [_plain(block) for block in paper.blocks],
    }
    return render_pdf(_FORM, data, {"qr": picture_of(address)})


def _plain(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "text": block.text}
        case Para():
            return {"kind": "comment" if block.is_comment else "para", "text": block.text}
        case _:
            rows = [[written(cell) for cell in row] for row in block.rows]
            return {"kind": "table", "caption": block.caption, "header": list(block.header), "rows": rows}
