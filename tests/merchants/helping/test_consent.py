"""How the owner of a helped dossier says yes: the three ways, their limits, and who may not say it for them."""

from datetime import timedelta

import pytest
import time_machine

from app.core import clock, messages
from app.core.db import db
from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.policy import Actor, Holding, Permission, Role
from merchants import access
from merchants import services as merchants
from merchants.helping import queries, services
from merchants.helping.rules import Mark, Way
from merchants.helping.states import ConfirmationState
from merchants.rules import ContactKind
from merchants.states import Stage
from tests.browser import Browser
from tests.factories.helping import COMMUNE, helped, owner_account, person, sent_code
from tests.factories.merchants import HAMLET

LAN = ("Chị Phạm Thị Lan", Role.TEAM, HAMLET)


@pytest.fixture
def lan(session: object) -> Actor:
    return person(Role.TEAM, HAMLET).actor()


def state(merchant_id: object) -> tuple[Way, ConfirmationState]:
    row = queries.confirmation_of(merchant_id)  # type: ignore[arg-type]
    assert row is not None
    db.session.refresh(row)
    return row.way, row.state


def test_the_owner_presses_their_code_and_the_file_can_be_sent(browser: Browser) -> None:
    account = person(Role.TEAM, HAMLET)
    merchant = helped(account.actor())
    browser.sign_in(account)
    here = f"/hs/{merchant.code}"

    page = browser.fill(f"{here}/kiem-tra", to=f"{here}/da-gui")
    assert page.status == 422
    assert merchant.stage is Stage.DRAFT
    assert browser.fill(f"{here}/xac-nhan", to=f"{here}/xac-nhan/ma").location == f"{here}/xac-nhan/nhap-ma"
    code = sent_code("+84912345678")
    wrong = "000000" if code != "000000" else "111111"
    refused = browser.fill(f"{here}/xac-nhan/nhap-ma", otp=wrong)
    assert (refused.status, "Còn thử được 4 lần" in refused.text or "4" in refused.text) == (422, True)
    # The page that says no can be sent again as it stands.
    values = {name: refused.hidden(name) for name in ("csrf_token", "_khoa")} | {"otp": f"{code[:3]} {code[3:]}"}
    assert browser.again(f"{here}/xac-nhan/nhap-ma", values).location == f"{here}/kiem-tra"

    assert state(merchant.id) == (Way.CODE, ConfirmationState.CONFIRMED)
    assert "Chủ cơ sở đã đồng ý" in browser.visit(f"{here}/kiem-tra").text
    assert browser.fill(f"{here}/kiem-tra", to=f"{here}/da-gui").location == f"{here}/da-gui"
    db.session.refresh(merchant)
    assert merchant.stage is Stage.SUBMITTED


def test_no_code_came_leads_on_in_four_ways_and_another_waits_a_minute(browser: Browser) -> None:
    account = person(Role.TEAM, HAMLET)
    merchant = helped(account.actor())
    browser.sign_in(account)
    here = f"/hs/{merchant.code}/xac-nhan"
    browser.fill(here, to=f"{here}/ma")

    page = browser.visit(f"{here}/nhap-ma")
    for way in ("Gửi lại", "Nhờ Một cửa gọi", "Đồng ý trên cuống giấy", "Để mai xác nhận"):
        assert way in page.text
    browser.fill(f"{here}/nhap-ma", to=f"{here}/ma")
    sent = [message for message in messages.newest() if message.purpose == messages.PROOF_CODE]
    assert len(sent) == 1
    assert "Vừa gửi mã" in browser.visit(f"{here}/nhap-ma").text

    with time_machine.travel(clock.now() + timedelta(seconds=61)):
        browser.fill(f"{here}/nhap-ma", to=f"{here}/ma")
        assert len([each for each in messages.newest() if each.purpose == messages.PROOF_CODE]) == 2
        assert browser.fill(f"{here}/nhap-ma", to=f"{here}/goi").location == f"/hs/{merchant.code}/kiem-tra"
    assert state(merchant.id) == (Way.CALL, ConfirmationState.ASKED)


def test_a_code_of_consent_signs_nobody_in_and_is_good_for_one_file(browser: Browser, lan: Actor) -> None:
    merchant = helped(lan)
    other = helped(lan, phone="+84912345670", owner_name="Trần Văn Hai")
    with transaction():
        services.send_consent_code(merchant, by=lan)
        services.send_consent_code(other, by=lan)
    code = sent_code("+84912345678")

    with browser.client.session_transaction() as cookie:
        cookie["sign_in_phone"] = "+84912345678"
    assert browser.fill("/vao/ma", code=code).status == 422
    if code != sent_code("+84912345670"):
        assert services.confirm_by_code(other, code=code, by=lan) is not None
    assert services.confirm_by_code(merchant, code=code, by=lan) is None


