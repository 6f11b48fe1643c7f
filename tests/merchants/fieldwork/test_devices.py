"""What devices fetch and send, what is missing of them, and who may do what to them."""

import gzip
import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app.core import clock
from app.core.db import db
from app.core.ids import new_id
from app.policy import Role
from merchants.fieldwork import queries, rules, services
from merchants.fieldwork.models import FieldDevice
from merchants.fieldwork.services import BorrowedPhoneError
from merchants.models import DossierLook
from merchants.visits.states import VisitState
from tests.browser import Browser, Page
from tests.factories.fieldwork import closed, device_of, helper, item, many_due, mark, seen, send
from tests.factories.skills import present
from tests.factories.training import THAI_THUY, THUY_ANH, make_merchant, make_session, someone
from tests.factories.visits import due

ONE_PIECE = 64 * 1024
MOST_BYTES = 1_200_000


def post(browser: Browser, path: str, **sent: Any) -> Page:
    """Send JSON as the device does."""
    return browser.post_json(path, sent)


def told(page: Page) -> Any:
    assert page.status == 200, page.html
    return json.loads(page.data)


def opened(browser: Browser) -> Any:
    return told(post(browser, "/to/may/mo.json"))


def test_a_device_takes_along_counts_and_gets_a_receipt_for_each_item(browser: Browser) -> None:
    visit = due(make_merchant(owner_name="Vũ Thị Sen"))
    browser.sign_in(someone(Role.TEAM))

    who = told(browser.visit("/to/may/toi.json"))
    device = opened(browser)
    pack = told(browser.visit(f"/to/may/goi.json?may={device['device']}&thon={THAI_THUY}"))
    assert [stop["name"] for stop in pack["stops"]] == ["Vũ Thị Sen"]
    assert who["hamlets"][0]["id"] == THAI_THUY
    note = seen(visit, number=1)
    sent = told(post(browser, "/to/may/gui.json", device=device["device"], last=1, items=[note]))
    again = told(post(browser, "/to/may/gui.json", device=device["device"], last=1, items=[note]))

    db.session.refresh(visit)
    assert [receipt["state"] for receipt in sent["receipts"]] == ["written"]
    assert again["receipts"] == sent["receipts"]
    assert (sent["came"], sent["missing"], visit.state) == (1, [], VisitState.SEEN)
    assert told(post(browser, "/to/may/mo.json", device=device["device"]))["device"] == device["device"]


def test_what_the_database_refuses_is_not_taken_for_something_that_came_before() -> None:
    by = helper(someone(Role.TRAINER, THAI_THUY))
    nowhere = FieldDevice(id=new_id())

    with pytest.raises(IntegrityError):
        send(nowhere, item("withdrawn", new_id(), reason="nhầm"), by=by)

    db.session.rollback()
    assert queries.numbers_received([nowhere.id]) == {}


def test_the_owners_on_a_pack_learn_who_took_it_along(browser: Browser) -> None:
    merchant, session = make_merchant(), make_session(in_days=0)
    place = present(merchant, session)
    visit = due()
    browser.sign_in(someone(Role.TEAM))
    device = opened(browser)["device"]

    browser.visit(f"/to/may/goi.json?may={device}&thon={THAI_THUY}")
    browser.visit(f"/to/may/goi.json?may={device}&lop={session.id}")

    looked = {look.merchant_id for look in db.session.query(DossierLook)}
    assert {place.merchant_id, visit.merchant_id} <= looked


def test_u18_what_the_device_used_and_what_came_are_compared_the_same_day(browser: Browser, app: Flask) -> None:
    visits = [due() for _ in range(6)]
    browser.sign_in(someone(Role.TEAM, name="Chị Phạm Thị Lan"))
    device = opened(browser)["device"]
    items = [seen(visit, number=number) for number, visit in enumerate(visits, 1)]

    honest = told(post(browser, "/to/may/gui.json", device=device, last=9, waiting=[7, 8, 9], items=items))
    cleared = told(post(browser, "/to/may/gui.json", device=device, last=9, waiting=[], items=[]))

    assert (honest["missing"], cleared["missing"]) == ([], [7, 8, 9])
    lead, elsewhere = Browser(app), Browser(app)
    lead.sign_in(someone(Role.OFFICIAL))
    elsewhere.sign_in(someone(Role.OFFICIAL, THUY_ANH))
    page = lead.visit("/to/may-da-mang").text
    assert "đã dùng 9, về đến đây 6" in page
    assert "7, 8, 9" in page
    assert "Phạm Thị Lan" not in elsewhere.visit("/to/may-da-mang").text


