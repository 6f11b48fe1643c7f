"""What belongs on the label: what the law wants of all goods, and of each kind of them. A list that stops nothing."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from catalog import families
from catalog.families import Answer, Attribute
from catalog.readiness import answer_to
from catalog.rules import Field, ProductFacts

SHIPPED = Path(__file__).parent / "data" / "label_items.json"


@dataclass(frozen=True)
class LabelItem:
    """One thing the law wants on a label, and the answer that tells it, if any does."""

    text: str
    field: Field | None
    is_for_all: bool


@dataclass(frozen=True)
class LabelDuty:
    """What belongs on the label of goods whose kind nobody has said yet."""

    basis: str
    valid_from: date
    verified_on: date
    confirmed: bool
    items: tuple[LabelItem, ...]


@dataclass(frozen=True)
class LabelRow:
    """One thing on a label: whether the answers tell it, or None where no answer could."""

    item: LabelItem | None
    attribute: Attribute | None
    told: bool | None
    value: Answer | None = None


@cache
def label_duty() -> LabelDuty:
    """Return what belongs on any label, with its basis and whether somebody has confirmed it."""
    row = json.loads(SHIPPED.read_text("utf-8"))
    return LabelDuty(
        basis=row["basis"],
        valid_from=date.fromisoformat(row["valid_from"]),
        verified_on=date.fromisoformat(row["verified_on"]),
        confirmed=row["confirmed"],
        items=tuple(
            LabelItem(item["text"], Field(item["field"]) if item["field"] else None, item["all"])
            for item in row["items"]
        ),
    )


def label_rows(facts: ProductFacts) -> tuple[LabelRow, ...]:
    """Return what belongs on the label of a product: of its family, or of any goods while it has none."""
    family = families.family(facts.family)
    if family is None:
        return tuple(_general(label_duty().items, facts))
    wanted = {Field(column) for column in family.law.columns}
    # The name, the maker and the origin belong on every label; the rest only where the law of the kind says so.
    items = [item for item in label_duty().items if item.is_for_all or item.field in wanted]
    return (*_general(items, facts), *attribute_rows(facts, is_label=True))


def attribute_rows(facts: ProductFacts, *, is_label: bool) -> tuple[LabelRow, ...]:
    """Return what a family asks, answered or not: for the label, or only for buyers."""
    family, told = families.family(facts.family), families.fitting(facts.family, facts.attrs)
    asked = family.attributes if family else ()
    return tuple(
        LabelRow(None, each, each.key in told, told.get(each.key)) for each in asked if each.is_label is is_label
    )


def _general(items: Iterable[LabelItem], facts: ProductFacts) -> Iterable[LabelRow]:
    for item in items:
        yield LabelRow(item, None, None if item.field is None else bool(answer_to(item.field, facts)))
