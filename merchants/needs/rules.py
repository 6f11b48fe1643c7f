"""From five answers to a list of papers: dated data in, a list out. Nothing here decides; the list only advises."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"

# The question of every kind that asks which papers there are already begins so.
HAS = "da-co"


class Need(StrEnum):
    """How much a paper is needed."""

    MUST = "must"
    SHOULD = "should"
    LATER = "later"
    NOT = "not"


@dataclass(frozen=True)
class Said:
    """One text in the two languages of the site."""

    vi: str
    en: str

    def in_(self, language: str) -> str:
        """Return the text in a language."""
        return self.en if language == "en" else self.vi


@dataclass(frozen=True)
class Option:
    """One answer to choose."""

    value: str
    text: Said


@dataclass(frozen=True)
class Asked:
    """One question; several answers where many is true."""

    key: str
    text: Said
    hint: Said
    many: bool
    options: tuple[Option, ...]

    def known(self, values: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of some values that this question offers: one, unless several may be chosen."""
        found = tuple(option.value for option in self.options if option.value in values)
        return found if self.many else found[:1]


@dataclass(frozen=True)
class Kind:
    """A kind of business with its five questions, and the craft it registers under."""

    key: str
    text: Said
    craft: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class When:
    """A level of need for some kinds, if every question named has one of the answers named."""

    level: Need
    kinds: tuple[str, ...]
    answers: Mapping[str, tuple[str, ...]]

    def holds(self, kind: str, given: Mapping[str, tuple[str, ...]]) -> bool:
        """Whether this is so for a kind and some answers."""
        return kind in self.kinds and all(set(given.get(key, ())) & set(any_of) for key, any_of in self.answers.items())


@dataclass(frozen=True)
class PaperRule:
    """One paper: whose, where, for how much, and when it is needed."""

    key: str
    name: Said
    why: Said
    office: Said
    fee: Said
    url: str
    # What the procedure is called on the national portal.
    find: str
    basis: str
    source: str
    verified_on: date
    confirmed: bool
    had_as: str
    rules: tuple[When, ...]

    def need(self, kind: str, given: Mapping[str, tuple[str, ...]]) -> Need:
        """Return how much the paper is needed: what the first rule that holds says."""
        return next((rule.level for rule in self.rules if rule.holds(kind, given)), Need.NOT)

    def concerns(self, kind: str) -> bool:
        """Whether some answer would make the paper needed for a kind."""
        return any(kind in rule.kinds for rule in self.rules)


@dataclass(frozen=True)
class Listed:
    """One line of somebody's list."""

    paper: PaperRule
    need: Need
    is_there: bool


@cache
def kinds() -> tuple[Kind, ...]:
    """Return the kinds of business, in order."""
    return tuple(Kind(row["key"], _said(row), row["craft"], tuple(row["questions"])) for row in _read("kinds"))


@cache
def questions() -> Mapping[str, Asked]:
    """Return every question by its key."""
    rows: Mapping[str, Any] = _read("questions")
    return {
        key: Asked(
            key,
            _said(row),
            Said(row["hint_vi"], row["hint_en"]),
            row["many"],
            tuple(Option(each["value"], _said(each)) for each in row["options"]),
        )
        for key, row in rows.items()
    }


@cache
def papers() -> tuple[PaperRule, ...]:
    """Return every paper, in order."""
    return tuple(_paper(row) for row in _read("papers"))


def kind(key: str) -> Kind | None:
    """Return one kind of business, or none by that name."""
    return next((each for each in kinds() if each.key == key), None)


def next_question(chosen: Kind, given: Mapping[str, tuple[str, ...]]) -> Asked | None:
    """Return the first question without an answer; none once all five have one."""
    return next((questions()[key] for key in chosen.questions if not given.get(key)), None)


def listed(chosen: Kind, given: Mapping[str, tuple[str, ...]]) -> tuple[Listed, ...]:
    """Return the papers that concern a kind of business, each with how much it is needed and whether it is there."""
    there = {value for key, values in given.items() if key.startswith(HAS) for value in values}
    return tuple(
        Listed(paper, paper.need(chosen.key, given), bool(paper.had_as) and paper.had_as in there)
        for paper in papers()
        if paper.concerns(chosen.key)
    )


def _read(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text("utf-8"))


def _said(row: Mapping[str, Any], of: str = "") -> Said:
    return Said(row[f"{of}vi"], row[f"{of}en"])


def _paper(row: Mapping[str, Any]) -> PaperRule:
    return PaperRule(
        key=row["key"],
        name=_said(row),
        why=_said(row, "why_"),
        office=_said(row, "office_"),
        fee=_said(row, "fee_"),
        url=row["url"],
        find=row["find"],
        basis=row["basis"],
        source=row["source"],
        verified_on=date.fromisoformat(row["verified_on"]),
        confirmed=row["confirmed"],
        had_as=row["had_as"],
        rules=tuple(
            When(
                Need(each["level"]),
                tuple(each["kinds"]),
                {key: tuple(values) for key, values in each["when"].items()},
            )
            for each in row["rules"]
        ),
    )
