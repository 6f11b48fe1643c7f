"""The columns a list may have and the crafts and legal forms it may name: data, with what else people call them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from app.core.sheets.cells import plain
from merchants import legal_forms
from merchants.legal_forms import LegalForm
from merchants.rules import Craft

_DATA = Path(__file__).parents[1] / "data"


class Column(StrEnum):
    """What a column of a list says of a household."""

    CODE = "code"
    OWNER_NAME = "owner_name"
    BIRTH_YEAR = "birth_year"
    PHONE = "phone"
    CONTACT_NAME = "contact_name"
    BUSINESS_NAME = "business_name"
    CRAFT = "craft"
    LEGAL_FORM = "legal_form"
    COMMUNE = "commune"
    HAMLET = "hamlet"
    HOUSE_NOTE = "house_note"
    CITIZEN_ID = "citizen_id"
    TAX_CODE = "tax_code"
    SLIP = "slip"
    APART = "apart"


# Without these nobody can be found again from the list.
NEEDED = (Column.OWNER_NAME, Column.CRAFT, Column.HAMLET)
# What the example line of the template carries in its first cell.
EXAMPLE = "VÍ DỤ"


@dataclass(frozen=True)
class ColumnFacts:
    """One column as the template shows it, and by what other names lists call it."""

    column: Column
    vi: str
    names: tuple[str, ...]
    hint: str
    example: str
    width: int


@cache
def columns() -> tuple[ColumnFacts, ...]:
    """Return every column in the template's order."""
    return tuple(
        ColumnFacts(
            column=Column(row["key"]),
            vi=row["vi"],
            names=tuple(plain(name) for name in (row["vi"], *row["also"])),
            hint=row["hint"],
            example=row["example"],
            width=row["width"],
        )
        for row in _read("columns.json")
    )


@cache
def craft_names() -> tuple[str, ...]:
    """Return the crafts as the template offers them."""
    return tuple(row["vi"] for row in _read("crafts.json"))


@cache
def crafts() -> Mapping[str, Craft]:
    """Return which craft a word of a list means, by its plain form."""
    return {plain(name): Craft(row["key"]) for row in _read("crafts.json") for name in (row["vi"], *row["also"])}


@cache
def forms() -> Mapping[str, LegalForm]:
    """Return which legal form a word of a list means, by its plain form."""
    found = {plain(each.vi): each.form for each in legal_forms.facts()}
    return found | {
        "ho": LegalForm.HOUSEHOLD,
        "ho gia dinh": LegalForm.HOUSEHOLD,
        "ho kinh doanh": LegalForm.HOUSEHOLD_BUSINESS,
        "hkd": LegalForm.HOUSEHOLD_BUSINESS,
        "tht": LegalForm.COOPERATIVE_GROUP,
        "htx": LegalForm.COOPERATIVE,
        "dntn": LegalForm.PRIVATE_ENTERPRISE,
        "tnhh": LegalForm.LIMITED_COMPANY,
        "cty tnhh": LegalForm.LIMITED_COMPANY,
        "cong ty co phan": LegalForm.JOINT_STOCK_COMPANY,
    }


def _read(name: str) -> Any:
    return json.loads((_DATA / name).read_text("utf-8"))
