"""The demonstration loads once, is marked, and stands in every stage a visitor should see."""

from collections import Counter

import time_machine

from app.accounts import services as accounts
from app.core import areas, audit, clock
from app.core.db import db
from app.policy import Actor, Role
from merchants import demo, queries
from merchants.desk import demo as desk_demo
from merchants.desk.queries import queue, register
from merchants.desk.rules import Tab
from merchants.models import Merchant
from merchants.states import Stage


def test_the_demonstration_is_marked_and_loading_it_twice_is_loading_it_once() -> None:
    areas.load_shipped(demo=True)
    for _ in range(2):
        demo.load(Actor.system("demonstration"))
        db.session.commit()

    merchants = list(db.session.query(Merchant))
    assert len(merchants) == len(demo.CAST)
    assert all(merchant.is_demo for merchant in merchants)
    stages = Counter(merchant.stage for merchant in merchants)
    assert stages[Stage.CONFIRMED] >= 12
    assert {Stage.DRAFT, Stage.SUBMITTED, Stage.RETURNED, Stage.DECLINED} <= set(stages)
    counts = queue.counts(("33/12826/",), queue.Filter(), clock.now())
    assert (counts[Tab.LATE], counts[Tab.WITH_OWNER]) == (2, 1)
    assert counts[Tab.LATER]
    man = db.session.query(Merchant).filter_by(owner_name="Nguyễn Thị Mận").one()
    assert (man.phone, man.stage, queries.is_public(man)) == ("+84912000001", Stage.CONFIRMED, True)


@time_machine.travel("2027-01-11T02:00:00Z", tick=False)
def test_the_register_of_the_demonstration_is_in_the_order_in_which_its_files_came() -> None:
    areas.load_shipped(demo=True)
    by = Actor.system("demonstration")
    for username in ("canbo.thaithuy", "lanhdao.thaithuy"):
        official = accounts.make_official(username=username, name=username, password="", totp_secret="", by=by)
        accounts.grant(official, role=Role.CLERK, area_path="33/12826/", by=by)
    demo.load(by)
    desk_demo.load(by)

    last_year, this_year = (register.lines("33/12826/", year, size=100) for year in (2026, 2027))

    assert [line.entry.number for line in last_year] == list(range(1, len(last_year) + 1))
    assert [line.entry.number for line in this_year] == list(range(1, len(this_year) + 1))
    entered = [*last_year, *this_year]
    assert len(entered) == 12
    dates = [line.entry.entered_at for line in entered]
    assert dates == sorted(dates) == [line.merchant.submitted_at for line in entered]
    assert (dates[-1] - dates[0]).days == 96
    # The trail, from which slip 06 tells the way of a file, says the same days as the register, and who it was.
    for line in entered:
        sent = [each for each in audit.entries_about("merchant", line.merchant.id) if each.action == "merchant:submit"]
        assert [each.at for each in sent] == [line.merchant.submitted_at]
        assert sent[0].actor_name in (line.merchant.owner_name, line.merchant.filed_by_name)
    confirmed = [line.merchant for line in entered if line.merchant.confirmed_at is not None]
    for merchant in confirmed:
        entries = audit.entries_about("merchant", merchant.id)
        assert merchant.confirmed_at in [each.at for each in entries if each.action == "merchant:confirm"]
    assert confirmed
