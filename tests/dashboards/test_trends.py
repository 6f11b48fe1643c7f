"""Numbers over time and by commune: gaps stay gaps, targets have a path, and every picture has its table."""

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import audit
from app.core.db import db
from app.dashboards.indicators.queries import shipped
from app.dashboards.periods.models import FrozenFigure
from app.dashboards.trends import queries, rules, services
from app.dashboards.trends.rules import MAY_HAVE_TARGET, Aim, Band, Frame
from app.policy import Role
from tests.browser import Browser
from tests.factories.definitions import official
from tests.factories.figures import prove_payment
from tests.factories.periods import TERM, frozen, user_of
from tests.factories.training import THAI_THUY, THUY_ANH, someone

PAGE = f"/cb/xem/CS-04?ky={TERM.code}"
AIM = Aim(80, date(2026, 12, 31), 40, date(2025, 12, 31))
OF_FAMILIES, OF_THE_PROGRAMME = {"CS-04", "CS-06", "CS-17", "CS-28", "CS-33"}, {"CS-14", "CS-14c", "CS-14d"}
DATES = {"due_on": ["31", "12", "2026"], "baseline_on": ["31", "12", "2025"]}
GIVEN = {"indicator": "CS-04", "value_pct": "80", "owner": "UBND xã", "document": "", "baseline_pct": "40"} | DATES


def target(*, document: str = "", **changed: Any) -> Any:
    aim = replace(AIM, **changed)
    return services.set_target("CS-04", THAI_THUY, aim, owner="UBND xã", document=document, by=official())


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("points", "on", "band"),
    [
        (60.0, date(2026, 7, 1), Band.ON),
        (56.0, date(2026, 7, 1), Band.NEAR),
        (54.0, date(2026, 7, 1), Band.OFF),
        (None, date(2026, 7, 1), Band.UNKNOWN),
        (39.0, date(2025, 1, 1), Band.NEAR),
        (79.9, date(2027, 6, 1), Band.NEAR),
    ],
)
def test_bands_follow_the_straight_path(points: float | None, on: date, band: Band) -> None:
    assert AIM.band(points, on) is band


@pytest.mark.no_database
def test_no_path_is_drawn_before_it_was_agreed() -> None:
    assert AIM.path(AIM.baseline_on) == AIM.baseline_pct
    assert AIM.path(AIM.baseline_on - timedelta(days=1)) is None
    assert AIM.path(AIM.due_on + timedelta(days=40)) == AIM.value_pct


@pytest.mark.no_database
def test_without_a_baseline_nothing_is_said_before_the_day() -> None:
    bare = Aim(50, date(2026, 12, 31), None, None)

    assert bare.band(10, date(2026, 6, 1)) is Band.UNKNOWN
    assert bare.band(10, date(2026, 12, 31)) is Band.OFF
    assert bare.expected(date(2026, 6, 1)) is None


@pytest.mark.no_database
@settings(deadline=None)
@given(st.sampled_from(rules.FRAMES), st.lists(st.one_of(st.none(), st.floats(0, 100)), min_size=1, max_size=24))
def test_a_line_is_broken_where_nobody_reported(frame: Frame, series: list[float | None]) -> None:
    pieces = frame.lines(series)

    assert sum(len(piece) for piece in pieces) == sum(points is not None for points in series)
    gaps = sum(1 for before, after in pairwise(series) if before is not None and after is None)
    assert len(pieces) in (gaps, gaps + 1)
    assert all(frame.top <= dot.y <= frame.height - frame.bottom for piece in pieces for dot in piece)
    assert all(frame.left <= dot.x <= frame.width - frame.right for piece in pieces for dot in piece)


@pytest.mark.no_database
@pytest.mark.parametrize("frame", rules.FRAMES)
@pytest.mark.parametrize(
    ("series", "is_below"),
    [([40, 20], True), ([20, 40], False), ([30], False), ([40, None, 20], False), ([9, 0], False)],
)
def test_the_last_number_is_not_written_over_the_line_that_leads_to_it(
    frame: Frame, series: list[float | None], is_below: bool
) -> None:
    piece = frame.lines(series)[-1]

    assert (frame.said_at(piece) > piece[-1].y) is is_below
    assert 0 < frame.said_at(piece) < frame.height - frame.bottom


@pytest.mark.no_database
def test_a_commune_nobody_reported_of_is_hatched_and_never_pale() -> None:
    drawn = rules.strips([("Xã A", "1", 0.0), ("Xã B", "2", 80.0), ("Xã C", "3", None), ("Xã D", "4", 25.0)])

    assert [[tile.step for tile in strip] for strip in drawn] == [[0, 3, None], [1]]
    assert len({tile.x for tile in drawn[0]}) == 3


@pytest.mark.no_database
def test_the_figures_of_2022_are_those_of_the_report() -> None:
    power = queries.baseline_of("CS-01")
    hamlets = queries.baseline_of("CS-21b")

    assert power is not None
    assert hamlets is not None
    assert (power.numerator, power.denominator, power.share_pct) == (67_000, 95_000, 70.5)
    assert (hamlets.numerator, hamlets.denominator) == (244, 254)
    assert [each for each in queries.baselines() if not all(each.said("vi") + each.said("en"))] == []
    assert {each.indicator: each.share_pct for each in queries.baselines() if each.is_target} == {
        "CS-14c": 80, "CS-14d": 50, "CS-14": 50,
    }  # fmt: skip
    assert {each.indicator for each in queries.baselines() if each.is_target} == OF_THE_PROGRAMME


