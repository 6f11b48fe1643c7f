"""Dossiers that may be of one household: found, compared, joined, taken apart, and kept from the wrong eyes."""

import pytest
import time_machine
from sqlalchemy.exc import IntegrityError

from app.core.db import db
from app.policy import Actor, Holding, Role
from merchants import queries
from merchants import services as dossiers
from merchants.desk import services
from merchants.desk.models import TwinVerdict
from merchants.desk.queries import queue, twins
from merchants.desk.rules import Likeness, Risk, Verdict
from merchants.models import Merchant
from merchants.rules import Question
from merchants.services import MergeRefusedError
from merchants.states import Stage
from tests.browser import Browser
from tests.factories.desk import HERE, official
from tests.factories.merchants import confirmed, owner, returned, submitted


def pair() -> tuple[Merchant, Merchant]:
    with time_machine.travel("2026-11-02T02:00:00Z"):
        older = confirmed(owner_name="Nguyễn Thị Mận", phone="+84912345670")
    return older, submitted(owner_name="NGUYEN THI MAN", phone="+84912345671")


def test_twins_are_found_by_name_telephone_and_place_within_a_commune() -> None:
    first = submitted(owner_name="Nguyễn Thị Mận", phone="+84912345670")
    by_name = submitted(owner_name="NGUYEN THI MAN", phone="+84912345671")
    by_phone = submitted(owner_name="Đỗ Văn An", birth_year=1970, phone="+84912345670", path="33/12826/02/")
    by_place = submitted(owner_name="Trần Thị B", birth_year=1966, phone="+84912345679")
    submitted(owner_name="Nguyễn Thị Mận", phone="+84912345670", path="33/12865/01/")

    found = {twin.merchant.code: twin.likenesses for twin in twins.twins_of(first)}

    assert found == {
        by_name.code: (Likeness.NAME, Likeness.PLACE),
        by_phone.code: (Likeness.PHONE,),
        by_place.code: (Likeness.PLACE,),
    }


def test_joining_keeps_the_older_code_and_the_newer_leads_to_it() -> None:
    older, newer = pair()
    joined = services.join(newer, older, by=official())
    db.session.commit()

    assert (joined.kept_id, joined.merged_id) == (older.id, newer.id)
    assert (older.stage, newer.stage) == (Stage.CONFIRMED, Stage.MERGED)
    assert queries.kept_for(newer) is older
    assert queries.kept_for(older) is older


def test_a_wrong_joining_is_undone_within_thirty_days_and_everything_stands_as_before() -> None:
    older = confirmed()
    newer = returned([Question.OWNER_NAME])
    left = newer.review_days_left
    with time_machine.travel("2026-11-25T02:00:00Z"):
        joined = services.join(older, newer, by=official())
        db.session.commit()
        assert newer.review_days_left is None
    with time_machine.travel("2026-12-25T02:00:00Z"):
        services.take_apart(joined, by=official())
        db.session.commit()

    assert (newer.stage, newer.review_days_left, newer.ended_at) == (Stage.RETURNED, left, None)
    with pytest.raises(MergeRefusedError):
        services.take_apart(joined, by=official())


def test_after_thirty_days_a_joining_stays() -> None:
    older, newer = pair()
    with time_machine.travel("2026-11-25T02:00:00Z"):
        joined = services.join(older, newer, by=official())
        db.session.commit()

    with time_machine.travel("2026-12-26T02:00:00Z"), pytest.raises(MergeRefusedError):
        services.take_apart(joined, by=official())
    assert newer.stage is Stage.MERGED


def test_what_has_ended_or_lies_elsewhere_is_not_joined() -> None:
    older, newer = pair()
    dossiers.close(older, by=owner(older))
    far = submitted(path="33/12865/01/")
    by = official()

    for one, other in ((older, newer), (newer, far), (newer, newer)):
        with pytest.raises(MergeRefusedError):
            services.join(one, other, by=by)
    assert newer.stage is Stage.SUBMITTED


