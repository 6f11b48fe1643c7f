"""A report tells who is not reached; the numbers are those of a slow recount, frozen, and small groups are merged."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.core import areas, clock, storage
from app.core.db import db
from app.core.transaction import transaction
from app.dashboards.counting.people import AGES, CRAFTS, FILINGS, HAMLETS, LOSSES, REFUSALS, WAITS
from app.dashboards.counting.rules import NOTHING, Figure, within_days
from app.dashboards.periods import queries as periods
from app.dashboards.periods import services
from app.dashboards.periods.models import Freeze
from app.dashboards.periods.services import NothingChangedError
from app.dashboards.reports import queries, writing
from app.dashboards.reports.rules import Paper, Para, Pct, Table
from app.policy import Role
from merchants.helping.models import Refusal
from merchants.helping.rules import Subject, WhyNot
from merchants.models import Merchant, MerchantConsent
from merchants.rules import ConsentHow, ConsentPurpose, Craft, Filing
from merchants.states import Stage
from payments.losses.models import Loss
from payments.losses.rules import LossKind
from payments.losses.states import LossState
from tests.browser import Browser
from tests.factories.histories import refuse as refuse_file
from tests.factories.periods import CALENDAR, TERM, frozen, in_time, noon, user_of
from tests.factories.training import THAI_THUY, THUY_ANH, make_merchant, someone

HAMLET = f"{THAI_THUY}01/"
BEGAN, ENDED = noon(TERM.first_on), noon(TERM.last_on)
LONG_AGO = noon(TERM.first_on - timedelta(days=40))
OLD, YOUNG = TERM.last_on.year - 60, TERM.last_on.year - 59


def refuse(merchant: Merchant, why: WhyNot, at: datetime = BEGAN) -> None:
    db.session.add(
        Refusal(merchant_id=merchant.id, about=Subject.BANK, why=why, ask_again_on=date(2027, 1, 1), by_name="", at=at)
    )


def lose(merchant: Merchant, at: datetime = BEGAN, visited_at: datetime | None = None) -> Loss:
    made = Loss(
        merchant_id=merchant.id, kind=LossKind.OTHER, happened_on=at.date(), amount_vnd=1, reported_at=at,
        visit_by=at.date(), visited_at=visited_at, state=LossState.VISITED if visited_at else LossState.REPORTED,
    )  # fmt: skip
    db.session.add(made)
    return made


def paper_of(freeze: Freeze, code: str = "33") -> Paper:
    place = queries.place_at(code, TERM.last_on)
    assert place is not None
    return writing.compose(queries.material(place, freeze))


def tables(paper: Paper) -> dict[str, Table]:
    return {each.name: each for each in paper.tables}


def said(paper: Paper) -> str:
    return "\n".join(each.text for each in paper.blocks if isinstance(each, Para))


def world() -> list[Merchant]:
    """Make two communes with six owners of each age, one who gave none, refusals and losses at every edge."""
    areas.load_shipped(demo=True)
    made = [user_of(birth_year=OLD, times=3 if n < 2 else 0) for n in range(6)]
    made += [user_of(birth_year=YOUNG, area_path=HAMLET) for _ in range(6)]
    made += [user_of(area_path=THUY_ANH, times=0)]
    for merchant in made[:6]:
        refuse(merchant, WhyNot.FRAUD)
    refuse(made[0], WhyNot.TAX, BEGAN + timedelta(hours=1))
    for merchant in made[6:12]:
        refuse(merchant, WhyNot.TAX, ENDED)
        lose(merchant, visited_at=ENDED)
    refuse(made[12], WhyNot.NO_NEED, ENDED + timedelta(days=1))
    lose(made[0], LONG_AGO)
    lose(made[1], LONG_AGO, visited_at=LONG_AGO + timedelta(days=1))
    lose(made[2], ENDED, visited_at=ENDED + timedelta(days=2))
    lose(made[12], ENDED + timedelta(days=1))
    refuse(make_merchant(stage=Stage.DRAFT), WhyNot.TAX)
    db.session.flush()
    return made


def test_the_frozen_numbers_are_those_of_a_slow_recount() -> None:
    made = world()
    used = {each.id for each in (*made[:2], *made[6:12])}

    told = periods.people(frozen(), "33/")

    assert told is not None
    begins_at, ends_at = clock.start_of(TERM.first_on), clock.start_of(TERM.last_on + timedelta(days=1))
    homes = {each.id: each for each in db.session.scalars(select(Merchant))}
    rows = sorted(db.session.scalars(select(Refusal)), key=lambda row: row.at)
    last = {row.merchant_id: row.why.value for row in rows if begins_at <= row.at < ends_at}
    reasons = Counter((homes[key].commune_path, why) for key, why in last.items())
    assert flat(told[REFUSALS]) == {key: Figure(number, None) for key, number in reasons.items()}

    losses: dict[Any, list[int]] = {}
    for loss in db.session.scalars(select(Loss)):
        if loss.reported_at >= ends_at or (loss.visited_at and loss.visited_at < begins_at):
            continue
        key = homes[loss.merchant_id].commune_path, "new" if loss.reported_at >= begins_at else "waiting"
        counted = losses.setdefault(key, [0, 0])
        counted[0] += bool(loss.visited_at and loss.visited_at < ends_at)
        counted[1] += 1
    assert flat(told[LOSSES]) == {key: Figure(*each) for key, each in losses.items()}

    assert flat(told[AGES]) == {
        (THAI_THUY, "old"): Figure(sum(each.id in used for each in made[:6]), 6),
        (THAI_THUY, "young"): Figure(6, 6),
        (THUY_ANH, "unsaid"): Figure(None, 1),
    }
    hamlets = len(areas.hamlets(THAI_THUY, TERM.last_on))
    assert hamlets > 1
    assert told[HAMLETS][THAI_THUY] == {
        "nobody": Figure(hamlets - 1, hamlets),
        "reached": Figure(1, hamlets),
        "unused": Figure(0, hamlets),
    }


def crafts() -> None:
    """Make six who make fish sauce, two of them in use, six who weave, three with a room, and one nobody knows of."""
    for n in range(6):
        user_of(times=3 if n < 2 else 0, filing=Filing.TEAM, submitted_at=BEGAN)
        user_of(craft=Craft.WEAVING, times=1)
    for n in range(3):
        user_of(craft=Craft.HOMESTAY, times=n, submitted_at=ENDED)
    user_of(craft=Craft.FISH_SAUCE, area_path=THUY_ANH, times=0, submitted_at=BEGAN - timedelta(days=1))
    user_of(stage=Stage.RESTING, times=0)


def test_by_craft_those_in_use_stand_beside_those_that_work() -> None:
    crafts()
    freeze = frozen()
    told = periods.people(freeze, "33/")

    assert told is not None
    assert flat(told[CRAFTS]) == {
        (THAI_THUY, "fish_sauce"): Figure(2, 6),
        (THAI_THUY, "weaving"): Figure(6, 6),
        (THAI_THUY, "homestay"): Figure(2, 3),
        (THUY_ANH, "fish_sauce"): Figure(None, 1),
    }
    assert list(tables(paper_of(freeze))["Theo nghề"].rows) == [
        ("Mây tre đan", 6, 6, Pct(100.0), 0),
        ("Các nghề ít cơ sở, gộp", 4, 9, Pct(44.4), 1),
    ], "one small craft alone could be had from the sum"
    published = json.loads(storage.read(freeze.public_sha256, verify=True))
    assert published["theo_nghe"] == [["weaving", 6, 6, 0, 0], ["gop", 4, 9, 1, 0]]
    assert len(published["cot_theo_nghe"]) == 5


def test_who_filled_in_is_told_of_the_files_sent_in_the_period() -> None:
    crafts()
    freeze = frozen()
    told = periods.people(freeze, "33/")

    assert told is not None
    assert flat(told[FILINGS]) == {(THAI_THUY, "team"): Figure(6, 9), (THAI_THUY, "self"): Figure(3, 9)}
    assert "Hồ sơ gửi trong kỳ: gia đình tự khai 3, tổ công nghệ số khai giúp 6." in said(paper_of(freeze))


def test_the_middle_of_the_real_wait_and_what_nine_in_ten_did_not_exceed(browser: Browser) -> None:
    for days in (0, 1, 1, 2, 3, 5, 8, 9, 13, 40):
        user_of(submitted_at=ENDED - timedelta(days=days), confirmed_at=ENDED)
    refuse_file(make_merchant(THUY_ANH, stage=Stage.REFUSED, confirmed_at=None, submitted_at=BEGAN), at=ENDED)
    user_of(submitted_at=BEGAN - timedelta(days=30), confirmed_at=BEGAN - timedelta(days=1))
    freeze = frozen()
    db.session.commit()
    told = periods.people(freeze, "33/")
    browser.sign_in(someone(Role.OFFICIAL))

    assert told is not None
    assert told[WAITS][THUY_ANH] == {str((ENDED.date() - BEGAN.date()).days): Figure(1, None)}
    assert "một nửa trong 11 hồ sơ được trả lời trong 5 ngày, chín phần mười trong 29 ngày." in said(paper_of(freeze))
    own = browser.visit(f"/cb/chot/{TERM.code}").text
    assert "Trong 10 hồ sơ, một nửa được trả lời trong 3 ngày, chín phần mười trong 13 ngày" in own
    browser.sign_in(someone(Role.OFFICIAL, THUY_ANH))
    few = browser.visit(f"/cb/chot/{TERM.code}").text
    assert "Có 1 hồ sơ được trả lời, ít quá nên không nói bao lâu." in few


@pytest.mark.no_database
@given(st.dictionaries(st.integers(0, 365), st.integers(1, 50), min_size=1), st.integers(1, 100))
def test_so_many_per_cent_waited_no_longer(counts: dict[int, int], pct: int) -> None:
    waited = sorted(day for day, number in counts.items() for _ in range(number))
    place = -(-pct * len(waited) // 100) - 1

    assert within_days({str(day): Figure(number, None) for day, number in counts.items()}, pct) == waited[place]
    assert within_days({}, pct) is None


def test_an_official_reads_crafts_and_who_filled_in_of_their_own_commune(browser: Browser) -> None:
    crafts()
    user_of(craft=Craft.TOUR, area_path=THUY_ANH, filing=Filing.CLERK, submitted_at=BEGAN)
    frozen()
    db.session.commit()
    browser.sign_in(someone(Role.OFFICIAL))
    own = browser.visit(f"/cb/chot/{TERM.code}")
    browser.sign_in(someone(Role.PROVINCE, "33/"))
    whole = browser.visit(f"/cb/chot/{TERM.code}")

    assert "Homestay 2 / 3 (66,7 %)" in own.text
    assert "Tổ công nghệ số khai giúp 6 (66,7 %)" in own.text
    assert '<title id="filing-bar">' in own.html
    assert "Một cửa xã khai giúp: 1" in whole.text
    assert "Một cửa xã khai giúp" not in own.text
    assert "Đưa khách đi tham quan" in whole.text
    assert "Đưa khách đi tham quan" not in own.text


def flat(places: Any) -> dict[Any, Figure]:
    return {(place, key): figure for place, told in places.items() for key, figure in told.items()}


def test_what_changes_later_moves_no_frozen_number_and_the_signed_file_holds_them() -> None:
    made = world()
    freeze = frozen()
    before = [(each.name, each.rows) for each in paper_of(freeze).tables]
    for merchant in made:
        merchant.birth_year = 1950
        refuse(merchant, WhyNot.NO_DEVICE)
        lose(merchant)
    for row in db.session.scalars(select(Refusal)):
        row.why = WhyNot.OTHER
    db.session.flush()
    db.session.expire_all()

    assert [(each.name, each.rows) for each in paper_of(freeze).tables] == before
    assert json.loads(storage.read(freeze.sha256, verify=True))["people"] == freeze.people


def test_the_report_tells_ages_hamlets_reasons_and_losses_in_tables() -> None:
    world()
    found = tables(paper_of(frozen(), "12826"))

    assert list(found["Tuổi chủ"].rows) == [
        ("Chủ từ 60 tuổi", 2, 6, Pct(33.3), 0),
        ("Chủ dưới 60 tuổi", 6, 6, Pct(100.0), 0),
    ]
    assert list(found["Chưa muốn"].rows) == [("Sợ bị thu thuế", 8), ("Sợ bị lừa", 5)]
    assert list(found["Sự cố"].rows) == [("Xã Thái Thụy", 7, 1, 6, 2)]
    assert [row[0] for row in found["Thôn chưa tới"].rows] == ["Xã Thái Thụy"]


def test_fewer_than_five_are_merged_or_not_told() -> None:
    made = world()
    for merchant in made[:3]:
        refuse(merchant, WhyNot.NO_NEED, ENDED)
    lose(made[12], ENDED)
    freeze = frozen()
    found, alone = tables(paper_of(freeze)), paper_of(freeze, "12865")

    assert list(found["Chưa muốn"].rows) == [("Sợ bị thu thuế", 7), ("Các lý do ít người nói, gộp", 6)]
    assert list(found["Sự cố"].rows) == [("Các xã ít sự cố, gộp", 8, 1, 6, 3)]
    assert {"Chưa muốn", "Sự cố", "Tuổi chủ"}.isdisjoint(tables(alone))
    assert "đã đến nhà, còn chờ: dưới 5" in said(alone)
    assert "không gia đình nào nói chưa muốn" in said(alone)


def test_whoever_wishes_not_to_be_counted_is_nowhere_in_it() -> None:
    merchant = user_of()
    merchant.consents.append(
        MerchantConsent(purpose=ConsentPurpose.STATISTICS, given=False, how=next(iter(ConsentHow)), at=clock.now())
    )
    refuse(merchant, WhyNot.TAX)
    lose(merchant)
    told = periods.people(frozen(), "33/")

    assert told is not None
    assert (told[REFUSALS], told[LOSSES], told[AGES]) == ({}, {}, {})


def test_a_change_in_what_is_told_of_people_alone_is_restated_and_said_everywhere(browser: Browser) -> None:
    made = world()
    first = frozen()
    db.session.commit()
    with in_time(days=10), pytest.raises(NothingChangedError), transaction():
        services.restate(TERM, reason="Đếm lại", by=CALENDAR)
    refuse(made[12], WhyNot.FRAUD, ENDED)
    db.session.flush()

    with in_time(days=10):
        second = services.restate(TERM, reason="Thiếu một phiếu", by=CALENDAR)
    db.session.commit()

    assert periods.restated(first, second) == []
    changed = [(each.topic, each.kind, each.commune_path, each.before, each.after)
               for each in periods.restated_people(first, second)]  # fmt: skip
    assert changed == [(REFUSALS, WhyNot.FRAUD, THUY_ANH, NOTHING, Figure(1, None))]
    assert periods.restated_people(first, second, (THAI_THUY,)) == []
    assert "Phần con người cũng đổi khi chốt lại: chưa muốn và lý do." in said(paper_of(second))
    assert "chốt lại" not in said(paper_of(second, "12826"))
    ledger = browser.visit("/du-lieu-mo?lang=vi").text
    assert "Báo cáo tháng kể về người dân: Chưa muốn." in ledger
    assert "Thiếu một phiếu" in ledger
    browser.sign_in(someone(Role.PROVINCE, "33/"))
    assert "Chưa muốn: Sợ bị lừa, Xã Thụy Anh: Chưa có số → 1" in browser.visit(f"/cb/chot/{TERM.code}?lan=2").text


def test_an_edition_frozen_before_says_that_it_has_no_figure() -> None:
    place = queries.place_at("33", TERM.last_on)
    assert place is not None
    known = queries.material(place, frozen())

    paper = writing.compose(replace(known, people=periods.people(Freeze(people=None), place.path)))

    assert said(paper).count("chưa có số (kỳ này chốt trước khi có mục này)") == 7
    assert {"Chưa muốn", "Sự cố", "Tuổi chủ", "Thôn chưa tới", "Theo nghề"}.isdisjoint(tables(paper))
