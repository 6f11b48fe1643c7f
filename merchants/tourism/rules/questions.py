"""The questions of each kind of tourism business and the answers offered: data in, plain words out."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from merchants.rules import TOURISM, Craft

_FILE = Path(__file__).parent.parent / "data" / "questions.json"
_HOUR = re.compile(r"(\d{1,2})(?:[:hg.]\s*(\d{2})?)?(?:\s*(?:giờ|gio))?")
SAFETY = "an-toan"
STORY = "gioi-thieu"
NONE_YET = "none"
STORY_LENGTH = 600


class Kind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    MANY = "many"
    NUMBER = "number"
    HOURS = "hours"
    BOTH_LANGUAGES = "both_languages"


@dataclass(frozen=True)
class Option:
    """One answer to choose."""

    value: str
    vi: str
    en: str
    of: frozenset[Craft]
    # Chosen alone or not at all: “none yet”.
    alone: bool

    def name(self, language: str) -> str:
        """Return the answer in a language."""
        return self.en if language == "en" else self.vi


@dataclass(frozen=True)
class Question:
    """One question, with where it comes from and whether that has been confirmed."""

    key: str
    kind: Kind
    of: frozenset[Craft]
    vi: str
    en: str
    hint_vi: str
    hint_en: str
    # What the answer stands under where a guest reads it.
    short_vi: str
    short_en: str
    options: tuple[Option, ...]
    least: int
    greatest: int
    basis: str
    source: str
    verified_on: date
    confirmed: bool

    def text(self, language: str) -> str:
        """Return the question in a language."""
        return self.en if language == "en" else self.vi

    def hint(self, language: str) -> str:
        """Return the hint in a language."""
        return self.hint_en if language == "en" else self.hint_vi

    def short(self, language: str) -> str:
        """Return what the answer stands under for a guest, in a language."""
        return self.short_en if language == "en" else self.short_vi

    def offered(self, craft: Craft) -> tuple[Option, ...]:
        """Return the answers offered to one kind of business."""
        return tuple(option for option in self.options if craft in option.of)


@cache
def questions() -> tuple[Question, ...]:
    """Return every question, in order."""
    return tuple(_question(row) for row in json.loads(_FILE.read_text("utf-8")))


def questions_for(craft: Craft) -> tuple[Question, ...]:
    """Return the questions of one kind of business, in order; none for what is no tourism."""
    return tuple(question for question in questions() if craft in question.of)


def question(craft: Craft, key: str) -> Question | None:
    """Return one question of one kind of business."""
    return next((each for each in questions_for(craft) if each.key == key), None)


def safety_items(craft: Craft) -> tuple[Option, ...]:
    """Return what the desk looks at on the spot, one tick each."""
    asked = question(craft, SAFETY)
    return tuple(option for option in asked.offered(craft) if not option.alone) if asked else ()


def clean(asked: Question, craft: Craft, answer: Any) -> Any:
    """Return an answer as it is kept.

    Raises:
        ValueError: it is not an answer to this question.
    """
    match asked.kind:
        case Kind.ONE | Kind.MANY:
            return _chosen(asked, craft, answer)
        case Kind.NUMBER:
            if not asked.least <= int(answer) <= asked.greatest:
                raise ValueError(asked.key)
            return int(answer)
        case Kind.HOURS:
            opens, closes = read_hour(answer["opens"]), read_hour(answer["closes"])
            if opens == closes:
                raise ValueError(asked.key)
            return {"opens": opens, "closes": closes}
        case Kind.BOTH_LANGUAGES:
            said = {name: str(answer.get(name) or "").strip()[:STORY_LENGTH] for name in ("vi", "en")}
            if not said["vi"]:
                raise ValueError(asked.key)
            return said


def read_hour(text: str) -> str:
    """Return a time of day as ``07:00``; reads ``7:00``, ``7h``, ``7 giờ`` and ``7h30``.

    Raises:
        ValueError: not a time of day.
    """
    found = _HOUR.fullmatch(text.strip().lower())
    if found is None or int(found[1]) > 24 or int(found[2] or 0) > 59 or (int(found[1]) == 24 and int(found[2] or 0)):
        raise ValueError(text)
    return f"{int(found[1]):02d}:{int(found[2] or 0):02d}"


def still_offered(craft: Craft, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers that questions of today still ask for: what is no longer offered is not shown."""
    kept: dict[str, Any] = {}
    for asked in questions_for(craft):
        if asked.key not in answers:
            continue
        try:
            kept[asked.key] = clean(asked, craft, answers[asked.key])
        except (ValueError, TypeError, KeyError):
            continue
    return kept


def _chosen(asked: Question, craft: Craft, answer: Any) -> Any:
    given: Sequence[str] = [answer] if asked.kind is Kind.ONE else list(answer)
    offered = {option.value: option for option in asked.offered(craft)}
    chosen = [value for value in offered if value in given]
    if not chosen or not set(given) <= set(offered):
        raise ValueError(asked.key)
    if len(chosen) > 1 and any(offered[value].alone for value in chosen):
        raise ValueError(asked.key)
    return chosen[0] if asked.kind is Kind.ONE else chosen


def _question(row: Mapping[str, Any]) -> Question:
    of = frozenset(Craft(name) for name in row["of"])
    if not of <= TOURISM:
        raise ValueError(row["key"])
    return Question(
        key=row["key"],
        kind=Kind(row["kind"]),
        of=of,
        vi=row["vi"],
        en=row["en"],
        hint_vi=row.get("hint_vi", ""),
        hint_en=row.get("hint_en", ""),
        short_vi=row["short_vi"],
        short_en=row["short_en"],
        options=tuple(
            Option(
                value=each["value"],
                vi=each["vi"],
                en=each["en"],
                of=frozenset(Craft(name) for name in each.get("of", row["of"])),
                alone=each.get("alone", False),
            )
            for each in row.get("options", ())
        ),
        least=row.get("least", 0),
        greatest=row.get("greatest", 0),
        basis=row.get("basis", ""),
        source=row["source"],
        verified_on=date.fromisoformat(row["verified_on"]),
        confirmed=row.get("confirmed", True),
    )
