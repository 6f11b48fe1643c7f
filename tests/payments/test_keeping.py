"""Whoever doubts a sign may stop it, within bounds; the commune alone looks and lets it go on."""

import pytest
from sqlalchemy import select

from app.core.audit import AuditEntry
from app.core.db import db
from app.core.ids import new_id
from app.core.messages import Channel, OutgoingMessage
from app.core.messages.rules import sms_parts
from app.core.states import TransitionNotAllowedError
from app.policy import ANONYMOUS, Actor, Holding, Role
from merchants.models import Merchant
from payments import queries as payments
from payments import services as money
from payments.models import Standee
from payments.signs import queries, services
from payments.states import StandeeState
from tests.browser import Browser
from tests.factories.payments import ACCOUNT_NO, clerk_of, make_account, make_merchant, owner_of

LOOKED = {"own_code": "y", "no_sticker": "y"}
ELSEWHERE = "33/12865/"


@pytest.fixture
def merchant() -> Merchant:
    made = make_merchant()
    made.phone = "0912000771"
    make_account(made)
    return made


@pytest.fixture
def sign(merchant: Merchant) -> Standee:
    made = money.issue_standee(merchant, confirmed_holder="NGUYEN THI MAN", by=owner_of(merchant))
    db.session.commit()
    return made


def paused(sign: Standee, *, by: Actor, reason: str = "owner") -> Standee:
    money.pause_standee(sign, by=by, reason=reason)
    db.session.commit()
    return sign


def state_of(sign: Standee) -> StandeeState:
    db.session.expire_all()
    return db.session.get_one(Standee, sign.id).state


def of_commune(merchant: Merchant, role: Role, path: str = "") -> Actor:
    return Actor(new_id(), "Cán bộ", (Holding(role, area_path=path or merchant.commune_path),))


def told() -> list[str]:
    return [each.text for each in db.session.scalars(select(OutgoingMessage)) if each.purpose == "sign_state"]


def test_the_commune_lets_a_paused_sign_go_on_once_it_has_looked(
    browser: Browser, merchant: Merchant, sign: Standee
) -> None:
    paused(sign, by=owner_of(merchant))
    clerk = clerk_of(merchant)
    browser.sign_in(clerk)
    page = f"/cb/bien-qr/{sign.serial}"
    assert page in browser.visit("/cb/bien-qr").links
    shown = browser.visit(page).text
    assert "Chủ cơ sở tự dừng" in shown
    assert "NGUYEN THI MAN" in shown
    assert ACCOUNT_NO not in browser.visit(page).html

    unseen = browser.fill(page, to=f"{page}/mo-lai", own_code="y")
    assert (unseen.status, state_of(sign)) == (422, StandeeState.PAUSED)
    assert "Gỡ tem lạ trước" in unseen.text

    assert browser.fill(page, to=f"{page}/mo-lai", **LOOKED).status == 303
    assert state_of(sign) is StandeeState.ISSUED
    last = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == sign.id)).all()[-1]
    assert (last.account_id, last.reason, last.changes) == (
        clerk.account_id,
        "looked at",
        {"state": ["paused", "issued"]},
    )
    [text] = told()
    assert merchant.code in text
    assert "mo lai" in text
    assert "/cb/bien-qr/" not in "".join(browser.visit("/cb/bien-qr").links)


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.LEADER, "", 303),
        (Role.OFFICIAL, "", 403),
        (Role.TEAM, "", 404),
        (Role.PROVINCE, "33/", 404),
        (Role.AUDITOR, "", 404),
        (Role.CLERK, ELSEWHERE, 404),
    ],
)
def test_nobody_but_the_commune_lets_it_go_on(
    browser: Browser, merchant: Merchant, sign: Standee, role: Role, path: str, status: int
) -> None:
    paused(sign, by=owner_of(merchant))
    browser.sign_in(of_commune(merchant, role, path))

    sent = browser.fill(f"/xm/{sign.serial}", to=f"/cb/bien-qr/{sign.serial}/mo-lai", **LOOKED)

    assert sent.status == status
    assert state_of(sign) is (StandeeState.ISSUED if status == 303 else StandeeState.PAUSED)


