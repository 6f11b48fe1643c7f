"""Lines of a statement: each one read or named with the reason why not, and the balances held against them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from app.core.text import fold
from payments.statements.rules.cells import Cell, CellError, amount_of, moment_of, said
from payments.statements.rules.columns import Column

_OPENING = ("so du dau", "opening balance", "so du ky truoc", "balance brought")
_CLOSING = ("so du cuoi", "closing balance", "ending balance")
_SUMS = ("tong cong", "tong phat sinh", "cong phat sinh", "total", "tong so", "tong")


class Why(StrEnum):
    """Why a line is no movement of money."""

    EMPTY = "empty"
    SUM = "sum"
    NO_MONEY = "no_money"
    BOTH_SIDES = "both_sides"
    NO_DAY = "no_day"
    UNREADABLE = "unreadable"


class Proof(StrEnum):
    """Whether the balances of a statement agree with its lines."""

    PROVED = "proved"
    UNPROVED = "unproved"
    WRONG = "wrong"


@dataclass(frozen=True)
class Line:
    """One movement; less than nought is money out."""

    number: int
    raw: tuple[str, ...]
    day: date
    moment: datetime | None
    amount_vnd: int
    memo: str
    reference: str = ""
    balance_vnd: int | None = None
    posted_on: date | None = None


@dataclass(frozen=True)
class Skipped:
    """A line that is no movement, and why."""

    number: int
    raw: tuple[str, ...]
    why: Why


@dataclass
class Reading:
    """All lines of a statement: what came in is what is read and what is skipped, and nothing else."""

    account_no: str = ""
    lines: list[Line] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    opening_vnd: int | None = None
    closing_vnd: int | None = None

    @property
    def proof(self) -> Proof:
        """Whether opening, lines and closing agree; balances line by line where the statement has them."""
        if not self.lines:
            return Proof.UNPROVED
        if all(line.balance_vnd is not None for line in self.lines):
            return Proof.PROVED if self._runs(self.lines) or self._runs(self.lines[::-1]) else Proof.WRONG
        if self.opening_vnd is None or self.closing_vnd is None:
            return Proof.UNPROVED
        total = self.opening_vnd + sum(line.amount_vnd for line in self.lines)
        return Proof.PROVED if total == self.closing_vnd else Proof.WRONG

    def _runs(self, lines: Sequence[Line]) -> bool:
        """Whether each balance follows from the one before; banks list the oldest or the newest first."""
        balance = self.opening_vnd
        for line in lines:
            if balance is not None and balance + line.amount_vnd != line.balance_vnd:
                return False
            balance = line.balance_vnd
        return self.closing_vnd is None or balance == self.closing_vnd


def read_rows(rows: Iterable[tuple[int, Sequence[Cell]]], columns: Mapping[Column, int]) -> Reading:
    """Read the lines under the headers; a blank day is that of the line above, as some banks write it."""
    reading, last_day = Reading(), None
    for number, cells in rows:
        raw = tuple(said(cells))
        if not any(raw):
            continue
        try:
            found = _line(number, raw, cells, columns, last_day)
        except CellError:
            found = Why.UNREADABLE
        words = fold(" ".join(raw))
        if isinstance(found, Line) and not _is_sum(words, found, cells, columns):
            reading.lines.append(found)
            last_day = found.day
            continue
        _note_balance(reading, words, cells)
        reading.skipped.append(
            Skipped(number, raw, Why.SUM if _starts(words, _SUMS + _OPENING + _CLOSING) else _why(found))
        )
    return reading


def _line(
    number: int, raw: tuple[str, ...], cells: Sequence[Cell], columns: Mapping[Column, int], last_day: date | None
) -> Line | Why:
    def cell(column: Column) -> Cell:
        place = columns.get(column)
        return cells[place] if place is not None and place < len(cells) else None

    def text(column: Column) -> str:
        place = columns.get(column)
        return raw[place] if place is not None and place < len(raw) else ""

    credit, debit, amount = (amount_of(cell(each)) or 0 for each in (Column.CREDIT, Column.DEBIT, Column.AMOUNT))
    if credit and debit:
        return Why.BOTH_SIDES
    # A reversal stands on its own side with less than nought: it is money the other way.
    moved_vnd = credit - abs(debit) if debit >= 0 else -debit
    moved_vnd = moved_vnd or amount
    if not moved_vnd:
        return Why.NO_MONEY
    day = moment_of(cell(Column.DAY)) or ((last_day, None) if last_day else None)
    if day is None:
        return Why.NO_DAY
    posted = moment_of(cell(Column.POSTED))
    return Line(
        number=number,
        raw=raw,
        day=day[0],
        moment=day[1],
        amount_vnd=moved_vnd,
        memo=text(Column.MEMO),
        reference=text(Column.REFERENCE)[:200],
        balance_vnd=amount_of(cell(Column.BALANCE)),
        posted_on=posted[0] if posted else None,
    )


def _is_sum(words: str, line: Line, cells: Sequence[Cell], columns: Mapping[Column, int]) -> bool:
    place = columns[Column.DAY]
    has_own_day = place < len(cells) and bool(said([cells[place]])[0])
    return not has_own_day and _starts(words, _SUMS + _OPENING + _CLOSING) and line.moment is None


def _why(found: Line | Why) -> Why:
    return found if isinstance(found, Why) else Why.SUM


def _starts(words: str, names: Sequence[str]) -> bool:
    return any(words.startswith(name) or f" {name}" in words for name in names)


def _note_balance(reading: Reading, words: str, cells: Sequence[Cell]) -> None:
    for names, at in ((_OPENING, "opening_vnd"), (_CLOSING, "closing_vnd")):
        if any(name in words for name in names):
            numbers = [value for cell in cells if (value := _number(cell)) is not None]
            if numbers and getattr(reading, at) is None:
                setattr(reading, at, numbers[-1])


def _number(cell: Cell) -> int | None:
    try:
        return amount_of(cell)
    except CellError:
        return None
