"""Places of before July 2025: hamlets count as a whole, the rest by a weight, and what nobody names has no figure."""

from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.core import areas, clock
from app.core.areas import Area
from app.core.db import db
from app.dashboards.counting.rules import Figure, Rate
from app.dashboards.former import rules
from app.dashboards.former.access import former_for, frozen_for
from app.dashboards.former.queries import Former
from app.dashboards.rows.rules import NONE, Counts, added
from app.policy import Role
from tests.browser import Browser
from tests.dashboards.test_rollups import month_after, settle
from tests.factories.figures import prove_payment
from tests.factories.periods import TERM, frozen, user_of
from tests.factories.training import THAI_THUY, THUY_ANH, make_merchant, someone

PAGE = "/cb/bang/vung-cu/341"
PAGES = ("/cb", "/cb/bang/12826", PAGE)
PROVINCE = someone(Role.PROVINCE, "33/")
HAMLETS = st.lists(st.tuples(st.sampled_from(["a", "b", "c", ""]), st.integers(0, 50)), max_size=12)


def shown(as_of: date | None = None) -> Former:
    return former_for(PROVINCE, "341", as_of or clock.today())


def lines(found: Former) -> dict[str, tuple[int, bool]]:
    return {
        row.former.name: (row.line.headline.denominator, row.part.is_estimate)
        for row in found.rows
        if row.line and row.part and row.line.headline.denominator
    }


@pytest.mark.no_database
@settings(max_examples=40)
@given(hamlets=HAMLETS, elsewhere=st.integers(0, 50))
def test_parts_add_up_to_the_commune_but_for_rounding_and_none_is_made_up(
    hamlets: list[tuple[str, int]], elsewhere: int
) -> None:
    whole = Counts(registered=sum(number for _, number in hamlets) + elsewhere)

    parts = rules.divided(whole, [(name, Counts(registered=number)) for name, number in hamlets], ["a", "b", "c"])

    named = {name for name, _ in hamlets if name}
    assert {name for name, part in parts.items() if part is not None} == named
    known = [part for part in parts.values() if part is not None]
    if named:
        assert abs(added(part.counts for part in known).registered - whole.registered) <= 1
        assert sum(part.weight for part in known) == pytest.approx(1) or not any(part.is_estimate for part in known)


@pytest.mark.no_database
def test_a_commune_made_of_one_is_that_one_and_nothing_is_estimated() -> None:
    assert rules.divided(Counts(registered=7), [], ["a"]) == {"a": rules.Part(Counts(registered=7), 1)}
    assert not rules.together([rules.Part(NONE, 1), rules.Part(NONE, 1)]).is_estimate
    assert rules.together([rules.Part(NONE, 1), rules.Part(NONE, 0.25)]).is_estimate


@pytest.mark.usefixtures("session")
def test_hamlets_go_whole_to_the_commune_they_name_and_the_rest_by_weight() -> None:
    for hamlet in ("01", "01", "03"):
        make_merchant(f"{THAI_THUY}{hamlet}/")
    exact = shown()
    for _ in range(4):
        make_merchant(THAI_THUY)
    divided = shown()

    assert lines(exact) == {"Xã Thụy Hải": (2, False), "Thị trấn Diêm Điền": (1, False)}
    assert all(is_estimate for _, is_estimate in lines(divided).values())
    assert lines(divided)["Xã Thụy Hải"][0] > 2
    assert divided.total.headline.denominator == 7
    assert (divided.whole.is_estimate, divided.communes, divided.partly, len(divided.rows)) == (False, 11, 0, 36)
    assert next(row for row in divided.rows if row.former.name == "Xã Thụy Trình").part is None


