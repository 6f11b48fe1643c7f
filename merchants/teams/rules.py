"""When a team is set up, when it has worked, and how a list of members is read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.core.phones import PhoneError, parse_phone
from app.core.text import line

LEAST_MEMBERS = 3
MOST_LINES = 100
_BETWEEN = re.compile(r"[\t;,]")


def is_set_up(decision_no: str, members: int) -> bool:
    """Whether a team stands: a decision that can be looked up, and at least three people with names."""
    return bool(decision_no) and members >= LEAST_MEMBERS


def with_those_above(paths: Iterable[str]) -> frozenset[str]:
    """Return places and all they lie in: work in a hamlet is work in its commune, never the other way round."""
    found: set[str] = set()
    for path in paths:
        steps = path.rstrip("/").split("/")
        found.update("/".join(steps[: count + 1]) + "/" for count in range(len(steps)))
    return frozenset(found)


@dataclass(frozen=True)
class Listed:
    """One line of a list of members: who, with which telephone, or what could not be read."""

    name: str
    phone: str = ""
    fault: str = ""


def read_list(text: str) -> Iterator[Listed]:
    """Read lines as they come from a spreadsheet: a name, perhaps a telephone; empty lines are passed over.

    A number at the front is the list's own and is left out.
    """
    for row in text.splitlines()[:MOST_LINES]:
        cells = [line(cell) for cell in _BETWEEN.split(row) if line(cell)]
        if cells and cells[0].rstrip(".").isdigit() and len(cells) > 1:
            cells = cells[1:]
        if not cells:
            continue
        name, phone = cells[0], cells[1] if len(cells) > 1 else ""
        if any(sign.isdigit() for sign in name) or " " not in name:
            yield Listed(name, fault=row.strip())
            continue
        try:
            yield Listed(name, parse_phone(phone) if phone else "")
        except PhoneError:
            yield Listed(name, fault=row.strip())
