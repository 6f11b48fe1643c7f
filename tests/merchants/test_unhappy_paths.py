"""When things go wrong: one walk for each case, named as the product's own list of them names it."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta

import pypdfium2
import pytest
import time_machine

from app.core import audit, calendar, clock, jobs, messages
from app.core.db import db
from app.core.messages import Channel
from app.policy import Actor, Role
from merchants import queries, rules, services
from merchants.changes import queries as corrections
from merchants.desk.queries import holding
from merchants.helping import queries as helping
from merchants.helping.rules import Subject, Way
from merchants.helping.states import ConfirmationState
from merchants.legal_forms import Sex
from merchants.models import Merchant
from merchants.rules import ContactKind
from merchants.states import Stage
from payments import queries as payments
from payments import services as money
from payments.losses import queries as losses
from payments.losses.states import LossState
from payments.states import StandeeState
from tests.browser import Browser
from tests.catalog import pictures
from tests.factories import catalog as products
from tests.factories import payments as paid
from tests.factories.desk import official
from tests.factories.helping import helped, person
from tests.factories.merchants import CLERK, HAMLET, confirmed, draft, hamlet, owner, submitted


@pytest.fixture(autouse=True)
def _places(session: object) -> Iterator[None]:
    hamlet()
    db.session.commit()
    return


def again(merchant: Merchant) -> Merchant:
    db.session.expire_all()
    found = queries.by_code(merchant.code)
    assert found is not None
    return found


def test_u1_the_code_went_to_a_granddaughters_phone(browser: Browser) -> None:
    """“Không nhận được mã” leads on: another code, a call, paper, or tomorrow; a helped draft lives for ninety days."""
    lan = person(Role.TEAM, HAMLET)
    merchant = helped(lan.actor())
    browser.sign_in(lan)
    here = f"/hs/{merchant.code}/xac-nhan"
    assert browser.fill(here, to=f"{here}/ma").location == f"{here}/nhap-ma"

    page = browser.visit(f"{here}/nhap-ma")
    for way in ("Không nhận được mã", "Gửi lại", "Nhờ Một cửa gọi", "Đồng ý trên cuống giấy", "Để mai xác nhận"):
        assert way in page.text
    assert f"/hs/{merchant.code}/xac-nhan/giay" in page.links
    assert f"/hs/{merchant.code}/ma" in page.links
    assert browser.fill(f"{here}/nhap-ma", to=f"{here}/goi").status == 303
    row = helping.confirmation_of(merchant.id)
    assert row is not None
    assert (row.way, row.state) == (Way.CALL, ConfirmationState.ASKED)

    started = again(merchant).last_touched_at
    for days, stage in ((90, Stage.DRAFT), (91, Stage.EXPIRED)):
        with time_machine.travel(started + timedelta(days=days)):
            services.expire_old_drafts(by=Actor.system("test"))
            db.session.commit()
        assert again(merchant).stage is stage


def test_u2_the_answer_to_a_form_is_lost_on_the_way(browser: Browser) -> None:
    """Sending again uses the same key, and the site answers with the code that exists already."""
    shown = browser.visit("/hs/moi")
    values = {name: shown.hidden(name) for name in ("csrf_token", "_khoa")} | {"craft": "rice"}

    lost = browser.again("/hs/moi", values)
    values["csrf_token"] = browser.visit("/hs/moi").hidden("csrf_token")
    retried = browser.again("/hs/moi", values)

    assert (retried.status, retried.location) == (303, lost.location)
    code = re.findall(r"\d{4}-\d{3}-\d{3}", str(retried.location))[0]
    assert code in browser.visit(str(retried.location)).text


def test_u3_another_helper_has_registered_the_family_already(browser: Browser) -> None:
    """“Cùng một nhà à?” tells an initial, the hamlet and the helper, and both files are kept for the desk."""
    hoa = person(Role.TEAM, HAMLET, name="Chị Đỗ Thị Hoa")
    first = helped(hoa.actor(), owner_name="Nguyễn Thị Mận", birth_year=1964, phone="+84912000001")
    lan = person(Role.TEAM, HAMLET)
    second = helped(lan.actor(), owner_name="NGUYEN THI MAN", birth_year=1964, phone="+84912000002")
    browser.sign_in(lan)
    here = f"/hs/{second.code}/trung/{first.id}"

    page = browser.visit(here)
    assert "Chị Đỗ Thị Hoa" in page.text
    for secret in ("Mận", first.business_name, first.code, "0912 000 001", "1964", first.house_note or "-"):
        assert secret not in page.text.replace(second.code, ""), secret
    assert browser.fill(here, said="different").status == 303

    assert {again(first).stage, again(second).stage} == {Stage.DRAFT}
    for merchant in (first, second):
        services.submit(again(merchant), by=owner(merchant))
    db.session.commit()
    browser.sign_in(official())
    compare = f"/cb/trung/{second.code}/{first.code}"
    assert {compare, f"/cb/trung/{first.code}/{second.code}"} & set(browser.visit("/cb/trung").links)


def test_u3_and_it_is_the_same_family(browser: Browser) -> None:
    """The helper goes on in the file there is, by the code on the family's paper; the newer draft is put aside."""
    first = helped(
        person(Role.TEAM, HAMLET, name="Chị Đỗ Thị Hoa").actor(), owner_name="Nguyễn Thị Mận", birth_year=1964
    )
    lan = person(Role.TEAM, HAMLET)
    second = helped(lan.actor(), owner_name="NGUYEN THI MAN", birth_year=1964)
    browser.sign_in(lan)

    here = f"/hs/{second.code}/trung/{first.id}"
    key = browser.visit(here).hidden("_khoa")

    said, said_again = (browser.post(here, said="same", _khoa=key) for _ in range(2))

    assert (said.status, said.location) == (said_again.status, said_again.location) == (303, "/dang-ky/lam-tiep")
    assert first.code not in browser.visit("/dang-ky/lam-tiep").html, "the code is the family's to show"
    assert (again(first).stage, again(second).stage) == (Stage.DRAFT, Stage.WITHDRAWN)


