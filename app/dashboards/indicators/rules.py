"""A definition as dated data, and the dictionary of all versions."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class Pillar(StrEnum):
    """The three pillars of the digital programme."""

    GOVERNMENT = "government"
    ECONOMY = "economy"
    SOCIETY = "society"


class Method(StrEnum):
    """Where a number comes from: counted here, reported by others, or not yet from anywhere."""

    COUNTED = "counted"
    REPORTED = "reported"
    NOT_YET = "not_yet"


@dataclass(frozen=True)
class Words:
    """A definition in one language."""

    name: str
    numerator: str
    denominator: str
    left_out: str
    source: str
    guard: str


@dataclass(frozen=True)
class Definition:
    """One indicator as it is defined from a day on; any change of a word or a number is a new version."""

    id: str
    version: int
    valid_from: date
    pillar: Pillar
    unit: str
    span: str
    grade: str
    pair: str
    owner: str
    method: Method
    headline: bool
    params: Mapping[str, int]
    words: Mapping[str, Words]

    @property
    def edition(self) -> str:
        """The number and version that reports cite."""
        return f"{self.id} v{self.version}"

    def said(self, language: str) -> Words:
        """Return the words in a language, or in Vietnamese."""
        return self.words.get(language) or self.words["vi"]

    def differs_from(self, other: "Definition") -> bool:
        """Whether anything but version and day is otherwise."""
        return replace(self, version=other.version, valid_from=other.valid_from) != other


@dataclass(frozen=True)
class Dictionary:
    """Every version of every definition, by number; of several that hold, the last does."""

    versions: Mapping[str, Sequence[Definition]]

    def on(self, number: str, day: date) -> Definition | None:
        """Return an indicator as defined on a day; before its first day, as it was defined first."""
        known = self.versions.get(number, ())
        held = [each for each in known if each.valid_from <= day]
        return held[-1] if held else next(iter(known), None)

    def all_on(self, day: date) -> list[Definition]:
        """Return every indicator as defined on a day."""
        return [found for number in self.versions if (found := self.on(number, day)) is not None]

    def with_changes(self, changed: Sequence[Definition]) -> "Dictionary":
        """Return the dictionary with later versions added, in the order in which they came to hold."""
        versions = {number: list(known) for number, known in self.versions.items()}
        for each in changed:
            versions.setdefault(each.id, []).append(each)
        return Dictionary(
            {number: tuple(sorted(known, key=lambda each: each.version)) for number, known in versions.items()}
        )


def dictionary_of(rows: Sequence[Mapping[str, Any]]) -> Dictionary:
    """Read the dictionary out of plain rows.

    Raises:
        KeyError: a pair names an indicator that there is not.
    """
    found = Dictionary({}).with_changes([read_definition(row) for row in rows])
    for known in found.versions.values():
        found.versions[known[-1].pair]
    return found


def read_definition(row: Mapping[str, Any]) -> Definition:
    """Read one version out of a plain row."""
    words = {language: Words(**said) for language, said in row["words"].items()}
    return Definition(
        id=row["id"],
        version=row["version"],
        valid_from=date.fromisoformat(row["valid_from"]),
        pillar=Pillar(row["pillar"]),
        unit=row["unit"],
        span=row["span"],
        grade=row["grade"],
        pair=row["pair"],
        owner=row["owner"],
        method=Method(row["method"]),
        headline=row["headline"],
        params=MappingProxyType(dict(row["params"])),
        words=MappingProxyType(words),
    )


def as_row(definition: Definition) -> dict[str, Any]:
    """Return one version as a plain row."""
    words = {language: asdict(said) for language, said in definition.words.items()}
    plain = {name: getattr(definition, name) for name in ("id", "version", "unit", "span", "grade", "pair", "owner")}
    return plain | {
        "valid_from": definition.valid_from.isoformat(),
        "pillar": definition.pillar.value,
        "method": definition.method.value,
        "headline": definition.headline,
        "params": dict(definition.params),
        "words": words,
    }