def test_a_device_never_has_used_fewer_numbers_than_it_once_said() -> None:
    by = helper(someone(Role.TEAM))
    device = device_of(by)

    send(device, by=by, last=5, waiting=(5,))
    send(device, by=by, last=0, waiting=())

    assert queries.told(device, by).missing == (1, 2, 3, 4, 5)


def test_a_device_from_which_nothing_was_heard_is_asked_after_the_same_day() -> None:
    by, lead = helper(someone(Role.TEAM)), someone(Role.OFFICIAL)
    device = device_of(by)
    assert not queries.devices_told(lead)

    device.heard_at = clock.now() - rules.SILENT_AFTER - timedelta(minutes=1)
    db.session.commit()

    assert [each.is_silent for each in queries.devices_told(lead)] == [True]
    closed(device, by)
    assert not queries.devices_told(lead)


def test_a_device_that_names_itself_twice_is_one_device(browser: Browser) -> None:
    browser.sign_in(someone(Role.TEAM))
    name = str(new_id())

    first, again = (told(post(browser, "/to/may/mo.json", device=name)) for _ in range(2))

    assert (first["device"], first) == (name, again)
    assert db.session.query(FieldDevice).count() == 1


def test_whoever_starts_on_another_device_is_told_that_the_first_is_still_out(browser: Browser) -> None:
    browser.sign_in(someone(Role.TEAM))

    assert (opened(browser)["others"], opened(browser)["others"]) == (0, 1)


def test_u16_a_lost_phone_is_shut_out_and_its_stubs_say_what_is_missing(browser: Browser) -> None:
    by = someone(Role.TEAM)
    browser.sign_in(by)
    device = opened(browser)["device"]
    note = seen(due(), number=1)
    told(post(browser, "/to/may/gui.json", device=device, last=1, items=[note]))

    assert browser.fill(f"/to/may-da-mang/{device}/mat", last="4").status == 303

    assert "2, 3, 4" in browser.visit("/to/may-da-mang").text
    late = seen(due(), number=2)
    assert post(browser, "/to/may/gui.json", device=device, last=2, items=[late]).status == 404
    assert browser.visit(f"/to/may/goi.json?may={device}&thon={THAI_THUY}").status == 404
    assert told(post(browser, "/to/may/mo.json", device=device))["device"] != device


def test_a_borrowed_phone_takes_nothing_along() -> None:
    with pytest.raises(BorrowedPhoneError):
        services.open_device(is_borrowed=True, by=helper(someone(Role.TEAM)))

    assert db.session.query(FieldDevice).count() == 0


def test_nobody_fetches_sends_or_gives_up_for_somebody_elses_device(browser: Browser, app: Flask) -> None:
    visit = due()
    browser.sign_in(someone(Role.TEAM))
    device = opened(browser)["device"]
    colleague, owner = Browser(app), Browser(app)
    colleague.sign_in(someone(Role.TEAM, THUY_ANH))
    owner.sign_in(someone(Role.PARTNER))

    assert colleague.visit(f"/to/may/goi.json?may={device}&thon={THAI_THUY}").status == 404
    assert post(colleague, "/to/may/gui.json", device=device, last=1, items=[seen(visit, number=1)]).status == 404
    assert colleague.visit(f"/to/may-da-mang/{device}/mat").status == 404
    assert post(owner, "/to/may/mo.json").status == 404
    assert Browser(app).visit("/to/may/toi.json").status == 401
    db.session.refresh(visit)
    assert visit.state is VisitState.PLANNED


def test_a_helper_elsewhere_gets_an_empty_pack_and_no_class(browser: Browser) -> None:
    due()
    session = make_session(in_days=0)
    browser.sign_in(someone(Role.TEAM, THUY_ANH))
    device = opened(browser)["device"]

    assert told(browser.visit(f"/to/may/goi.json?may={device}&thon={THAI_THUY}"))["stops"] == []
    assert browser.visit(f"/to/may/goi.json?may={device}&lop={session.id}").status == 404


@pytest.mark.parametrize("items", ["x", [1], [{}], [{"id": "1"}], {"a": 1}, [[]]])
def test_what_is_no_delivery_is_refused_whole(browser: Browser, items: Any) -> None:
    browser.sign_in(someone(Role.TEAM))
    device = opened(browser)["device"]

    assert post(browser, "/to/may/gui.json", device=device, last=1, items=items).status == 422