def test_u4_the_business_paper_is_in_the_husbands_name(browser: Browser) -> None:
    """Allowed: who stands on the paper and who does the work are kept apart, with the sex of both."""
    merchant = draft(owner_name="Nguyễn Thị Mận")
    browser.sign_in(owner(merchant))

    browser.fill(
        f"/hs/{merchant.code}/hinh-thuc", legal_form="household_business", tax_code="",
        paper_holder_name="Trần Văn Bình", owner_sex="female", paper_holder_sex="male",
    )  # fmt: skip
    assert browser.fill(f"/hs/{merchant.code}/kiem-tra", to=f"/hs/{merchant.code}/da-gui").status == 303

    details = queries.legal_details(merchant.id)
    assert details is not None
    assert (details.paper_holder_name, details.owner_sex, details.paper_holder_sex) == (
        "Trần Văn Bình", Sex.FEMALE, Sex.MALE,
    )  # fmt: skip
    browser.sign_in(official())
    page = browser.visit(f"/cb/hs/{merchant.code}")
    assert "Trần Văn Bình" in page.text
    assert "Nguyễn Thị Mận" in page.title


def send_back_on_screen(browser: Browser, merchant: Merchant) -> int:
    here = f"/cb/hs/{merchant.code}"
    version = str(again(merchant).version)
    sent = browser.fill(f"{here}/tra-lai", version=version, reason_where="where.house", own_where="")
    return sent.status


def mend(merchant: Merchant) -> None:
    merchant = again(merchant)
    services.answer_where(merchant, area=hamlet(), house_note="cạnh đình", by=owner(merchant))
    services.resubmit(merchant, by=owner(merchant))
    db.session.commit()


def test_u5_the_same_thing_would_be_sent_back_a_third_time(browser: Browser) -> None:
    """After two returns the site forbids a third without a call or a visit."""
    merchant = submitted()
    browser.sign_in(official())
    for _ in range(2):
        assert send_back_on_screen(browser, merchant) == 303
        mend(merchant)

    assert send_back_on_screen(browser, merchant) == 409
    assert again(merchant).stage is Stage.SUBMITTED
    assert "Gọi điện" in browser.visit(f"/cb/hs/{merchant.code}/tra-lai").text

    today = clock.today()
    day = [str(today.day), str(today.month), str(today.year)]
    assert browser.fill(f"/cb/hs/{merchant.code}/goi", kind="visit", visit_on=day, note="Hẹn đến xem").status == 303
    assert send_back_on_screen(browser, merchant) == 303
    assert again(merchant).stage is Stage.RETURNED


