"""Papers and the files they come as, for tests: real pictures, and PDFs good and bad."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pikepdf

from app.core.db import db
from app.policy import Actor
from merchants.models import Merchant
from merchants.papers import services
from merchants.papers.models import KeptPaper
from merchants.papers.services import Facts
from tests.catalog import pictures
from tests.factories.merchants import owner


def pdf(pages: int = 1, change: Callable[[pikepdf.Pdf], None] | None = None, **how: Any) -> bytes:
    """Make a PDF of empty pages, changed as a test wants it."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page()
    if change is not None:
        change(made)
    out = io.BytesIO()
    made.save(out, **how)
    return out.getvalue()


def small_photo() -> bytes:
    """Make a small JPEG."""
    return pictures.photo(400, 300)


def make_paper(
    merchant: Merchant,
    *,
    kind: str = "test_report",
    data: bytes | None = None,
    issued_on: date | None = None,
    until: date | None = None,
    by: Actor | None = None,
    number: str = "",
) -> KeptPaper:
    """Keep a paper for a business."""
    taken = services.take_in(data or pdf())
    kept = services.keep(
        merchant, kind=kind, taken=taken, facts=Facts("", number, issued_on, until), by=by or owner(merchant)
    )
    db.session.commit()
    return kept