def test_an_owner_finds_no_way_around_the_commune(browser: Browser, merchant: Merchant, sign: Standee) -> None:
    paused(sign, by=owner_of(merchant))
    browser.sign_in(owner_of(merchant))
    base = f"/hs/{merchant.code}/tt"

    page = browser.visit(base)
    assert "Nhờ xã mở lại" in page.text
    assert f"{sign.serial}/a6.pdf" not in page.html
    assert f"{base}/bien-qr/da-xem" not in page.html
    assert 'name="confirmed_holder"' not in browser.visit(f"{base}/bien-qr").html
    assert browser.fill(f"{base}/tai-khoan", to=f"{base}/bien-qr/da-xem").status == 409
    made = browser.fill(f"{base}/tai-khoan", to=f"{base}/bien-qr", confirmed_holder="NGUYEN THI MAN")
    assert made.status == 409
    own = browser.fill(f"{base}/tai-khoan", to=f"/cb/bien-qr/{sign.serial}/mo-lai", **LOOKED)
    assert own.status == 403
    live = payments.live_standee(merchant.id)
    assert live is not None
    assert (live.id, state_of(sign)) == (sign.id, StandeeState.PAUSED)


def test_whoever_has_signed_in_stops_a_sign_and_the_commune_sees_who(
    browser: Browser, merchant: Merchant, sign: Standee
) -> None:
    neighbour = owner_of(make_merchant(owner_name="Lê Văn Chài"))
    db.session.commit()
    browser.sign_in(neighbour)
    page = f"/xm/{sign.serial}"

    assert browser.fill(page, to=f"{page}/tam-dung").status == 303

    assert state_of(sign) is StandeeState.PAUSED
    assert 'class="amber"' in browser.visit(page).html
    [text] = told()
    assert (merchant.code in text, "tam dung" in text, sms_parts(text)) == (True, True, 1)
    browser.sign_in(clerk_of(merchant))
    assert "Lê Văn Chài" in browser.visit(f"/cb/bien-qr/{sign.serial}").text


def test_the_public_reports_and_stops_nothing(browser: Browser, merchant: Merchant, sign: Standee) -> None:
    page = f"/xm/{sign.serial}"
    assert f"{page}/tam-dung" not in browser.visit(page).html
    assert browser.fill(page, to=f"{page}/tam-dung").location == "/vao"
    assert browser.fill(page, to=f"{page}/bao-sai", saw_name="LE VAN GIAN").status == 303
    assert state_of(sign) is StandeeState.ISSUED

    browser.sign_in(clerk_of(merchant))
    assert "1 khách thấy tên khác" in browser.visit("/cb/bien-qr").text
    keep = f"/cb/bien-qr/{sign.serial}"
    assert "LE VAN GIAN" in browser.visit(keep).text
    assert browser.fill(keep, to=f"{keep}/tam-dung").status == 303
    assert state_of(sign) is StandeeState.PAUSED


def test_whoever_only_holds_a_file_they_began_stops_no_sign(
    browser: Browser, merchant: Merchant, sign: Standee
) -> None:
    browser.sign_in_to_dossier(make_merchant().id)
    page = f"/xm/{sign.serial}"

    assert f"{page}/tam-dung" not in browser.visit(page).html
    assert browser.fill(page, to=f"{page}/tam-dung").status == 403
    assert state_of(sign) is StandeeState.ISSUED


def test_the_commune_says_of_a_sign_in_use_that_it_is_right(
    browser: Browser, merchant: Merchant, sign: Standee
) -> None:
    money.report_wrong_name(sign, saw_name="LE VAN GIAN", by=ANONYMOUS)
    db.session.commit()
    page = f"/cb/bien-qr/{sign.serial}"
    browser.sign_in(owner_of(merchant))
    assert browser.fill(f"/xm/{sign.serial}", to=f"{page}/da-xem", **LOOKED).status == 403
    assert len(payments.open_reports(sign.id)) == 1
    browser.sign_in(clerk_of(merchant))
    assert browser.fill(page, to=f"{page}/da-xem", own_code="y").status == 422

    assert browser.fill(page, to=f"{page}/da-xem", **LOOKED).status == 303

    assert (state_of(sign), payments.open_reports(sign.id)) == (StandeeState.ISSUED, [])
    assert f'action="{page}/da-xem"' not in browser.visit(page).html
    assert page not in browser.visit("/cb/bien-qr").links