def test_five_wrong_tries_close_a_code_and_fifteen_minutes_too(lan: Actor) -> None:
    merchant = helped(lan)
    services.send_consent_code(merchant, by=lan)
    code = sent_code("+84912345678")
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        assert services.confirm_by_code(merchant, code=wrong, by=lan) is not None
    assert services.confirm_by_code(merchant, code=code, by=lan) is not None

    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        services.send_consent_code(merchant, by=lan)
    with time_machine.travel(clock.now() + timedelta(minutes=18)):
        assert services.confirm_by_code(merchant, code=sent_code("+84912345678"), by=lan) is not None
    assert state(merchant.id) == (Way.CODE, ConfirmationState.ASKED)


def test_a_code_never_goes_to_a_relatives_phone(lan: Actor) -> None:
    merchant = helped(lan, kind=ContactKind.RELATIVE, contact_name="Hà")

    with pytest.raises(services.NoOwnPhoneError):
        services.send_consent_code(merchant, by=lan)
    assert queries.confirmation_of(merchant.id) is None


def test_the_desk_rings_within_a_day_and_writes_down_who_rang(browser: Browser) -> None:
    helper, clerk = person(Role.TEAM, HAMLET), person(Role.CLERK, name="Chú Đỗ Văn Thành")
    merchant = helped(helper.actor())
    browser.sign_in(helper)
    here = f"/hs/{merchant.code}/xac-nhan"
    assert browser.fill(here, to=f"{here}/goi").status == 303
    assert browser.fill(f"/hs/{merchant.code}/kiem-tra", to=f"/hs/{merchant.code}/da-gui").status == 303
    row = queries.confirmation_of(merchant.id)
    assert row is not None
    assert row.call_before_at is not None
    assert row.call_before_at - row.asked_at == timedelta(hours=24)

    browser.sign_in(clerk)
    assert "Đỗ Thị Một" in browser.visit("/cb/giup").text
    assert "0912 345 678" in browser.visit(f"/cb/giup/{row.id}").text
    assert browser.fill(f"/cb/giup/{row.id}", to=f"/cb/giup/{row.id}/dong-y").location == "/cb/giup"

    assert state(merchant.id) == (Way.CALL, ConfirmationState.CONFIRMED)
    assert row.confirmed_by == "Chú Đỗ Văn Thành"
    assert "Chú Đỗ Văn Thành ghi nhận" in browser.visit(f"/cb/hs/{merchant.code}").text


@pytest.mark.parametrize("who", [(Role.TEAM, COMMUNE), (Role.OFFICIAL, COMMUNE), (Role.CLERK, "33/12865/")])
def test_nobody_but_the_clerk_of_the_commune_says_yes_for_an_owner(
    browser: Browser, lan: Actor, who: tuple[Role, str]
) -> None:
    merchant = helped(lan)
    with transaction():
        row = services.ask_for_call(merchant, by=lan)
    browser.sign_in(person(*who))

    assert browser.post(f"/cb/giup/{row.id}/dong-y").status in (403, 404)
    assert browser.visit(f"/cb/giup/{row.id}").status in (403, 404)
    assert state(merchant.id) == (Way.CALL, ConfirmationState.ASKED)


def test_a_thumb_needs_a_witness_and_one_slip_is_for_one_file(browser: Browser) -> None:
    account = person(Role.TEAM, HAMLET)
    merchant = helped(account.actor(), kind=ContactKind.NONE)
    other = helped(account.actor(), owner_name="Trần Văn Hai", kind=ContactKind.NONE)
    browser.sign_in(account)
    here = f"/hs/{merchant.code}/xac-nhan/giay"

    page = browser.fill(here, slip_no="0123", mark="thumb", witness="")
    assert (page.status, "người làm chứng: ghi tên" in page.text) == (422, True)
    assert browser.fill(here, slip_no=" 01 23", mark="thumb", witness="Bà Hai", read_aloud="y").status == 303
    again = browser.fill(f"/hs/{other.code}/xac-nhan/giay", slip_no="0123", mark="signature")

    assert (again.status, "đã dùng cho hồ sơ khác" in again.text) == (422, True)
    assert state(merchant.id) == (Way.SLIP, ConfirmationState.ON_PAPER)
    assert queries.confirmation_of(other.id) is None
    shown = browser.visit(f"/hs/{merchant.code}/xac-nhan").text
    for word in ("cuống số 0123", "điểm chỉ", "người làm chứng Bà Hai", "Đọc to cho chủ cơ sở nghe"):
        assert word in shown


