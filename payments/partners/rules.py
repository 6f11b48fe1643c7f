"""What a partner is, when it may ring, how often it tries, and what its monthly file may say."""

import csv
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import dropwhile, takewhile

MISSES = 3
MOST_PLACES = 60


class PartnerKind(StrEnum):
    """What an institution does for a household."""

    BANK = "bank"
    TELECOM = "telecom"
    UTILITY = "utility"


class FileKind(StrEnum):
    """What a monthly file tells of."""

    USE = "use"
    BILLS = "bills"


class BestHour(StrEnum):
    """When a family likes to be rung."""

    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Fault(StrEnum):
    """What is wrong with a line of a monthly file."""

    NO_SUCH_CODE = "no_such_code"
    OTHER_MONTH = "other_month"
    USED_UNREADABLE = "used_unreadable"
    BAND_UNREADABLE = "band_unreadable"
    TWICE = "twice"


class FileRefusedError(ValueError):
    """The file as a whole cannot be read."""


FIELDS = ("ma_gioi_thieu", "thang", "co_dung", "muc")
KEEPS_RULE = "# da_loai_tru: co"
BANDS = ("0", "1-5", "6-20", ">20")
MOST_BYTES = 2_000_000
MOST_LINES = 20_000
_KEEPS_RULE = re.compile(r"#\s*da_loai_tru\s*[:=]\s*(?:co|có|1)", re.IGNORECASE)
_USED = {"1": True, "0": False, "khong_ro": None}
_SETTLED = timedelta(days=30)


@dataclass(frozen=True)
class Checked:
    """A monthly file after the check: good lines as code, used and band, and the others with what is wrong.

    Payers are known to the institution alone, so it is the one to leave out tries, its own people, whoever pays most,
    and the state; ``keeps_rule`` is its word, in the file's header, that it has.
    """

    lines: tuple[tuple[str, bool | None, str], ...]
    faults: tuple[tuple[int, str, Fault], ...]
    keeps_rule: bool = False


def check_file(data: bytes, *, month: date, known: Collection[str]) -> Checked:
    """Check every line of a file of four fields at once: our code, the month, used or not, and a band, no amount.

    Raises:
        FileRefusedError: it is no text, lacks a column, or is too long.
    """
    lines: list[tuple[str, bool | None, str]] = []
    faults: list[tuple[int, str, Fault]] = []
    seen: set[str] = set()
    header = _header(data)
    for number, row in enumerate(read_rows(data, FIELDS), start=2 + len(header)):
        code, said_month, used, band = (row[name] for name in FIELDS)
        fault = _fault(code.upper(), said_month, used, band, month=month, known=known, seen=seen)
        if fault is None:
            seen.add(code.upper())
            lines.append((code.upper(), _USED[used], band))
        else:
            faults.append((number, code[:20], fault))
    return Checked(tuple(lines), tuple(faults), keeps_rule=any(_KEEPS_RULE.fullmatch(line) for line in header))


def _header(data: bytes) -> list[str]:
    """Return the lines before the columns, which begin with a hash; a spreadsheet ends them with commas and quotes."""
    lines = data.decode("utf-8-sig", "replace").splitlines()
    return [line.strip('"; ,') for line in takewhile(_is_header, lines)]


def _is_header(line: str) -> bool:
    return line.lstrip('" ').startswith("#")


def _fault(
    code: str, said_month: str, used: str, band: str, *, month: date, known: Collection[str], seen: Collection[str]
) -> Fault | None:
    if code not in known:
        return Fault.NO_SUCH_CODE
    if code in seen:
        return Fault.TWICE
    if read_month(said_month) != month:
        return Fault.OTHER_MONTH
    if used not in _USED:
        return Fault.USED_UNREADABLE
    # A band goes with use: nought with none, something with some.
    is_band = band == "" or (band in BANDS and (band != "0") == (used == "1"))
    return None if is_band else Fault.BAND_UNREADABLE


def read_rows(data: bytes, fields: Sequence[str]) -> list[dict[str, str]]:
    """Read the named columns of a file of lines, by comma or semicolon, without the blanks around what stands there.

    Raises:
        FileRefusedError: it is no text, lacks a column, or is too long.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefusedError("not text") from None
    lines = list(dropwhile(_is_header, text.splitlines(keepends=True)))
    first = lines[0] if lines else ""
    rows = list(csv.DictReader(lines, delimiter=";" if first.count(";") > first.count(",") else ","))
    if not rows or len(rows) > MOST_LINES or not set(fields) <= set(rows[0]):
        raise FileRefusedError("columns")
    return [{name: (row[name] or "").strip() for name in fields} for row in rows]


def read_month(text: str) -> date | None:
    """Read ``2026-11`` or ``11/2026`` as the first day of that month."""
    found = re.fullmatch(r"(20[0-9]{2})-([0-9]{2})", text) or re.fullmatch(r"([0-9]{1,2})/(20[0-9]{2})", text)
    if found is None:
        return None
    year, month = (int(part) for part in (found.groups() if len(found[1]) == 4 else reversed(found.groups())))
    return date(year, month, 1) if 1 <= month <= 12 else None


def last_day(month: date) -> date:
    """Return the last day of a month: what is said of a whole month is certain only when it is over."""
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def settled_on(opened_on: date) -> date:
    """Return the day from which use counts as use after thirty days."""
    return opened_on + _SETTLED


def counts_as_settled(opened_on: date, used_in: Collection[date]) -> bool:
    """Whether an account was used in a month that ends after its first thirty days."""
    first = settled_on(opened_on).replace(day=1)
    return any(month >= first for month in used_in)
