"""What teams and their devices bring asks for words: households that say nobody came, records that come too late."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.db import db
from app.core.ids import new_id
from app.dashboards.periods import queries
from app.dashboards.periods.models import QualityFlag
from app.dashboards.periods.rules import FlagKind
from app.policy import Role
from merchants.fieldwork.models import FieldDevice, FieldItem
from merchants.fieldwork.states import ItemState, Kind
from merchants.training.models import Enrolment
from merchants.visits.models import Visit
from merchants.visits.states import Says, VisitState
from tests.browser import Browser
from tests.factories.periods import TERM, frozen, noon, user_of
from tests.factories.training import THAI_THUY, THUY_ANH, make_session, someone

END = clock.start_of(TERM.last_on + timedelta(days=1))


def asked(kind: FlagKind) -> list[QualityFlag]:
    return [each.flag for each in queries.flags(frozen()) if each.flag.kind is kind]


def visited(says: Says, *, number: int, area_path: str = THAI_THUY) -> None:
    session, at = make_session(in_days=0), noon(TERM.first_on)
    for _ in range(number):
        place = Enrolment(
            session_id=session.id,
            merchant_id=user_of(area_path=area_path, times=0).id,
            person_name="Người học",
            signed_up_at=at,
        )
        db.session.add(place)
        db.session.flush()
        visit = Visit(
            merchant_id=place.merchant_id, enrolment_id=place.id, after_days=7, due_on=TERM.first_on, says=says,
            state=VisitState.SEEN, done_at=at, said_at=None if says is Says.NOTHING else at + timedelta(days=1),
        )  # fmt: skip
        db.session.add(visit)


@pytest.mark.parametrize(("wrong", "measured"), [(1, []), (2, [18])])
def test_more_than_a_tenth_of_answers_that_say_nobody_came_is_asked_about(wrong: int, measured: list[int]) -> None:
    visited(Says.RIGHT, number=9)
    visited(Says.WRONG, number=wrong)
    visited(Says.NOTHING, number=12)
    visited(Says.WRONG, number=3, area_path=THUY_ANH)

    found = asked(FlagKind.WRONG)

    assert [(each.commune_path, each.measured, each.usual) for each in found] == [
        (THAI_THUY, each, 10) for each in measured
    ]


def brought(late: int, *, number: int = 10, state: ItemState = ItemState.WRITTEN) -> None:
    at = noon(TERM.last_on)
    device = FieldDevice(
        account_id=new_id(), account_name="Tổ", area_path=f"{THAI_THUY}01/", issued=99, opened_at=at, heard_at=at
    )
    db.session.add(device)
    db.session.flush()
    for each in range(number):
        came_at = END if each < late else END - timedelta(seconds=1)
        item = FieldItem(
            device_id=device.id, number=each + 1, kind=Kind.VISIT, subject_id=new_id(), made_at=at, state=state,
            received_at=came_at, account_id=device.account_id, account_name="Tổ",
        )  # fmt: skip
        db.session.add(item)


@pytest.mark.parametrize(("late", "measured"), [(1, []), (2, [20])])
def test_records_of_devices_that_come_after_the_period_are_asked_about(late: int, measured: list[int]) -> None:
    brought(late)
    brought(9, number=9, state=ItemState.REFUSED)

    found = asked(FlagKind.LATE)

    assert [(each.commune_path, each.measured, each.usual) for each in found] == [
        (THAI_THUY, each, 10) for each in measured
    ]


def test_both_questions_are_put_in_words_to_the_commune(browser: Browser) -> None:
    visited(Says.WRONG, number=10)
    brought(10)
    frozen()
    browser.sign_in(someone(Role.OFFICIAL))

    page = browser.visit(f"/cb/chot/{TERM.code}")

    assert "100 % hộ trả lời nói không có ai đến thăm" in page.text
    assert "100 % bản ghi lúc mất sóng gửi về sau khi kỳ đã hết" in page.text
