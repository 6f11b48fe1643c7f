"""The columns a list of products may have: what every product says, what packs say, and what a family asks."""

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from app.core.sheets.cells import plain
from app.core.sheets.headers import UNREAD, Vocabulary
from catalog.families import Attribute, Family, shipped

_SHIPPED = Path(__file__).parents[1] / "data" / "list_columns.json"
# What stands before the key of a question that only some families ask.
OF_FAMILY = "attr:"
# What empties an answer; a blank cell leaves it as it is.
CLEAR = "<xóa>"
EXAMPLE = "VÍ DỤ"


class Column(StrEnum):
    """What a column says, whatever the family."""

    GROUP = "group"
    CODE = "code"
    TYPE = "type"
    NAME = "name"
    FAMILY = "family"
    PRICE = "price_vnd"
    PRICE_THOUSANDS = "price_thousands"
    CONTENT = "content"
    SHELF_LIFE = "shelf_life_days"
    SHELF_MONTHS = "shelf_life_months"
    STORAGE = "storage"
    WEIGHT = "weight_g"
    WEIGHT_KG = "weight_kg"
    BOX = "box_cm"
    LENGTH = "box_length"
    WIDTH = "box_width"
    HEIGHT = "box_height"
    INGREDIENTS = "ingredients"
    DESCRIPTION = "description"
    GTIN = "gtin"
    NAME_EN = "name_en"
    DESCRIPTION_EN = "description_en"
    AXIS_1 = "axis_1"
    OPTION_1 = "option_1"
    AXIS_2 = "axis_2"
    OPTION_2 = "option_2"
    PACK_CODE = "pack_code"
    PHOTOS = "photos"


# Marketplaces have a column for each photograph after the first.
MORE_PHOTOS = tuple(f"photos_{number}" for number in range(1, 10))
_PHOTO_NAMES = ("ps item image", "item image", "product image", "hinh anh san pham", "anh san pham",
                "hinh anh", "anh")  # fmt: skip
# Only other people's files have these.
FOREIGN = (
    Column.GROUP, Column.TYPE, Column.PRICE_THOUSANDS, Column.SHELF_MONTHS, Column.WEIGHT_KG, Column.LENGTH,
    Column.WIDTH, Column.HEIGHT, Column.PHOTOS,
)  # fmt: skip
# Others count in other units than the answer is kept in: which one it is.
SAME_ANSWER = {
    Column.PRICE_THOUSANDS: "price_vnd", Column.WEIGHT_KG: "weight_g", Column.SHELF_MONTHS: "shelf_life_days",
}  # fmt: skip
# Others write the sides of a parcel under a heading each.
SIDES = (Column.LENGTH, Column.WIDTH, Column.HEIGHT)
# A shop may measure in units that are not read here: better nothing than millimetres taken for centimetres.
_OTHER_MEASURES = frozenset(
    f"{side} {unit}"
    for sides, units in (
        (("length", "width", "height", "chieu dai", "chieu rong", "chieu cao"), ("mm", "m", "in", "yd")),
        (("weight", "can nang", "khoi luong"), ("lbs", "oz")),
    )
    for side in sides
    for unit in units
)
# Of these a row of a pack speaks for the pack; of the others for the whole product.
OF_PACKS = (Column.PRICE, Column.PRICE_THOUSANDS, Column.CONTENT, Column.WEIGHT, Column.WEIGHT_KG, Column.GTIN)


# By what numbers marketplaces know kinds of goods says nothing here.
_OTHER_KINDS = frozenset({"ma nganh hang", "category id", "ps category"})
_IN_THOUSANDS, _IN_KILOGRAMS = r"\b(?:nghin|ngan|k|1 ?000(?:d|vnd)?)\b", r"\b(?:kg|kilogram|ky)\b"
_UNITS = {
    Column.PRICE.value: re.compile(rf"^(?!.*{_IN_THOUSANDS})"),
    Column.PRICE_THOUSANDS.value: re.compile(_IN_THOUSANDS),
    Column.SHELF_LIFE.value: re.compile(r"^(?!.*\b(?:thang|months?)\b)"),
    Column.SHELF_MONTHS.value: re.compile(r"\b(?:thang|months?)\b"),
    Column.WEIGHT.value: re.compile(rf"^(?!.*{_IN_KILOGRAMS})"),
    Column.WEIGHT_KG.value: re.compile(_IN_KILOGRAMS),
}
# What shops pay, or ask of whoever buys much, is not the price at home.
_OTHER_PRICES = frozenset({"gia ban buon", "gia ban si", "gia buon", "gia si", "gia von", "gia nhap", "gia goc"})


@dataclass(frozen=True)
class ColumnFacts:
    """One column as the template shows it."""

    key: str
    vi: str
    hint: str
    example: str
    width: int
    names: tuple[str, ...] = ()
    attribute: Attribute | None = None


@cache
def columns() -> tuple[ColumnFacts, ...]:
    """Return the columns that every list may have, in the template's order."""
    return tuple(
        ColumnFacts(
            key=Column(row["key"]).value,
            vi=row["vi"],
            hint=row["hint"],
            example=row["example"],
            width=row["width"],
            names=tuple(plain(name) for name in (row["vi"], *row["also"])),
        )
        for row in json.loads(_SHIPPED.read_text("utf-8"))
    )


def asked_by(family: Family) -> tuple[ColumnFacts, ...]:
    """Return a column for each question a family asks beyond what every product says."""
    return tuple(_of_family(attribute) for attribute in family.attributes)


@cache
def vocabulary() -> Vocabulary:
    """Return every column by every name it has; a question of several families has the labels of all of them."""
    names = {facts.key: facts.names for facts in columns()}
    for number, key in enumerate(MORE_PHOTOS, start=1):
        names[key] = tuple(f"{name} {number}" for name in _PHOTO_NAMES)
    taken = {name for each in names.values() for name in each}
    for family in shipped().values():
        for attribute in family.attributes:
            key = f"{OF_FAMILY}{attribute.key}"
            said = [plain(_of_family(attribute).vi), plain(attribute.label_vi), plain(attribute.label_en)]
            new = [name for name in said if name and name not in taken]
            names[key] = tuple(dict.fromkeys((*names.get(key, ()), *new)))
    return Vocabulary(
        {key: each for key, each in names.items() if each},
        UNREAD | _OTHER_MEASURES | _OTHER_KINDS | _OTHER_PRICES,
        _UNITS,
    )


@cache
def labels() -> dict[str, str]:
    """Return what each column is called in a list, by key."""
    asked = {facts.key: facts.vi for family in shipped().values() for facts in asked_by(family)}
    photos = {key: f"Ảnh trên mạng, số {number}" for number, key in enumerate(MORE_PHOTOS, start=1)}
    return {facts.key: facts.vi for facts in columns()} | photos | asked


def _of_family(attribute: Attribute) -> ColumnFacts:
    label = f"{attribute.label_vi} ({attribute.unit_vi})" if attribute.unit_vi else attribute.label_vi
    hint = attribute.hint_vi
    return ColumnFacts(f"{OF_FAMILY}{attribute.key}", label, hint, "", 22, attribute=attribute)
