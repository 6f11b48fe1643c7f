"""Signs: what telephones and people read on paper, what a stamp vouches for, and what a photograph shows."""

import base64
import io
from dataclasses import replace
from datetime import date, timedelta

import pypdfium2
import pytest
import time_machine
import zxingcpp
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from app.core import clock, jobs, messages
from app.core.db import db
from app.core.messages import OutgoingMessage
from app.core.messages.rules import sms_parts
from merchants.models import Merchant
from merchants.states import Stage
from payments import queries as payments
from payments import services as money
from payments import stamps, vietqr
from payments.documents import qr_png
from payments.models import Standee
from payments.signs import documents, queries, rules, services
from payments.signs.models import SignLook
from payments.signs.rules import Seen, Sight, Size
from payments.stamps import Light, Stamp
from payments.states import StandeeState
from tests.browser import Browser
from tests.factories.payments import ACCOUNT_NO, VIETCOMBANK, clerk_of, make_account, make_merchant, owner_of

SHEET = documents.Sheet(
    payload=vietqr.write(bin=VIETCOMBANK, account=ACCOUNT_NO),
    holder_name="NGUYEN THI MAN",
    shown_name="Nước mắm Bà Mận",
    bank="Vietcombank",
    account_no=ACCOUNT_NO,
    serial="7K2F9QXA",
    printed_on=date(2026, 9, 12),
    verify_url="https://lensan.example/xm/7K2F9QXA",
)
LONG = "HO KINH DOANH NUOC MAM TRUYEN THONG BA MAN"
PAPER_MM = {Size.TABLE: (105, 148), Size.COUNTER: (148, 210), Size.POSTER: (210, 297), Size.STICKERS: (210, 297)}
VNPAY = "00020101021126280010A0000007750110010123456753037045802VN63046EA7"
OTHER = vietqr.write(bin="970405", account="9999000011112")


def printed(app: Flask, sheet: documents.Sheet, size: Size) -> pypdfium2.PdfDocument:
    with app.test_request_context("/?lang=vi"):
        return pypdfium2.PdfDocument(documents.sign_pdf(sheet, size))


def read_at_150_dpi(document: pypdfium2.PdfDocument) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(document[0].render(scale=150 / 72).to_pil())]


def words(document: pypdfium2.PdfDocument) -> str:
    return " ".join(document[0].get_textpage().get_text_bounded().split())


@pytest.fixture
def merchant() -> Merchant:
    return make_merchant()


@pytest.fixture
def standee(merchant: Merchant) -> Standee:
    account = make_account(merchant)
    made = money.issue_standee(merchant, confirmed_holder=account.holder_name, by=owner_of(merchant))
    db.session.commit()
    return made


def photo(*payloads: str) -> tuple[io.BytesIO, str]:
    """Return a photograph of codes side by side on a table."""
    codes = [Image.open(io.BytesIO(qr_png(payload, module_px=6))).convert("RGB") for payload in payloads]
    table = Image.new("RGB", (1600, 900), (181, 160, 130))
    for place, code in enumerate(codes):
        table.paste(code, (100 + 500 * place, 200))
    file = io.BytesIO()
    table.rotate(7, expand=True, fillcolor=(90, 90, 90)).save(file, "JPEG", quality=80)
    return io.BytesIO(file.getvalue()), "bien.jpg"


# Paper.


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("holder", ["LE A", "NGUYEN THI MAN", "CONG HUYEN TON NU THI HONG HANH", LONG])
def test_every_sign_is_one_page_that_a_telephone_reads_at_150_dpi(app: Flask, size: Size, holder: str) -> None:
    document = printed(app, replace(SHEET, holder_name=holder), size)
    found = read_at_150_dpi(document)
    width, height = document[0].get_size()
    copies = 12 if size is Size.STICKERS else 1

    assert len(document) == 1
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == PAPER_MM[size]
    assert found.count(SHEET.payload) == copies
    assert words(document).count(holder) == copies
    # The small code leads to the page that checks; stickers are too small for two.
    assert found.count(SHEET.verify_url) == (0 if size is Size.STICKERS else 1)
    assert len(found) == max(copies, 2)


