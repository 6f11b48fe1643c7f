"""Banks by the six digits they are known under; codes and names are only labels and change."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.core.text import fold

DATA = Path(__file__).parent / "data"
# State Bank letter 1589/NHNN-TT (March 2024) and public tables up to July 2026.
TABLE_DATED = "2026-07-20"
# What rural households hold most, shown before anything has been searched for.
COMMON = ("970405", "970436", "970415", "970418", "970422", "970446", "970449", "970432")


class UnknownBankError(LookupError):
    """No bank in the table has these six digits."""


@dataclass(frozen=True)
class Bank:
    """A bank or wallet that receives transfers; ``aliases`` are names it had, or that people say."""

    bin: str
    code: str
    short_name: str
    name: str
    swift: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The short name with the full one, as on a list."""
        return f"{self.short_name} – {self.name}"

    def matches(self, words: list[str]) -> bool:
        """Whether every word of a search begins a word of some name, old or new, or all run together make one."""
        known = fold(" ".join((self.bin, self.code, self.short_name, self.name, *self.aliases))).split()
        if all(any(one.startswith(word) for one in known) for word in words):
            return True
        return len(words) > 1 and any("".join(words) in own for own in _own_names(self))


@cache
def table() -> dict[str, Bank]:
    """Return every bank by its six digits."""
    aliases: dict[str, list[str]] = {}
    for row in _rows("bank_aliases.csv"):
        aliases.setdefault(row["bin"], []).append(row["alias"])
    return {row["bin"]: Bank(**row, aliases=tuple(aliases.get(row["bin"], ()))) for row in _rows("vietqr_banks.csv")}


def bank(bin: str) -> Bank:  # noqa: A002  what banks call it
    """Return a bank by its six digits.

    Raises:
        UnknownBankError: no bank has them.
    """
    try:
        return table()[bin]
    except KeyError:
        raise UnknownBankError(f"No bank has the number {bin[:20]!r}; a bank's number has 6 digits") from None


def is_known(bin: str) -> bool:  # noqa: A002  what banks call it
    """Whether the table has a bank with these six digits."""
    return bin in table()


def search(text: str) -> list[Bank]:
    """Return banks by any name, old ones too, with or without marks; the commonest ones for an empty search.

    A search that is a bank's own short name or code puts that bank first.
    """
    words = fold(text[:60]).split()
    if not words:
        return [table()[number] for number in COMMON]
    whole = "".join(words)
    found = [one for one in table().values() if one.matches(words)]
    return sorted(found, key=lambda one: (whole not in _own_names(one), one.bin not in COMMON, one.short_name))


def all_banks() -> tuple[Bank, ...]:
    """Return all banks, the commonest first."""
    first = search("")
    rest = sorted((one for one in table().values() if one not in first), key=lambda one: fold(one.short_name))
    return (*first, *rest)


def _own_names(one: Bank) -> set[str]:
    return {fold(name).replace(" ", "") for name in (one.code, one.short_name, *one.aliases)}


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
