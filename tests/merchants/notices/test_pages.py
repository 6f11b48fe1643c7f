"""Whom the team rings, the slips it carries, and what people want to be told."""

import pypdfium2
import pytest
import time_machine
from flask import Flask

from app.core import jobs, messages
from app.core.db import db
from app.core.messages import Channel, MessageClass, MessageState, OutgoingMessage
from app.core.transaction import transaction
from app.policy import Actor, Holding, Role
from merchants import services
from merchants.models import Merchant
from merchants.rules import ContactKind
from tests.browser import Browser
from tests.factories import merchants

BY = Actor.system("test")


@pytest.fixture(autouse=True)
def by_day() -> object:
    with time_machine.travel("2026-11-25T03:00:00Z", tick=True):
        yield


def signed_in(app: Flask, role: Role, path: str = "33/12826/", merchant: Merchant | None = None) -> Browser:
    browser = Browser(app)
    held = Holding(role, merchant_id=merchant.id) if merchant else Holding(role, path)
    browser.sign_in(Actor(None, f"Người {role.value}", (held,)))
    return browser


def to_ring() -> tuple[Merchant, OutgoingMessage]:
    """Return a family that does not want messages about its file, and what it has to be told."""
    merchant = merchants.submitted()
    with transaction():
        messages.choose(merchant.phone, refused=[(MessageClass.DOSSIER, Channel.SMS)], by=BY)
        message = messages.send(
            Channel.SMS, merchant.phone, "Hồ sơ cần sửa", "dossier_returned", by=BY, about=merchant.id
        )
    return merchant, message


@pytest.mark.parametrize("role", [Role.TEAM, Role.CLERK, Role.OFFICIAL])
def test_the_team_and_the_desk_see_whom_to_ring(app: Flask, browser: Browser, role: Role) -> None:
    merchant, _message = to_ring()

    page = signed_in(app, role).visit("/cb/goi")

    assert merchant.owner_name in page.text
    assert "Hồ sơ cần sửa" in page.text
    assert f"tel:{merchant.phone}" in page.links


def test_another_commune_does_not_see_or_end_it(app: Flask, browser: Browser) -> None:
    merchant, message = to_ring()
    elsewhere = signed_in(app, Role.TEAM, merchants.OTHER_COMMUNE)

    assert merchant.owner_name not in elsewhere.visit("/cb/goi").text
    assert elsewhere.post(f"/cb/goi/{message.id}/xong").status == 404
    assert message.state is MessageState.TO_CALL


def test_a_call_ends_it_once_and_says_who_rang(app: Flask, browser: Browser) -> None:
    _merchant, message = to_ring()
    team = signed_in(app, Role.TEAM)

    first = team.fill("/cb/goi", to=f"/cb/goi/{message.id}/xong")
    again = team.post(f"/cb/goi/{message.id}/xong")
    db.session.expire_all()

    assert (first.status, again.status) == (303, 409)
    assert (message.state, message.reached_by) == (MessageState.REACHED, "Người team")


def test_nobody_answers_three_times_and_it_is_printed(app: Flask, browser: Browser) -> None:
    merchant, message = to_ring()
    team = signed_in(app, Role.TEAM)
    for _ in range(3):
        team.fill("/cb/goi", to=f"/cb/goi/{message.id}/khong-nghe")
    db.session.expire_all()

    pdf = pypdfium2.PdfDocument(team.visit("/cb/goi/phieu.pdf").data)

    words = pdf[0].get_textpage().get_text_bounded()
    assert message.state is MessageState.ON_PAPER
    assert merchant.code in words
    assert "Hồ sơ cần sửa" in words
    assert "không hỏi mật khẩu" in words


def test_a_family_without_a_telephone_gets_a_slip(app: Flask, browser: Browser) -> None:
    merchant = merchants.confirmed(kind=ContactKind.NONE)

    page = signed_in(app, Role.TEAM).visit("/cb/goi")

    assert merchant.code in page.text
    assert "đã được xã xác nhận" in page.text


def test_a_family_that_has_closed_is_not_written_to_from_the_same_minute(app: Flask, browser: Browser) -> None:
    merchant = merchants.confirmed()
    with time_machine.travel("2026-11-25T15:00:00Z"), transaction():
        waiting = messages.send(Channel.SMS, "+84912345000", "Nhắc", "paper_ends", by=BY, about=merchant.id)
    with transaction():
        services.close(merchant, reason="nghỉ nghề", by=merchants.CLERK)
        later = messages.send(Channel.SMS, "+84912345000", "Nhắc", "paper_ends", by=BY, about=merchant.id)
    jobs.run_pending()

    assert (waiting.state, later.state) == (MessageState.STOPPED, MessageState.STOPPED)


def test_the_owner_chooses_and_it_holds_for_that_number(app: Flask, browser: Browser) -> None:
    merchant = merchants.confirmed()
    owner = signed_in(app, Role.OWNER, merchant=merchant)
    shown = owner.visit("/toi/thong-bao")
    assert "0912 345 678" in shown.text

    page = owner.fill(f"/hs/{merchant.code}/thong-bao", sms=["dossier", "result"], zalo=["dossier"])

    assert page.status == 303
    refused = messages.choices_of(merchant.phone)
    assert (MessageClass.CLASSES, Channel.SMS) in refused
    assert (MessageClass.DOSSIER, Channel.SMS) not in refused
    html = owner.visit(f"/hs/{merchant.code}/thong-bao").html
    assert html.count(" checked") == 3


def test_the_desk_notes_what_a_family_asked_for_and_another_desk_cannot(app: Flask, browser: Browser) -> None:
    merchant = merchants.confirmed()
    path = f"/cb/hs/{merchant.code}/thong-bao"

    there = signed_in(app, Role.CLERK, merchants.OTHER_COMMUNE).post(path, sms="dossier")
    assert (there.status, messages.choices_of(merchant.phone)) == (404, frozenset())
    here = signed_in(app, Role.CLERK).fill(path, sms="dossier", zalo="dossier")

    assert here.status == 303
    assert (MessageClass.CLASSES, Channel.SMS) in messages.choices_of(merchant.phone)


def test_looking_changes_nothing(app: Flask, browser: Browser) -> None:
    _merchant, message = to_ring()
    team = signed_in(app, Role.TEAM)
    before = (message.state, db.session.query(OutgoingMessage).count())

    team.visit("/cb/goi")
    team.visit("/cb/goi/phieu.pdf")

    db.session.refresh(message)
    assert (message.state, db.session.query(OutgoingMessage).count()) == before
