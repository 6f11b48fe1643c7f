"""What is on the menu of whom, and that every door of the contents opens to those who are shown it."""

import pytest
from flask import Flask

from app.core.ids import new_id
from app.policy import ANONYMOUS, Actor, Holding, Role
from app.web import navigation
from tests.browser import Browser

HERE = "33/12826/"
OFFICES = (Role.CLERK, Role.OFFICIAL, Role.LEADER, Role.TEAM, Role.TRAINER, Role.PROVINCE, Role.AUDITOR, Role.ADMIN)


# Pages one comes to from another one: what was chosen there, a paper to print, a form of a list.
STEPS = {
    "/cb/goi/phieu.pdf",
    "/cb/ky/co-quan",
    "/cb/ky/lanh-dao",
    "/cb/lo",
    "/cb/mat-tien",
    "/cb/muc-luc",
    "/cb/nhap/mau.xlsx",
    "/cb/nhap/moi",
    "/cb/quay/ma",
    "/qt/su-co/moi",
    "/cb/so.pdf",
    "/cb/so-bao-ve/moi",
    "/cb/thu-tu-lop/moi",
    "/day/moi",
    "/to/giay.pdf",
    "/to/ma",
    "/to/mau-thuan",
    "/to/may/goi.json",
    "/to/may/nhap",
    "/to/may/toi.json",
    "/cb/to/moi",
    "/to/gio-cong/cam-on.pdf",
}


def somebody(role: Role) -> Actor:
    return Actor(new_id(), role.value, (Holding(role, area_path=HERE),))


def test_visitors_and_owners_find_products_places_classes_and_help() -> None:
    owner = Actor(new_id(), "Chủ cơ sở", (Holding(Role.OWNER, merchant_id=new_id()),))

    assert [entry.path for entry in navigation.entries(ANONYMOUS)] == ["/san-pham", "/du-lich", "/lop-hoc", "/tro-giup"]
    assert [entry.path for entry in navigation.entries(owner)] == [
        "/toi",
        "/san-pham",
        "/du-lich",
        "/lop-hoc",
        "/tro-giup",
    ]


def test_a_clerk_finds_the_first_doors_and_the_way_to_the_others() -> None:
    paths = [entry.path for entry in navigation.entries(somebody(Role.CLERK))]

    assert paths == ["/cb/viec", "/cb/tim", "/cb", "/to", "/cb/muc-luc"]


@pytest.mark.parametrize("role", OFFICES)
def test_every_door_shown_opens(browser: Browser, role: Role) -> None:
    actor = somebody(role)
    browser.sign_in(actor)

    contents = browser.visit(navigation.CONTENTS)
    doors = [door.path for chapter in navigation.chapters(actor) for door in chapter.entries]

    assert contents.status == 200
    assert doors
    for path in {*doors, *(entry.path for entry in navigation.entries(actor))}:
        assert f'href="{path}"' in contents.html
        assert browser.visit(path).status == 200, path


def test_every_page_of_work_has_a_door(app: Flask) -> None:
    within = ("/cb", "/to", "/day", "/ks", "/qt")
    pages = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and not rule.arguments
        and f"{rule.rule}/".startswith(tuple(f"{p}/" for p in within))
    }
    doors = {door.path for chapter in navigation.CHAPTERS for door in chapter.entries}

    assert pages - doors == STEPS


def test_whoever_holds_no_office_is_not_told_of_the_contents(browser: Browser) -> None:
    browser.sign_in(Actor(new_id(), "Chủ cơ sở", (Holding(Role.OWNER, merchant_id=new_id()),)))

    assert browser.visit(navigation.CONTENTS).status == 404


def test_the_menu_marks_where_one_is(app: Flask) -> None:
    menu = navigation.entries(somebody(Role.CLERK))

    for path, marked in (
        ("/cb", "/cb"),
        ("/cb/viec", "/cb/viec"),
        ("/cb/hs/1204-087-354/tra-lai", "/cb/viec"),
        ("/cb/bang/12826", "/cb"),
        ("/cb/so", "/cb/muc-luc"),
        ("/lop-hoc/1", "/cb/muc-luc"),
        ("/", ""),
    ):
        assert navigation.place(menu, path) == marked, path
    assert navigation.place(navigation.entries(ANONYMOUS), "/lop-hoc/1") == "/lop-hoc"
