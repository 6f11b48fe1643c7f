"""Amounts and days as Vietnamese banks write them; what cannot be read for sure is not read."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from datetime import time as clock_time

from app.core.money import GREATEST_VND
from app.core.text import line

Cell = object
_SPACES = re.compile("[\\s\u00a0\u202f]")
_SIGNED = re.compile(r"(?P<sign>[+-]?)(?P<digits>[0-9][0-9.,]*)(?P<after>-?)")
_PLAIN = re.compile(r"[0-9]{1,15}(?:[.,]0{1,2})?[.,]?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?P<mark>[.,])[0-9]{3})(?:(?P=mark)[0-9]{3})*(?:(?!(?P=mark))[.,]0{0,2})?")
_UNIT = re.compile(r"^(?:VND|VNĐ|₫|Đ)|(?:VND|VNĐ|₫|Đ)$", re.IGNORECASE)
_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")


class CellError(ValueError):
    """A cell that says something else than it should."""


def amount_of(cell: Cell) -> int | None:
    """Return whole đồng, less than nought for money out, none for an empty cell.

    A dot, a comma or a space parts thousands only where the groups are threes, so that ``1.5`` is refused, not guessed.

    Raises:
        CellError: it is no amount.
    """
    if cell is None or isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        if cell != int(cell) or abs(cell) > GREATEST_VND:
            raise CellError(f"not whole đồng: {cell!r}")
        return int(cell)
    text = _SPACES.sub("", str(cell))
    if text in ("", "-", "—"):
        return None
    is_bracketed = text.startswith("(") and text.endswith(")")
    text = _UNIT.sub("", text.strip("()"))
    found = _SIGNED.fullmatch(text)
    if found is None or len(text) > 40:
        raise CellError(f"not an amount: {text[:40]!r}")
    value = _whole(found["digits"])
    is_less = is_bracketed or found["sign"] == "-" or found["after"] == "-"
    return -value if is_less else value


def _whole(digits: str) -> int:
    if not (_PLAIN.fullmatch(digits) or _GROUPED.fullmatch(digits)):
        raise CellError(f"not whole đồng: {digits[:40]!r}")
    # A last mark that is not followed by three digits parts đồng from nothing.
    trimmed = re.sub(r"[.,]0{0,2}$", "", digits) if not re.search(r"[.,][0-9]{3}$", digits) else digits
    value = int(re.sub(r"[.,]", "", trimmed))
    if value > GREATEST_VND:
        raise CellError("more than any bank moves")
    return value


def moment_of(cell: Cell) -> tuple[date, datetime | None] | None:
    """Return the day in a cell and, where it tells the time too, the moment on Vietnam's clocks; none if it is empty.

    Raises:
        CellError: it is no day. Days come before months: ``03/04/2026`` is the third of April.
    """
    if isinstance(cell, datetime):
        return cell.date(), cell if cell.time() != datetime.min.time() else None
    if isinstance(cell, date):
        return cell, None
    text = line(str(cell or ""))
    if not text:
        return None
    try:
        day, rest = _day(text)
        time = _TIME.search(rest)
        if time is None:
            return day, None
        return day, datetime.combine(day, clock_time(int(time[1]), int(time[2]), int(time[3] or 0)))
    except ValueError as error:
        raise CellError(f"not a day: {text[:40]!r}") from error


def _day(text: str) -> tuple[date, str]:
    if iso := _ISO_DAY.match(text):
        return date(int(iso[1]), int(iso[2]), int(iso[3])), text[iso.end() :]
    found = _DAY.search(text)
    if found is None:
        raise CellError(f"not a day: {text[:40]!r}")
    return date(int(found[3]), int(found[2]), int(found[1])), text[: found.start()] + " " + text[found.end() :]


def said(cells: Sequence[Cell]) -> list[str]:
    """Return what cells say, as lines; noughts in front stay where the cell is text."""
    return [line(_shown(cell))[:500] for cell in cells]


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < GREATEST_VND:
        return str(int(cell))
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M:%S}"
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)
