"""The demonstration loads once, is marked, and stands in every stage a visitor should see."""

from collections import Counter

from app.core import areas, clock
from app.core.db import db
from app.policy import Actor
from merchants import demo, queries
from merchants.desk.queries import queue
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