@pytest.mark.parametrize("why", ["fear_of_tax", "fear_of_fraud", "no_need", "no_device", "other"])
def test_u6_the_family_does_not_want_a_bank(browser: Browser, why: str) -> None:
    """“Chưa muốn” with a reason is kept, and nobody reminds them before the day they chose."""
    merchant = confirmed()
    before = {message.id for message in messages.newest()}
    browser.sign_in(owner(merchant))
    way = next(link for link in browser.visit(f"/hs/{merchant.code}/tt").links if "chua-muon" in link)

    kept = browser.fill(way, why=why, own_words="", months="3")

    assert kept.status == 303
    row = helping.refusal_in_force(merchant.id, Subject.BANK, clock.today())
    assert row is not None
    assert row.why == why
    assert helping.refusal_in_force(merchant.id, Subject.BANK, row.ask_again_on) is None
    assert {message.id for message in messages.newest()} == before
    assert again(merchant).stage is Stage.CONFIRMED


@pytest.mark.parametrize(("kind", "pauses"), [("fake_receipt", False), ("overlay", True)])
def test_u7_a_fake_receipt_took_the_goods(browser: Browser, kind: str, pauses: bool) -> None:
    """Four facts, then whom to ring, a statement to sign, the covered card stopped, and a visit in two working days."""
    merchant = confirmed()
    account = paid.make_account(merchant)
    standee = money.issue_standee(merchant, confirmed_holder=account.holder_name, by=owner(merchant))
    db.session.commit()
    browser.sign_in(owner(merchant))
    here = f"/hs/{merchant.code}/tt/bao-mat-tien"
    assert "/bao-mat-tien" in browser.visit("/canh-bao").links
    assert browser.visit("/bao-mat-tien").location == here
    assert here in browser.visit(f"/hs/{merchant.code}/tt").links
    today = clock.today()
    day = [str(today.day), str(today.month), str(today.year)]

    sent = browser.fill(here, happened_on=day, amount_vnd="7.654.321", kind=kind, went_to="0999888777")

    [loss] = losses.losses_of(merchant.id)
    assert (sent.status, sent.location) == (303, f"{here}/{loss.id}")
    page = browser.visit(str(sent.location))
    for said in ("Vietcombank", "sau thẻ", "113", "7.654.321", f"{calendar.add_working_days(today, 2):%d/%m/%Y}"):
        assert said in page.text, said
    statement = pypdfium2.PdfDocument(browser.visit(f"{here}/{loss.id}.pdf").data)
    words = statement[0].get_textpage().get_text_range()
    assert "ĐƠN TRÌNH BÁO MẤT TIỀN" in words
    assert "7.654.321 đồng" in words
    db.session.refresh(standee)
    assert (standee.state is StandeeState.PAUSED, "Biển QR đã tạm dừng" in page.text) == (pauses, pauses)

    browser.sign_in(official())
    assert "Xã đã nhận tin báo của nhà mình" in browser.visit("/cb/goi").text
    assert "/cb/mat-tien" in browser.visit("/cb/goi").links
    desk = browser.visit("/cb/mat-tien")
    assert merchant.owner_name in desk.text
    assert {"fake_receipt": "chuyển tiền giả", "overlay": "dán mã khác"}[kind] in desk.text
    for secret in ("7.654.321", "7654321", "0999888777"):
        for path in ("/cb/mat-tien", "/cb/goi", f"/cb/hs/{merchant.code}"):
            assert secret not in browser.visit(path).html, (secret, path)
    for step, state in (("den-tham", LossState.VISITED), ("dong", LossState.CLOSED)):
        assert browser.fill("/cb/mat-tien", to=f"/cb/mat-tien/{loss.id}/{step}").status == 303
        db.session.refresh(loss)
        assert loss.state is state
    assert merchant.owner_name not in browser.visit("/cb/mat-tien").text
    entries = audit.entries_about("merchant", merchant.id)
    assert {"loss:report", "loss:visit", "loss:close"} <= {entry.action for entry in entries}
    assert "7654321" not in str([(entry.reason, entry.changes) for entry in entries])


def test_u8_the_owner_dies_or_gives_up(browser: Browser) -> None:
    """The desk writes it down with “Gia đình đã báo nghỉ làm nghề”, and messages stop the same minute."""
    merchant = confirmed()
    waiting = messages.send(Channel.SMS, merchant.phone, "Mời dự lớp", "class", by=CLERK, about=merchant.id)
    db.session.commit()
    browser.sign_in(official())

    assert browser.fill(f"/cb/hs/{merchant.code}/nghi", how="nghi-han", reason="").status == 303

    assert again(merchant).stage is Stage.CLOSED
    messages.deliver_message(str(waiting.id))
    db.session.refresh(waiting)
    assert (waiting.delivered_at, waiting.stopped_at is not None) == (None, True)
    browser.sign_in(owner(merchant))
    assert "Gia đình đã báo nghỉ làm nghề" in browser.visit(f"/hs/{merchant.code}").text


