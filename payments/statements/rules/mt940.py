"""MT940: what banks send to firms. A reversed credit is money out, and a line that cannot be read is named."""

import re
from datetime import date

from app.core.text import line
from payments.statements.rules.cells import CellError, amount_of
from payments.statements.rules.reading import Line, Reading, Skipped, Why

_TAG = re.compile(r"^:([0-9]{2}[A-Z]?):", re.MULTILINE)
_MOVED = re.compile(
    r"(?P<day>[0-9]{6})(?P<booked>[0-9]{4})?(?P<mark>R?[CD])[A-Z]?(?P<amount>[0-9.,]+)"
    r"(?:[NSF][A-Z0-9]{3}(?P<reference>[^\n]*))?"
)
_BALANCE = re.compile(r"(?P<mark>[CD])[0-9]{6}(?P<currency>[A-Z]{3})(?P<amount>[0-9.,]+)")
# A reversal goes the other way than what it reverses.
_SIGNS = {"C": 1, "D": -1, "RC": -1, "RD": 1}


def is_mt940(text: str) -> bool:
    """Whether a text is a statement in this format."""
    return ":20:" in text and ":25:" in text and ":60" in text


def read(text: str) -> Reading:
    """Read a statement of one account."""
    reading = Reading()
    for number, (tag, value) in enumerate(_tags(text), start=1):
        if tag == "25":
            reading.account_no = line(value.rpartition("/")[2])
        elif tag in ("60F", "60M") and reading.opening_vnd is None:
            reading.opening_vnd = _balance(value)
        elif tag in ("62F", "62M"):
            reading.closing_vnd = _balance(value)
        elif tag == "61":
            _moved(reading, number, value)
        elif tag == "86" and reading.lines and reading.lines[-1].number == number - 1:
            last = reading.lines[-1]
            reading.lines[-1] = Line(
                last.number, (*last.raw, value), last.day, None, last.amount_vnd, _words(value), last.reference
            )
    return reading


def _tags(text: str) -> list[tuple[str, str]]:
    text = text.replace("\r\n", "\n")
    places = list(_TAG.finditer(text))
    ends = [*(place.start() for place in places[1:]), len(text)]
    return [
        (place[1], text[place.end() : end].strip().removesuffix("-")) for place, end in zip(places, ends, strict=True)
    ]


def _moved(reading: Reading, number: int, value: str) -> None:
    found = _MOVED.match(value)
    try:
        amount = amount_of(found["amount"]) if found else None
        day = date.fromisoformat(f"20{found['day'][:2]}-{found['day'][2:4]}-{found['day'][4:]}") if found else None
    except (CellError, ValueError):
        amount = day = None
    if found is None or not amount or day is None:
        reading.skipped.append(Skipped(number, (value,), Why.UNREADABLE))
        return
    reference = line(found["reference"] or "").partition("//")[0]
    reading.lines.append(Line(number, (value,), day, None, amount * _SIGNS[found["mark"]], "", reference))


def _balance(value: str) -> int | None:
    found = _BALANCE.match(value)
    try:
        amount = amount_of(found["amount"]) if found and found["currency"] == "VND" else None
    except CellError:
        return None
    return None if amount is None or found is None else amount * _SIGNS[found["mark"]]


def _words(value: str) -> str:
    return line(re.sub(r"\?[0-9]{2}|/[A-Z]{4}/", " ", value.replace("\n", "")))
