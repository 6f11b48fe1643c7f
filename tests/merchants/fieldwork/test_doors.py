"""Visits written down without a network: when they were, by two people, and against what somebody else wrote."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.policy import Role
from merchants.fieldwork import queries, rules, services, words, writing
from merchants.fieldwork.models import FieldPace
from merchants.fieldwork.states import ItemState, Keep
from merchants.visits import queries as visit_queries
from merchants.visits import services as visits
from merchants.visits.services import HouseholdAnsweredError
from merchants.visits.states import Band, Says, VisitState
from tests.factories.fieldwork import device_of, helper, item, looked_at, seen, send, states
from tests.factories.training import THUY_ANH, make_merchant, someone
from tests.factories.visits import due

NOON = datetime(2026, 11, 28, 5, 0, tzinfo=UTC)


def test_a_visit_was_when_it_was_written_down_not_when_it_came() -> None:
    visit, missed = due(), due()
    by = helper(someone(Role.TEAM))
    yesterday = clock.now() - timedelta(days=1)

    came = send(
        device_of(by),
        seen(visit, made_at=yesterday.isoformat()),
        item("visit", missed.id, outcome="miss") | {"made_at": yesterday.isoformat()},
        by=by,
    )

    assert states(came) == [ItemState.WRITTEN, ItemState.WRITTEN]
    assert (visit.done_at, visit.state, visit.band) == (yesterday, VisitState.SEEN, Band.FEW)
    assert missed.due_on == clock.local(yesterday).date() + timedelta(days=2)


def test_what_somebody_else_left_out_is_filled_in_and_what_differs_is_kept() -> None:
    visit = due()
    other, by = helper(someone(Role.TEAM, name="Anh Minh")), helper(someone(Role.TEAM, name="Chị Lan"))
    visits.see(visit, minutes=40, band=Band.NOT_ASKED, by=other)

    [came] = send(device_of(by), seen(visit, minutes=30, band="some"), by=by)

    [clash] = queries.clashes_of(came.id)
    assert (visit.minutes, visit.band, came.state) == (40, Band.SOME, ItemState.CLASHED)
    assert (clash.field, clash.ours, clash.theirs, clash.theirs_by) == ("minutes", "30", "40", "Anh Minh")

    writing.decide(clash, Keep.OURS, by=by)
    assert (visit.minutes, visit.band, came.state) == (30, Band.SOME, ItemState.WRITTEN)


def test_received_and_refused_is_for_a_person_to_decide() -> None:
    visit = due()
    other, by = helper(someone(Role.TEAM, name="Anh Minh")), helper(someone(Role.TEAM, name="Chị Lan"))
    visits.refuse(visit, by=other)

    [came] = send(device_of(by), seen(visit), by=by)

    [clash] = queries.clashes_open(other)
    assert (came.state, visit.state) == (ItemState.CLASHED, VisitState.REFUSED)
    writing.decide(clash, Keep.OURS, by=other)
    assert (visit.state, visit.minutes, visit.band) == (VisitState.SEEN, 30, Band.FEW)


def test_nobody_decides_against_the_household() -> None:
    visit = due()
    by = helper(someone(Role.TEAM))
    visits.see(visit, minutes=30, band=Band.FEW, by=someone(Role.TEAM))
    [_came] = send(device_of(by), item("visit", visit.id, outcome="refuse"), by=by)
    visits.answer(visit, says=Says.RIGHT, said_to="household", by=by)
    [clash] = queries.clashes_open(by)

    with pytest.raises(HouseholdAnsweredError):
        writing.decide(clash, Keep.OURS, by=by)

    assert (visit.state, clash.decided_at) == (VisitState.SEEN, None)


def test_an_empty_house_does_not_speak_against_whoever_was_received() -> None:
    visit = due()
    by = helper(someone(Role.TEAM))
    visits.see(visit, minutes=30, band=Band.FEW, by=someone(Role.TEAM))

    [came] = send(device_of(by), item("visit", visit.id, outcome="miss"), by=by)

    assert (came.state, visit.state) == (ItemState.SAME, VisitState.SEEN)


def test_a_household_elsewhere_is_refused() -> None:
    visit = due(make_merchant(THUY_ANH))
    by = helper(someone(Role.TEAM))

    [came] = send(device_of(by), seen(visit), by=by)

    assert (came.state, visit.state) == (ItemState.REFUSED, VisitState.PLANNED)
    assert came.merchant_id is None


def test_u21_two_at_one_household_merge_and_each_is_thanked_for_half() -> None:
    visit = due()
    lan, minh = (helper(someone(Role.TEAM, name=name)) for name in ("Chị Lan", "Anh Minh"))

    send(device_of(lan), seen(visit), by=lan)
    [came] = send(device_of(minh), seen(visit), by=minh)

    assert came.state is ItemState.SAME
    months = [visit_queries.month_of(one.account_id, clock.today()) for one in (lan, minh) if one.account_id]
    assert [(month.visits, month.minutes) for month in months] == [(1, 15), (1, 15)]


def test_u20_a_fast_afternoon_is_asked_about_and_the_helper_may_explain() -> None:
    with time_machine.travel(NOON, tick=False):
        by = helper(someone(Role.TEAM))
        device, moments = device_of(by), [NOON - timedelta(seconds=10 * step) for step in range(1, 4)]

        send(device, seen(due()), by=by)
        assert not queries.paces()
        send(device, *[seen(due(), made_at=moment.isoformat()) for moment in moments], by=by)

    found = db.session.scalars(select(FieldPace)).all()
    assert [(each.account_id, each.households, each.quick) for each in found] == [(by.account_id, 4, 3)]
    services.explain(found[0], says="Hai người cùng đi một ngõ", by=by)
    assert queries.paces()[0].says == "Hai người cùng đi một ngõ"


def test_u19_what_was_written_with_the_layout_of_before_is_read_for_a_fortnight_and_then_told_to_be_written_anew() -> (
    None
):
    first, second = due(after_days=30), due(after_days=30)
    by = helper(someone(Role.TEAM))
    old = {"form": 1}
    last_day = datetime.combine(rules.RETIRED[1] + rules.READ_AFTER_RETIRED, time(12), UTC)

    with time_machine.travel(last_day, tick=False):
        [came] = send(device_of(by), seen(first, made_at=clock.now().isoformat()) | old, by=by)
    with time_machine.travel(last_day + timedelta(days=1), tick=False):
        [late] = send(device_of(by), seen(second, made_at=clock.now().isoformat()) | old, by=by)
        [new] = send(device_of(by), looked_at(second, "receive"), by=by)

    assert (came.state, first.minutes, first.alone) == (ItemState.WRITTEN, 30, None)
    assert (late.state, new.state) == (ItemState.REFUSED, ItemState.WRITTEN)
    assert second.alone == "receive"


def test_two_who_looked_differently_are_both_kept_and_whoever_decides_says_what_counts() -> None:
    visit = due(after_days=30)
    other, by = helper(someone(Role.TEAM, name="Anh Minh")), helper(someone(Role.TEAM, name="Chị Lan"))
    send(device_of(other), looked_at(visit, "receive", "see_money"), by=other)

    [came] = send(device_of(by), looked_at(visit, "receive"), by=by)

    [clash] = queries.clashes_of(came.id)
    assert (clash.field, clash.ours, clash.theirs) == ("alone", "receive", "receive see_money")
    assert words.answer(clash, clash.theirs) == "Tự nhận tiền bằng mã QR, Tự xem tiền đã về"
    writing.decide(clash, Keep.OURS, by=by)
    assert (visit.alone, visit.minutes, came.state) == ("receive", 30, ItemState.WRITTEN)


def test_what_one_looked_at_fills_in_what_the_other_did_not() -> None:
    visit = due(after_days=30)
    other, by = helper(someone(Role.TEAM, name="Anh Minh")), helper(someone(Role.TEAM, name="Chị Lan"))
    visits.see(visit, minutes=30, band=Band.FEW, by=other)

    [came] = send(device_of(by), looked_at(visit), by=by)

    assert (visit.alone, came.state) == ("", ItemState.WRITTEN)