def test_two_families_judged_different_no_longer_look_like_a_risk() -> None:
    older, newer = pair()
    wanted = queue.Filter(risk=Risk.TWIN)
    now = newer.submitted_at
    assert now is not None
    assert [row.code for row in queue.page((HERE,), wanted, now).rows] == [newer.code]

    services.judge(older, newer, verdict=Verdict.UNSURE, by=official())
    assert queue.page((HERE,), wanted, now).rows
    services.judge(newer, older, verdict=Verdict.DIFFERENT, by=official())
    db.session.commit()

    assert not queue.page((HERE,), wanted, now).rows
    assert db.session.query(TwinVerdict).count() == 1


def test_a_verdict_on_two_families_says_nothing_of_a_third() -> None:
    older, newer = pair()
    third = submitted(owner_name=newer.owner_name, birth_year=newer.birth_year, phone="+84912999777")
    services.judge(older, newer, verdict=Verdict.DIFFERENT, by=official())
    services.judge(older, third, verdict=Verdict.DIFFERENT, by=official())
    db.session.commit()
    assert third.submitted_at is not None

    page = queue.page((HERE,), queue.Filter(risk=Risk.TWIN), third.submitted_at)

    assert {row.code for row in page.rows} == {newer.code, third.code}, "these two have not been told apart"


def test_the_database_keeps_one_order_of_a_pair() -> None:
    older, newer = pair()
    first, second = sorted((older.id, newer.id), reverse=True)
    wrong = TwinVerdict(first_id=first, second_id=second, verdict=Verdict.UNSURE, by_name="x", at=newer.started_at)
    db.session.add(wrong)

    with pytest.raises(IntegrityError):
        db.session.flush()


def test_a_helper_learns_nothing_of_the_other_household(browser: Browser) -> None:
    older, newer = pair()
    helper = Actor(None, "Chị Lan", (Holding(Role.TEAM, HERE),))
    browser.sign_in(helper)

    for path in ("/cb/trung", f"/cb/trung/{newer.code}/{older.code}", f"/cb/hs/{newer.code}"):
        assert browser.visit(path).status == 404
    services.join(older, newer, by=official())
    db.session.commit()
    of_newer = Browser(browser.app)
    of_newer.sign_in(owner(newer))
    page = of_newer.visit(f"/hs/{newer.code}")
    assert (page.status, older.code in page.text) == (200, False)
    assert "Đã gộp vào hồ sơ cũ hơn" in page.text


def test_an_owner_of_both_is_led_to_the_older_one(browser: Browser) -> None:
    older, newer = pair()
    services.join(older, newer, by=official())
    db.session.commit()
    both = Actor(None, "Bà Mận", tuple(Holding(Role.OWNER, merchant_id=each.id) for each in (older, newer)))
    browser.sign_in(both)

    assert browser.visit(f"/hs/{newer.code}").location == f"/hs/{older.code}"


def test_looking_up_the_newer_code_tells_how_the_older_one_stands(browser: Browser) -> None:
    older, newer = pair()
    services.join(older, newer, by=official())
    db.session.commit()

    page = browser.fill("/tra-cuu", code=newer.code, birth_year="1964")

    assert "Xã đã xác nhận" in page.text
    assert older.code not in page.text


def test_two_clerks_compare_join_and_take_apart_on_the_screen(browser: Browser) -> None:
    older, newer = pair()
    browser.sign_in(official())
    here = f"/cb/trung/{newer.code}/{older.code}"

    page = browser.visit(here)
    assert "Cũ hơn: " + older.code in page.text
    assert "khác nhau" in page.text
    assert browser.fill(here).status == 422
    assert browser.fill(here, verdict="join").location == f"/cb/hs/{older.code}"
    db.session.expire_all()
    assert queries.kept_for(newer).id == older.id
    undo = next(link for link in browser.visit(f"/cb/hs/{older.code}").links if "hoan-tac" in link)
    assert browser.fill(undo).location == f"/cb/hs/{newer.code}"
    db.session.expire_all()
    assert newer.stage is Stage.SUBMITTED


def test_a_clerk_elsewhere_neither_compares_nor_undoes(browser: Browser) -> None:
    older, newer = pair()
    joined = services.join(older, newer, by=official())
    db.session.commit()
    browser.sign_in(official(path="33/12865/"))

    assert browser.visit(f"/cb/trung/{newer.code}/{older.code}").status == 404
    assert browser.post(f"/cb/gop/{joined.id}/hoan-tac").status == 404
    assert newer.stage is Stage.MERGED
