"""Places: 36 former communes, 11 new ones, one code for two of them, and names as people type them."""

import unicodedata
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError

from app.core import areas
from app.core.areas import Area, Level
from app.core.db import Exactly, SortedByLanguageError, check_order, db, within
from tests.plans import plan_of

BEFORE = date(2025, 6, 30)
AFTER = date(2025, 7, 1)


@pytest.fixture(autouse=True)
def _places(session: object) -> None:
    areas.load_shipped(demo=True)


def test_thirty_six_communes_became_eleven() -> None:
    assert len(areas.communes(BEFORE)) == 36
    assert len(areas.communes(AFTER)) == 11
    assert {areas.successor(old, AFTER) for old in areas.communes(BEFORE)} == set(areas.communes(AFTER))


def test_each_new_commune_says_what_was_merged_into_it() -> None:
    merged = {place.code: len(areas.predecessors(place)) for place in areas.communes(AFTER)}

    assert sum(merged.values()) == 36
    assert merged["12826"] == 5
    assert merged["12916"] == 2


def test_one_code_means_two_places_by_date() -> None:
    old, new = areas.by_code("12865", BEFORE), areas.by_code("12865", AFTER)

    assert old is not None
    assert (old.name, old.path) == (
        "Xã Dương Phúc",
        "34/341/12865/",
    )
    assert new is not None
    assert (new.name, new.path) == ("Xã Thụy Anh", "33/12865/")
    assert not old.has_known_start
    assert new.has_known_start


@pytest.mark.parametrize(
    "typed",
    [
        "duong phuc",
        "Dương Phúc",
        unicodedata.normalize("NFD", "Xã Dương Phúc"),
        "  XA  DUONG PHUC ",
        "x. dương phúc",
        "12865",
        "thụy anh",
    ],
)
def test_a_place_is_found_however_it_is_typed(typed: str) -> None:
    assert areas.find(typed, AFTER)[0].name == "Xã Thụy Anh"


@pytest.mark.parametrize("code", ["", "\x00", "²", "1 or 1", "9" * 400])
def test_what_is_no_code_leads_nowhere(code: str) -> None:
    assert areas.by_code(code, AFTER) is None


def test_an_exact_name_comes_before_longer_ones() -> None:
    assert areas.find("Thái Ninh", AFTER)[0].name == "Xã Thái Ninh"
    assert "Xã Đông Thái Ninh" in [place.name for place in areas.find("Thái Ninh", AFTER)]


def test_the_former_town_is_found_without_its_kind() -> None:
    assert [place.path for place in areas.find("diem dien", AFTER)] == ["33/12826/"]


def test_before_the_reform_a_name_leads_to_the_place_of_that_time() -> None:
    assert [place.name for place in areas.find("duong phuc", BEFORE)] == ["Xã Dương Phúc"]
    assert areas.find("nam thai ninh", BEFORE) == []


@pytest.mark.parametrize("typed", ["", "   ", "xã ", "%", "_", "không có nơi này", "\x00", "²"])
def test_nothing_is_found_for_nothing(typed: str) -> None:
    assert areas.find(typed, AFTER) == []


def test_demonstration_hamlets_are_marked_and_name_their_former_commune() -> None:
    found = areas.hamlets("33/12826/", AFTER)

    assert len(found) == 6
    assert found[0].path == "33/12826/01/"
    assert found[0].label == "Thôn Vạn Chài (trước là xã Thụy Hải)"
    assert all(place.is_demo for place in found)
    assert not areas.communes(AFTER)[0].is_demo


def test_loading_twice_changes_nothing() -> None:
    before = {place.id: (place.name, place.path, place.successor_id) for place in db.session.scalars(select(Area))}

    areas.load_shipped(demo=True)

    after = {place.id: (place.name, place.path, place.successor_id) for place in db.session.scalars(select(Area))}
    assert after == before


def test_the_same_code_cannot_start_twice_on_one_day() -> None:
    twin = Area(
        code="12865", level=Level.COMMUNE, name="Xã Trùng", name_fold="trung", path="34/341/12865/",
        valid_from=areas.UNKNOWN_START,
    )  # fmt: skip
    db.session.add(twin)

    with pytest.raises(IntegrityError):
        db.session.flush()


def test_names_of_paths_come_in_one_answer() -> None:
    assert areas.names_of(["33/12826/", "33/12826/01/", "", "99/"]) == {
        "33/12826/": "Xã Thái Thụy",
        "33/12826/01/": "Thôn Vạn Chài",
    }
    assert areas.name_of("34/341/12865/") == "Xã Dương Phúc"
    assert areas.name_of("99/") == ""


def test_the_communes_part_of_a_path() -> None:
    assert areas.commune_path("33/12826/01/") == "33/12826/"
    assert areas.commune_path("33/12826/") == "33/12826/"
    assert areas.commune_path("33/") == ""
    assert areas.commune_path("") == ""


def test_every_parent_is_one_step_above() -> None:
    upper = {place.id: place for place in db.session.scalars(select(Area))}
    for place in upper.values():
        above = upper[place.parent_id].path if place.parent_id else ""
        assert place.path.startswith(above)
        assert place.path.count("/") == above.count("/") + 1
    assert db.session.scalar(select(func.count()).select_from(Area)) == 50 + 24


def test_a_database_that_sorts_sign_by_sign_is_taken_and_another_refused() -> None:
    connection = db.session.connection()
    check_order(connection)

    # No such database can be had everywhere the tests run: this is one that answers as it would.
    with pytest.raises(SortedByLanguageError, match="locale 'C'"):
        check_order(SimpleNamespace(scalar=lambda _asked: False))  # type: ignore[arg-type]  # asked for one value only


def test_only_what_lies_at_or_below_a_path_is_within_it() -> None:
    paths = {place.path for place in db.session.scalars(select(Area))}

    for path in ("33/", "33/12826/", "33/12826/01/", "3/", "33/1/"):
        found = set(db.session.scalars(select(Area.path).where(within(Area.path, [path]))))
        assert found == {each for each in paths if each.startswith(path)}, path


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        (lambda: areas._valid(AFTER).where(Area.level == Level.HAMLET, within(Area.path, ["33/12826/"])), "level_path"),
        (lambda: select(Area.id).where(within(Area.path, ["33/12826/"])), "ix_area_path"),
    ],
)
def test_the_places_of_one_commune_are_looked_up_by_an_index(asked: Callable[[], Select[Any]], index: str) -> None:
    assert index in plan_of(asked())


def test_a_former_district_is_found_from_the_communes_that_came_of_it_and_asks_nothing_of_nowhere() -> None:
    assert [each.code for each in areas.former_districts(["33/12826/"])] == ["341"]
    assert [each.code for each in areas.former_districts(["33/"])] == ["341"]
    assert list(areas.former_districts(["33/99999/"])) == list(areas.former_districts([])) == []
    assert {each.level for each in areas.with_code("12826")} == {Level.COMMUNE}
    assert list(areas.with_code("x")) == []


def test_a_place_that_is_written_into_a_statement_is_compared_and_nothing_else() -> None:
    everywhere, nowhere = select(func.count()).select_from(Area), "1/' or '1' = '1"

    assert db.session.scalar(everywhere)
    assert db.session.scalar(everywhere.where(within(Area.path, Exactly([nowhere, "%"])))) == 0
