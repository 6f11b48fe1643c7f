"""Shopee: the seller's own template, filled; columns are found by their keys, never by their letters.

Row 1 holds keys such as ``ps_product_name|1|0``; rows 3 to 6 captions and help; data begins in row 7. Everything else
in the file (other sheets, drop-down lists) stays as Shopee made it.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask_babel import lazy_gettext as _l
from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.core.errors import DomainError

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_ROW = 7
MAX_BYTES = 10_000_000
_MAX_OPENED_BYTES = 60_000_000
_MAX_RATIO = 150
_MAX_PARTS = 500
_KEY = re.compile(r"([a-z][\w.]{1,80})\|([01])\|\d{1,3}", re.IGNORECASE)
_NAME = "ps_product_name"
Cells = dict[str, str | int | float | None]
_BROKEN = (zipfile.BadZipFile, LookupError, ValueError, TypeError, OSError, AttributeError, SyntaxError)


class TemplateRefusedError(DomainError):
    """The file is not a template as Shopee hands it to sellers."""

    code = "catalog.template_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


@dataclass(frozen=True)
class Pack:
    """One pack as it goes into a row."""

    options: tuple[str, ...]
    price_vnd: int | None
    sku: str
    weight_g: int | None
    gtin: str = ""
    photo_url: str = ""


@dataclass(frozen=True)
class Item:
    """One product as it goes into rows: one, or one for each of its packs."""

    name: str
    description: str
    sku: str
    photo_urls: tuple[str, ...]
    packs: tuple[Pack, ...]
    # What the packs differ in; empty where there is only one.
    axes: tuple[str, ...] = ()
    # Shopee's own number for such goods, where somebody has said it.
    category: str = ""


def check(template: bytes) -> None:
    """Refuse a file that cannot be filled.

    Raises:
        TemplateRefusedError: with a sentence that says which file to bring.
    """
    _opened(template)


def fill(template: bytes, item: Item) -> bytes:
    """Return the seller's template with the product in its next free rows.

    Raises:
        TemplateRefusedError: with a sentence that says which file to bring.
    """
    book, sheet, columns = _opened(template)
    _write_rows(sheet, columns, item)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _opened(template: bytes) -> tuple[Workbook, Worksheet, Mapping[str, int]]:
    _check_size(template)
    try:
        book = load_workbook(io.BytesIO(template))
    except _BROKEN as error:
        raise _not_a_template() from error
    return book, *_sheet_of(book)


def _check_size(template: bytes) -> None:
    """Refuse an archive by what it says of itself, before a byte of it is opened."""
    if len(template) > MAX_BYTES:
        raise TemplateRefusedError(_l("The file is too large. Use the template as downloaded from Shopee"))
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _not_a_template() from error
    opened = sum(part.file_size for part in parts)
    swollen = any(part.file_size > 1_000_000 and part.file_size > _MAX_RATIO * part.compress_size for part in parts)
    if opened > _MAX_OPENED_BYTES or swollen or len(parts) > _MAX_PARTS:
        raise TemplateRefusedError(_l("The file is too large. Use the template as downloaded from Shopee"))


def _not_a_template() -> TemplateRefusedError:
    return TemplateRefusedError(
        _l("This is not Shopee's template. In the Seller Centre choose Products, Mass upload, Download the template")
    )


def _sheet_of(book: Workbook) -> tuple[Worksheet, Mapping[str, int]]:
    for sheet in book.worksheets:
        columns: dict[str, int] = {}
        titles = next(sheet.iter_rows(min_row=1, max_row=1, max_col=400, values_only=True), ())
        for column, title in enumerate(titles, start=1):
            found = _KEY.fullmatch(str(title or "").strip())
            if found:
                columns.setdefault(found.group(1).lower(), column)
        if _NAME in columns:
            return sheet, columns
    raise _not_a_template()


def _write_rows(sheet: Worksheet, columns: Mapping[str, int], item: Item) -> None:
    first, unit = _first_free_row(sheet, columns[_NAME]), _weight_unit(sheet, columns)
    for row, pack in enumerate(item.packs, start=first):
        for key, value in (_common(item) | _differences(item, pack) | _pack(pack, unit)).items():
            if key in columns and value is not None:
                _put(sheet.cell(row, columns[key]), value)


def _first_free_row(sheet: Worksheet, name_column: int) -> int:
    row = FIRST_ROW
    while row < FIRST_ROW + 10_000 and sheet.cell(row, name_column).value not in (None, ""):
        row += 1
    return row


def _common(item: Item) -> Cells:
    """Return what stands in every row of a product."""
    cells: Cells = {
        _NAME: item.name,
        "ps_product_description": item.description,
        "ps_sku_parent_short": item.sku,
        "ps_category": item.category or None,
    }
    for number, url in enumerate(item.photo_urls[:9]):
        cells["ps_item_cover_image" if number == 0 else f"ps_item_image_{number}"] = url
    return cells


def _differences(item: Item, pack: Pack) -> Cells:
    """Return which pack a row is: rows with the same number belong together."""
    if not item.axes:
        return {}
    cells: Cells = {
        "et_title_variation_integration_no": item.sku,
        "et_title_image_per_variation": pack.photo_url or None,
    }
    for number, (axis, option) in enumerate(zip(item.axes, pack.options, strict=True), start=1):
        cells[f"et_title_variation_{number}"] = axis
        cells[f"et_title_option_for_variation_{number}"] = option
    return cells


def _pack(pack: Pack, weight_unit: str) -> Cells:
    weight = {"g": pack.weight_g, "kg": None if pack.weight_g is None else pack.weight_g / 1000}.get(weight_unit)
    # Shopee's own sign for goods without a bar code is 00.
    return {
        "ps_sku_short": pack.sku,
        "ps_price": pack.price_vnd,
        "ps_weight": weight,
        "ps_gtin_code": pack.gtin or "00",
    }


def _weight_unit(sheet: Worksheet, columns: Mapping[str, int]) -> str:
    """Read the unit from the captions above the column; Shopee has handed out both. Unknown stays empty."""
    column = columns.get("ps_weight")
    if column is None:
        return ""
    captions = " ".join(str(sheet.cell(row, column).value or "") for row in range(2, FIRST_ROW)).lower()
    if re.search(r"\bkg\b|ki-?lô", captions):
        return "kg"
    return "g" if re.search(r"\b(?:g|gr|gram|gam)\b", captions) else ""


def _put(cell: Cell | MergedCell, value: str | int | float) -> None:
    if isinstance(cell, MergedCell):
        return
    cell.value = value
    if isinstance(value, str):
        # Whatever it begins with (= + - @), it is words: no spreadsheet may run it.
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in "=+-@\t\r"