def test_a_list_of_many_signs_asks_no_more_than_one_of_few(
    merchant: Merchant, sign: Standee, count_queries: list[str]
) -> None:
    money.report_wrong_name(sign, saw_name="LE VAN GIAN", by=ANONYMOUS)
    count_queries.clear()
    assert len(queries.doubted((merchant.commune_path,))) == 1
    few = len(count_queries)
    for number in range(3):
        other = make_merchant()
        make_account(other, account_no=f"000012345678{number}")
        shown = money.issue_standee(other, confirmed_holder="NGUYEN THI MAN", by=owner_of(other))
        paused(shown, by=owner_of(other))
    count_queries.clear()

    found = queries.doubted((merchant.commune_path,))

    assert len(count_queries) <= few + 1, "a merchant that was forgotten is read again"
    assert [each.standee.state for each in found] == [*[StandeeState.PAUSED] * 3, StandeeState.ISSUED]
    assert [each.paused is not None for each in found] == [True, True, True, False]


@pytest.mark.usefixtures("session")
def test_nobody_stops_the_same_sign_twice(merchant: Merchant, sign: Standee) -> None:
    rival, other = owner_of(make_merchant()), owner_of(make_merchant())
    services.pause_as_passer_by(sign, by=rival)
    with pytest.raises(TransitionNotAllowedError):
        services.pause_as_passer_by(sign, by=other)
    services.resume(sign, by=clerk_of(merchant))

    with pytest.raises(services.PausedOnceError):
        services.pause_as_passer_by(sign, by=rival)
    assert sign.state is StandeeState.ISSUED
    services.pause_as_passer_by(sign, by=other)
    assert sign.state is StandeeState.PAUSED


def test_nobody_stops_one_sign_after_another(browser: Browser) -> None:
    signs = []
    for number in range(4):
        merchant = make_merchant()
        make_account(merchant, account_no=f"000012345678{number}")
        signs.append(money.issue_standee(merchant, confirmed_holder="NGUYEN THI MAN", by=owner_of(merchant)))
    db.session.commit()
    browser.sign_in(owner_of(make_merchant()))
    token = browser.visit(f"/xm/{signs[0].serial}").hidden("csrf_token")

    answers = [browser.again(f"/xm/{each.serial}/tam-dung", {"csrf_token": token}).status for each in signs]

    assert answers == [303, 303, 303, 409]
    assert state_of(signs[3]) is StandeeState.ISSUED


@pytest.mark.usefixtures("session")
def test_a_name_that_changed_is_looked_at_by_its_owner_before_the_commune_opens(
    merchant: Merchant, sign: Standee
) -> None:
    money.ask_for_name_check(merchant, by=clerk_of(merchant))
    [doubt] = queries.doubted((merchant.commune_path,))
    assert (doubt.standee.id, doubt.waits_for_owner) == (sign.id, True)
    with pytest.raises(money.NameCheckNeededError):
        services.resume(sign, by=clerk_of(merchant))

    make_account(merchant)
    services.resume(sign, by=clerk_of(merchant))
    assert sign.state is StandeeState.ISSUED
    assert queries.doubted((ELSEWHERE,)) == []


@pytest.mark.usefixtures("session")
def test_a_visitors_word_is_seen_by_the_commune_of_the_sign_alone(merchant: Merchant, sign: Standee) -> None:
    money.report_wrong_name(sign, saw_name="LE VAN GIAN", by=ANONYMOUS)

    assert [each.standee.id for each in queries.doubted((merchant.commune_path,))] == [sign.id]
    assert queries.doubted((ELSEWHERE,)) == []
    money.answer_reports(sign, by=owner_of(merchant))
    assert queries.doubted((merchant.commune_path,)) == []


@pytest.mark.usefixtures("session")
def test_an_owner_without_a_telephone_is_told_on_paper(merchant: Merchant, sign: Standee) -> None:
    merchant.phone = ""
    services.pause(sign, by=clerk_of(merchant))

    [sent] = [each for each in db.session.scalars(select(OutgoingMessage)) if each.purpose == "sign_state"]
    assert (sent.channel, sent.recipient) == (Channel.PAPER, merchant.code)


def test_the_commune_reads_first_that_a_sign_waits(browser: Browser, merchant: Merchant, sign: Standee) -> None:
    said = "1 biển QR đang dừng, chờ xã xem"
    browser.sign_in(clerk_of(merchant))
    assert said not in browser.visit("/cb").text
    paused(sign, by=owner_of(merchant))

    page = browser.visit("/cb")

    assert said in page.text
    assert "/cb/bien-qr" in page.links
    for other in (of_commune(merchant, Role.OFFICIAL), of_commune(merchant, Role.CLERK, ELSEWHERE)):
        browser.sign_in(other)
        assert said not in browser.visit("/cb").text
