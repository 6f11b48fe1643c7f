"""Families of products: what each kind of goods or offer says of itself, with what belongs on its label, as data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.core.text import line, nfc

SHIPPED = Path(__file__).parent / "data" / "families.json"
LINE_LENGTH = 200
TEXT_LENGTH = 2000

Answer = str | int | bool


class AttributeKind(StrEnum):
    """How an attribute is answered."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"


@dataclass(frozen=True)
class Attribute:
    """One thing a family says of itself beyond what every product says."""

    key: str
    label_vi: str
    label_en: str
    kind: AttributeKind
    unit: str
    least: int
    most: int
    is_label: bool

    def label(self, language: str) -> str:
        """Return what a screen calls it."""
        return self.label_en if language == "en" else self.label_vi


@dataclass(frozen=True)
class LabelLaw:
    """What the law wants on the label of a kind of goods, and whether somebody has confirmed it."""

    basis: str
    confirmed: bool
    verified_on: date
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Family:
    """A set of goods of the national programme (``I.4.a``) or a kind of offer to visitors (``offer.room``)."""

    key: str
    name_vi: str
    name_en: str
    law: LabelLaw
    attributes: tuple[Attribute, ...]

    def name(self, language: str) -> str:
        """Return what a screen calls it."""
        return self.name_en if language == "en" else self.name_vi

    @property
    def is_offer(self) -> bool:
        """Whether it is something visitors book rather than goods that travel."""
        return self.key.startswith(("offer.", "VI."))


class AttributeRefusedError(ValueError):
    """An attribute cannot be what was given; ``attribute`` says which."""

    def __init__(self, attribute: Attribute, sentence: str) -> None:
        super().__init__(sentence)
        self.attribute = attribute
        self.sentence = sentence


@cache
def shipped() -> Mapping[str, Family]:
    """Return the families by key, in the order of the programme's list.

    Raises:
        ValueError: a key is used twice, or a family asks the same thing twice.
    """
    read = json.loads(SHIPPED.read_text("utf-8"))
    verified_on = date.fromisoformat(read["verified_on"])
    families: dict[str, Family] = {}
    for row in read["families"]:
        made = _family(row, read["labels"][row["label"]], verified_on)
        if made.key in families or len({each.key for each in made.attributes}) != len(made.attributes):
            raise ValueError(f"{made.key} is there twice, or asks something twice")
        families[made.key] = made
    return MappingProxyType(families)


def family(key: str) -> Family | None:
    """Return a family, or nothing for a product that has none yet."""
    return shipped().get(key)


def read_attribute(attribute: Attribute, text: str) -> Answer | None:
    """Turn what was typed into an answer; nothing typed is no answer.

    Raises:
        AttributeRefusedError: it is too long, or not a whole number within bounds.
    """
    text = nfc(text).strip() if attribute.kind is AttributeKind.TEXT else line(text)
    if not text:
        return None
    match attribute.kind:
        case AttributeKind.FLAG:
            return text.casefold() in ("1", "yes", "y", "có", "co", "true", "x")
        case AttributeKind.NUMBER:
            if not (text.isascii() and text.isdigit() and attribute.least <= int(text) <= attribute.most):
                raise AttributeRefusedError(attribute, f"{attribute.least}–{attribute.most}")
            return int(text)
        case AttributeKind.LINE | AttributeKind.TEXT:
            longest = LINE_LENGTH if attribute.kind is AttributeKind.LINE else TEXT_LENGTH
            if len(text) > longest:
                raise AttributeRefusedError(attribute, f"{longest}")
            return text


def fitting(key: str, attrs: Mapping[str, Any]) -> dict[str, Answer]:
    """Return the attributes that a family asks for and that hold what it may hold; the rest is left out."""
    found = family(key)
    asked = found.attributes if found else ()
    return {each.key: attrs[each.key] for each in asked if each.key in attrs and _fits(each, attrs[each.key])}


def _fits(attribute: Attribute, value: object) -> bool:
    match attribute.kind:
        case AttributeKind.FLAG:
            return isinstance(value, bool)
        case AttributeKind.NUMBER:
            is_number = isinstance(value, int) and not isinstance(value, bool)
            return is_number and attribute.least <= int(str(value)) <= attribute.most
        case AttributeKind.LINE | AttributeKind.TEXT:
            return isinstance(value, str)


def _family(row: Mapping[str, Any], law: Mapping[str, Any], verified_on: date) -> Family:
    asked = [_attribute(each, is_label=False) for each in row["fields"]]
    asked += [_attribute(each, is_label=True) for each in law["fields"]]
    return Family(
        key=row["key"],
        name_vi=row["name"]["vi"],
        name_en=row["name"]["en"],
        law=LabelLaw(law["basis"], law["confirmed"], verified_on, tuple(law["from_columns"])),
        attributes=tuple(asked),
    )


def _attribute(row: Mapping[str, Any], *, is_label: bool) -> Attribute:
    return Attribute(
        key=row["key"],
        label_vi=row["label"]["vi"],
        label_en=row["label"]["en"],
        kind=AttributeKind(row["kind"]),
        unit=row.get("unit", ""),
        least=row.get("least", 0),
        most=row.get("most", 1_000_000),
        is_label=is_label,
    )
