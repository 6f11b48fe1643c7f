"""Which line of a sheet holds a bank's headers, and which column each one means: by its words, never by its place."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.core.text import fold

SEARCHED = 100
MOST_COLUMNS = 40


class Column(StrEnum):
    """What a column of a statement holds."""

    DAY = "day"
    POSTED = "posted"
    MEMO = "memo"
    CREDIT = "credit"
    DEBIT = "debit"
    AMOUNT = "amount"
    BALANCE = "balance"
    REFERENCE = "reference"


# Words of headers, in both languages and without marks, the surer first; a header of two lines is read as one.
WORDS: Mapping[Column, tuple[str, ...]] = {
    Column.BALANCE: ("so du", "balance"),
    Column.CREDIT: ("ghi co", "phat sinh co", "ps co", "ps tang", "gui vao", "tien vao", "credit", "co/"),
    Column.DEBIT: ("ghi no", "phat sinh no", "ps no", "ps giam", "rut ra", "tien ra", "debit", "no/"),
    Column.POSTED: ("ngay hach toan", "ngay hieu luc", "posting date", "value date"),
    Column.DAY: ("ngay giao dich", "transaction date", "ngay gd", "ngay", "date", "thoi gian"),
    Column.MEMO: ("noi dung", "mo ta", "dien giai", "description", "details", "remark", "memo"),
    Column.REFERENCE: ("so chung tu", "so tham chieu", "ma giao dich", "so but toan", "so ct", "reference", "doc no"),
    Column.AMOUNT: ("so tien", "amount"),
}


@dataclass(frozen=True)
class Header:
    """The headers of a sheet: the line their last words stand on, counted from nought, and each column's words."""

    row: int
    texts: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """What the same headers are recognised by the next time."""
        return hashlib.sha256("\n".join(fold(text) for text in self.texts).encode()).hexdigest()


def find_header(rows: Sequence[Sequence[str]]) -> Header | None:
    """Return the headers: the line, or two lines read as one, that names the most columns; three at least."""
    best: tuple[int, Header] | None = None
    for number, row in enumerate(rows[:SEARCHED]):
        for last, texts in ((number, tuple(row)), (number + 1, _stacked(row, rows[number + 1 : number + 2]))):
            if last < len(rows) and (score := len(guess(texts))) >= 3 and (best is None or score > best[0]):
                best = score, Header(last, texts)
    return best[1] if best and is_enough(guess(best[1].texts)) else None


def guess(texts: Sequence[str]) -> dict[Column, int]:
    """Return at which place each column stands, by the words of the headers."""
    found: dict[Column, int] = {}
    folded = [f" {fold(text)} " for text in texts[:MOST_COLUMNS]]
    for column, words in WORDS.items():
        free = [place for place in range(len(folded)) if place not in found.values()]
        place = next((place for word in words for place in free if f" {word}" in folded[place]), None)
        if place is not None and len(folded[place]) < 80:
            found[column] = place
    # Some banks have one day alone, and call it the day of booking.
    if Column.DAY not in found and Column.POSTED in found:
        found[Column.DAY] = found.pop(Column.POSTED)
    return found


def is_enough(columns: Mapping[Column, int]) -> bool:
    """Whether a statement can be read from some columns: a day, a memo, and money in or a signed amount."""
    has_money = Column.AMOUNT in columns or Column.CREDIT in columns
    return has_money and Column.DAY in columns and Column.MEMO in columns


def _stacked(upper: Sequence[str], below: Sequence[Sequence[str]]) -> tuple[str, ...]:
    if not below or any(text.isdigit() for text in below[0]):
        return ()
    wide = max(len(upper), len(below[0]))
    pairs = zip([*upper, *[""] * wide], [*below[0], *[""] * wide], strict=False)
    return tuple(f"{one} {two}".strip() for one, two in list(pairs)[:wide])
