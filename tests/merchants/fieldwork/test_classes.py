"""Classes written down without a network: once, in any order, by two trainers, and never over somebody else's mark."""

import random
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from app.core.audit import AuditEntry
from app.core.db import db
from app.policy import Role
from merchants.fieldwork import jobs, queries, rules, writing
from merchants.fieldwork.states import ItemState, Keep
from merchants.skills.models import ShownSkill
from merchants.training import services as training
from merchants.training.models import Enrolment, TrainingSession
from merchants.training.states import Attendance, SessionState
from tests.factories.fieldwork import device_of, helper, mark, send, states, tick, walk_in
from tests.factories.training import BY, THUY_ANH, make_merchant, make_session, someone

HERE, SAME, HELD, CLASHED, REFUSED = (
    ItemState.WRITTEN, ItemState.SAME, ItemState.HELD, ItemState.CLASHED, ItemState.REFUSED
)  # fmt: skip


def places(session: TrainingSession, count: int) -> list[Enrolment]:
    return [training.sign_up(session, merchant=make_merchant(), by=BY) for _ in range(count)]


def entries() -> int:
    return db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def test_a_class_comes_in_once_and_changes_nothing_twice() -> None:
    session = make_session(in_days=0)
    one, two = places(session, 2)
    by = helper(someone(Role.TEAM))
    device = device_of(by)
    sent = [mark(one, "present"), mark(two, "absent"), walk_in(session, "Vũ Thị Sen"), tick(one.id, nhan_thu=True)]

    first = send(device, *sent, by=by)
    before = entries()
    again = send(device, *reversed(sent), by=by)

    assert states(first) == [HERE, HERE, HERE, HERE]
    assert states(again) == [HERE, HERE, HERE, HERE]
    assert entries() == before
    assert (one.attendance, two.attendance, session.state) == (Attendance.PRESENT, Attendance.ABSENT, SessionState.HELD)
    assert db.session.scalars(select(ShownSkill.skill)).all() == ["nhan-thu"]


def test_items_in_any_order_come_to_the_same() -> None:
    session = make_session(in_days=0)
    by = helper(someone(Role.TEAM))
    for seed, place in enumerate(places(session, 4)):
        device = device_of(by)
        guest = walk_in(session, f"Khách {seed}")
        first = mark(place, "absent")
        then = mark(place, "present", base="absent", after=first["id"])
        sent = [first, then, tick(place.id, nhan_thu=True), guest, tick(UUID(guest["id"]), mo_ung_dung=True)]
        random.Random(seed).shuffle(sent)

        for each in sent:
            send(device, each, by=by)

        came = [queries.item(UUID(each["id"])) for each in sent]
        assert {each.state for each in came if each} == {HERE}
        assert place.attendance is Attendance.PRESENT
        walked = db.session.scalars(select(Enrolment).where(Enrolment.person_name == f"Khách {seed}")).one()
        assert db.session.scalars(select(ShownSkill.skill).where(ShownSkill.enrolment_id == walked.id)).all() == [
            "mo-ung-dung"
        ]


def test_two_trainers_on_one_session_merge() -> None:
    session = make_session(in_days=0)
    one, two = places(session, 2)
    lan, nam = (helper(someone(Role.TRAINER, name=name)) for name in ("Chị Lan", "Thầy Nam"))
    first, second = device_of(lan), device_of(nam)

    send(first, mark(one, "present"), walk_in(session, "Vũ Thị Sen"), tick(one.id, nhan_thu=True), by=lan)
    came = send(
        second,
        mark(one, "present"),
        mark(two, "absent"),
        walk_in(session, "vũ thị sen"),
        tick(one.id, xem_tien_ve=True),
        by=nam,
    )

    assert states(came) == [SAME, HERE, SAME, HERE]
    assert set(db.session.scalars(select(ShownSkill.skill))) == {"nhan-thu", "xem-tien-ve"}
    people = db.session.scalar(select(func.count()).where(Enrolment.session_id == session.id))
    assert people == 3


