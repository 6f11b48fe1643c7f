"""The ladder: one next step, the way that suits a telephone, and a try that somebody watched."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.core.db import db
from app.policy import Actor, Holding, Role
from merchants.models import Merchant
from merchants.states import Stage
from payments import queries as payments
from payments import services as money
from payments.ladder import queries, rules, services
from payments.ladder.models import Counter, Trial
from payments.ladder.rules import Chip, Handset, Hears, Next, Way
from payments.rules import Rung
from tests.browser import Browser
from tests.factories.payments import clerk_of, make_account, make_merchant, owner_of

HAMLET = "33/12826/01/"
COUNTER = {"handset": "basic", "chip": "no", "hears": "seller", "sound_box": "no"}
TICKS = {"by_sign": "y", "right_name": "y", "own_screen": "y", "pictures_right": "3"}


@pytest.fixture
def merchant() -> Merchant:
    made = make_merchant(area_path=HAMLET)
    db.session.commit()
    return made


def team(area: str = "33/12826/") -> Actor:
    return Actor(None, "Chị Phạm Thị Lan", (Holding(Role.TEAM, area_path=area),))


def with_sign(merchant: Merchant) -> None:
    account = make_account(merchant)
    money.issue_standee(merchant, confirmed_holder=account.holder_name, by=owner_of(merchant))
    db.session.commit()


def rows(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("rung", "facts", "step"),
    [
        (Rung.NONE, {}, Next.PHONE),
        (Rung.NONE, {"has_phone": True}, Next.ACCOUNT),
        (Rung.NONE, {"said_no": True}, Next.WAIT),
        (Rung.NONE, {"said_no": True, "has_phone": True}, Next.WAIT),
        (Rung.ACCOUNT, {}, Next.NAMES),
        (Rung.ACCOUNT, {"has_names": True}, Next.SIGN),
        # Whoever has an account has said yes since.
        (Rung.ACCOUNT, {"has_names": True, "said_no": True}, Next.SIGN),
        (Rung.STANDEE, {"has_sign": True}, Next.TRIAL),
        (Rung.FIRST_PAYMENT, {"has_sign": True}, Next.REQUEST),
        (Rung.FIRST_PAYMENT, {"has_names": True}, Next.SIGN),
        (Rung.IN_USE, {"has_sign": True}, Next.KEEP),
        (Rung.STEADY, {"has_sign": True}, Next.KEEP),
    ],
)
def test_there_is_always_one_next_step(rung: Rung, facts: dict[str, bool], step: Next) -> None:
    known = {"has_phone": False, "has_names": False, "has_sign": False, "said_no": False} | facts
    assert rules.next_step(rung=rung, **known) is step


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("handset", "hears", "box", "found"),
    [
        (Handset.SMART, Hears.SELLER, False, Way.OWN_APP),
        (Handset.SMART, Hears.NOBODY, False, Way.OWN_APP),
        (Handset.SMART, Hears.CHILD, False, Way.CHILD_TELLS),
        (Handset.BASIC, Hears.SELLER, False, Way.BANK_MESSAGE),
        (Handset.BASIC, Hears.CHILD, False, Way.CHILD_TELLS),
        (Handset.NONE, Hears.CHILD, False, Way.CHILD_TELLS),
        (Handset.NONE, Hears.NOBODY, False, Way.SOUND_BOX),
        (Handset.SMART, Hears.SELLER, True, Way.SOUND_BOX),
    ],
)
def test_each_counter_has_its_way_to_hear_of_money(handset: Handset, hears: Hears, found: Way, *, box: bool) -> None:
    assert rules.way(handset=handset, hears=hears, has_sound_box=box) is found


@pytest.mark.no_database
def test_a_try_is_the_first_payment_and_never_use() -> None:
    assert [rules.rung_reached(rung, has_trial=True) for rung in (Rung.STANDEE, Rung.IN_USE, Rung.STEADY)] == [
        Rung.FIRST_PAYMENT,
        Rung.IN_USE,
        Rung.STEADY,
    ]
    assert rules.rung_reached(Rung.STANDEE, has_trial=False) is Rung.STANDEE


@pytest.mark.no_database
def test_the_answers_to_fears_grow_old_on_their_day() -> None:
    dates = rules.fears()
    assert not dates.is_old(dates.review_by)
    assert dates.is_old(dates.review_by + timedelta(days=1))
    assert dates.checked_on < dates.review_by <= date(2027, 12, 31)


def test_an_owner_is_led_from_the_counter_to_the_try(browser: Browser, merchant: Merchant) -> None:
    base = f"/hs/{merchant.code}/tt"
    browser.sign_in(owner_of(merchant))

    assert "Bốn câu ngắn" in browser.visit(base).text
    assert browser.fill(f"{base}/may", **COUNTER).location == base
    assert "Điện thoại bàn phím là đủ" in browser.visit(base).text
    assert browser.fill(f"{base}/may", **(COUNTER | {"sound_box": "yes"})).status == 303
    assert (rows(Counter), queries.counter_of(merchant.id).has_sound_box) == (1, True)  # type: ignore[union-attr]
    assert f"{base}/tai-khoan" in browser.visit(base).links
    with_sign(merchant)
    page = browser.visit(base)
    assert "thử với 1.000 ₫" in page.text
    assert merchant.code in page.text


def test_a_no_is_an_answer_and_the_ladder_asks_nothing_until_its_day(browser: Browser, merchant: Merchant) -> None:
    browser.sign_in(owner_of(merchant))
    refused = browser.fill(f"/hs/{merchant.code}/chua-muon?ve=ngan-hang", why="fear_of_tax", months="3")
    assert refused.status == 303

    page = browser.visit(f"/hs/{merchant.code}/tt")

    assert "Nhà mình đã nói chưa muốn" in page.text
    assert f"/hs/{merchant.code}/tt/may" not in page.links


def test_the_team_watches_a_try_by_the_code_read_out_and_sees_no_money(browser: Browser, merchant: Merchant) -> None:
    with_sign(merchant)
    browser.sign_in(team())

    there = browser.fill("/to/thu", code=merchant.code.replace("-", " ")).location
    assert there == f"/to/thu/{merchant.code}"
    page = browser.visit(there)
    assert merchant.business_name in page.text
    for secret in ("0000123456789", "NGUYEN THI MAN", "Vietcombank"):
        assert secret not in page.text
    assert browser.fill(there, **TICKS).location == "/to/thu"

    trial = queries.trial_of(merchant.id)
    assert trial is not None
    assert (trial.witness_name, trial.pictures_right) == ("Chị Phạm Thị Lan", 3)
    assert queries.rung_of(merchant.id) is Rung.FIRST_PAYMENT
    # The figures of officials know nothing of it.
    assert payments.rung_of(merchant.id) is Rung.STANDEE
    assert merchant.id not in payments.merchants_with_real_payment(None)
    browser.sign_in(owner_of(merchant))
    assert "Chị Phạm Thị Lan chứng kiến" in browser.visit(f"/hs/{merchant.code}/tt").text


@pytest.mark.parametrize("missing", ["by_sign", "right_name", "own_screen", "pictures_right"])
def test_a_try_with_a_step_left_out_is_none(browser: Browser, merchant: Merchant, missing: str) -> None:
    with_sign(merchant)
    browser.sign_in(team())
    assert browser.fill(f"/to/thu/{merchant.code}", **{k: v for k, v in TICKS.items() if k != missing}).status == 422
    assert rows(Trial) == 0


def test_who_is_elsewhere_or_does_not_help_watches_nothing(browser: Browser, merchant: Merchant) -> None:
    with_sign(merchant)
    draft = make_merchant(stage=Stage.DRAFT, area_path=HAMLET)
    db.session.commit()
    here = f"/to/thu/{merchant.code}"

    for who in (team("33/12865/"), owner_of(merchant), Actor(None, "Thầy Nam", (Holding(Role.TRAINER, HAMLET),))):
        browser.sign_in(who)
        assert browser.visit(here).status in (403, 404)
        assert browser.post(here, **TICKS).status in (403, 404)
    browser.sign_in(team())
    assert browser.visit(f"/to/thu/{draft.code}").status == 404
    for code in ("1234", "0000-000-000", draft.code):
        refused = browser.fill("/to/thu", code=code)
        assert refused.status == 422
        assert "Đọc lại mười số" in refused.text
    assert rows(Trial) == 0


def test_no_try_without_a_sign_in_use(browser: Browser, merchant: Merchant) -> None:
    browser.sign_in(team())
    assert browser.fill(f"/to/thu/{merchant.code}", **TICKS).status == 409
    with_sign(merchant)
    sign = payments.live_standee(merchant.id)
    assert sign is not None
    money.pause_standee(sign, by=owner_of(merchant))
    with pytest.raises(services.NoSignToTryError):
        services.witness_trial(merchant, pictures_right=3, by=team())
    with pytest.raises(ValueError, match="three"):
        money.resume_standee(sign, by=owner_of(merchant))
        services.witness_trial(merchant, pictures_right=4, by=team())
    assert rows(Trial) == 0


def test_a_clerk_sees_neither_counter_nor_way(browser: Browser, merchant: Merchant) -> None:
    services.note_counter(
        merchant, handset=Handset.SMART, chip=Chip.YES, hears=Hears.SELLER, has_sound_box=False, by=owner_of(merchant)
    )
    db.session.commit()
    browser.sign_in(clerk_of(merchant))
    assert browser.visit(f"/hs/{merchant.code}/tt/may").status == 403
    assert browser.post(f"/hs/{merchant.code}/tt/may", **COUNTER).status == 403
    assert queries.counter_of(merchant.id).handset is Handset.SMART  # type: ignore[union-attr]


def test_everybody_may_practise_with_three_pictures(browser: Browser) -> None:
    page = browser.visit("/that-hay-gia")
    assert page.text.count("Xem đáp án") == 3
    assert "Real or fake" in browser.visit("/that-hay-gia?lang=en").text