def test_the_desk_matches_a_slip_or_says_there_is_no_such_paper(browser: Browser, lan: Actor) -> None:
    found, lost = helped(lan), helped(lan, owner_name="Trần Văn Hai")
    with transaction():
        here = services.write_slip(found, slip_no="0123", mark=Mark.SIGNATURE, by=lan)
        gone = services.write_slip(lost, slip_no="0124", mark=Mark.SIGNATURE, by=lan)
    browser.sign_in(person(Role.CLERK))

    assert "0123" in browser.visit("/cb/giup").text
    browser.fill(f"/cb/giup/{here.id}", to=f"/cb/giup/{here.id}/dong-y")
    browser.fill(f"/cb/giup/{gone.id}", to=f"/cb/giup/{gone.id}/khong")

    assert state(found.id) == (Way.SLIP, ConfirmationState.CONFIRMED)
    assert state(lost.id) == (Way.SLIP, ConfirmationState.REFUSED)
    assert services.needs_confirmation(lost)
    # The number of a paper that was not found may be written down again, rightly this time.
    services.write_slip(lost, slip_no="0124", mark=Mark.SIGNATURE, by=lan)
    assert state(lost.id) == (Way.SLIP, ConfirmationState.ON_PAPER)


def test_what_a_family_files_itself_needs_nobody_elses_word(browser: Browser, lan: Actor) -> None:
    merchant = helped(lan)
    browser.sign_in(owner_account(merchant))

    assert browser.fill(f"/hs/{merchant.code}/kiem-tra", to=f"/hs/{merchant.code}/da-gui").status == 303


def test_helped_files_are_counted_apart_by_how_their_owners_agreed(lan: Actor) -> None:
    merchant = helped(lan)
    services.write_slip(merchant, slip_no="0123", mark=Mark.SIGNATURE, by=lan)
    merchants.submit(merchant, by=lan)
    unasked = helped(lan, owner_name="Trần Văn Hai")
    merchants.submit(unasked, by=lan)

    counts = queries.help_counts((COMMUNE,))

    assert (counts.helped, counts.unasked) == (2, 1)
    assert counts.by_way == {(Way.SLIP, ConfirmationState.ON_PAPER): 1}
    assert queries.help_counts(("33/12865/",)).helped == 0


def test_somebody_asked_to_help_sees_a_file_for_thirty_days_and_others_of_the_team_never(lan: Actor) -> None:
    merchant = helped(lan)
    hoa = person(Role.TEAM, HAMLET, "Chị Hoa")
    at = clock.now()

    assert access.merchant_for(lan, merchant.code, Permission.MERCHANT_EDIT) is merchant
    with pytest.raises(NotFoundError):
        access.merchant_for(hoa.actor(), merchant.code, Permission.MERCHANT_VIEW)
    with time_machine.travel(at + timedelta(days=30)):
        assert access.merchant_for(lan, merchant.code, Permission.MERCHANT_EDIT) is merchant
    with time_machine.travel(at + timedelta(days=31)):
        with pytest.raises(NotFoundError):
            access.merchant_for(lan, merchant.code, Permission.MERCHANT_VIEW)
        assert queries.households_helped_by(lan.account_id, clock.today()) == []
        merchants.assign_helper(merchant, account_id=lan.account_id, name=lan.name, by=hoa.actor())  # type: ignore[arg-type]
        assert access.merchant_for(lan, merchant.code, Permission.MERCHANT_VIEW) is merchant


def test_somebody_who_left_the_team_no_longer_sees_whom_they_helped(lan: Actor) -> None:
    merchant = helped(lan)
    left = Actor(lan.account_id, lan.name, (Holding(Role.OWNER),))

    with pytest.raises(NotFoundError):
        access.merchant_for(left, merchant.code, Permission.MERCHANT_VIEW)


def test_the_desk_asks_somebody_of_the_team_to_help(browser: Browser, lan: Actor) -> None:
    hoa = person(Role.TEAM, HAMLET, "Chị Hoa")
    merchant = helped(lan)
    browser.sign_in(person(Role.CLERK))

    assert browser.fill(f"/cb/hs/{merchant.code}/giao", helper=str(hoa.id)).location == "/cb/giup"
    browser.sign_in(hoa)

    assert merchant.owner_name in browser.visit("/to").text
    assert browser.visit(f"/hs/{merchant.code}").status == 200