@pytest.mark.parametrize("size", Size)
def test_a_person_reads_name_bank_full_number_serial_and_address(app: Flask, size: Size) -> None:
    text = words(printed(app, SHEET, size))
    for said in ("NGUYEN THI MAN", "Vietcombank", ACCOUNT_NO, "7K2F9QXA", "lensan.example/xm/7K2F9QXA"):
        assert said in text
    if size is not Size.STICKERS:
        assert "12/09/2026" in text
        assert "Xem đúng tên rồi mới bấm chuyển" in text
    assert "napas" not in text.lower()
    assert "vietqr" not in text.lower()


def test_the_owner_prints_every_size_and_keeps_the_code_as_a_picture(browser: Browser, standee: Standee) -> None:
    merchant = db.session.get(Merchant, standee.merchant_id)
    assert merchant is not None
    browser.sign_in(owner_of(merchant))
    here = f"/hs/{merchant.code}/tt/bien-qr/{standee.serial}"
    linked = browser.visit(f"/hs/{merchant.code}/tt").links

    for size in Size:
        assert f"{here}/{size}.pdf" in linked
        assert browser.visit(f"{here}/{size}.pdf").data.startswith(b"%PDF")
    picture = browser.visit(f"{here}/ma.png")
    [code] = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.data)))
    assert code.text == standee.payload
    assert browser.visit(f"{here}/a3.pdf").status == 404


def test_a_neighbour_and_a_clerk_print_nothing(browser: Browser, standee: Standee, merchant: Merchant) -> None:
    here = f"/hs/{merchant.code}/tt"
    neighbour = make_merchant(owner_name="Lê Văn Chài")
    db.session.commit()
    for who, status in ((owner_of(neighbour), 404), (clerk_of(merchant), 403)):
        browser.sign_in(who)
        for path in (f"{here}/bien-qr/{standee.serial}/a6.pdf", f"{here}/bien-qr/{standee.serial}/ma.png"):
            assert browser.visit(path).status == status
        assert browser.post(f"{here}/soi-bien", photo=photo(OTHER)).status == status
    assert db.session.scalar(select(func.count()).select_from(SignLook)) == 0
    assert standee.state is StandeeState.ISSUED


# The stamp.


def test_anybody_checks_a_stamp_with_the_public_key_alone(browser: Browser, standee: Standee) -> None:
    said = browser.visit(f"/xm/{standee.serial}/dau.json").response.get_json()
    keys = browser.visit("/xm/khoa.json").response.get_json()["keys"]
    key_id, _, signature = said["stamp"].partition(".")
    key = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(keys[key_id]))
    lines = [said[name] for name in ("format", "serial", "bank_bin", "account_hash", "holder_name")]

    key.verify(base64.urlsafe_b64decode(signature), "\n".join(lines).encode())
    # Whoever holds the card reads the number on it and finds the same hash; the answer does not give it away.
    assert said["account_hash"] == stamps.account_hash(standee.serial, ACCOUNT_NO)
    assert ACCOUNT_NO not in str(said)
    lines[-1] = "LE VAN GIAN"
    with pytest.raises(InvalidSignature):
        key.verify(base64.urlsafe_b64decode(signature), "\n".join(lines).encode())


@pytest.mark.parametrize("column", ["holder_name", "account_no", "bank_bin", "stamp"])
def test_whoever_changes_the_table_does_not_make_a_card_green(browser: Browser, standee: Standee, column: str) -> None:
    assert "Biển này đúng" in browser.visit(f"/xm/{standee.serial}").text
    changed = {"bank_bin": "970405", "account_no": "9999000011112"}.get(column, "LE VAN GIAN")
    setattr(standee, column, changed)
    db.session.commit()

    page = browser.visit(f"/xm/{standee.serial}")

    assert "đừng chuyển tiền" in page.text
    assert "Biển này đúng" not in page.text
    assert "LE VAN GIAN" not in page.text


