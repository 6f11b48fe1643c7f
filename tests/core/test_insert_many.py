"""Many rows at once are the rows that one at a time would be, on whichever database."""

import pytest
from sqlalchemy import Table, insert, select
from sqlalchemy.exc import IntegrityError

from app.core import clock
from app.core.audit import AuditEntry
from app.core.bulk import insert_many, update_alike
from app.core.db import as_it_is, db
from app.core.ids import new_id
from app.core.storage import StoredFile
from app.core.submissions import Submission

TABLE: Table = AuditEntry.__table__  # type: ignore[assignment]


def row(name: str) -> dict[str, object]:
    return {
        "id": new_id(), "action": "x", "subject_kind": "merchant", "subject_id": new_id(), "account_id": None,
        "actor_name": name, "actor_role": "clerk", "changes": {"ổ": [None, 1]}, "at": clock.now(),
    }  # fmt: skip


def test_rows_are_the_same_as_by_the_library_with_fixed_defaults_filled_in() -> None:
    many, one = row("Hồ Thị Nhiều"), row("Hồ Thị Một")
    insert_many(TABLE, [many, many | {"id": new_id(), "actor_name": "Hồ Thị Nữa"}])
    db.session.execute(insert(TABLE), [one])

    found = {each.actor_name: each for each in db.session.execute(select(TABLE))}
    assert set(found) >= {"Hồ Thị Nhiều", "Hồ Thị Nữa", "Hồ Thị Một"}
    for name in ("changes", "account_id", "reason", "action"):
        assert getattr(found["Hồ Thị Nhiều"], name) == getattr(found["Hồ Thị Một"], name)
    assert (found["Hồ Thị Nhiều"].at, found["Hồ Thị Nhiều"].subject_id) == (many["at"], many["subject_id"])


def test_what_all_rows_have_in_common_is_given_once() -> None:
    shared = row("Hồ Thị Chung")
    ids = [shared.pop("id"), new_id()]
    insert_many(TABLE, [{"id": each} for each in ids], shared=shared)
    insert_many(TABLE, [{"id": new_id(), "reason": each} for each in ("một", "hai")], shared=shared)

    found = db.session.execute(select(TABLE).where(TABLE.c.actor_name == "Hồ Thị Chung")).all()
    assert sorted(each.reason for each in found) == ["", "", "hai", "một"]
    assert {each.subject_id for each in found} == {shared["subject_id"]}
    assert [each.changes for each in found] == [shared["changes"]] * 4


def test_a_default_that_is_worked_out_must_be_named() -> None:
    without = row("x")
    del without["id"]
    with pytest.raises(KeyError):
        insert_many(TABLE, [without])
    insert_many(Submission.__table__, [])  # type: ignore[arg-type]


def test_rows_of_the_next_statement_arrive_in_order_and_all_or_none() -> None:
    given = [row("Hồ Thị Trăm") for _ in range(400)]
    insert_many(TABLE, given)

    kept = select(TABLE.c.id).where(TABLE.c.actor_name == "Hồ Thị Trăm").order_by(TABLE.c.id)
    ids = [each["id"] for each in given]
    assert db.session.scalars(kept).all() == ids
    with pytest.raises(IntegrityError), db.session.begin_nested():
        insert_many(TABLE, [row("Hồ Thị Trăm") for _ in range(390)] + given[:1])
    assert db.session.scalars(kept).all() == ids


def test_some_rows_get_these_values_and_others_those() -> None:
    at, table = clock.now(), StoredFile.__table__
    files = [{"id": new_id(), "sha256": f"{number:064x}", "size_bytes": 1} for number in range(3_002)]
    insert_many(table, files, shared={"content_type": "", "created_at": at})  # type: ignore[arg-type]  # a Table
    ids = db.session.scalars(select(as_it_is(StoredFile.id)).order_by(StoredFile.sha256)).all()
    nine, one = {"size_bytes": 9, "content_type": "text/plain"}, {"size_bytes": 2, "content_type": "image/png"}
    update_alike(table, [(ids[1:-1], nine), (ids[:1], one)])  # type: ignore[arg-type]
    update_alike(table, [])  # type: ignore[arg-type]

    kept = db.session.execute(select(StoredFile.size_bytes, StoredFile.content_type).order_by(StoredFile.sha256)).all()
    assert kept == [(2, "image/png"), *[(9, "text/plain")] * 3_000, (1, "")]
