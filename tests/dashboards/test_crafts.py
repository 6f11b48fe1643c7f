"""Registered and in use by craft: the crafts make up the whole, each number has its list, none leaves its place."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import structlog
import time_machine
from sqlalchemy import delete, update

from app.core import areas, clock
from app.core.db import db
from app.dashboards import queries
from app.dashboards.metrics import Side
from app.dashboards.queries import Crafts
from app.dashboards.rollups import jobs
from app.dashboards.rollups import queries as rollups
from app.dashboards.rollups.models import PlaceCraft
from app.policy import Actor, Role
from merchants.models import Merchant
from merchants.rules import ConsentPurpose, Craft
from merchants.services import withdraw_consent
from merchants.states import Stage
from tests.browser import Browser
from tests.factories.figures import prove_payment
from tests.factories.training import BY, THAI_THUY, THUY_ANH, make_merchant, someone

PAGE, COUNTRY = "/cb/bang/12826/theo-nghe", "/cb/theo-nghe"
OFFICIAL = someone(Role.OFFICIAL)
PROVINCE = someone(Role.PROVINCE, "33/")


def village() -> list[Merchant]:
    """Make five businesses of three crafts in one commune and one in another; one of each craft but rice is in use."""
    crafts = Craft.FISH_SAUCE, Craft.FISH_SAUCE, Craft.FISH_SAUCE, Craft.RICE, Craft.WEAVING
    made = [make_merchant(f"{THAI_THUY}01/", craft=craft, business_name=f"Cơ sở {craft}") for craft in crafts]
    make_merchant(craft=Craft.CAKE, stage=Stage.RESTING)
    made.append(make_merchant(THUY_ANH, craft=Craft.RICE, business_name="Gạo Thụy Anh"))
    for used in (made[0], made[4]):
        prove_payment(used, times=3)
    db.session.commit()
    return made


def by_craft(actor: Actor, code: str = "", *, as_of: date | None = None) -> Crafts:
    return queries.crafts(actor, areas.by_code(code, clock.today()) if code else None, as_of=as_of)


def told(found: Crafts) -> dict[str, tuple[int, int | None]]:
    return {line.code: (line.headline.denominator, line.headline.numerator) for line in found.lines}


@pytest.mark.parametrize("keep", [lambda: None, jobs.settle], ids=["counted now", "kept"])
def test_crafts_make_up_the_whole_and_the_widest_gap_comes_first(keep: Callable[[], None]) -> None:
    village()
    keep()

    commune, province = by_craft(OFFICIAL, "12826"), by_craft(PROVINCE)

    assert told(commune) == {"fish_sauce": (3, 1), "rice": (1, 0), "weaving": (1, 1)}
    assert told(province) == {"fish_sauce": (3, 1), "rice": (2, 0), "weaving": (1, 1)}
    for found in (commune, province):
        gaps = [line.headline.gap for line in found.lines]
        assert gaps == sorted(gaps, reverse=True)
        assert sum(line.headline.denominator for line in found.lines) == found.total.denominator
        assert not found.is_partial


def test_somebody_of_one_hamlet_sees_its_crafts_alone() -> None:
    village()
    make_merchant(f"{THAI_THUY}02/", craft=Craft.TOUR)
    jobs.settle()

    assert told(by_craft(someone(Role.TEAM, f"{THAI_THUY}02/"), "12826")) == {"tour": (1, None)}


def test_whoever_wishes_not_to_be_counted_is_in_no_craft() -> None:
    withdraw_consent(village()[4], purpose=ConsentPurpose.STATISTICS, by=BY)
    jobs.settle()

    assert "weaving" not in told(by_craft(OFFICIAL, "12826"))


def test_where_no_bank_has_reported_use_is_not_known(browser: Browser) -> None:
    make_merchant(THUY_ANH, craft=Craft.RICE)
    browser.sign_in(someone(Role.OFFICIAL, THUY_ANH))

    assert "Chưa có số" in browser.visit("/cb/bang/12865/theo-nghe").text
    assert told(by_craft(PROVINCE, "12865")) == {"rice": (1, None)}


def test_a_business_that_changes_its_craft_or_place_changes_both_figures() -> None:
    rice, *_, elsewhere = village()
    jobs.settle()

    rice.craft, elsewhere.area_path = Craft.RICE, THAI_THUY
    db.session.commit()
    jobs.settle()

    assert told(by_craft(PROVINCE)) == told(by_craft(OFFICIAL, "12826")) == {
        "fish_sauce": (2, 0), "rice": (3, 1), "weaving": (1, 1)
    }  # fmt: skip
    assert told(by_craft(PROVINCE, "12865")) == {}


def test_a_new_month_begins_with_everything_but_use_and_leaves_the_one_before(browser: Browser) -> None:
    village()
    jobs.settle()
    this = clock.today()
    later = (this.replace(day=1) + timedelta(days=31)).replace(day=1)

    with time_machine.travel(clock.start_of(later), tick=False):
        before_counting = told(by_craft(OFFICIAL, "12826"))
        make_merchant(craft=Craft.TOUR)
        db.session.commit()
        jobs.settle()
        opened, old = by_craft(OFFICIAL, "12826"), by_craft(OFFICIAL, "12826", as_of=this)
        browser.sign_in(OFFICIAL)
        page = browser.visit(f"{PAGE}?thang={this:%Y-%m}")

    assert before_counting == {"fish_sauce": (3, 0), "rice": (1, 0), "weaving": (1, 0)}
    assert told(opened) == before_counting | {"tour": (1, 0)}
    assert told(old) == {"fish_sauce": (3, 1), "rice": (1, 0), "weaving": (1, 1)}
    assert (page.status, "Nước mắm" in page.text) == (200, True)
    assert "nghe=" not in page.html, "a list is of today"


def test_what_was_never_kept_by_craft_is_said_and_not_counted_again(browser: Browser, count_queries: list[str]) -> None:
    village()
    jobs.settle()
    db.session.execute(delete(PlaceCraft))
    db.session.commit()
    browser.sign_in(OFFICIAL)
    count_queries.clear()

    page = browser.visit(PAGE)

    assert "đang được đếm lại" in page.text
    assert not [each for each in count_queries if "merchant.craft" in each]


def test_the_night_finds_a_craft_that_differs_mends_it_and_names_it(browser: Browser) -> None:
    village()
    jobs.settle()
    chosen = PlaceCraft.is_sum.is_(False), PlaceCraft.craft == Craft.FISH_SAUCE
    db.session.execute(update(PlaceCraft).where(*chosen).values(registered=9))
    db.session.execute(delete(PlaceCraft).where(PlaceCraft.craft == Craft.RICE))
    db.session.commit()

    with structlog.testing.capture_logs():
        jobs.check()

    found = {(each.area_path, each.name, each.kept, each.counted) for each in rollups.differences(None)}
    assert found == {
        (f"{THAI_THUY}01/", "fish_sauce:registered", 9, 3),
        (f"{THAI_THUY}01/", "rice:registered", 0, 1),
        (THUY_ANH, "rice:registered", 0, 1),
    }
    assert told(by_craft(PROVINCE)) == {"fish_sauce": (3, 1), "rice": (2, 0), "weaving": (1, 1)}
    browser.sign_in(OFFICIAL)
    assert "Đăng ký, theo nghề: Nước mắm" in browser.visit("/cb/kiem-so").text


@pytest.mark.parametrize("craft", [Craft.FISH_SAUCE, Craft.RICE, Craft.WEAVING])
@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize(("page", "where"), [(PAGE, "xa=12826&"), (COUNTRY, "")])
def test_every_number_of_a_craft_is_the_length_of_its_list(
    browser: Browser, craft: Craft, side: Side, page: str, where: str
) -> None:
    village()
    browser.sign_in(OFFICIAL)
    address = f"/cb/danh-sach/su-dung/{side.value}?{where}nghe={craft}"

    shown = re.search(rf'href="{re.escape(address.replace("&", "&amp;"))}">(\d+)<', browser.visit(page).html)
    listed = browser.visit(address)

    assert shown is not None
    names = re.findall(r"Cơ sở ([a-z_]+)", listed.html)
    assert names == [craft] * int(shown[1])
    assert f'href="{page}"' in listed.html


def test_a_list_by_craft_stays_within_reach_and_asks_whoever_owes_a_purpose(browser: Browser) -> None:
    village()
    browser.sign_in(OFFICIAL)
    assert "Gạo Thụy Anh" not in browser.visit("/cb/danh-sach/su-dung/mau?nghe=rice").html
    assert browser.visit("/cb/danh-sach/su-dung/mau?xa=12865&nghe=rice").status == 404
    assert browser.visit("/cb/danh-sach/su-dung/mau?xa=12826&nghe=gold").status == 404
    assert browser.visit("/cb/bang/12865/theo-nghe").status == 404

    browser.sign_in(PROVINCE)
    assert "Gạo Thụy Anh" not in browser.visit("/cb/danh-sach/su-dung/mau?nghe=rice").html
    assert browser.fill("/cb/danh-sach/su-dung/mau?nghe=rice", reason="Mời họp nghề gạo").status == 303
    listed = browser.visit("/cb/danh-sach/su-dung/mau?nghe=rice")
    assert "Gạo Thụy Anh" in listed.html
    assert "Cơ sở weaving" not in listed.html


@pytest.mark.parametrize("page", [PAGE, COUNTRY])
def test_the_page_is_for_officials(browser: Browser, page: str) -> None:
    assert browser.visit(page).status == 303
    browser.sign_in(someone(Role.OWNER))
    assert browser.visit(page).status == 404


def test_whoever_sees_no_names_gets_numbers_without_lists(browser: Browser) -> None:
    village()
    browser.sign_in(someone(Role.AUDITOR, ""))

    page = browser.visit(COUNTRY)

    assert "Lúa gạo" in page.text
    assert "nghe=" not in page.html


def test_the_boards_lead_to_it_and_of_few_no_share_is_said(browser: Browser) -> None:
    village()
    browser.sign_in(OFFICIAL)

    assert f'href="{PAGE}"' in browser.visit("/cb/bang/12826").html
    assert f'href="{COUNTRY}"' in browser.visit("/cb").html
    page = browser.visit(PAGE)
    assert "Ít quá, không nói" in page.text
    for _ in range(17):
        make_merchant(craft=Craft.FISH_SAUCE)
    db.session.commit()
    jobs.settle()
    assert "5,0 %" in browser.visit(PAGE).text.replace("\xa0", " ")


def test_after_counting_nothing_raw_is_read(browser: Browser, count_queries: list[str]) -> None:
    village()
    jobs.settle()
    count_queries.clear()

    assert by_craft(OFFICIAL, "12826").total.denominator == 5
    assert by_craft(OFFICIAL).total.denominator == 5
    assert not [each for each in count_queries if "FROM merchant" in each or "JOIN merchant" in each]
