"""Law, limits and fees as dated data: value, validity, basis, source, when checked and whether confirmed."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).parent / "data" / "rules.json"


class RuleMissingError(LookupError):
    """No value is known for this rule on this day."""


@dataclass(frozen=True)
class RuleValue:
    """One value of one rule over one span of days; ``valid_to`` is the first day it no longer holds."""

    key: str
    value: Any
    valid_from: date
    valid_to: date | None
    basis: str
    source: str
    verified_on: date
    confirmed: bool

    def holds_on(self, day: date) -> bool:
        """Whether the value applies on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def read_rules(path: Path) -> tuple[RuleValue, ...]:
    """Read a file of rules.

    Raises:
        ValueError: two values of one rule hold on the same day.
    """
    rules = tuple(_rule(row) for row in json.loads(path.read_text("utf-8")))
    for rule in rules:
        twins = [twin for twin in rules if twin.key == rule.key and twin.holds_on(rule.valid_from)]
        if len(twins) > 1:
            raise ValueError(f"{rule.key} has two values on {rule.valid_from}")
    return rules


@cache
def _shipped() -> tuple[RuleValue, ...]:
    return read_rules(SHIPPED)


def value_on(key: str, on: date) -> RuleValue:
    """Return the value of a rule on a day.

    Raises:
        RuleMissingError: none is known.
    """
    for rule in _shipped():
        if rule.key == key and rule.holds_on(on):
            return rule
    raise RuleMissingError(f"{key} on {on}")


def _rule(row: dict[str, Any]) -> RuleValue:
    ending = row.get("valid_to")
    return RuleValue(
        key=row["key"],
        value=row["value"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(ending) if ending else None,
        basis=row["basis"],
        source=row["source"],
        verified_on=date.fromisoformat(row["verified_on"]),
        confirmed=row["confirmed"],
    )
