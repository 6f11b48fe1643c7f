"""The journal only grows, every entry has two sides, and what is wrong is put right by its mirror image."""

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from app.core import clock, ids
from app.core.db import db
from merchants.models import Merchant
from payments.journal import queries, services
from payments.journal.models import JournalEntry
from payments.journal.rules import SIDES, EntryKind, LedgerAccount
from tests.factories.payments import make_account, make_merchant, make_request, notice_body, receive


@pytest.fixture
def merchant() -> Merchant:
    made = make_merchant()
    make_account(made)
    receive(notice_body(make_request(made).reference, 120_000))
    db.session.commit()
    return made


def row(merchant: Merchant, **changes: object) -> dict[str, object]:
    at = clock.now()
    return {
        "id": ids.new_id(), "merchant_id": merchant.id, "key": str(ids.new_id()), "kind": EntryKind.CAME_IN,
        "debit": LedgerAccount.BANK, "credit": LedgerAccount.WAITING, "amount_vnd": 5_000,
        "on_day": clock.local(at).date(), "at": at,
    } | changes  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {"amount_vnd": 0},
        {"amount_vnd": -5_000},
        {"credit": LedgerAccount.BANK},
        {"kind": EntryKind.REVERSAL},
    ],
    ids=["nothing", "less than nothing", "one side", "a reversal of nothing"],
)
def test_the_database_refuses_an_entry_that_does_not_balance(merchant: Merchant, changes: dict[str, object]) -> None:
    with pytest.raises(DBAPIError), db.session.begin_nested():
        db.session.execute(insert(JournalEntry).values(**row(merchant, **changes)))
    assert len(queries.entries_of(merchant.id)) == 2


@pytest.mark.parametrize(
    "statement",
    [
        "update journal_entry set amount_vnd = 1",
        "update journal_entry set debit = 'sales', credit = 'bank'",
        "delete from journal_entry",
    ],
)
def test_the_database_refuses_to_change_or_lose_an_entry(merchant: Merchant, statement: str) -> None:
    with pytest.raises(DBAPIError, match="only ever added"), db.session.begin_nested():
        db.session.execute(text(statement))
    assert sum(entry.amount_vnd for entry in queries.entries_of(merchant.id)) == 240_000


def test_all_accounts_together_are_nought_and_a_reversal_undoes_once(merchant: Merchant) -> None:
    assert sum(queries.balances(merchant.id).values()) == 0
    at, on = clock.now(), clock.today()
    for entry in queries.entries_of(merchant.id):
        for _time in range(2):
            services.reverse(entry, on=on, at=at)
    assert len(queries.entries_of(merchant.id)) == 4
    assert set(queries.balances(merchant.id).values()) == {0}


def test_the_same_act_is_written_once(merchant: Merchant) -> None:
    at, on = clock.now(), clock.today()
    same = {"merchant_id": merchant.id, "amount_vnd": 1_000, "key": "x", "on": on, "at": at}
    first = services.book(EntryKind.CAME_IN, **same)  # type: ignore[arg-type]  # words of one act
    assert services.book(EntryKind.CAME_IN, **same).id == first.id  # type: ignore[arg-type]  # words of one act


@pytest.mark.no_database
def test_every_kind_of_entry_has_two_different_sides() -> None:
    assert set(SIDES) == set(EntryKind) - {EntryKind.REVERSAL}
    assert all(debit is not credit for debit, credit in SIDES.values())
