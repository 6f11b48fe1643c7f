"""A state changes only by its table: every column has one, nothing else is assigned, and tests run under watch."""

import ast
from collections.abc import Iterator

import pytest
from sqlalchemy import Enum

from app.core.db import Base
from app.core.settings import ROOT
from app.documents import PACKAGES
from app.factory import create_app  # noqa: F401  brings every table
from merchants.models import Merchant
from merchants.states import Stage
from tests import lives

pytestmark = pytest.mark.no_database

STATES = ("state", "stage", "status")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def test_every_state_column_has_its_table_and_is_watched() -> None:
    watched = set(lives.watch())
    columns = {
        f"{mapper.class_.__name__}.{column.key}"
        for mapper in Base.registry.mappers
        for column in mapper.columns
        if column.key in STATES and isinstance(column.type, Enum)
    }

    assert columns == watched
    assert len(columns) >= 15


def test_a_step_that_the_table_lacks_is_refused_while_tests_run() -> None:
    lives.watch()
    merchant = Merchant(stage=Stage.DRAFT)

    with pytest.raises(lives.NoSuchStepError):
        merchant.stage = Stage.CONFIRMED
    merchant.stage = Stage.SUBMITTED


def assigned(tree: ast.AST) -> Iterator[tuple[int, ast.expr]]:
    """Return the values that are assigned to a state, with their lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "values":
            yield from ((node.lineno, keyword.value) for keyword in node.keywords if keyword.arg in STATES)
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            pairs = (
                zip(target.elts, node.value.elts, strict=True)
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
                else [(target, node.value)]
            )
            for left, right in pairs:
                if isinstance(left, ast.Attribute) and left.attr in STATES:
                    yield node.lineno, right


def test_what_is_assigned_to_a_state_is_what_a_table_says_comes_next() -> None:
    guilty = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in MODULES
        for line, value in assigned(ast.parse(path.read_text("utf-8")))
        if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "next")
    ]

    assert guilty == []