def test_an_item_that_cannot_be_read_is_kept_counted_and_told(browser: Browser) -> None:
    visit = due()
    browser.sign_in(someone(Role.TEAM))
    device = opened(browser)["device"]
    spoilt = [
        seen(visit, number=1, minutes=9999),
        seen(visit, number=2) | {"form": 99},
        item("walk_in", visit.id, 3, person_name="", phone="", companions=0),
        item("attendance", visit.id, 4, attendance=("present", "maybe")),
    ]

    sent = told(post(browser, "/to/may/gui.json", device=device, last=4, items=spoilt))

    assert [receipt["state"] for receipt in sent["receipts"]] == ["refused"] * 4
    assert all(receipt["says"] for receipt in sent["receipts"])
    assert sent["missing"] == []


def test_what_was_taken_out_before_it_was_sent_is_not_missed() -> None:
    by = helper(someone(Role.TEAM))
    device, visit = device_of(by), due()
    note = seen(visit, number=1)

    [came] = send(device, note | {"kind": "withdrawn", "fields": {"reason": {"now": "ghi nhầm nhà"}}}, by=by)
    [late] = send(device, note, by=by)

    assert (came.state, late.id, visit.state) == ("withdrawn", came.id, VisitState.PLANNED)
    assert queries.told(device, by).missing == ()


def test_a_pack_of_a_hundred_households_fits_a_slow_line(browser: Browser) -> None:
    # Words that no packing makes shorter: a hundred real households share few.
    for each in many_due(make_session(in_days=0), 100, phone="+84912345678"):
        each.merchant.business_name, each.merchant.house_note = (f"{new_id()} {new_id()} {new_id()}" for _ in range(2))
    db.session.commit()
    browser.sign_in(someone(Role.TEAM))
    device = opened(browser)["device"]

    page = browser.visit(f"/to/may/goi.json?may={device}&thon={THAI_THUY}")

    assert len(told(page)["stops"]) == 100
    assert len(page.data) < MOST_BYTES
    # As it travels it is one piece of 64 KB, so a line that breaks loses no more than that.
    assert len(gzip.compress(page.data)) <= ONE_PIECE


def test_two_accounts_are_decided_on_a_page_by_whoever_may(browser: Browser, app: Flask) -> None:
    session = make_session(in_days=0)
    place = present(make_merchant(owner_name="Vũ Thị Sen"), session)
    by = helper(someone(Role.TEAM, name="Chị Lan"))
    send(device_of(by), mark(place, "absent"), by=by)
    [clash] = queries.clashes_open(by)
    browser.sign_in(someone(Role.CLERK))
    elsewhere = Browser(app)
    elsewhere.sign_in(someone(Role.CLERK, THUY_ANH))

    assert "Vũ Thị Sen" in browser.visit("/to/mau-thuan").text
    assert elsewhere.visit(f"/to/mau-thuan/{clash.id}").status == 404
    assert browser.fill(f"/to/mau-thuan/{clash.id}", keep="").status == 422
    assert browser.fill(f"/to/mau-thuan/{clash.id}", keep="ours").status == 303

    db.session.refresh(place)
    assert place.attendance == "absent"
    assert "Vũ Thị Sen" not in browser.visit("/to/mau-thuan").text


def test_a_trainer_decides_about_classes_and_not_about_doors() -> None:
    visit = due()
    by = helper(someone(Role.TEAM))
    send(device_of(by), seen(visit), by=by)
    other = helper(someone(Role.TEAM))
    send(device_of(other), item("visit", visit.id, outcome="refuse"), by=other)

    assert len(queries.clashes_open(someone(Role.CLERK))) == 1
    assert not queries.clashes_open(someone(Role.TRAINER))


def test_u20_the_helper_explains_a_fast_afternoon_and_the_auditor_reads_it(browser: Browser, app: Flask) -> None:
    by = helper(someone(Role.TEAM, name="Chị Phạm Thị Lan"))
    at = clock.start_of(clock.today())
    send(device_of(by), *[seen(due(), made_at=at.isoformat()) for _ in range(3)], by=by)
    [pace] = queries.paces()
    browser.sign_in(by)
    auditor, lead = Browser(app), Browser(app)
    auditor.sign_in(someone(Role.AUDITOR))
    lead.sign_in(someone(Role.OFFICIAL))

    assert f"/to/nhanh/{pace.id}" in browser.visit("/to/may-da-mang").links
    assert browser.fill(f"/to/nhanh/{pace.id}", says="Hai người đi một ngõ").status == 303
    assert "Hai người đi một ngõ" in auditor.visit("/ks/nhanh").text
    assert (lead.visit("/ks/nhanh").status, lead.visit(f"/to/nhanh/{pace.id}").status) == (404, 404)
