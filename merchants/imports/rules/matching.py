"""Which lines and dossiers are one household: the same rule between two lines of a list as between a line and a file.

The trial run and the real one come to the same verdicts because both put the same questions to the same facts: the
lines before, and the dossiers as they were before this list touched them.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import NamedTuple
from uuid import UUID

from merchants.identity.rules import NumberKind
from merchants.imports.rules.cells import Problem
from merchants.imports.rules.columns import Column
from merchants.imports.rules.keyed_rows import KeyedRows
from merchants.imports.rules.lines import Entry
from merchants.imports.states import Verdict


class Likeness(IntEnum):
    """How much two households are alike, the strongest last."""

    NONE = 0
    NAME = 1
    PHONE = 2
    CLASH = 3
    SAME = 4


class Shared(NamedTuple):
    """What two households have in common, by how alike it makes them if their names and years agree, and if not."""

    if_agree: Likeness
    if_not: Likeness


# A code or an official number is one household's; if its name or year then disagrees, a person must look.
_NUMBER = Shared(Likeness.SAME, Likeness.CLASH)
# A telephone alone may be a neighbour's.
_PHONE = Shared(Likeness.SAME, Likeness.PHONE)
# A name and a year, or a name and a hamlet where a year is not known, may be chance.
_NAME = Shared(Likeness.NAME, Likeness.NONE)


@dataclass(slots=True)
class Person:
    """What one household is recognised by; official numbers only as keyed hashes. Nobody changes one.

    It could be frozen, but then making one takes twice as long, and a long list makes fifty thousand.
    """

    code: str
    name: str
    birth_year: int | None
    commune_path: str
    spot: str
    phone: str
    hashes: tuple[str, ...] = ()
    # Numbers of 64 bits in place of words: whose name it is in which commune, and what another can have in common.
    who: int = field(init=False, compare=False)
    keys: tuple[tuple[Shared, int], ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        self.who = hash(f"{self.commune_path}{self.name}")
        self.keys = tuple(_keys(self))


@dataclass(frozen=True, slots=True)
class Known:
    """A dossier that is there already, and which of its answers a list may fill in."""

    merchant_id: UUID
    person: Person
    blanks: frozenset[str] = frozenset()

    def without(self, fills: Iterable[str]) -> "Known":
        """Return the dossier as it was before some answers were filled in."""
        filled = frozenset(fills)
        year = None if "birth_year" in filled else self.person.birth_year
        person = replace(self.person, birth_year=year, phone="" if "phone" in filled else self.person.phone)
        return replace(self, person=person, blanks=self.blanks | filled)


class Judged(NamedTuple):
    """What becomes of one line."""

    verdict: Verdict
    problem: Problem | None = None
    merchant_id: UUID | None = None
    fills: tuple[str, ...] = ()


_NEW = Judged(Verdict.NEW)


def person_of(entry: Entry, hashes: tuple[str, ...] = ()) -> Person:
    """Return what a line's household is recognised by."""
    spot = entry.spot
    return Person(entry.code, entry.owner_name_fold, entry.birth_year, spot.commune_path, spot.key, entry.phone, hashes)


def compare(one: Person, other: Person) -> Likeness:
    """Say how much two households are alike."""
    agree = one.who == other.who and _years_agree(one.birth_year, other.birth_year)
    others = {key for _, key in other.keys}
    alike = (shared.if_agree if agree else shared.if_not for shared, key in one.keys if key in others)
    return max(alike, default=Likeness.NONE)


class Seen:
    """The lines of a list read so far, found again by whatever two households can share.

    Fifty thousand are remembered: of each only numbers, by which it is compared as `compare` does.
    """

    def __init__(self) -> None:
        self._rows = KeyedRows()
        # By row: whose name it is, and the year of birth, nought if it is not known.
        self._who = array("q")
        self._years = array("h")
        self._dossiers: dict[UUID, int] = {}

    def like(self, person: Person) -> tuple[Likeness, int]:
        """Return the most alike of the lines before, and its number."""
        who, years = self._who, self._years
        likeness, first = Likeness.NONE, 0
        for shared, key in person.keys:
            for row in self._rows.under(key):
                agree = who[row] == person.who and _years_agree(years[row], person.birth_year)
                found = shared.if_agree if agree else shared.if_not
                if found > likeness or (found == likeness and row < first):
                    likeness, first = found, row
        return likeness, first

    def line_of(self, merchant_id: UUID) -> int | None:
        """Return the line that already stands for a dossier."""
        return self._dossiers.get(merchant_id)

    def add(self, row: int, person: Person) -> None:
        """Remember a line; lines come in order."""
        if blank := row - len(self._who):
            self._who.extend([0] * blank)
            self._years.extend([0] * blank)
        self._who.append(person.who)
        self._years.append(person.birth_year or 0)
        for _, key in person.keys:
            self._rows.add(key, row)

    def stands_for(self, row: int, merchant_id: UUID) -> None:
        """Remember that a line stands for a dossier, so that no later one does."""
        self._dossiers.setdefault(merchant_id, row)


