"""The same defect in many dossiers: chosen once, looked at in samples, sent back together, or left behind."""

import pytest

from app.core import audit
from app.core.db import db
from app.core.errors import NotFoundError
from app.core.states import TransitionNotAllowedError
from app.policy import Actor
from merchants import queries
from merchants import services as dossiers
from merchants.desk import access, services
from merchants.desk.models import Batch
from merchants.desk.states import BatchState, DeskAction
from merchants.models import Merchant
from merchants.rules import Question
from merchants.states import Stage
from tests.browser import Browser, account_of
from tests.factories.desk import ELSEWHERE, make_batch, official
from tests.factories.merchants import owner, submitted
from tests.merchants.desk.test_decisions import returned_twice

LANDMARK = "where.house"


def waiting(number: int) -> list[Merchant]:
    return [submitted(phone=f"+8491220000{each}") for each in range(number)]


def look_at_samples(batch: Batch, by: Actor) -> None:
    for item in [each for each in batch.items if each.is_sample]:
        services.mark_seen(batch, item.merchant, by=by)


def test_nothing_is_sent_until_each_sample_was_opened_and_then_everything_is() -> None:
    by, merchants = official(), waiting(4)
    batch = make_batch(*merchants, by=by)
    samples = [item for item in batch.items if item.is_sample]

    with pytest.raises(services.BatchRefusedError):
        services.send_batch(batch, by=by)
    assert {merchant.stage for merchant in merchants} == {Stage.SUBMITTED}
    look_at_samples(batch, by)
    assert services.send_batch(batch, by=by) == 4

    assert len(samples) == 3
    assert {merchant.stage for merchant in merchants} == {Stage.RETURNED}
    told = {queries.returns_of(merchant.id)[0].items[0].sentence for merchant in merchants}
    assert len(told) == 1, "each owner reads the same sentence"
    done = [entry.action for entry in audit.entries_about("batch", batch.id)]
    assert done == [DeskAction.BATCH_OPENED, *[DeskAction.SAMPLE_SEEN] * 3, DeskAction.BATCH_SENT]
    with pytest.raises(TransitionNotAllowedError):
        services.send_batch(batch, by=by)


def test_one_that_lacks_nothing_leaves_and_each_of_the_others_is_opened() -> None:
    by, merchants = official(), waiting(5)
    batch = make_batch(*merchants, by=by)
    look_at_samples(batch, by)

    services.not_alike(batch, merchants[0], by=by)
    with pytest.raises(services.BatchRefusedError):
        services.send_batch(batch, by=by)
    look_at_samples(batch, by)

    assert services.send_batch(batch, by=by) == 4
    assert merchants[0].stage is Stage.SUBMITTED


def test_what_cannot_be_sent_stays_behind_with_its_reason_and_keeps_nobody_back() -> None:
    by, colleague = official(), official("Chị Hoa")
    free, gone, held, relative = waiting(4)
    twice = returned_twice()
    services.claim(held, by=colleague)
    services.declare_conflict(relative, relation="anh em họ", by=by)
    batch = make_batch(free, gone, held, relative, twice, by=by)
    look_at_samples(batch, by)
    dossiers.withdraw(gone, by=owner(gone))

    assert services.send_batch(batch, by=by) == 1
    left = {item.merchant_id: item.left_out for item in batch.items}
    assert left == {free.id: "", gone.id: "moved", held.id: "claimed", relative.id: "conflict", twice.id: "call"}
    assert (free.stage, twice.stage) == (Stage.RETURNED, Stage.SUBMITTED)


def test_a_batch_is_of_one_commune_and_of_two_at_least() -> None:
    here, there = submitted(), submitted(path=f"{ELSEWHERE}01/")

    for chosen in ([here], [here, there]):
        with pytest.raises(services.BatchRefusedError):
            make_batch(*chosen, by=official())


def test_a_clerk_chooses_looks_at_samples_and_sends_on_the_screen(browser: Browser) -> None:
    by, merchants = official(), waiting(2)
    browser.sign_in(account_of(by))
    codes = [merchant.code for merchant in merchants]

    page = browser.visit("/cb/lo?" + "&".join(f"ma={code}" for code in codes))
    assert all(code in page.text for code in codes)
    made = browser.post("/cb/lo", ma=codes, reason_where=LANDMARK)
    here = made.location or ""
    assert made.status == 303
    assert browser.post(f"{here}/gui").status == 422, "no sample was opened yet"
    for code in codes:
        assert browser.post(f"{here}/{code}/thieu").status == 303
    assert "Trả lại tất cả" in browser.visit(here).text
    assert browser.post(f"{here}/gui").status == 303

    db.session.expire_all()
    assert {merchant.stage for merchant in merchants} == {Stage.RETURNED}
    assert {row.question for merchant in merchants for row in queries.returns_of(merchant.id)[0].items} == {
        Question.WHERE
    }


def test_a_batch_given_up_leaves_its_dossiers_and_another_commune_knows_of_none(browser: Browser) -> None:
    by, merchants = official(), waiting(2)
    batch = make_batch(*merchants, by=by)
    stranger = official("Cô Nguyễn Thị Bưởi", ELSEWHERE)
    with pytest.raises(NotFoundError):
        access.batch_for(stranger, batch.id)
    browser.sign_in(account_of(stranger))
    assert browser.post(f"/cb/lo/{batch.id}/gui").status == 404
    assert browser.visit(f"/cb/lo/{batch.id}").status == 404

    services.drop_batch(batch, by=by)

    assert batch.state is BatchState.DROPPED
    assert {merchant.stage for merchant in merchants} == {Stage.SUBMITTED}
