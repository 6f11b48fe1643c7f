"""Every state column under watch while tests run: no step that its table does not have, whoever sets it and however."""

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import InstrumentedAttribute

from app import documents
from app.core.db import Base


class NoSuchStepError(AssertionError):
    """A state followed another that nothing leads to."""


def columns_of(states: type[StrEnum]) -> Iterator[InstrumentedAttribute[Any]]:
    """Return the columns that hold a life's state now; what a row remembers of a former state is not one."""
    for mapper in Base.registry.mappers:
        for column in mapper.columns:
            is_current = column.key in ("state", "stage", "status")
            if is_current and getattr(column.type, "enum_class", None) is states:
                yield getattr(mapper.class_, column.key)


@cache
def watch() -> dict[str, set[tuple[StrEnum, StrEnum]]]:
    """Let every change of a state be compared with its table; return what each column may do."""
    allowed: dict[str, set[tuple[StrEnum, StrEnum]]] = {}
    attributes: dict[str, InstrumentedAttribute[Any]] = {}
    for _module, machine in documents.machines():
        steps = {(start, end) for (start, _step), end in machine.table.items()}
        for attribute in columns_of(type(machine.initial)):
            attributes[str(attribute)] = attribute
            # A life that runs by one of two tables, as an old law and a new one, may do what either has.
            allowed.setdefault(str(attribute), set()).update(steps)
    for name, attribute in attributes.items():
        event.listen(attribute, "set", _compare(name, allowed[name]))
    return allowed


def _compare(name: str, steps: set[tuple[StrEnum, StrEnum]]) -> Any:
    def compare(_row: object, new: StrEnum, old: Any, _initiator: object) -> None:
        if isinstance(old, StrEnum) and old != new and (old, new) not in steps:
            raise NoSuchStepError(f"{name}: nothing leads from {old} to {new}")

    return compare
