"""Which column of a list of households each header means."""

from collections.abc import Mapping, Sequence

from app.core.sheets.headers import Vocabulary
from merchants.imports.rules.columns import NEEDED, Column, columns

VOCABULARY = Vocabulary({facts.column.value: facts.names for facts in columns()})


def guess(texts: Sequence[str]) -> dict[int, Column]:
    """Return which column each header means, the surest first; one header, one column."""
    return {index: Column(key) for index, key in VOCABULARY.guess(texts).items()}


def missing(mapping: Mapping[int, Column]) -> tuple[Column, ...]:
    """Return the needed columns that no header was given for."""
    return tuple(column for column in NEEDED if column not in mapping.values())
