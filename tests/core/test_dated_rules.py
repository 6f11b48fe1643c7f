"""A rule's value depends on the day, and two values never hold at once."""

import json
from datetime import date
from pathlib import Path

import pytest

from app.core.dated_rules import SHIPPED, RuleMissingError, read_rules, value_on

pytestmark = pytest.mark.no_database


def test_a_rule_starts_on_its_day() -> None:
    with pytest.raises(RuleMissingError):
        value_on("account_name_contains_business_name", date(2026, 2, 28))

    assert value_on("account_name_contains_business_name", date(2026, 3, 1)).value is True


def test_every_shipped_rule_says_where_it_comes_from() -> None:
    for rule in read_rules(SHIPPED):
        assert rule.basis
        assert rule.source
        assert rule.verified_on <= date(2026, 11, 29)


def test_two_values_on_one_day_are_refused(tmp_path: Path) -> None:
    row = {
        "key": "x", "value": 1, "valid_from": "2026-01-01", "valid_to": "2026-06-01",
        "basis": "b", "source": "s", "verified_on": "2026-01-01", "confirmed": True,
    }  # fmt: skip
    file = tmp_path / "rules.json"
    file.write_text(json.dumps([row, row | {"value": 2, "valid_from": "2026-05-31", "valid_to": None}]))
    with pytest.raises(ValueError):
        read_rules(file)

    file.write_text(json.dumps([row, row | {"value": 2, "valid_from": "2026-06-01", "valid_to": None}]))
    assert len(read_rules(file)) == 2
