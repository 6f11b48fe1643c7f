"""Requests about one's own data: the clocks of the law, one putting off, answers the owner reads, and who may what."""

from datetime import date

import pytest
import time_machine
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app.core import messages
from app.core.audit import entries_about
from app.core.db import db
from app.core.ids import new_id
from app.core.states import TransitionNotAllowedError
from app.core.transaction import transaction
from app.policy import Actor, Holding, Role
from merchants.models import Merchant
from merchants.rights import rules, services
from merchants.rights.models import RightsRequest
from merchants.rights.rules import AskedHow, RightsKind
from merchants.rights.states import REQUEST, RequestState
from merchants.rules import ConsentPurpose
from tests.browser import Browser
from tests.factories import merchants as make
from tests.factories import rights

CLERK = make.CLERK


def signed_in(app: Flask, role: Role, path: str = "33/12826/", merchant: Merchant | None = None) -> Browser:
    browser = Browser(app)
    held = Holding(role, merchant_id=merchant.id) if merchant else Holding(role, path)
    browser.sign_in(Actor(new_id(), f"Người {role.value}", (held,)))
    return browser


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("asked_on", "others", "acknowledge", "answer"),
    [
        # A plain week.
        (date(2026, 11, 24), False, date(2026, 11, 26), date(2026, 12, 9)),
        # Friday: two working days are Tuesday; the fifteenth day is a Saturday, so Monday.
        (date(2026, 11, 27), False, date(2026, 12, 1), date(2026, 12, 14)),
        (date(2026, 11, 27), True, date(2026, 12, 1), date(2026, 12, 17)),
        # The last working day before Tết 2026: offices open again on 23 February.
        (date(2026, 2, 13), False, date(2026, 2, 24), date(2026, 3, 2)),
    ],
)
def test_the_clocks_count_as_the_law_does(asked_on: date, others: bool, acknowledge: date, answer: date) -> None:
    clocks = rules.clocks(asked_on, others_must_stop=others)

    assert (clocks.acknowledge_by_on, clocks.answer_by_on) == (acknowledge, answer)


@pytest.mark.no_database
def test_every_state_is_reached_and_putting_off_leads_nowhere_twice() -> None:
    assert REQUEST.reachable() == frozenset(RequestState)
    assert "extend" not in REQUEST.actions(RequestState.EXTENDED)


def test_the_longer_time_holds_where_a_partner_must_stop_too() -> None:
    with time_machine.travel("2026-11-24T03:00:00Z", tick=True):
        shared = rights.asked(make.confirmed())
        alone = rights.asked(make.confirmed(consents=make.ALL_YES | {ConsentPurpose.PARTNER: False}))

    assert (shared.answer_by_on, alone.answer_by_on) == (date(2026, 12, 14), date(2026, 12, 9))


@time_machine.travel("2026-11-25T03:00:00Z", tick=True)
def test_an_owner_asks_the_desk_acknowledges_puts_off_and_answers(app: Flask, browser: Browser) -> None:
    merchant = make.confirmed()
    owner, clerk = signed_in(app, Role.OWNER, merchant=merchant), signed_in(app, Role.CLERK)

    asked = owner.fill(f"/hs/{merchant.code}/quyen", kind="correct", words="Năm sinh của tôi là 1962")
    assert asked.status == 303
    request = db.session.query(RightsRequest).one()
    here = f"/cb/quyen/{request.id}"
    assert "Năm sinh của tôi là 1962" in clerk.visit(here).text
    assert clerk.fill(here, to=f"{here}/da-nhan").status == 303
    assert "Tra loi truoc" in messages.newest()[0].text
    later = clerk.fill(f"{here}/them-ngay", new_answer_by_on=["28", "12", "2026"], reason="chờ bản gốc ở tỉnh")
    assert later.status == 303
    assert clerk.fill(here, to=f"{here}/da-lam", answer="Đã sửa năm sinh thành 1962.").status == 303
    db.session.expire_all()

    assert request.state is RequestState.DONE
    told = owner.visit(f"/hs/{merchant.code}/quyen/{request.id}").text
    assert "chờ bản gốc ở tỉnh" in told
    assert "Đã sửa năm sinh thành 1962." in told
    assert [entry.action for entry in entries_about("rights_request", request.id)] == [
        "rights:ask", "rights:acknowledge", "rights:extend", "rights:fulfil",
    ]  # fmt: skip


def test_it_is_put_off_once_later_and_within_the_law() -> None:
    merchant = make.confirmed()
    request = rights.asked(merchant)
    by = CLERK
    with pytest.raises(TransitionNotAllowedError):
        services.extend(request, new_answer_by_on=rules.latest_extension(request.answer_by_on), reason="x", by=by)
    db.session.rollback()
    with transaction():
        services.acknowledge(request, by=by)
    latest = rules.latest_extension(request.answer_by_on)
    for wrong in (request.answer_by_on, latest.replace(year=latest.year + 1)):
        with pytest.raises(services.NotLaterError):
            services.extend(request, new_answer_by_on=wrong, reason="vì chờ", by=by)
    with pytest.raises(services.WordsMissingError):
        services.extend(request, new_answer_by_on=latest, reason="  ", by=by)
    with transaction():
        services.extend(request, new_answer_by_on=latest, reason="chờ tỉnh", by=by)

    with pytest.raises(TransitionNotAllowedError):
        services.extend(request, new_answer_by_on=rules.latest_extension(latest), reason="lần nữa", by=by)


