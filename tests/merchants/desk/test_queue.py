"""The queue of the desk: late first, narrowed by age, state and risk, and what an owner reads of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from app.core import clock
from app.core.db import db
from merchants import services as dossiers
from merchants.desk import services
from merchants.desk.queries import pace, queue
from merchants.desk.rules import Risk, Tab
from merchants.models import Merchant
from merchants.rules import ContactKind, checks_for
from tests.browser import Browser, account_of
from tests.factories.desk import ELSEWHERE, HERE, official
from tests.factories.merchants import CLERK, owner, submitted
from tests.merchants.desk.test_decisions import returned_twice, send_back

MONDAY = datetime(2026, 9, 7, 2, tzinfo=UTC)


@pytest.fixture
def at_work() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def codes(wanted: queue.Filter, after: str = "", size: int = 25) -> list[str]:
    return [row.code for row in queue.page((HERE,), wanted, clock.now(), after=after, size=size).rows]


def sent(number: int, **answers: object) -> Merchant:
    return submitted(phone=f"+849122100{number:02d}", owner_name=f"Hồ Thị {'bcdghklmnpqrst'[number]}n", **answers)


def test_late_comes_first_and_each_state_has_its_own_part(at_work: time_machine.Traveller) -> None:
    late = sent(0)
    at_work.shift(timedelta(days=8))
    fresh, mending = sent(1), sent(2)
    there = submitted(path=f"{ELSEWHERE}01/")
    send_back(mending)

    assert codes(queue.Filter()) == [late.code, fresh.code]
    assert codes(queue.Filter(Tab.LATE)) == [late.code]
    assert codes(queue.Filter(Tab.LATER)) == [fresh.code]
    assert codes(queue.Filter(Tab.WITH_OWNER)) == [mending.code]
    told = queue.counts((HERE,), queue.Filter(), clock.now())
    assert {tab: told[tab] for tab in Tab} == {
        Tab.ALL: 2, Tab.LATE: 1, Tab.TODAY: 0, Tab.LATER: 1, Tab.WITH_OWNER: 1,
    }  # fmt: skip
    assert there.code not in codes(queue.Filter())


def test_it_is_narrowed_by_the_working_days_somebody_has_waited(at_work: time_machine.Traveller) -> None:
    older = sent(0)
    at_work.shift(timedelta(days=2))
    newer = sent(1)

    assert codes(queue.Filter(waited=2)) == [older.code]
    assert codes(queue.Filter(waited=3)) == []
    assert codes(queue.Filter()) == [older.code, newer.code]


def test_it_is_narrowed_by_each_risk(at_work: time_machine.Traveller) -> None:
    plain, silent = sent(0), sent(1, kind=ContactKind.NONE)
    one, other = (submitted(owner_name="Hồ Văn Đôi", phone=f"+8491221020{each}") for each in range(2))
    twice, doubtful = returned_twice(), sent(3)
    services.propose(doubtful, reason="Không ở xã này", basis="Nghị định 168/2025/NĐ-CP", by=official())
    db.session.commit()

    found = {risk: set(codes(queue.Filter(risk=risk))) for risk in Risk}
    assert found == {
        Risk.TWIN: {one.code, other.code},
        Risk.TWICE_RETURNED: {twice.code},
        Risk.NO_PHONE: {silent.code},
        Risk.SECOND_PERSON: {doubtful.code},
    }
    assert plain.code in codes(queue.Filter())


def test_the_next_page_goes_on_after_the_last_file_and_misses_none(at_work: time_machine.Traveller) -> None:
    merchants = [sent(number) for number in range(5)]

    first = queue.page((HERE,), queue.Filter(), clock.now(), size=3)
    rest = codes(queue.Filter(), after=first.after, size=3)
    assert [row.code for row in first.rows] + rest == [merchant.code for merchant in merchants]
    assert first.after == merchants[2].code


def test_an_owner_reads_how_many_are_ahead_and_how_long_it_takes_here_once_ten_were_answered(
    browser: Browser, at_work: time_machine.Traveller
) -> None:
    answered = [sent(number) for number in range(10)]
    at_work.shift(timedelta(days=9))
    for merchant in answered[:9]:
        dossiers.confirm(merchant, checks=checks_for(merchant.paper_kinds), by=CLERK)
    assert pace.typical_days(HERE, clock.now()) is None
    dossiers.confirm(answered[9], checks=checks_for(answered[9].paper_kinds), by=CLERK)
    ahead = sent(10)
    at_work.shift(timedelta(minutes=1))
    mine = sent(11)

    assert pace.typical_days(HERE, clock.now()) == 7
    browser.sign_in(account_of(owner(mine)))
    page = browser.visit(f"/hs/{mine.code}").text
    assert "Trước hồ sơ này còn 1 hồ sơ" in page
    assert "7 ngày làm việc" in page
    assert ahead.code not in page
