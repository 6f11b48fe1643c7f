"""What a learner has shown: merged from two sheets, counted once, and enough for a certificate or not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.audit import entries_about
from app.core.db import db
from app.core.ids import new_id
from merchants.skills import queries, rules, services
from merchants.training import services as classes
from merchants.training.states import Attendance
from tests.factories.skills import ENOUGH, present, show
from tests.factories.training import BY, make_course, make_merchant, make_session

CODES = st.sets(st.sampled_from(["a", "b", "c", "d", "e"]))
SKILLS = [{"code": "a"}, {"code": "b"}, {"code": "c", "must": True}, {"code": "d", "must": True}, {"code": "e"}]


@pytest.mark.parametrize(
    ("shown", "earned"),
    [
        ("abcd", True),
        ("abcde", True),
        ("acd", False),
        ("abce", False),
        ("abde", False),
        ("", False),
        ("cdxyz", False),
    ],
)
def test_a_certificate_needs_enough_and_what_it_cannot_do_without(shown: str, earned: bool) -> None:
    assert rules.earns_certificate(shown, skills=SKILLS, needed=4) is earned


def test_having_been_there_earns_nobody_anything() -> None:
    assert not rules.earns_certificate([], skills=[], needed=0)


@given(now=CODES, was=CODES, ticked=CODES)
def test_a_sheet_changes_only_what_was_changed_on_it_and_twice_is_once(
    now: set[str], was: set[str], ticked: set[str]
) -> None:
    once = rules.merged(now, was=was, ticked=ticked)

    assert rules.merged(once, was=was, ticked=ticked) == once
    assert once - now <= ticked - was
    assert now - once <= was - ticked


@given(now=CODES, first=CODES, second=CODES)
def test_two_trainers_who_only_add_lose_nothing_whoever_comes_first(
    now: set[str], first: set[str], second: set[str]
) -> None:
    sheets = [now | first, now | second]
    results = []
    for order in (sheets, sheets[::-1]):
        shown = set(now)
        for sheet in order:
            shown = rules.merged(shown, was=now, ticked=sheet)
        results.append(shown)

    assert results == [now | first | second] * 2


def test_two_trainers_on_one_class_merge_and_a_late_sheet_undoes_nothing() -> None:
    place = present(make_merchant())
    session = place.session
    mine = {"was": {place.id: set()}, "ticked": {place.id: {"mo-ung-dung", "nhan-thu"}}}
    theirs = {"was": {place.id: set()}, "ticked": {place.id: {"nhan-thu", "goi-ai"}}}

    assert services.tick(session, **mine, by=BY) == 2
    assert services.tick(session, **theirs, by=BY) == 1
    assert services.tick(session, **mine, by=BY) == 0

    assert queries.shown_by([place.id])[place.id] != []
    assert set(queries.shown_by([place.id])[place.id]) == {"mo-ung-dung", "nhan-thu", "goi-ai"}
    done = [entry.action for entry in entries_about("enrolment", place.id)]
    assert done.count("skill:shown") == 3


def test_a_wrong_tick_is_taken_back_and_leaves_a_trace() -> None:
    place = present(make_merchant())
    show(place, "goi-ai")

    services.tick(place.session, was={place.id: {"goi-ai"}}, ticked={place.id: set()}, by=BY)

    assert queries.shown_by([place.id]) == {}
    assert entries_about("enrolment", place.id)[-1].action == "skill:taken_back"


def test_whoever_was_not_there_shows_nothing() -> None:
    session = make_session(in_days=0)
    place = classes.sign_up(session, merchant=make_merchant(), by=BY)

    assert services.tick(session, was={}, ticked={place.id: ENOUGH}, by=BY) == 0
    assert queries.learners(session) == []

    classes.record_attendance(session, marks={place.id: Attendance.ABSENT}, by=BY)
    assert services.tick(session, was={}, ticked={place.id: ENOUGH}, by=BY) == 0


def test_a_skill_the_course_does_not_teach_is_refused() -> None:
    place = present(make_merchant())

    with pytest.raises(services.UnknownSkillError):
        show(place, "bay")

    assert queries.shown_by([place.id]) == {}


def test_the_database_keeps_a_skill_once() -> None:
    place = present(make_merchant())
    show(place, "goi-ai")

    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(
            text("insert into shown_skill (id, enrolment_id, skill, shown_at, seen_by) "
                 "select :new, enrolment_id, skill, shown_at, seen_by from shown_skill"),
            {"new": new_id().hex if db.engine.dialect.name == "sqlite" else str(new_id())},
        )  # fmt: skip

    assert len(queries.shown_by([place.id])[place.id]) == 1


def test_only_those_who_earned_it_are_promised_a_certificate() -> None:
    session = make_session(in_days=0)
    enough, little = (classes.sign_up(session, merchant=make_merchant(), by=BY) for _ in range(2))
    marks = dict.fromkeys((enough.id, little.id), Attendance.PRESENT)
    classes.record_attendance(session, marks=marks, by=BY)
    show(enough)
    show(little, "mo-ung-dung")

    assert services.ask_certificates(session) == 1
    assert make_course().needed == 4
    promised = [arguments for name, arguments in db.session.info["promised_jobs"] if name.startswith("skills.")]
    assert promised == [{"enrolment_id": str(enough.id)}]
    db.session.info.pop("promised_jobs")
