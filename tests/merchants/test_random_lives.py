"""Whatever owner, clerks and time do to a dossier, in any order: no forbidden state, a trace, a fair clock."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.core import audit, calendar, clock
from app.core.db import db
from app.core.errors import DomainError
from app.policy import Actor
from merchants import queries, rules, services
from merchants.desk import services as desk
from merchants.desk.models import Refusal
from merchants.desk.queries import holding, twins
from merchants.desk.rules import Leaving
from merchants.models import Merchant
from merchants.rules import Question, Reaching
from merchants.services import ReturnedItem
from merchants.states import REGISTRATION, Stage
from tests.factories import merchants as make
from tests.factories.desk import official

STEPS = {(start.value, end.value) for (start, _step), end in REGISTRATION.table.items()}
START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


class Lives(RuleBasedStateMachine):
    """One family's dossier, a twin of it, two clerks, and the calendar."""

    def __init__(self) -> None:
        super().__init__()
        self.within = db.session.begin_nested()
        db.session.connection()
        self.travel = time_machine.travel(START, tick=False)
        self.clock = self.travel.start()
        self.twin_id = make.submitted(phone="+84912000001").id
        self.id = make.draft().id
        self.clerks = [official("Chú Thành"), official("Chị Hoa")]
        # What the commune still has, in working days, as somebody would count on their fingers.
        self.days_left: int | None = None

    def teardown(self) -> None:
        self.travel.stop()
        if self.within.is_active:
            self.within.rollback()
        db.session.expire_all()

    @initialize(sent_back=st.integers(0, 2), hours=st.integers(0, 24 * 9))
    def begins(self, sent_back: int, hours: int) -> None:
        """Begin as a draft, as a file that waits, or with its family again."""
        if sent_back:
            self.owner_sends()
        self.time_passes(hours)
        if sent_back == 2:
            self.clerk_sends_back(0)

    @property
    def merchant(self) -> Merchant:
        found = queries.by_id(self.id)
        assert found is not None
        return found

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do something; what is refused leaves everything as it was."""
        before = (self.merchant.stage, self.merchant.review_due_on, self.merchant.review_days_left, self.trace())
        try:
            with db.session.begin_nested():
                act()
        except DomainError:
            db.session.expire_all()
            merchant = self.merchant
            assert (merchant.stage, merchant.review_due_on, merchant.review_days_left, self.trace()) == before
            return False
        db.session.flush()
        return True

    def trace(self) -> list[tuple[str, str]]:
        entries = audit.entries_about("merchant", self.id)
        moves = [entry.changes["stage"] for entry in entries if "stage" in (entry.changes or {})]
        return sorted((before, after) for before, after in moves)

    def owner(self) -> Actor:
        return make.owner(self.merchant)

    @rule(hours=st.integers(1, 24 * 12))
    def time_passes(self, hours: int) -> None:
        self.clock.shift(timedelta(hours=hours))

    @precondition(lambda self: self.merchant.stage in (Stage.DRAFT, Stage.CONFIRMED, Stage.REFUSED))
    @rule()
    def owner_sends(self) -> None:
        if self.attempt(lambda: services.submit(self.merchant, by=self.owner())):
            self.days_left = rules.review_clock(clock.today()).working_days
            self.due_is(self.days_left)

    @precondition(lambda self: self.merchant.stage is Stage.RETURNED)
    @rule(forgets=st.integers(0, 3))
    def owner_sends_again(self, forgets: int) -> None:
        if forgets < 3:
            services.answer_where(self.merchant, area=make.hamlet(), house_note="cạnh đình", by=self.owner())
        if self.attempt(lambda: services.resubmit(self.merchant, by=self.owner())):
            assert self.days_left is not None
            self.due_is(max(1, self.days_left))

    @rule(act=st.sampled_from([services.decline, services.reopen, services.rest, services.resume]))
    def owner_leaves_or_returns(self, act: Callable[..., None]) -> None:
        self.attempt(lambda: act(self.merchant, by=self.owner()))

    @rule(sure=st.integers(0, 9))
    def owner_takes_it_back(self, sure: int) -> None:
        if sure == 9:
            self.attempt(lambda: services.withdraw(self.merchant, by=self.owner()))

    @rule(clerk=st.integers(0, 1))
    def clerk_takes(self, clerk: int) -> None:
        self.attempt(lambda: desk.claim(self.merchant, by=self.clerks[clerk]))

    @precondition(lambda self: self.merchant.stage in (Stage.SUBMITTED, Stage.CONFIRMED))
    @rule(clerk=st.integers(0, 1))
    def clerk_sends_back(self, clerk: int) -> None:
        due_on, today = self.merchant.review_due_on, clock.today()
        items = [ReturnedItem(Question.WHERE, "where.house")]
        if self.attempt(lambda: desk.send_back(self.merchant, items=items, by=self.clerks[clerk])):
            assert due_on is not None
            self.days_left = working_days(today, due_on)

    @rule(clerk=st.integers(0, 1), looked=st.integers(0, 3))
    def clerk_confirms(self, clerk: int, looked: int) -> None:
        checks = rules.checks_for(self.merchant.paper_kinds) if looked == 3 else ()
        self.attempt(lambda: desk.confirm(self.merchant, checks=checks, by=self.clerks[clerk]))

    @rule(clerk=st.integers(0, 1), days=st.integers(1, 9))
    def clerk_apologises(self, clerk: int, days: int) -> None:
        new = calendar.add_working_days(max(clock.today(), self.merchant.review_due_on or clock.today()), days)
        self.attempt(
            lambda: desk.extend(
                self.merchant, reason="mưa lũ", new_due_on=new, signer_name="Đỗ Văn An", by=self.clerks[clerk]
            )
        )

    @precondition(lambda self: self.merchant.stage is not Stage.RETURNED)
    @rule(clerk=st.integers(0, 1), how=st.sampled_from(list(Leaving)))
    def clerk_writes_down_a_leaving(self, clerk: int, how: Leaving) -> None:
        self.attempt(lambda: desk.leave(self.merchant, how=how, by=self.clerks[clerk]))

    @rule(clerk=st.integers(0, 1))
    def clerk_rings(self, clerk: int) -> None:
        services.note_contact(self.merchant, kind=Reaching.CALL, note="đã gọi", by=self.clerks[clerk])

    @rule(clerk=st.integers(0, 1))
    def clerk_proposes_to_refuse(self, clerk: int) -> None:
        self.attempt(lambda: desk.propose(self.merchant, reason="không ở đây", basis="NĐ", by=self.clerks[clerk]))

    @rule(clerk=st.integers(0, 1), agrees=st.booleans())
    def clerk_decides_a_refusal(self, clerk: int, agrees: bool) -> None:
        refusal = holding.open_refusal(self.id)
        if refusal is None:
            return
        by = self.clerks[clerk]
        self.attempt(lambda: desk.agree(refusal, by=by) if agrees else desk.not_agree(refusal, note="không", by=by))

    @rule(clerk=st.integers(0, 1))
    def clerk_joins_or_takes_apart(self, clerk: int) -> None:
        joined = [each for each in twins.merges_of(self.id) if each.undone_at is None]
        by = self.clerks[clerk]
        if joined:
            self.attempt(lambda: desk.take_apart(joined[0], by=by))
        else:
            twin = queries.by_id(self.twin_id)
            self.attempt(lambda: desk.join(self.merchant, twin, by=by))

    def due_is(self, days: int) -> None:
        """The commune has so many working days from the day it received the file: none that the owner had it."""
        received = rules.received_on(clock.local(clock.now()))
        assert self.merchant.review_due_on == calendar.add_working_days(received, days)

    @invariant()
    def every_state_was_reached_step_by_step_and_each_step_has_its_row(self) -> None:
        steps = self.trace()
        assert set(steps) <= STEPS
        assert chained(steps, Stage.DRAFT.value, self.merchant.stage.value), (steps, self.merchant.stage)

    @invariant()
    def the_clock_stands_still_while_the_family_has_the_file(self) -> None:
        merchant = self.merchant
        assert (merchant.stage is Stage.RETURNED) == (merchant.review_days_left is not None)
        if merchant.stage is Stage.RETURNED:
            assert merchant.review_days_left == self.days_left

    @invariant()
    def nobody_is_refused_by_one_person(self) -> None:
        refusals = db.session.query(Refusal).filter_by(merchant_id=self.id).all()
        assert all(each.second_id is None or each.second_id != each.by_id for each in refusals)
        agreed = [each for each in refusals if each.state.value == "agreed"]
        assert self.merchant.stage is not Stage.REFUSED or agreed


def working_days(today: date, due_on: date) -> int:
    """Count on one's fingers the working days that were left, or by how many it was late."""
    step = 1 if due_on >= today else -1
    days = [today + timedelta(days=step * n) for n in range(abs((due_on - today).days) + 1)]
    counted = [day for day in days if day != (today if step == 1 else due_on) and calendar.is_working_day(day)]
    return step * len(counted)


def chained(steps: list[tuple[str, str]], start: str, end: str) -> bool:
    """Whether the steps can be walked one after the other from start to end, each of them once."""
    leaving = {state: 0 for pair in steps for state in pair} | {start: 0, end: 0}
    for before, after in steps:
        leaving[before] += 1
        leaving[after] -= 1
    leaving[start] -= 1
    leaving[end] += 1
    return all(count == 0 for count in leaving.values())


@pytest.mark.once
def test_no_order_of_deeds_leads_a_dossier_astray(session: object) -> None:
    make.hamlet()
    db.session.commit()
    few = settings(
        max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck),
        print_blob=True, database=None,
        phases=[Phase.generate],
    )  # fmt: skip

    run_state_machine_as_test(Lives, settings=few)