def test_u9_the_owner_cannot_read(browser: Browser) -> None:
    """The helper's page says what to read aloud; a thumb on the paper counts with the name of a witness."""
    lan = person(Role.TEAM, HAMLET)
    merchant = helped(lan.actor(), kind=ContactKind.NONE)
    browser.sign_in(lan)
    here = f"/hs/{merchant.code}/xac-nhan"

    assert "Đọc to cho chủ cơ sở nghe" in browser.visit(here).text
    alone = browser.fill(f"{here}/giay", slip_no="0123", mark="thumb", witness="", read_aloud="y")
    assert (alone.status, helping.confirmation_of(merchant.id)) == (422, None)
    assert browser.fill(f"{here}/giay", slip_no="0123", mark="thumb", witness="Bà Hai", read_aloud="y").status == 303

    row = helping.confirmation_of(merchant.id)
    assert row is not None
    assert (row.way, row.state) == (Way.SLIP, ConfirmationState.ON_PAPER)
    assert "Bà Hai" in browser.visit(here).text


def test_u14_the_owner_edits_after_approval(browser: Browser) -> None:
    """Price and photo change at once; name and place wait while the old ones count; the account is checked anew."""
    merchant = confirmed()
    product = products.make_product(merchant, shown=True)
    account = paid.make_account(merchant)
    money.issue_standee(merchant, confirmed_holder=account.holder_name, by=owner(merchant))
    db.session.commit()
    public = f"/san-pham/{product.slug}"
    photos = len(product.photos)
    browser.sign_in(owner(merchant))

    assert browser.fill(f"/sp/{product.id}/gia", price_vnd="135.000").status == 303
    label = (io.BytesIO(pictures.photo(1500, 1500)), "nhan.jpg")
    assert browser.fill(f"/sp/{product.id}/anh", label=label).status == 303
    db.session.refresh(product)
    assert "135.000" in browser.visit(public).text
    assert len(product.photos) == photos + 1

    file = f"/hs/{merchant.code}/dinh-chinh"
    asked = browser.fill(f"{file}/ten", owner_name="Nguyễn Thị Mơ", reason="căn cước mới")
    moved = browser.fill(f"{file}/o-dau", hamlet=HAMLET, area_note="", house_note="cạnh chợ", reason="ghi nhầm")
    assert (asked.status, moved.status) == (303, 303)
    assert again(merchant).owner_name == "Nguyễn Thị Mận"
    assert again(merchant).house_note != "cạnh chợ"
    assert browser.visit(f"/hs/{merchant.code}/da-khai").text.count("Đang chờ") >= 2

    browser.sign_in(official())
    for row in corrections.corrections_of(merchant.id):
        assert browser.fill(f"/cb/dinh-chinh/{row.id}").status == 303
    # What the page promised, done as the worker does it.
    jobs.run("payments.ask_for_name_check", {"merchant_id": str(merchant.id)})
    assert again(merchant).owner_name == "Nguyễn Thị Mơ"
    assert again(merchant).house_note == "cạnh chợ"

    browser.sign_in(owner(merchant))
    bank = f"/hs/{merchant.code}/tt/tai-khoan"
    assert "Xem lại tài khoản" in browser.visit(f"/hs/{merchant.code}/tt").text
    told = {"bank_bin": paid.VIETCOMBANK, "account_no": "0000987654321"}
    other = browser.fill(bank, **told, holder_name="TRAN VAN BINH")
    assert (other.status, "TRAN VAN BINH" in other.text) == (422, True)
    db.session.expire_all()
    kept = payments.account_of(merchant.id)
    assert kept is not None
    assert (kept.account_no, kept.name_check_since is None) == (paid.ACCOUNT_NO, False)
    assert browser.fill(bank, **told, holder_name="NGUYEN THI MO").status == 303
    db.session.expire_all()
    assert (kept.holder_name, kept.name_check_since) == ("NGUYEN THI MO", None)


def test_u24_somebody_is_furious_about_the_third_return(browser: Browser) -> None:
    """The screen tells the to and fro in one line each, and a call made now is written down."""
    merchant = submitted()
    browser.sign_in(official())
    for _ in range(2):
        send_back_on_screen(browser, merchant)
        mend(merchant)
    assert f'href="tel:{merchant.phone}"' in browser.visit(f"/cb/hs/{merchant.code}").html
    browser.fill(f"/cb/hs/{merchant.code}/goi", kind="call", note="Bà bực, đã xin lỗi")

    page = browser.visit(f"/cb/hs/{merchant.code}")

    lines = [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in re.findall(r"(?s)<li>(.*?)</li>", page.html)]
    assert len([line for line in lines if "Trả lại bởi" in line or "trả lại" in line.lower()]) >= 2
    assert len([line for line in lines if "Bà bực, đã xin lỗi" in line]) == 1
    entries = [entry.action for entry in audit.entries_about("merchant", merchant.id)]
    assert entries.count("merchant:contact") == 1