def test_the_last_target_set_holds_and_the_one_before_stays() -> None:
    first, second = target(), target(value_pct=90, document="KH 155/KH-UBND")

    assert [each.value_pct for each in queries.targets([THAI_THUY])] == [90]
    assert db.session.get(type(first), first.id) is first
    assert [entry.action for entry in audit.entries_about("indicator_target", second.id)] == ["target:set"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"baseline_on": None}, "baseline_on"), ({"baseline_pct": None}, "baseline_on"),
     ({"due_on": date(2025, 1, 1)}, "due_on")],
)  # fmt: skip
def test_a_target_that_leads_nowhere_is_refused(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(services.TargetRefusedError) as refusal:
        target(**changed)
    assert refusal.value.field == field


def test_nobody_sets_a_target_on_visits_or_records_or_anything_else_that_only_tells() -> None:
    assert set(MAY_HAVE_TARGET) == OF_FAMILIES | OF_THE_PROGRAMME
    for number in set(shipped().versions) - set(MAY_HAVE_TARGET):
        with pytest.raises(services.TargetRefusedError):
            services.set_target(number, THAI_THUY, AIM, owner="x", document="", by=official())
    assert queries.targets([THAI_THUY]) == []


def test_a_picture_says_what_its_table_says(browser: Browser) -> None:
    for number in range(4):
        user_of(times=3 if number else 0)
    user_of(area_path=THUY_ANH, times=0)
    frozen()
    target()
    db.session.commit()
    browser.sign_in(someone(Role.PROVINCE, "33/"))

    page = browser.visit(PAGE)

    assert "3 / 4 (75,0" in page.text
    wide, narrow, squares = re.findall(r'<figure class="chart.*?</figure>', page.html, re.DOTALL)
    assert all(each.count('role="img"') == 1 for each in (wide, narrow, squares))
    assert all("<title" in each and "<desc" in each for each in (wide, narrow, squares))
    assert "75,0 %" in wide
    assert "75,0 %" in narrow
    assert squares.count("url(#hatch)") == 10
    assert squares.index("Thái") < squares.index("Anh")
    assert f"/cb/chot/{TERM.code}" in page.links
    assert "/cb/xem/CS-03?ky=2026-10" in page.links
    assert "/cb/bang/12826" in page.links, "from there one click leads to the list"
    assert [each for each in page.links if each.startswith("/cb/chot/")] == [f"/cb/chot/{TERM.code}"]


def test_hours_for_each_stand_in_the_table_and_are_not_drawn_as_a_share(browser: Browser) -> None:
    freeze = frozen()
    for place, hours in ((THAI_THUY, 7), (THUY_ANH, 5)):
        db.session.add(
            FrozenFigure(freeze_id=freeze.id, indicator="CS-24", edition=2, commune_path=place, numerator=hours,
                         denominator=2, unknown=0, apart=0)
        )  # fmt: skip
    db.session.commit()
    browser.sign_in(someone(Role.PROVINCE, "33/"))

    page = browser.visit("/cb/xem/CS-24")

    assert "7 / 2 (3,5)" in page.text
    assert "12 / 4 (3,0)" in page.text
    assert not [each for each in re.findall(r"<svg.*?</svg>", page.html, re.DOTALL) if 'role="img"' in each]
    assert "3.0" in browser.visit("/cb/xem/CS-24?lang=en").text


def test_an_official_sees_their_own_commune_on_the_map(browser: Browser) -> None:
    user_of()
    prove_payment(user_of(area_path=THUY_ANH), on=TERM.month_end_on)
    frozen()
    db.session.commit()
    browser.sign_in(someone(Role.OFFICIAL))

    page = browser.visit(PAGE)

    assert "Xã Thái Thụy" in page.text
    assert "Thụy Anh" not in page.text
    assert browser.visit("/cb/xem/CS-99").status == 404
    assert browser.visit("/cb/xem/CS-04?ky=2026-99").status == 404


def test_before_anything_is_frozen_the_page_says_no_data(browser: Browser) -> None:
    browser.sign_in(someone(Role.OFFICIAL))

    assert "Chưa có số" in browser.visit("/cb/xem/CS-04").text


def test_an_official_sets_a_target_and_the_page_says_that_its_document_is_missing(browser: Browser) -> None:
    user_of()
    frozen()
    db.session.commit()
    browser.sign_in(someone(Role.OFFICIAL))

    assert browser.fill("/cb/muc-tieu", **(GIVEN | {"value_pct": "101"})).status == 422
    assert browser.fill("/cb/muc-tieu", **(GIVEN | {"due_on": ["1", "1", "2025"]})).status == 422
    assert browser.fill("/cb/muc-tieu", **GIVEN).status == 303

    page = browser.visit("/cb/muc-tieu")
    assert "80 % đến 31/12/2026" in page.text
    assert "Chưa có văn bản" in page.text
    assert "Đúng lộ trình" in page.text
    assert "67.000/95.000" in page.text
    assert "chưa ai báo. Vạch xám: đường đi đã hẹn. Mục tiêu: 80 %" in browser.visit(PAGE).text
    assert [each.place_path for each in queries.targets([THAI_THUY])] == [THAI_THUY]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.TEAM, Role.CLERK])
def test_others_read_targets_and_set_none(browser: Browser, role: Role) -> None:
    browser.sign_in(someone(role))

    assert "<form" not in browser.visit("/cb/muc-tieu").html.split("<main")[1].split("</main")[0]
    assert browser.post("/cb/muc-tieu", **GIVEN).status == 404
    assert queries.targets([THAI_THUY]) == []
