"""Losses: what is refused, who may not know, and the steps of a report."""

from datetime import timedelta

import pytest

from app.accounts import queries as people
from app.core import clock
from app.core.db import db
from app.core.states import TransitionNotAllowedError
from app.policy import Actor, Holding, Power, Role
from merchants.models import Merchant
from payments.losses import queries, rules, services
from payments.losses.models import Loss
from payments.losses.rules import LossKind
from payments.losses.states import LOSS, LossState, LossStep
from tests.browser import Browser
from tests.factories.helping import delegated
from tests.factories.merchants import confirmed, owner
from tests.factories.payments import clerk_of, make_loss


def lost(merchant: Merchant) -> Loss:
    loss = make_loss(merchant)
    db.session.commit()
    return loss


@pytest.mark.no_database
@pytest.mark.parametrize("state", LossState)
@pytest.mark.parametrize("step", LossStep)
def test_a_loss_takes_only_the_steps_of_its_table(state: LossState, step: LossStep) -> None:
    if (state, step) in LOSS.table:
        assert LOSS.next(state, step) in LossState
    else:
        with pytest.raises(TransitionNotAllowedError):
            LOSS.next(state, step)
    assert (LOSS.terminal(), LOSS.reachable()) == ({LossState.CLOSED}, set(LossState))


@pytest.mark.no_database
def test_numbers_have_a_day_and_say_that_nobody_has_rung_them() -> None:
    numbers = rules.numbers()

    assert not numbers.is_verified
    assert numbers.dated.year == 2026
    assert numbers.of_bank("000000") == ""
    assert all(number.isdigit() for number in (numbers.police, *numbers.banks.values()))


@pytest.mark.parametrize(("days", "amount"), [(1, 100_000), (0, 0), (0, -5), (0, rules.MOST_VND + 1)])
def test_what_cannot_have_been_lost_is_refused(session: object, days: int, amount: int) -> None:
    merchant = confirmed()
    day = clock.today() + timedelta(days=days)

    with pytest.raises(services.LossRefusedError):
        services.report(merchant, kind=LossKind.OTHER, happened_on=day, amount_vnd=amount, by=owner(merchant))
    assert queries.losses_of(merchant.id) == []


def test_a_form_that_cannot_be_right_says_what_to_enter(browser: Browser) -> None:
    merchant = confirmed()
    browser.sign_in(owner(merchant))
    ahead = clock.today() + timedelta(days=2)

    page = browser.fill(
        f"/hs/{merchant.code}/tt/bao-mat-tien",
        happened_on=[str(ahead.day), str(ahead.month), str(ahead.year)], amount_vnd="0", kind="other",
    )  # fmt: skip

    assert page.status == 422
    assert "Ngày này chưa đến" in page.text
    assert queries.losses_of(merchant.id) == []


def test_a_delegate_a_neighbour_and_a_clerk_are_not_told_that_the_page_exists(browser: Browser) -> None:
    merchant, other = confirmed(), confirmed(phone="+84912345679")
    loss = lost(merchant)
    helper = people.account_by_id(delegated(merchant, *Power).account_id)  # type: ignore[arg-type]  # there is one
    assert helper is not None
    here = f"/hs/{merchant.code}/tt/bao-mat-tien"

    for who in (helper, owner(other), clerk_of(merchant)):
        browser.sign_in(who)
        for path in (here, f"{here}/{loss.id}", f"{here}/{loss.id}.pdf"):
            assert browser.visit(path).status == 404, path
        assert browser.post(here, kind="other").status == 404
    # Nor does another's loss open under one's own file.
    browser.sign_in(owner(other))
    assert browser.visit(f"/hs/{other.code}/tt/bao-mat-tien/{loss.id}").status == 404


def test_another_commune_sees_no_loss_and_takes_no_step(browser: Browser) -> None:
    merchant = confirmed()
    loss = lost(merchant)
    browser.sign_in(Actor(None, "Cô Xa", (Holding(Role.CLERK, "33/12865/"),)))

    assert merchant.owner_name not in browser.visit("/cb/mat-tien").text
    for step in ("den-tham", "dong"):
        assert browser.post(f"/cb/mat-tien/{loss.id}/{step}").status == 404
    assert loss.state is LossState.REPORTED


def test_nothing_is_closed_before_somebody_has_been_there_and_a_late_visit_shows(session: object) -> None:
    merchant = confirmed()
    loss = lost(merchant)
    by = clerk_of(merchant)

    with pytest.raises(TransitionNotAllowedError):
        services.close(loss, by=by)
    [row] = queries.visits(("33/12826/",), loss.visit_by + timedelta(days=1))
    assert row.is_late
    assert not hasattr(row, "amount_vnd")
