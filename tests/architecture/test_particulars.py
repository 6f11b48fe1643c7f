"""Every table about an owner says what becomes of its rows when the owner has everything deleted."""

from importlib import import_module

import pytest

from app.core.db import Base
from app.core.particulars import Fate
from app.core.settings import ROOT
from app.particulars.kept import ALL

pytestmark = pytest.mark.no_database


def test_every_table_about_an_owner_is_declared_once() -> None:
    for package in ("app", "catalog", "merchants", "payments"):
        for path in [*(ROOT / package).rglob("models.py"), *(ROOT / package).rglob("models/__init__.py")]:
            import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    about, names = {"merchant"}, {table.name for table in Base.metadata.sorted_tables}
    while True:
        more = {
            table.name
            for table in Base.metadata.sorted_tables
            if "merchant_id" in table.columns or any(key.column.table.name in about for key in table.foreign_keys)
        } - about
        if not more:
            break
        about |= more
    declared = [kept.name for kept in ALL]

    assert sorted(about - set(declared)) == [], "say in the slice's particulars.py what becomes of these rows"
    assert len(declared) == len(set(declared))
    assert set(declared) <= names
    assert [kept.name for kept in ALL if kept.fate is not Fate.DELETED and not str(kept.because)] == []
