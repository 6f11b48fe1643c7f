"""Lists longer than anybody waits for: read and taken over by a worker that says how far it is, in the owner's name."""

import io
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import select

from app.core import jobs, storage
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.errors import DomainError
from catalog import queries, services
from catalog.goods_lists.plans import plan_for
from catalog.jobs import go_on
from catalog.models import GoodsList
from catalog.services import list_trials
from catalog.states import ItemVerdict, ListState
from merchants.models import Merchant
from tests.browser import Browser
from tests.factories.catalog import make_maker, owner_of

NEW, WRONG = ItemVerdict.NEW.value, ItemVerdict.WRONG.value
ROWS = "Tên sản phẩm,Giá bán\n" + "".join(f"Mắm số {number},50000\n" for number in range(4)) + "Mắm hỏng,rẻ\n"


@pytest.fixture
def maker(session: object, monkeypatch: pytest.MonkeyPatch) -> Merchant:
    """Return a maker for whom five lines are a long list, and two products a transaction."""
    monkeypatch.setattr("catalog.models.goods_list.MOST_LINES", 2)
    monkeypatch.setattr(list_trials, "AT_ONCE", 2)
    monkeypatch.setattr(services.goods_lists, "AT_ONCE", 2)
    return make_maker()


def brought(maker: Merchant) -> GoodsList:
    found = services.bring(maker, data=ROWS.encode(), file_name="bang.csv", by=owner_of(maker))
    db.session.commit()
    return found


def test_an_owner_leaves_a_long_list_to_the_worker_and_sees_how_far_it_is(browser: Browser, maker: Merchant) -> None:
    browser.sign_in(owner_of(maker))

    here = browser.fill(f"/hs/{maker.code}/sp/bang", file=(io.BytesIO(ROWS.encode()), "bang.csv")).location

    assert here

    list_id = db.session.scalars(select(GoodsList.id)).one()
    assert "Đang đọc bảng" in browser.visit(here).text
    services.read_later(list_id)
    assert "Sản phẩm mới" in browser.visit(here).text
    assert queries.count_of(maker.id) == 0
    browser.fill(here, to=f"{here}/nhan")
    assert "Xong 0 trong 5 sản phẩm" in browser.visit(here).text
    assert queries.count_of(maker.id) == 0
    services.take_later(list_id)
    assert "Đã nhập" in browser.visit(here).text
    assert queries.count_of(maker.id) == 4


def test_the_work_is_promised_once_and_done_in_the_name_of_whoever_asked(maker: Merchant) -> None:
    found = brought(maker)
    assert (found.state, found.lines, len(found.items)) == (ListState.READING, 5, 0)
    rows = found.rows_sha256
    assert storage.exists(rows), "the workers need not unpack the file again"

    assert jobs.run_pending() == 1
    db.session.refresh(found)
    assert (found.state, found.expected, found.total) == (ListState.CHECKED, {NEW: 4, WRONG: 1}, 5)
    services.accept(found, by=owner_of(maker))
    db.session.commit()
    assert jobs.run_pending() == 2, "it is taken over, and its rows are let go"

    db.session.refresh(found)
    assert (found.state, found.happened, found.done) == (ListState.TAKEN, {NEW: 4, WRONG: 1}, 5)
    assert (found.rows_sha256, storage.exists(rows), storage.exists(found.sha256)) == ("", False, True)
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "product:list_in")).all()
    assert {entry.actor_name for entry in told} == {owner_of(maker).name}
    services.undo_list(found, by=owner_of(maker))
    assert queries.count_of(maker.id) == 0


def test_a_worker_that_stopped_while_reading_is_followed_by_one_that_begins_anew(
    maker: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = brought(maker)
    monkeypatch.setattr(list_trials, "plan_for", stopping(after=2))
    with pytest.raises(OSError, match="power cut"):
        services.read_later(found.id)
    db.session.rollback()
    assert (found.state, found.done, len(found.items)) == (ListState.READING, 2, 2)

    go_on()
    jobs.run_pending()

    db.session.refresh(found)
    assert (found.state, found.expected) == (ListState.CHECKED, {NEW: 4, WRONG: 1})
    assert [item.place for item in found.items] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("read", [2, 5], ids=["stopped", "ended"])
def test_of_two_workers_that_read_one_list_the_later_goes_on(
    maker: Merchant, monkeypatch: pytest.MonkeyPatch, read: int
) -> None:
    found, goods_of = brought(maker), list_trials.goods_of

    def the_other_first(asked: Any) -> Any:
        # Between two transactions of the one the other has come so far.
        goods = goods_of(asked)
        monkeypatch.setattr(list_trials, "goods_of", goods_of)
        with suppress(OSError), monkeypatch.context() as patched:
            patched.setattr(list_trials, "plan_for", stopping(after=read))
            services.read_later(found.id)
        db.session.rollback()
        return goods

    monkeypatch.setattr(list_trials, "goods_of", the_other_first)
    services.read_later(found.id)

    db.session.refresh(found)
    assert found.state is (ListState.READING if read == 2 else ListState.CHECKED)
    assert [item.place for item in found.items] == list(range(read)), "each product once"


def stopping(*, after: int) -> Any:
    count = []

    def stops(*given: Any) -> Any:
        count.append(given)
        if len(count) == after + 1:
            raise OSError("power cut")
        return plan_for(*given)

    return stops


def test_a_list_that_is_being_read_is_not_taken_but_may_be_put_aside(maker: Merchant) -> None:
    found = brought(maker)

    for step in (services.accept, services.undo_list):
        with pytest.raises(DomainError):
            step(found, by=owner_of(maker))
    services.take_later(found.id)
    assert queries.count_of(maker.id) == 0
    services.drop(found, by=owner_of(maker))
    db.session.commit()
    services.read_later(found.id)

    assert (found.state, len(found.items)) == (ListState.DROPPED, 0)
