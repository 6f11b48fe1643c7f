"""The rows of a list, kept in a file that nobody else sees: gone through again and again, or asked for one by one."""

import json
import os
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from app.core.sheets.cells import Cell

_PIECE = 1 << 18
# No row that was written has one in it.
_BETWEEN = "\n"
# What is no word or number of JSON's own, with how it is read back.
_TIMES: Mapping[str, Callable[[str], date | time]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


class Rows:
    """Rows with their numbers, counted from one; of fifty thousand only where each of them ends is held in memory."""

    def __init__(self, file: IO[bytes], ends: "array[int]") -> None:
        # Without a name in the folder: whatever becomes of this process, the system takes the file away.
        self._file = file
        self._ends = ends

    @classmethod
    def of(cls, rows: Iterable[Sequence[Cell]]) -> "Rows":
        """Keep rows, the first one as number one."""
        return cls.again(_write(row).encode() + b"\n" for row in rows)

    @classmethod
    def again(cls, pieces: Iterable[bytes]) -> "Rows":
        """Keep rows that were written by `pieces` before."""
        ends, at = array("Q"), 0
        file = tempfile.TemporaryFile()  # noqa: SIM115  it is closed with the rows
        for piece in pieces:
            file.write(piece)
            end = piece.find(b"\n")
            while end >= 0:
                ends.append(at + end + 1)
                end = piece.find(b"\n", end + 1)
            at += len(piece)
        file.flush()
        return cls(file, ends)

    def pieces(self) -> Iterator[bytes]:
        """Return everything as bytes, from which `again` makes the same rows."""
        at = 0
        while piece := os.pread(self._file.fileno(), _PIECE, at):
            yield piece
            at += len(piece)

    def __len__(self) -> int:
        return len(self._ends)

    def __iter__(self) -> Iterator[tuple[int, list[Cell]]]:
        rest, number = b"", 0
        for piece in self.pieces():
            whole, _end, rest = (rest + piece).rpartition(b"\n")
            # As one list: every call of the reader costs as much as a short row does.
            for cells in _read_rows(whole):
                number += 1
                yield number, cells

    def __getitem__(self, number: int) -> list[Cell]:
        if not 0 < number <= len(self._ends):
            raise IndexError(number)
        start = self._ends[number - 2] if number > 1 else 0
        return _read_row(os.pread(self._file.fileno(), self._ends[number - 1] - start, start))


def _tagged(value: date | time | timedelta) -> dict[str, str | float]:
    if isinstance(value, timedelta):
        return {"seconds": value.total_seconds()}
    return {type(value).__name__: value.isoformat()}


def _untagged(tagged: dict[str, Any]) -> Cell:
    ((kind, value),) = tagged.items()
    if kind == "seconds":
        return timedelta(seconds=value)
    return _TIMES[kind](value)


_text = json.encoder.encode_basestring
_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_tagged).encode
_read = json.JSONDecoder(object_hook=_untagged).decode


def _write(row: Iterable[Cell]) -> str:
    """Return a row as the encoder writes it, which makes itself anew for each, and that takes longer than the row."""
    cells = [
        _text(cell) if type(cell) is str else repr(cell) if type(cell) is float else _written(cell)  # the usual two
        for cell in row
    ]
    return f"[{','.join(cells)}]"


def _read_rows(written: bytes) -> list[list[Cell]]:
    rows: list[list[Cell]] = _read(f"[{written.decode().replace(_BETWEEN, ',')}]")
    return rows


def _read_row(written: bytes) -> list[Cell]:
    cells: list[Cell] = _read(written.decode())
    return cells
