"""Institutions and their officers are added by commands, once however often these are given."""

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app.accounts import queries as people
from app.accounts import services as accounts
from app.accounts.models import AccountHolding
from app.core.db import db
from app.policy import Actor, Role
from payments.partners import cli, queries
from payments.partners.models import Institution
from payments.partners.rules import PartnerKind

NAME, USER = "Điện lực Thử", "doitac.thu"
BY = Actor.system("test")


def give(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(cli.group, list(words))


@pytest.fixture
def account(session: object) -> None:
    accounts.make_official(username=USER, name="Anh Khôi", password="x" * 12, totp_secret="A" * 32, by=BY)
    db.session.commit()


def test_an_institution_is_added_once(app: Flask, session: object) -> None:
    for _time in range(2):
        answer = give(app, "institution", NAME, "--kind", "utility")
        assert (answer.exit_code, answer.output) == (0, f"{NAME}\n")
    [made] = db.session.scalars(select(Institution))
    assert (made.name, made.kind) == (NAME, PartnerKind.UTILITY)


def test_a_kind_nobody_knows_adds_nothing(app: Flask, session: object) -> None:
    assert give(app, "institution", NAME, "--kind", "shop").exit_code == 2
    assert queries.institution_named(NAME) is None


def test_an_officer_is_seated_and_moves_with_a_second_word(app: Flask, account: None) -> None:
    for name in (NAME, "Ngân hàng Thử"):
        give(app, "institution", name, "--kind", "bank")
        answer = give(app, "officer", USER, name, "--area", "33/")
        assert (answer.exit_code, answer.output) == (0, f"{USER}: {name}, 33/\n")
    found = people.official_named(USER)
    assert found is not None
    seat = queries.seat_of(found.id)
    assert seat is not None
    assert seat.institution.name == "Ngân hàng Thử"
    held = select(func.count()).where(AccountHolding.account_id == found.id, AccountHolding.role == Role.PARTNER)
    assert db.session.scalar(held.select_from(AccountHolding)) == 1


@pytest.mark.parametrize("words", [("nobody", NAME), (USER, "Không có")])
def test_whoever_or_whatever_is_not_there_seats_nobody(app: Flask, account: None, words: tuple[str, str]) -> None:
    give(app, "institution", NAME, "--kind", "bank")
    answer = give(app, "officer", *words, "--area", "33/")
    assert (answer.exit_code, "No such account" in answer.output) == (1, True)
    found = people.official_named(USER)
    assert found is not None
    assert queries.seat_of(found.id) is None