class Shelf:
    """Some dossiers, found by whatever they share with a line."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._by_key: dict[int, list[Known]] = {}
        for each in known:
            for _, key in each.person.keys:
                self._by_key.setdefault(key, []).append(each)

    def sharing(self, person: Person) -> Sequence[Known]:
        """Return the dossiers that share something with a household, each once."""
        if not self._by_key:
            return ()
        found = {each.merchant_id: each for _, key in person.keys for each in self._by_key.get(key, ())}
        return list(found.values())


def judge(entry: Entry, person: Person, seen: Seen, known: Sequence[Known]) -> Judged:
    """Say what becomes of a line, given the lines before it and the dossiers that share something with it."""
    likeness, row = seen.like(person)
    if likeness >= Likeness.CLASH:
        return _repeated(likeness, row)
    alike = sorted(((compare(person, each.person), each) for each in known), key=_strongest_first) if known else ()
    best, dossier = alike[0] if alike else (Likeness.NONE, None)
    if entry.code and (dossier is None or dossier.person.code != entry.code):
        return _back(Verdict.WRONG, Column.CODE, "code_unknown")
    if dossier is not None and best >= Likeness.CLASH:
        return _known_household(entry, seen, best, dossier)
    if entry.is_apart:
        return _NEW
    return _perhaps_a_twin(likeness, row, best, dossier)


def _repeated(likeness: Likeness, row: int) -> Judged:
    if likeness is Likeness.SAME:
        return _back(Verdict.WRONG, Column.OWNER_NAME, "repeats", row=row)
    return _back(Verdict.TWIN, Column.OWNER_NAME, "line_clash", row=row)


def _perhaps_a_twin(likeness: Likeness, row: int, best: Likeness, dossier: Known | None) -> Judged:
    if likeness is not Likeness.NONE:
        return _back(Verdict.TWIN, _shared(likeness), f"line_{likeness.name.lower()}", row=row)
    if dossier is not None and best is not Likeness.NONE:
        return _back(Verdict.TWIN, _shared(best), f"{best.name.lower()}_known", code=dossier.person.code)
    return _NEW


def _known_household(entry: Entry, seen: Seen, likeness: Likeness, dossier: Known) -> Judged:
    """Say what becomes of a line whose household has a dossier: two lines never stand for one dossier."""
    if likeness is Likeness.CLASH:
        return _back(Verdict.TWIN, Column.OWNER_NAME, "clash", code=dossier.person.code)
    before = seen.line_of(dossier.merchant_id)
    if before is not None:
        return _back(Verdict.WRONG, Column.OWNER_NAME, "repeats", row=before)
    fills = tuple(name for name in _given(entry) if name in dossier.blanks)
    return Judged(Verdict.FILLED if fills else Verdict.SAME, merchant_id=dossier.merchant_id, fills=fills)


def _strongest_first(alike: tuple[Likeness, Known]) -> tuple[int, str]:
    return -alike[0], alike[1].person.code


def _given(entry: Entry) -> list[str]:
    """Return what a line can fill in: answers under their names, official numbers under their kinds."""
    answers = ("birth_year", "phone", "business_name", "house_note")
    kinds = (kind.value for kind in (NumberKind.CITIZEN_ID, NumberKind.TAX_CODE) if kind in entry.numbers)
    return [*(name for name in answers if getattr(entry, name)), *kinds]


def _shared(likeness: Likeness) -> Column:
    return Column.PHONE if likeness is Likeness.PHONE else Column.OWNER_NAME


def _back(verdict: Verdict, column: Column, reason: str, **values: str | int) -> Judged:
    return Judged(verdict, Problem(column, reason, values))


def _years_agree(one: int | None, other: int | None) -> bool:
    return one == other or not one or not other


def _keys(person: Person) -> list[tuple[Shared, int]]:
    keys = [(_NAME, hash(f"s{person.spot}|{person.name}"))]
    if person.birth_year is not None:
        keys.append((_NAME, hash(f"y{person.commune_path}{person.name}{person.birth_year}")))
    if person.code:
        keys.append((_NUMBER, hash(f"c{person.code}")))
    if person.phone:
        keys.append((_PHONE, hash(f"p{person.phone}")))
    for each in person.hashes:
        keys.append((_NUMBER, hash(f"h{each}")))  # noqa: PERF401  nearly always one, and half of the lines have none
    return keys