def test_u27_two_families_were_joined_by_mistake(browser: Browser) -> None:
    """It can be undone for thirty days."""
    with time_machine.travel("2026-11-02T02:00:00Z"):
        older = confirmed(phone="+84912345670")
    newer = submitted(owner_name="NGUYEN THI MAN", phone="+84912345671")
    browser.sign_in(official())
    assert browser.fill(f"/cb/trung/{newer.code}/{older.code}", verdict="join").status == 303
    assert again(newer).stage is Stage.MERGED
    undo = next(link for link in browser.visit(f"/cb/hs/{older.code}").links if "hoan-tac" in link)

    with time_machine.travel(clock.now() + timedelta(days=31)):
        browser.sign_in(official())
        assert browser.fill(undo).status == 409
    assert again(newer).stage is Stage.MERGED
    browser.sign_in(official())
    assert browser.fill(undo).status == 303
    assert (again(newer).stage, again(older).stage) == (Stage.SUBMITTED, Stage.CONFIRMED)


def test_u28_the_leader_wants_the_list_now(browser: Browser) -> None:
    """``in=1`` prints what is shown: title, filter in words, time, who printed it, sheet x of y; all of it."""
    for number in range(27):
        submitted(owner_name="Lê Văn An", phone=f"+8491234{number:04d}")
    browser.sign_in(official("Bà Trần Thị Lãnh", role=Role.LEADER))

    page = browser.visit("/cb/viec?craft=fish_sauce&in=1")

    assert page.title.startswith("Hồ sơ cần trả lời")
    for said in (
        "Bà Trần Thị Lãnh",
        f"{clock.local(clock.now()):%d/%m/%Y}",
        "27 hồ sơ",
        "Nước mắm",
        "Trang 1/2",
        "Trang 2/2",
    ):
        assert said in page.text, said
    assert page.text.count("Lê Văn An") == 27


def test_u29_a_helper_enters_a_child_as_the_owner(browser: Browser) -> None:
    """A year of birth of somebody under fifteen is not taken, and the page says what to write instead."""
    lan = person(Role.TEAM, HAMLET)
    merchant = helped(lan.actor())
    browser.sign_in(lan)
    here, year = f"/hs/{merchant.code}/nam-sinh", clock.today().year

    for age in (12, 14):
        page = browser.fill(here, birth_year=str(year - age))
        assert (page.status, f"Sinh năm {year - age} thì còn nhỏ" in page.text) == (422, True)
        assert again(merchant).birth_year == 1950
    assert browser.fill(here, birth_year=str(year - 15)).status == 303
    assert again(merchant).birth_year == year - 15


def test_u30_an_official_is_a_relative_of_the_owner(browser: Browser) -> None:
    """They say so, a colleague decides, and it is written down; from then on they cannot decide."""
    merchant, cousin, colleague = submitted(), official("Anh Em"), official("Chị Hoa")
    browser.sign_in(cousin)
    here = f"/cb/hs/{merchant.code}"

    assert browser.fill(
        f"{here}/nguoi-quen", relation="anh em họ", colleague=str(colleague.account_id)
    ).status == 303  # fmt: skip

    assert browser.fill(here, to=f"{here}/nhan").status == 409
    checks = [check.value for check in rules.checks_for(merchant.paper_kinds)]
    version = str(again(merchant).version)
    assert browser.fill(here, to=f"{here}/xac-nhan", version=version, checks=checks).status == 409
    assert again(merchant).stage is Stage.SUBMITTED
    assert holding.conflict_of(merchant.id, cousin.account_id) is not None
    browser.sign_in(colleague)
    assert "Anh Em" in browser.visit(here).text
    assert merchant.code in browser.visit("/cb/viec?mine=y").text
    assert browser.fill(here, to=f"{here}/xac-nhan", version=version, checks=checks).status == 303
    assert again(merchant).stage is Stage.CONFIRMED
    entries = [entry.action for entry in audit.entries_about("merchant", merchant.id)]
    assert {"desk:declare_conflict", "desk:assign"} <= set(entries)