def test_a_card_from_before_there_were_stamps_is_amber(browser: Browser, standee: Standee) -> None:
    standee.stamp = None
    db.session.commit()
    assert "in từ trước, chưa có dấu" in browser.visit(f"/xm/{standee.serial}").text


@pytest.mark.no_database
@pytest.mark.parametrize("stamp", Stamp)
@pytest.mark.parametrize("state", StandeeState)
@pytest.mark.parametrize("confirmed", [True, False])
def test_green_is_only_for_a_live_stamped_code_of_a_confirmed_household(
    state: StandeeState, stamp: Stamp, *, confirmed: bool
) -> None:
    light = stamps.light(state, is_confirmed=confirmed, stamp=stamp)
    is_green = (state, stamp, confirmed) == (StandeeState.ISSUED, Stamp.HOLDS, True)
    is_red = state is StandeeState.REVOKED or stamp is Stamp.BROKEN
    assert light is (Light.RED if is_red else Light.GREEN if is_green else Light.AMBER)


# The look.


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("codes", "sight"),
    [
        ([], Sight(Seen.NOTHING)),
        (["https://lensan.example/xm/7K2F9QXA"], Sight(Seen.NOTHING)),
        ([SHEET.payload], Sight(Seen.OWN)),
        ([SHEET.payload, "https://lensan.example/xm/7K2F9QXA"], Sight(Seen.OWN)),
        ([SHEET.payload, OTHER], Sight(Seen.OTHER_ACCOUNT)),
        ([vietqr.write(bin="970405", account=ACCOUNT_NO)], Sight(Seen.OTHER_ACCOUNT)),
        ([SHEET.payload[:-1] + "0"], Sight(Seen.DAMAGED)),
        ([VNPAY], Sight(Seen.OTHER_SCHEME, "VNPAY-QR")),
        ([SHEET.payload, VNPAY], Sight(Seen.OWN)),
    ],
)
def test_what_is_on_a_photograph_is_judged_by_the_worst_that_matters(codes: list[str], sight: Sight) -> None:
    assert rules.judge(codes, bank_bin=VIETCOMBANK, account_no=ACCOUNT_NO) == sight


def look(browser: Browser, merchant: Merchant, *payloads: str) -> str:
    path = f"/hs/{merchant.code}/tt/soi-bien"
    assert browser.fill(path, photo=photo(*payloads)).status == 303
    return browser.visit(path).text


def test_a_photograph_of_the_own_sign_is_noted_and_asked_for_again_after_a_month(
    browser: Browser, standee: Standee, merchant: Merchant
) -> None:
    browser.sign_in(owner_of(merchant))

    assert "Đúng mã của ông/bà" in look(browser, merchant, standee.payload)
    watch = queries.watch_of(standee)
    assert not watch.is_due(clock.today())
    with time_machine.travel(clock.now() + timedelta(days=30)):
        assert watch.is_due(clock.today())
        browser.sign_in(owner_of(merchant))
        assert "Đã một tháng" in browser.visit(f"/hs/{merchant.code}/tt").text


def test_a_code_stuck_over_the_own_one_pauses_the_sign_for_buyers(
    browser: Browser, standee: Standee, merchant: Merchant
) -> None:
    browser.sign_in(owner_of(merchant))

    assert "Mã này là của tài khoản khác" in look(browser, merchant, OTHER)
    assert payments.live_standee(merchant.id) is not None
    assert "Biển này đang kiểm tra" in Browser(browser.app).visit(f"/xm/{standee.serial}").text
    # It does not count as a look that is done: next month comes from the day the sign was right.
    assert queries.watch_of(standee).due_on == clock.local(standee.issued_at).date() + rules.LOOK_EVERY


