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

from app.core.text import fold, line, nfc

SHIPPED = Path(__file__).parent / "data" / "families.json"
LINE_LENGTH = 200
TEXT_LENGTH = 2000
# No and yes, in Vietnamese and in English.
_YES_NO = (("Không", "Có"), ("No", "Yes"))

Answer = str | int | bool
Attrs = Mapping[str, Any]


class AttributeKind(StrEnum):
    """How an attribute is answered."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    CHOICE = "choice"


@dataclass(frozen=True)
class Choice:
    """One answer to choose: the word it is kept by, and what screens call it."""

    key: str
    name_vi: str
    name_en: str

    def name(self, language: str) -> str:
        """Return what a screen calls it."""
        return self.name_en if language == "en" else self.name_vi


@dataclass(frozen=True)
class Attribute:
    """One thing a family says of itself beyond what every product says."""

    key: str
    label_vi: str
    label_en: str
    hint_vi: str
    hint_en: str
    kind: AttributeKind
    unit_vi: str
    unit_en: str
    least: int
    most: int
    is_label: bool
    choices: tuple[Choice, ...] = ()

    def label(self, language: str) -> str:
        """Return what a screen calls it."""
        return self.label_en if language == "en" else self.label_vi

    def hint(self, language: str) -> str:
        """Return what helps to answer it, if anything."""
        return self.hint_en if language == "en" else self.hint_vi

    def unit(self, language: str) -> str:
        """Return what it is counted in, if it is a number of something."""
        return self.unit_en if language == "en" else self.unit_vi

    def write(self, value: Answer, language: str) -> str:
        """Return an answer as buyers read it, with its unit."""
        if isinstance(value, bool):
            return _YES_NO[language == "en"][value]
        if chosen := next((each for each in self.choices if each.key == value), None):
            return chosen.name(language)
        return f"{value} {self.unit(language)}".strip()


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
    # What such goods are called, without marks.
    called: tuple[str, ...]

    def name(self, language: str) -> str:
        """Return what a screen calls it."""
        return self.name_en if language == "en" else self.name_vi

    @property
    def is_offer(self) -> bool:
        """Whether it is something visitors book rather than goods that travel."""
        return self.key.startswith(("offer.", "VI."))

    @property
    def is_room(self) -> bool:
        """Whether guests sleep in it."""
        return self.key == "offer.room"

    @property
    def is_meal(self) -> bool:
        """Whether guests eat it where it is made."""
        return self.key == "offer.meal"

    @property
    def has_alcohol(self) -> bool:
        """Whether it is a drink with alcohol."""
        return self.key.startswith("II.1.")

    def attribute(self, key: str) -> Attribute | None:
        """Return one of the things it asks."""
        return next((each for each in self.attributes if each.key == key), None)


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


@cache
def attribute(key: str) -> Attribute | None:
    """Return what some family asks under a key; where several do, they mean the same."""
    return next((found for each in shipped().values() if (found := each.attribute(key))), None)


def suggested(name: str, most: int = 3) -> tuple[Family, ...]:
    """Return the families whose goods are called so, the longest word first: a guess for somebody to confirm."""
    words = f" {fold(name)} "
    found = [
        (max((len(word) for word in each.called if f" {word} " in words), default=0), each)
        for each in shipped().values()
    ]
    likely = sorted((pair for pair in found if pair[0]), key=lambda pair: -pair[0])
    return tuple(each for _, each in likely[:most])


def read_attribute(attribute: Attribute, text: str) -> Answer | None:
    """Turn what was typed into an answer; nothing typed is no answer.

    Raises:
        AttributeRefusedError: it is too long, not a whole number within bounds, or none of the choices.
    """
    text = nfc(text).strip() if attribute.kind is AttributeKind.TEXT else line(text)
    if not text:
        return None
    match attribute.kind:
        case AttributeKind.FLAG:
            return text.casefold() in ("1", "yes", "y", "có", "co", "true", "x")
        case AttributeKind.CHOICE:
            return _chosen(attribute, fold(text))
        case AttributeKind.NUMBER:
            if not (text.isascii() and text.isdigit() and attribute.least <= int(text) <= attribute.most):
                raise AttributeRefusedError(attribute, f"{attribute.least}–{attribute.most}")
            return int(text)
        case AttributeKind.LINE | AttributeKind.TEXT:
            longest = LINE_LENGTH if attribute.kind is AttributeKind.LINE else TEXT_LENGTH
            if len(text) > longest:
                raise AttributeRefusedError(attribute, f"{longest}")
            return text


def _chosen(attribute: Attribute, said: str) -> str:
    for each in attribute.choices:
        if said in (each.key, fold(each.name_vi), fold(each.name_en)):
            return each.key
    raise AttributeRefusedError(attribute, ", ".join(each.name_vi for each in attribute.choices))


def fitting(key: str, attrs: Attrs) -> dict[str, Answer]:
    """Return the attributes that a family asks for and that hold what it may hold; the rest is left out."""
    found = family(key)
    asked = found.attributes if found else ()
    return {each.key: attrs[each.key] for each in asked if each.key in attrs and _fits(each, attrs[each.key])}


def unanswered(key: str, attrs: Attrs, *, only_label: bool = False) -> tuple[Attribute, ...]:
    """Return what a family asks that has no answer yet, in its order; or of that what belongs on the label."""
    found, told = family(key), fitting(key, attrs)
    asked = found.attributes if found else ()
    return tuple(each for each in asked if each.key not in told and (each.is_label or not only_label))


def told(key: str, attrs: Attrs, language: str) -> list[tuple[str, str]]:
    """Return what a family asks and what was answered, as buyers read it; yes is a word, and no is left out."""
    found, answers = family(key), fitting(key, attrs)
    asked = found.attributes if found else ()
    return [(each.label(language), each.write(answers[each.key], language)) for each in asked if answers.get(each.key)]


def next_unanswered(key: str, attrs: Attrs, after: str = "") -> Attribute | None:
    """Return the next question without an answer behind one, or the first of all."""
    found = family(key)
    keys = [each.key for each in found.attributes] if found else []
    behind = keys[keys.index(after) + 1 :] if after in keys else keys
    return next((each for each in unanswered(key, attrs) if each.key in behind), None)


def _fits(attribute: Attribute, value: object) -> bool:
    match attribute.kind:
        case AttributeKind.FLAG:
            return isinstance(value, bool)
        case AttributeKind.CHOICE:
            return any(each.key == value for each in attribute.choices)
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
        called=tuple(row["called"]),
    )


def _attribute(row: Mapping[str, Any], *, is_label: bool) -> Attribute:
    return Attribute(
        key=row["key"],
        label_vi=row["label"]["vi"],
        label_en=row["label"]["en"],
        hint_vi=row.get("hint", {}).get("vi", ""),
        hint_en=row.get("hint", {}).get("en", ""),
        kind=AttributeKind(row["kind"]),
        unit_vi=row.get("unit", {}).get("vi", ""),
        unit_en=row.get("unit", {}).get("en", ""),
        least=row.get("least", 0),
        most=row.get("most", 1_000_000),
        is_label=is_label,
        choices=tuple(Choice(each["key"], each["vi"], each["en"]) for each in row.get("choices", ())),
    )
