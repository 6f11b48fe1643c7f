"""What teams and visits did at random around a period, and the slow way to count it: row by row, in plain loops."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.core import areas, clock
from app.core.areas import Area, Level
from app.core.db import db
from app.dashboards.counting.rules import Term
from app.policy import Actor
from merchants.teams.models import Team, TeamMember
from merchants.training.models import Enrolment, TrainingSession
from merchants.training.states import SessionState
from merchants.visits.models import Visit
from merchants.visits.states import Says, VisitState
from tests.factories.histories import Slow, SlowCount, some_day, some_time
from tests.factories.training import THAI_THUY, THUY_ANH, make_session

ALL = ("know_fake receive see_money",)
BY = Actor.system("test")


def make_field_history(lot: random.Random, term: Term) -> None:
    """Found teams, hold classes and pay visits at any time around a period."""
    for path in (THAI_THUY, THUY_ANH, f"{THAI_THUY}01/", f"{THAI_THUY}02/", f"{THAI_THUY}03/"):
        if lot.random() < 0.7:
            _team(lot, term, path)
        if lot.random() < 0.4:
            session = make_session(area_path=path, in_days=0)
            session.held_on = some_day(lot, term)
            session.state = lot.choice((SessionState.HELD, SessionState.CANCELLED))
            session.course.agenda = [[45, "Hỏi đáp"], [45, "Làm thử"]]
    for place in db.session.scalars(select(Enrolment)).all():
        for after_days in (7, 30, 90):
            if lot.random() < 0.6:
                _visit(lot, place, after_days)
    db.session.flush()


def _team(lot: random.Random, term: Term, path: str) -> None:
    team = Team(area_path=path, decision_no="12/QĐ-UBND", decided_on=some_day(lot, term), founded_at=clock.now())
    db.session.add(team)
    db.session.flush()
    for number in range(lot.choice((2, 3, 4))):
        joined = some_time(lot, term)
        left = lot.choice((None, None, joined + timedelta(days=lot.randint(0, 40))))
        name = f"Người {number}"
        db.session.add(TeamMember(team_id=team.id, name=name, name_fold=name, joined_at=joined, left_at=left))


def _visit(lot: random.Random, place: Enrolment, after_days: int) -> None:
    day = place.session.held_on + timedelta(days=after_days)
    state = lot.choice((VisitState.PLANNED, VisitState.NOT_HOME, VisitState.SEEN, VisitState.SEEN, VisitState.REFUSED))
    done = clock.start_of(day + timedelta(days=lot.randint(-5, 5))) + timedelta(minutes=lot.randint(0, 1439))
    says = lot.choice(list(Says)) if state is VisitState.SEEN else Says.NOTHING
    db.session.add(
        Visit(
            merchant_id=place.merchant_id,
            enrolment_id=place.id,
            after_days=after_days,
            due_on=day + timedelta(days=2) if state is VisitState.NOT_HOME else day,
            state=state,
            minutes=lot.randint(0, 240) if state is VisitState.SEEN else 0,
            done_at=None if state is VisitState.PLANNED else done,
            says=says,
            alone=lot.choice((None, "", "receive", *ALL * 2))
            if state is VisitState.SEEN and after_days == 30
            else None,
            said_at=None if says is Says.NOTHING else done + timedelta(days=lot.randint(0, 20)),
        )
    )


class SlowField:
    """The indicators of teams and visits recounted with no index, no set and no query beyond reading whole tables."""

    def __init__(self, slow: SlowCount) -> None:
        self.slow, self.term = slow, slow.term
        self.places = [each for each in db.session.scalars(select(Area)) if each.is_valid(self.term.last_on)]
        self.teams = list(db.session.scalars(select(Team)))
        self.members = list(db.session.scalars(select(TeamMember)))
        self.classes = list(db.session.scalars(select(TrainingSession)))
        self.visits = list(db.session.scalars(select(Visit)))
        self.held_on = {each.id: each.session.held_on for each in slow.places}
        self.merchants = {each.id: each for each in slow.merchants}

    def stood(self, path: str) -> bool:
        return any(
            team.area_path == path
            and team.decided_on <= self.term.last_on
            and sum(
                member.team_id == team.id
                and member.joined_at < self.slow.end
                and (member.left_at is None or member.left_at >= self.slow.end)
                for member in self.members
            )
            >= 3
            for team in self.teams
        )

    def says(self, visit: Visit) -> Says:
        return visit.says if visit.said_at is not None and visit.said_at < self.slow.end else Says.NOTHING

    def within(self, visit: Visit) -> bool:
        return visit.done_at is not None and self.slow.first <= visit.done_at < self.slow.end

    def did(self, path: str) -> bool:
        taught = any(
            each.state is SessionState.HELD
            and self.term.first_on <= each.held_on <= self.term.last_on
            and each.area_path.startswith(path)
            for each in self.classes
        )
        return taught or any(
            each.state is VisitState.SEEN
            and self.within(each)
            and self.says(each) is not Says.WRONG
            and self.merchants[each.merchant_id].area_path.startswith(path)
            for each in self.visits
        )

    def due_on(self, visit: Visit) -> date:
        return self.held_on[visit.enrolment_id] + timedelta(days=visit.after_days)

    def kept(self, visit: Visit) -> bool:
        if visit.done_at is None or visit.state is VisitState.NOT_HOME or self.says(visit) is Says.WRONG:
            return False
        return abs((clock.local(visit.done_at).date() - self.due_on(visit)).days) <= 3

    def of_places(self, level: Level, whole: Callable[[str], bool], part: Callable[[str], bool]) -> Slow:
        found: Slow = {}
        for place in self.places:
            if place.level is level and whole(place.path):
                commune = areas.commune_path(place.path)
                some, all_ = found.get(commune, (0, 0))
                found[commune] = (int(some or 0) + part(place.path), int(all_ or 0) + 1)
        return found

    def of_visits(self, whole: Callable[[Visit], bool], part: Callable[[Visit], bool]) -> Slow:
        found: Slow = {}
        for visit in self.visits:
            merchant = self.merchants[visit.merchant_id]
            if merchant.confirmed_at is not None and self.slow.counts_for(merchant) and whole(visit):
                some, all_ = found.get(merchant.commune_path, (0, 0))
                found[merchant.commune_path] = (int(some or 0) + part(visit), int(all_ or 0) + 1)
        return found

    def all(self) -> dict[str, Slow]:
        """Return every indicator by commune, those with nothing to count left out."""
        every: Callable[[Any], bool] = lambda _: True  # noqa: E731  short inside one table
        both = [self.of_places(level, self.stood, self.did) for level in (Level.COMMUNE, Level.HAMLET)]
        worked: Slow = {
            commune: (
                sum(int(each.get(commune, (0, 0))[0] or 0) for each in both),
                sum(int(each.get(commune, (0, 0))[1] or 0) for each in both),
            )
            for commune in {*both[0], *both[1]}
        }
        return {
            "CS-21": self.of_places(Level.COMMUNE, every, self.stood),
            "CS-21b": self.of_places(Level.HAMLET, every, self.stood),
            "CS-22": worked,
            "CS-23": self.of_visits(
                lambda v: v.state is VisitState.SEEN and self.within(v) and self.says(v) is not Says.NOTHING,
                lambda v: self.says(v) is Says.RIGHT,
            ),
            "CS-24": self.hours_for_each_new(),
            "CS-28": self.alone(),
            "CS-32": self.of_visits(lambda v: self.term.first_on <= self.due_on(v) <= self.term.last_on, self.kept),
        }

    def hours_for_each_new(self) -> Slow:
        """Return the hours given in the period before and who is newly in use; none where no bank has ever reported."""
        before, minutes = self.term.before(), Counter[str]()
        for visit in self.visits:
            merchant, at = self.merchants[visit.merchant_id], visit.done_at
            if merchant.confirmed_at is None or not self.slow.counts_for(merchant) or at is None:
                continue
            in_time = clock.start_of(before.first_on) <= at < self.slow.first
            if visit.state is VisitState.SEEN and in_time and self.says(visit) is not Says.WRONG:
                minutes[merchant.commune_path] += visit.minutes
        for each in self.classes:
            if each.state is SessionState.HELD and before.first_on <= each.held_on <= before.last_on:
                minutes[areas.commune_path(each.area_path)] += sum(length for length, _ in each.course.agenda)
        new: Callable[[Any], bool] = lambda m: (  # noqa: E731  short, and said in one place
            self.slow.works(m) and self.slow.uses(m) and not any(self.slow.uses(m, back) for back in range(1, 13))
        )
        found = self.slow.split(new, new)
        begun = {place: each[1] for place, each in found.items()}
        return {
            place: (round(minutes[place] / 60), begun.get(place, 0) if self.slow.heard(place) else None)
            for place in {*minutes, *begun}
        }

    def looked(self, visit: Visit) -> bool:
        return (
            visit.alone is not None
            and visit.done_at is not None
            and visit.done_at < self.slow.end
            and self.says(visit) is not Says.WRONG
        )

    def alone(self) -> Slow:
        """Return who did all three unaided of whoever was to be visited after a month; none where nobody looked."""
        due: Callable[[Visit], bool] = lambda v: (  # noqa: E731  short, and used twice
            v.after_days == 30 and self.term.first_on <= self.due_on(v) <= self.term.last_on
        )
        able = self.of_visits(due, lambda v: self.looked(v) and v.alone == "know_fake receive see_money")
        looked = self.of_visits(due, self.looked)
        return {place: (each[0] if looked[place][0] else None, each[1]) for place, each in able.items()}

    def silent(self) -> int:
        """Return how many visits paid in the period the household has said nothing of."""
        seen = self.of_visits(
            lambda v: v.state is VisitState.SEEN and self.within(v) and self.says(v) is Says.NOTHING, lambda _: True
        )
        return sum(int(each[1] or 0) for each in seen.values())
