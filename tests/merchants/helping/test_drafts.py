"""Drafts that come to their end: told twice before, by text or at the door, and the edition of the questions kept."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.core.messages import OutgoingMessage
from merchants import rules
from merchants.helping import jobs, queries
from merchants.models import Merchant
from merchants.rules import ContactKind
from merchants.states import Stage
from tests.browser import Browser, account_of
from tests.factories.desk import ELSEWHERE, HERE
from tests.factories.merchants import draft, owner

BEGUN = datetime(2026, 6, 1, 2, tzinfo=UTC)


def told(merchant: Merchant) -> list[str]:
    wanted = select(OutgoingMessage).where(
        OutgoingMessage.about_id == merchant.id, OutgoingMessage.purpose == "draft_ends"
    )
    return [message.text for message in db.session.scalars(wanted.order_by(OutgoingMessage.id))]


@pytest.fixture
def drafts(session: object) -> tuple[Merchant, Merchant]:
    """Make a draft of a family with a telephone, and one without."""
    with time_machine.travel(BEGUN, tick=False):
        return draft(), draft(kind=ContactKind.NONE, owner_name="Hồ Thị Vắng")


def test_a_draft_is_told_of_fourteen_and_three_days_before_and_once_each(drafts: tuple[Merchant, Merchant]) -> None:
    with_phone, without = drafts
    heard = {}
    for day in (75, 76, 77, 86, 87, 88, 90):
        with time_machine.travel(BEGUN + timedelta(days=day), tick=False):
            jobs.look_after_drafts()
            jobs.look_after_drafts()
        heard[day] = len(told(with_phone))

    assert heard == {75: 0, 76: 1, 77: 1, 86: 1, 87: 2, 88: 2, 90: 2}
    assert told(without) == []
    assert with_phone.code in told(with_phone)[0]
    assert "30/08/2026" in told(with_phone)[0]
    assert with_phone.stage is Stage.DRAFT
    with time_machine.travel(BEGUN + timedelta(days=91), tick=False):
        jobs.look_after_drafts()
    db.session.expire_all()
    assert {each.stage for each in drafts} == {Stage.EXPIRED}


def test_who_has_no_telephone_is_told_at_the_door_by_the_desk_of_their_place(drafts: tuple[Merchant, Merchant]) -> None:
    without = drafts[1]
    with time_machine.travel(BEGUN + timedelta(days=76), tick=False):
        jobs.look_after_drafts()
        here, there = (queries.notices_on_paper((path,), clock.today()) for path in (HERE, ELSEWHERE))

    assert [notice.merchant_id for notice in here] == [without.id]
    assert there == []


def test_an_answer_gives_a_draft_its_days_again(browser: Browser, drafts: tuple[Merchant, Merchant]) -> None:
    with_phone = drafts[0]
    with time_machine.travel(BEGUN + timedelta(days=80), tick=False):
        browser.sign_in(account_of(owner(with_phone)))
        sent = browser.fill(f"/hs/{with_phone.code}/ten-co-so", business_name="Nước mắm Bà Mận Mới")
        assert sent.status == 303
    with time_machine.travel(BEGUN + timedelta(days=91), tick=False):
        jobs.look_after_drafts()

    db.session.expire_all()
    assert with_phone.stage is Stage.DRAFT
    assert with_phone.form_edition == rules.FORM_EDITION