def test_a_file_that_is_no_photograph_says_what_to_do_and_changes_nothing(
    browser: Browser, standee: Standee, merchant: Merchant
) -> None:
    browser.sign_in(owner_of(merchant))
    path = f"/hs/{merchant.code}/tt/soi-bien"

    for sent in ({}, {"photo": (io.BytesIO(b"%PDF-1.7"), "a.pdf")}):
        page = browser.fill(path, **sent)
        assert page.status == 422
        assert "Có chỗ cần xem lại" in page.text
    assert db.session.scalar(select(func.count()).select_from(SignLook)) == 0


def test_a_look_at_a_sign_that_is_paused_already_stays_a_note(standee: Standee, merchant: Merchant) -> None:
    by = owner_of(merchant)
    money.pause_standee(standee, by=by)
    services.note_look(standee, Sight(Seen.OTHER_ACCOUNT), by=by)
    assert standee.state is StandeeState.PAUSED


def asked_by_message() -> list[OutgoingMessage]:
    return list(db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.purpose == "sign_look")))


def after(days: int, hour: int = 9) -> time_machine.travel:
    """Let it be so many days later, at an hour of Vietnam's day."""
    day = clock.local(clock.now()) + timedelta(days=days)
    return time_machine.travel(day.replace(hour=hour, minute=30), tick=False)


def test_an_owner_is_asked_once_a_month_to_look_until_the_sign_was_seen(standee: Standee, merchant: Merchant) -> None:
    merchant.phone = "0912000771"
    jobs.run("payments.ask_for_sign_looks", {})
    assert asked_by_message() == []
    with after(31):
        for _day in range(2):
            jobs.run("payments.ask_for_sign_looks", {})
        [message] = asked_by_message()
        assert (message.recipient, sms_parts(message.text), merchant.code in message.text) == (merchant.phone, 1, True)
    with after(59):
        jobs.run("payments.ask_for_sign_looks", {})
        assert len(asked_by_message()) == 1
    with after(62):
        jobs.run("payments.ask_for_sign_looks", {})
        assert len(asked_by_message()) == 2
        services.note_look(standee, Sight(Seen.OWN), by=owner_of(merchant))
    with after(91):
        jobs.run("payments.ask_for_sign_looks", {})
        assert len(asked_by_message()) == 2, "looked at within the month"
    with after(93):
        jobs.run("payments.ask_for_sign_looks", {})
        assert len(asked_by_message()) == 3


def test_a_reminder_of_the_night_waits_for_morning_and_is_not_sent_to_whoever_wants_none(
    standee: Standee, merchant: Merchant
) -> None:
    neighbour = make_merchant(owner_name="Lê Văn Chài")
    make_account(neighbour, account_no="0000987654321")
    money.issue_standee(neighbour, confirmed_holder="LE VAN CHAI", by=owner_of(neighbour))
    merchant.phone, neighbour.phone = "0912000771", "0912000772"
    messages.choose(
        merchant.phone, refused={(messages.MessageClass.OTHER, messages.Channel.SMS)}, by=owner_of(merchant)
    )
    with after(31, hour=22):
        jobs.run("payments.ask_for_sign_looks", {})
        told = {message.recipient: message for message in asked_by_message()}
        morning = told[neighbour.phone].not_before
        assert morning is not None
        assert (clock.local(morning).hour, clock.local(morning).date()) == (7, clock.today() + timedelta(days=1))
        assert told[merchant.phone].state is not told[neighbour.phone].state


@pytest.mark.parametrize("why", ["paused", "resting", "closed", "no telephone"])
def test_nobody_is_asked_where_there_is_nothing_to_look_at(standee: Standee, merchant: Merchant, why: str) -> None:
    merchant.phone = "0912000771"
    if why == "paused":
        money.pause_standee(standee, by=owner_of(merchant))
    elif why == "no telephone":
        merchant.phone = ""
    else:
        merchant.stage = Stage.RESTING if why == "resting" else Stage.CLOSED
    db.session.flush()
    with after(31):
        jobs.run("payments.ask_for_sign_looks", {})
    assert (asked_by_message(), standee.look_asked_on) == ([], None)