def test_one_of_a_kind_waits_at_a_time_also_for_the_database() -> None:
    merchant = make.confirmed()
    request = rights.asked(merchant)

    with pytest.raises(services.AlreadyAskedError):
        rights.asked(merchant)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.add(
            RightsRequest(
                merchant_id=merchant.id,
                kind=RightsKind.CORRECT,
                words="x",
                how=AskedHow.SCREEN,
                asked_by_name="x",
                asked_at=request.asked_at,
                acknowledge_by_on=request.acknowledge_by_on,
                answer_by_on=request.answer_by_on,
            )
        )
        db.session.flush()
    with transaction():
        services.take_back(request, by=make.owner(merchant))
    assert rights.asked(merchant).state is RequestState.RECEIVED


def test_an_answer_needs_words() -> None:
    request = rights.asked(make.confirmed())

    for answer in (services.fulfil, services.refuse):
        with pytest.raises(services.WordsMissingError):
            answer(request, answer=" \n ", by=CLERK)
    assert request.state is RequestState.RECEIVED


def test_another_commune_and_other_roles_know_of_nothing(app: Flask, browser: Browser) -> None:
    merchant = make.confirmed()
    request = rights.asked(merchant)
    here = f"/cb/quyen/{request.id}"

    elsewhere = signed_in(app, Role.CLERK, make.OTHER_COMMUNE)
    assert merchant.code not in elsewhere.visit("/cb/quyen").text
    for who in (elsewhere, *(signed_in(app, role) for role in (Role.TEAM, Role.PROVINCE, Role.AUDITOR, Role.ADMIN))):
        assert who.visit(here).status == 404
        assert who.post(f"{here}/da-nhan").status == 404
        assert who.post(f"{here}/khong-duoc", answer="Không").status == 404
    db.session.refresh(request)
    assert request.state is RequestState.RECEIVED


def test_a_neighbour_neither_reads_nor_takes_back(app: Flask, browser: Browser) -> None:
    merchant, other = make.confirmed(), make.confirmed(owner_name="Trần Văn Hai", phone="+84912345670")
    request = rights.asked(merchant)
    neighbour = signed_in(app, Role.OWNER, merchant=other)

    for code in (merchant.code, other.code):
        assert neighbour.visit(f"/hs/{code}/quyen/{request.id}").status == 404
        assert neighbour.post(f"/hs/{code}/quyen/{request.id}/thoi").status == 404
    db.session.refresh(request)
    assert request.state is RequestState.RECEIVED


def test_the_next_due_comes_first_and_what_is_late_says_so(app: Flask, browser: Browser) -> None:
    with time_machine.travel("2026-11-23T03:00:00Z", tick=True):
        first = rights.asked(make.confirmed())
        with transaction():
            services.acknowledge(first, by=CLERK)
    with time_machine.travel("2026-11-24T03:00:00Z", tick=True):
        second = rights.asked(make.confirmed(owner_name="Trần Văn Hai", phone="+84912345670"))
    with time_machine.travel("2026-11-27T03:00:00Z", tick=True):
        page = signed_in(app, Role.CLERK).visit("/cb/quyen")

    assert page.html.index(str(second.id)) < page.html.index(str(first.id))
    assert page.text.count("Quá hạn") == 1


def test_the_counter_writes_down_and_the_owner_sees_it(app: Flask, browser: Browser) -> None:
    merchant = make.confirmed()

    answer = signed_in(app, Role.CLERK).fill(
        f"/cb/hs/{merchant.code}/quyen", kind="erase", words="Bà xin xoá hết hồ sơ"
    )

    request = db.session.query(RightsRequest).one()
    assert (answer.status, request.how, request.kind) == (303, AskedHow.COUNTER, RightsKind.ERASE)
    assert "Xoá tất cả" in signed_in(app, Role.OWNER, merchant=merchant).visit("/toi/du-lieu").text
    elsewhere = signed_in(app, Role.CLERK, make.OTHER_COMMUNE)
    assert elsewhere.post(f"/cb/hs/{merchant.code}/quyen", kind="object", words="x").status == 404
    assert db.session.query(RightsRequest).count() == 1


def test_looking_at_a_request_is_noted_for_the_owner(app: Flask, browser: Browser) -> None:
    merchant = make.confirmed()
    request = rights.asked(merchant)

    signed_in(app, Role.CLERK).visit(f"/cb/quyen/{request.id}")

    assert (
        "Làm yêu cầu của ông/bà về dữ liệu"
        in signed_in(app, Role.OWNER, merchant=merchant).visit("/toi/ai-da-xem").text
    )


def test_an_erasure_is_not_answered_by_the_plain_button(app: Flask, browser: Browser) -> None:
    request = rights.asked(make.confirmed(), RightsKind.ERASE)

    assert signed_in(app, Role.OFFICIAL).post(f"/cb/quyen/{request.id}/da-lam", answer="Đã xoá").status == 422
    db.session.refresh(request)
    assert request.state is RequestState.RECEIVED