def test_a_month_gone_by_is_shown_as_it_was_kept_at_an_address_of_its_own(browser: Browser) -> None:
    merchant = make_merchant(f"{THAI_THUY}01/")
    prove_payment(merchant, times=3)
    settle()
    db.session.commit()
    this = clock.today().replace(day=1)
    with time_machine.travel(clock.start_of(month_after(this)), tick=False):
        make_merchant(f"{THAI_THUY}01/")
        settle()
        db.session.commit()
        browser.sign_in(PROVINCE)
        asked = f"?thang={this:%Y-%m}"
        now, then = (
            [browser.visit(f"{path}{each}") for path in ("/cb", "/cb/bang/12826", PAGE)] for each in ("", asked)
        )
        refused = [browser.visit(f"/cb?thang={each}").status for each in ("2025-06", "2026-13", "x", "2999-01")]

    for page, path in zip(now, PAGES, strict=True):
        assert f"{path}{asked}" in page.links
        assert "Số liệu sống, chưa chốt" in page.text
    for page in then:
        assert page.status == 200
        assert "Số liệu sống, chưa chốt" not in page.text
        assert not [link for link in page.links if link.startswith("/cb/danh-sach")]
    assert refused == [404] * 4


@pytest.mark.parametrize(("where", "status", "seen"), [("33/", 200, 11), (THUY_ANH, 200, 1), ("33/99999/", 404, 0)])
def test_somebody_sees_the_former_places_of_the_communes_they_see_whole(
    browser: Browser, where: str, status: int, seen: int
) -> None:
    make_merchant()
    db.session.commit()
    browser.sign_in(someone(Role.PROVINCE if where == "33/" else Role.OFFICIAL, where))

    page = browser.visit(PAGE)

    assert page.status == status
    assert len({link for link in page.links if link.startswith("/cb/bang/1")}) == seen
    assert browser.visit("/cb/bang/vung-cu/12826").status == 404


@pytest.mark.no_database
def test_a_share_of_a_figure_is_rounded_and_what_is_unknown_stays_so() -> None:
    assert rules.weights(["a", "a", "b", ""], ["a", "b", "c"]) == {"a": 2 / 3, "b": 1 / 3, "c": None}
    assert rules.weights([], ["a"]) == {"a": 1}
    assert rules.weighted(Figure(3, 9, 1, 3), 1 / 3) == Figure(1, 3, 0, 1)
    assert rules.weighted(Figure(None, 9), 1 / 3) == Figure(None, 3)
    assert rules.weighted(Rate(4, None), 0.5) == Rate(2, None)


def test_a_frozen_period_is_shown_by_the_former_communes_and_a_hamlet_that_moves_changes_nothing(
    browser: Browser,
) -> None:
    areas.load_shipped(demo=True)
    for _ in range(6):
        user_of()
    freeze = frozen()
    db.session.commit()
    browser.sign_in(PROVINCE)
    here = f"/cb/chot/{TERM.code}/vung-cu/341"

    page = browser.visit(f"{here}?lang=vi")
    _, found = frozen_for(PROVINCE, TERM.code, "341", "")
    moved = db.session.scalars(select(Area).where(Area.path == f"{THAI_THUY}01/")).one()
    moved.valid_to = TERM.last_on + timedelta(days=1)
    goes_on = {"level": moved.level, "name": moved.name, "name_fold": moved.name_fold, "formerly": moved.formerly}
    day = moved.valid_to + timedelta(days=1)
    db.session.add(Area(code=moved.code, path=f"{THUY_ANH}91/", valid_from=day, valid_to=None, **goes_on))
    db.session.flush()

    assert frozen_for(PROVINCE, TERM.code, "341", "")[1] == found
    assert f"{here}?lan={freeze.edition}" in browser.visit(f"/cb/chot/{TERM.code}").links
    assert (found.totals["CS-03"], found.totals["CS-04"]) == (Figure(6, None), Figure(6, 6))
    assert (found.communes, found.partly, len(found.rows)) == (11, 0, 36)
    divided = [row for row in found.rows if row.heir.path == THAI_THUY and row.weight]
    assert sum(row.weight or 0 for row in divided) == pytest.approx(1)
    assert all(row.is_estimate for row in divided)
    assert "ước tính, tỉ lệ" in page.text
    assert "6 / 6 (100,0 %)" in page.text
    assert browser.visit(f"/cb/chot/{TERM.code}/vung-cu/12826").status == 404
    assert browser.visit("/cb/chot/2020-01/vung-cu/341").status == 404
    browser.sign_in(someone(Role.OFFICIAL, "33/99999/"))
    assert browser.visit(here).status == 404
