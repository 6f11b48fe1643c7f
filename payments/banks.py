"""Banks by the six digits they are known under; codes and names are only labels and change.

A newer table may be taken in on a running site; the one that came with the release stands behind it.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from app.core import settings
from app.core.text import fold

DATA = Path(__file__).parent / "data"
# State Bank letter 1589/NHNN-TT (March 2024) and public tables up to July 2026.
TABLE_DATED = date(2026, 7, 20)
_COLUMNS = ("bin", "code", "short_name", "name", "swift")
_TAKEN_IN = re.compile(r"banks-(\d{4}-\d{2}-\d{2})\.csv")
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


class BankTableError(ValueError):
    """A table cannot be taken in; the sentence names the line."""


def table() -> Mapping[str, Bank]:
    """Return every bank by its six digits, from the newest table there is."""
    newest = newest_file()
    return _read_file(newest) if newest else _shipped()


def dated() -> date:
    """Return the day of the table in use."""
    newest = newest_file()
    return _day_of(newest) if newest else TABLE_DATED


def newest_file() -> Path | None:
    """Return the newest table taken in, if it is newer than the one that came with the release."""
    folder = settings.current().state_dir / "banks"
    found = [path for path in folder.glob("banks-*.csv") if _TAKEN_IN.fullmatch(path.name)]
    newest = max(found, key=_day_of, default=None)
    return newest if newest is not None and _day_of(newest) > TABLE_DATED else None


def read_table(text: str) -> dict[str, Bank]:
    """Read a table in CSV with the columns bin, code, short_name, name, swift and, if you like, aliases by ``|``.

    Raises:
        BankTableError: a column is missing, six digits are none or come twice, or a bank has no name.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise BankTableError(f"The table lacks the columns {', '.join(missing)}")
    found: dict[str, Bank] = {}
    for line, row in enumerate(rows, start=2):
        said = {name: (row[name] or "").strip() for name in _COLUMNS}
        if not re.fullmatch(r"[0-9]{6}", said["bin"]) or said["bin"] in found:
            raise BankTableError(f"Line {line}: {said['bin']!r} is not a bank's six digits, or comes twice")
        if not said["short_name"] or not said["name"]:
            raise BankTableError(f"Line {line}: the bank {said['bin']} has no name")
        aliases = tuple(alias.strip() for alias in (row.get("aliases") or "").split("|") if alias.strip())
        found[said["bin"]] = Bank(**said, aliases=aliases)
    return found


def renewed(old: Mapping[str, Bank], new: Mapping[str, Bank]) -> dict[str, Bank]:
    """Return a new table in which banks are still found by every name they had.

    A bank the new table leaves out stays: somebody's account may be there.
    """
    kept = dict(old)
    for bin_, bank_now in new.items():
        before = old.get(bin_)
        known = (*before.aliases, before.short_name, before.code) if before else ()
        names = dict.fromkeys((*bank_now.aliases, *known))
        own = {bank_now.short_name, bank_now.code}
        kept[bin_] = replace(bank_now, aliases=tuple(name for name in names if name and name not in own))
    return kept


def take_in(new: Mapping[str, Bank], *, on: date) -> Path:
    """Keep a newer table beside the older ones; it is in use from the next page on.

    Raises:
        BankTableError: it is not newer than the table in use.
    """
    if on <= dated():
        raise BankTableError(f"The table in use is of {dated():%Y-%m-%d}; a newer one has a later day")
    folder = settings.current().state_dir / "banks"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"banks-{on.isoformat()}.csv"
    half = path.with_suffix(".new")
    half.write_text(_written(renewed(table(), new).values()), "utf-8")
    half.replace(path)
    return path


def _written(banks: Iterable[Bank]) -> str:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow((*_COLUMNS, "aliases"))
    for one in banks:
        writer.writerow((one.bin, one.code, one.short_name, one.name, one.swift, "|".join(one.aliases)))
    return file.getvalue()


def _day_of(path: Path) -> date:
    return date.fromisoformat(path.stem.removeprefix("banks-"))


@cache
def _read_file(path: Path) -> Mapping[str, Bank]:
    return read_table(path.read_text("utf-8"))


@dataclass(frozen=True)
class AppLink:
    """A link that opens a payer's bank app with the transfer filled in."""

    name: str
    url: str


def app_links(*, bank_bin: str, account_no: str, amount_vnd: int, memo: str) -> tuple[AppLink, ...]:
    """Return links into the apps that are known to fill a transfer in; the payer decides whether to press one."""
    raw = _apps()
    receiver = table()[bank_bin].code.lower() if is_known(bank_bin) else bank_bin
    filled = {"ba": f"{account_no}@{receiver}", "am": str(amount_vnd), "tn": memo}
    return tuple(
        AppLink(bank(each["bin"]).short_name, f"{raw['address']}?{urlencode({'app': each['app']} | filled)}")
        for each in raw["apps"]
        if is_known(each["bin"])
    )


@cache
def _apps() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / "bank_apps.json").read_text("utf-8"))
    return found


@cache
def _shipped() -> Mapping[str, Bank]:
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