def test_u15_the_same_answer_given_differently_is_kept_twice_until_somebody_decides() -> None:
    session = make_session(in_days=0)
    [place] = places(session, 1)
    by, desk = helper(someone(Role.TEAM, name="Chị Lan")), someone(Role.CLERK, name="Chú Thành")
    device = device_of(by)
    training.record_attendance(session, marks={place.id: Attendance.ABSENT}, by=desk)

    [came] = send(device, mark(place, "present"), by=by)

    [clash] = queries.clashes_open(by)
    assert came.state is CLASHED
    assert (clash.ours, clash.theirs, clash.theirs_by) == ("present", "absent", "Chú Thành")
    assert place.attendance is Attendance.ABSENT
    assert [each.id for each in queries.clashes_open(desk)] == [clash.id]
    assert not queries.clashes_open(someone(Role.CLERK, THUY_ANH))

    writing.decide(clash, Keep.OURS, by=desk)
    writing.decide(clash, Keep.THEIRS, by=desk)

    assert place.attendance is Attendance.PRESENT
    assert (clash.kept, clash.theirs, came.state) == (Keep.OURS, "absent", HERE)
    assert not queries.clashes_open(desk)


def test_to_leave_it_as_it_stands_is_a_decision_too() -> None:
    session = make_session(in_days=0)
    [place] = places(session, 1)
    by = helper(someone(Role.TEAM))
    training.record_attendance(session, marks={place.id: Attendance.ABSENT}, by=BY)
    [came] = send(device_of(by), mark(place, "present"), by=by)
    [clash] = queries.clashes_open(by)

    writing.decide(clash, Keep.THEIRS, by=by)

    assert (place.attendance, clash.ours, came.state) == (Attendance.ABSENT, "present", HERE)


def test_what_may_not_be_written_is_refused_with_a_sentence_and_the_rest_goes_on() -> None:
    early, today, elsewhere = (
        make_session(in_days=3),
        make_session(in_days=0),
        make_session(area_path=THUY_ANH, in_days=0),
    )
    [soon], [now], [away] = places(early, 1), places(today, 1), places(elsewhere, 1)
    given_back, *_rest = places(today, 1)
    training.cancel_sign_up(given_back, by=BY)
    by = helper(someone(Role.TEAM))

    came = send(
        device_of(by),
        mark(soon, "present"),
        mark(away, "present"),
        mark(given_back, "present"),
        mark(now, "present"),
        by=by,
    )

    assert states(came) == [REFUSED, REFUSED, REFUSED, HERE]
    assert all(each.says for each in came[:3])
    assert (soon.attendance, away.attendance) == (Attendance.NOT_RECORDED, Attendance.NOT_RECORDED)


def test_a_tick_waits_for_the_mark_and_is_left_to_people_after_five_days() -> None:
    session = make_session(in_days=0)
    [place] = places(session, 1)
    by = helper(someone(Role.TEAM))
    [waits] = send(device_of(by), tick(place.id, nhan_thu=True), by=by)
    assert waits.state is HELD

    jobs.tidy()
    assert waits.state is HELD
    waits.received_at -= rules.LONGEST_HELD + timedelta(minutes=1)
    db.session.commit()
    jobs.tidy()

    assert (waits.state, bool(waits.says)) == (REFUSED, True)


def test_what_was_sent_long_ago_is_forgotten_and_stays_counted() -> None:
    session = make_session(in_days=0)
    [place] = places(session, 1)
    by = helper(someone(Role.TEAM))
    device = device_of(by)
    [came] = send(device, mark(place, "present"), by=by)
    came.received_at -= rules.KEPT + timedelta(minutes=1)
    db.session.commit()

    jobs.tidy()

    db.session.refresh(came)
    assert came.fields == {}
    assert queries.told(device, by).came == 1
