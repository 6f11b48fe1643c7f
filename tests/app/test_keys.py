"""Keys are changed while the site runs: all that is sealed comes along, and the older keys may go."""

import re
from collections.abc import Iterator
from dataclasses import replace

import click
import pyotp
import pytest
from flask import Flask

from app import keys
from app.accounts import services as accounts
from app.accounts.models import Account
from app.cli import main
from app.core import clock, settings, typed
from app.core.db import db
from app.core.settings import ROOT, Settings
from app.policy import Actor
from merchants.identity import queries as numbers
from merchants.identity import services as identity
from merchants.identity.rules import NumberKind
from merchants.imports import services as imports
from merchants.imports.models import ListImport
from tests.factories import imports as make_list
from tests.factories.merchants import confirmed

OLD, NEW = ("k1", bytes(range(32))), ("k2", bytes(range(32, 64)))
NUMBER, DIGITS = "034164000001", "LENSANDEMOLENSANDEMOLENSANDEMO23"
PATH, ANSWERS = "/dang-ky/ten", {"name": ["Nước mắm bà Mận"]}
BY = Actor.system("test")


def hold(*held: tuple[str, bytes]) -> None:
    settings.use(replace(settings.current(), seal_keys=held, blind_keys=held))


@pytest.fixture
def given_back(session: object) -> Iterator[None]:
    before = settings.current()
    yield
    settings.use(before)


class Sealed:
    """One of everything that is sealed."""

    def __init__(self) -> None:
        self.merchant = confirmed()
        self.number = identity.record_number(self.merchant, kind=NumberKind.CITIZEN_ID, number=NUMBER, by=BY)
        self.official: Account = accounts.make_official(
            username="doi.khoa", name="Đổi Khoá", password="mat khau dai", totp_secret=DIGITS, by=BY
        )
        self.brought: ListImport = make_list.brought(make_list.workbook([make_list.line()]), by=make_list.clerk())
        self.typed = typed.keep(PATH, ANSWERS)
        db.session.commit()

    def opens(self) -> None:
        """Open everything with the keys held now."""
        assert numbers.holders_of(NumberKind.CITIZEN_ID, NUMBER) == {self.merchant.id}
        assert identity.unmask(self.number, reason="đối chiếu giấy tờ", by=BY) == NUMBER
        self.official.totp_last_step = None
        accounts.check_second_factor(self.official, code=pyotp.TOTP(DIGITS).at(clock.now()))
        assert imports.open_file(self.brought)[:2] == b"PK"
        assert self.typed is not None
        assert typed.kept(self.typed, PATH) == ANSWERS


def say(app: Flask, *words: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(keys.group, words)
    return done.exit_code, done.output


@pytest.mark.usefixtures("given_back")
def test_everything_comes_to_the_new_key_a_little_at_a_time_and_the_older_one_may_go(app: Flask) -> None:
    hold(OLD)
    kept = Sealed()
    hold(NEW, OLD)
    kept.opens()
    assert re.findall(r"(\d+) waiting", say(app, "status")[1]) == ["1", "1", "1", "1"]

    code, said = say(app, "rotate", "--at-once", "1")

    assert (code, re.findall(r"(\d+) brought", said)) == (0, ["1", "1", "1", "1"])
    assert re.findall(r"(\d+) waiting", say(app, "status")[1]) == ["0", "0", "0", "0"]
    assert re.findall(r"(\d+) brought", say(app, "rotate")[1]) == ["0", "0", "0", "0"]
    hold(NEW)
    kept.opens()


@pytest.mark.usefixtures("given_back")
def test_a_key_that_is_gone_is_named_and_nothing_is_changed(app: Flask) -> None:
    hold(OLD)
    kept = Sealed()
    before = kept.number.sealed
    hold(NEW)

    code, said = say(app, "rotate")

    assert code == 1
    assert "the key 'k1', which is not among the settings. Put it back" in said
    db.session.expire_all()
    assert kept.number.sealed == before


@pytest.mark.no_database
def test_a_new_key_is_printed_as_the_settings_take_it(app: Flask) -> None:
    def taken(*words: str) -> list[str]:
        line = say(app, "new", *words)[1].strip()
        return [name for name, _key in Settings.from_environment({"LENSAN_SEAL_KEYS": line}).seal_keys]

    assert taken("xuan") == ["xuan"]
    assert taken() == [f"k{clock.today():%Y%m%d}"]


@pytest.mark.no_database
def test_every_command_that_is_named_anywhere_exists() -> None:
    places = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    for package in ("app", "catalog", "merchants", "payments"):
        places += (ROOT / package).rglob("*.py")
    said = "\n".join(path.read_text("utf-8") for path in places)
    named = set(re.findall(r"`(?:\S+ )?lensan ([a-z]+)(?: ([a-z]+)\b)?", said))

    for group, command in named:
        found = main.get_command(click.Context(main), group)
        assert found is not None, group
        if command and isinstance(found, click.Group):
            assert found.get_command(click.Context(found), command), f"{group} {command}"
    assert {("keys", "new"), ("keys", "rotate"), ("rollups", "rebuild")} <= named
