"""Who looks at what: taking, keeping, giving back, and leaving it to a colleague."""

from datetime import timedelta

import pytest
import time_machine

from app.core import audit, clock
from app.core.db import db
from app.core.errors import NotPermittedError
from app.policy import ANONYMOUS
from merchants.desk import services
from merchants.desk.queries import holding, queue
from merchants.models import Merchant
from merchants.rules import checks_for
from merchants.states import Stage
from tests.factories.desk import HERE, official
from tests.factories.merchants import submitted


def confirm(merchant: Merchant, by: object) -> None:
    services.confirm(merchant, checks=checks_for(merchant.paper_kinds), by=by)  # type: ignore[arg-type]
    db.session.commit()


def test_a_dossier_somebody_holds_is_read_only_for_the_others() -> None:
    merchant, hoa, thanh = submitted(), official("Chị Hoa"), official()
    with time_machine.travel("2026-11-25T02:12:00Z", tick=False):
        services.claim(merchant, by=hoa)
        db.session.commit()

        with pytest.raises(services.ClaimedError) as refused:
            services.claim(merchant, by=thanh)
        with pytest.raises(services.ClaimedError):
            confirm(merchant, thanh)

    assert "Chị Hoa đang xem hồ sơ này từ 09:12" in str(refused.value)
    assert merchant.stage is Stage.SUBMITTED


def test_a_claim_lapses_after_thirty_idle_minutes_and_passes_to_whoever_asks() -> None:
    merchant, hoa, thanh = submitted(), official("Chị Hoa"), official()
    with time_machine.travel("2026-11-25T02:00:00Z", tick=False):
        services.claim(merchant, by=hoa)
        db.session.commit()
    with time_machine.travel("2026-11-25T02:20:00Z", tick=False):
        services.claim(merchant, by=hoa)
        db.session.commit()
    with time_machine.travel("2026-11-25T02:49:00Z", tick=False):
        held = holding.live_claim(merchant.id, clock.now())
        assert held is not None
        assert f"{clock.local(held.since_at):%H:%M}" == "09:00"
    with time_machine.travel("2026-11-25T02:50:00Z", tick=False):
        assert holding.live_claim(merchant.id, clock.now()) is None
        services.claim(merchant, by=thanh)
        db.session.commit()

    claim = holding.claim_of(merchant.id)
    assert claim is not None
    assert (claim.account_id, claim.by_name) == (thanh.account_id, thanh.name)


def test_the_next_dossier_is_the_first_that_nobody_holds() -> None:
    with time_machine.travel("2026-11-20T02:00:00Z"):
        first, second = submitted(owner_name="Một Hai"), submitted(owner_name="Ba Bốn")
        submitted(owner_name="Năm Sáu", path="33/12865/01/")
    hoa, thanh = official("Chị Hoa"), official()

    assert services.claim_next((HERE,), by=hoa) is first
    assert services.claim_next((HERE,), by=thanh) is second
    assert services.claim_next((HERE,), by=official("Chị Lan")) is None


def test_deciding_lets_go_and_giving_back_twice_is_once() -> None:
    merchant, other, by = submitted(), submitted(), official()
    services.claim(merchant, by=by)
    services.claim(other, by=by)
    confirm(merchant, by)
    for _ in range(2):
        services.release(other, by=by)
        db.session.commit()

    assert holding.claim_of(merchant.id) is None
    assert holding.claim_of(other.id) is None
    released = [e for e in audit.entries_about("merchant", other.id) if e.action == "desk:release"]
    assert len(released) == 1


def test_a_relative_declares_it_does_not_decide_and_a_colleague_does() -> None:
    merchant, cousin, colleague = submitted(), official("Anh Em"), official("Chị Hoa")
    account = next(each for each in holding.colleagues(HERE, but=cousin.account_id) if each.name == "Chị Hoa")
    services.claim(merchant, by=cousin)
    services.declare_conflict(merchant, relation="anh em họ", colleague=account, by=cousin)
    services.declare_conflict(merchant, relation="anh em họ", colleague=account, by=cousin)
    db.session.commit()

    with pytest.raises(services.ConflictError):
        confirm(merchant, cousin)
    with pytest.raises(services.ConflictError):
        services.claim(merchant, by=cousin)
    assert services.claim_next((HERE,), by=cousin) is None
    mine = queue.page((HERE,), queue.Filter(mine_of=colleague.account_id), clock.now())
    assert [row.code for row in mine.rows] == [merchant.code]
    actions = [entry.action for entry in audit.entries_about("merchant", merchant.id)]
    assert actions.count("desk:declare_conflict") == 1
    assert "desk:assign" in actions
    confirm(merchant, colleague)
    assert merchant.stage is Stage.CONFIRMED


def test_nobody_without_an_account_holds_a_dossier() -> None:
    with pytest.raises(NotPermittedError):
        services.claim(submitted(), by=ANONYMOUS)


def test_a_claim_that_has_lapsed_keeps_nobody_from_deciding() -> None:
    merchant, hoa, thanh = submitted(), official("Chị Hoa"), official()
    with time_machine.travel(clock.now() - timedelta(minutes=31)):
        services.claim(merchant, by=hoa)
        db.session.commit()

    confirm(merchant, thanh)

    assert merchant.stage is Stage.CONFIRMED
