"""Every word of consent is kept with the text it was given to, and taking one back holds at once."""

import json
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.accounts import queries as people
from app.core.db import db
from app.core.ids import new_id
from app.core.transaction import transaction
from app.policy import Actor, Holding, Power, Role
from merchants import consent_texts, queries, services
from merchants.models import ConsentWord, Merchant
from merchants.rules import ConsentHow, ConsentPurpose
from merchants.services.record import IncompleteError
from tests.browser import Browser
from tests.factories import catalog as products
from tests.factories import merchants as make
from tests.factories.helping import delegated


def words(merchant: Merchant) -> list[tuple[str, bool, int, str]]:
    rows = select(ConsentWord).where(ConsentWord.merchant_id == merchant.id)
    return [
        (row.purpose.value, row.given, row.text_version, row.how.value)
        for row in db.session.scalars(rows.order_by(ConsentWord.at, ConsentWord.id))
    ]


def own(app: Flask, merchant: Merchant) -> Browser:
    browser = Browser(app)
    browser.sign_in(Actor(new_id(), "Bà Mận", (Holding(Role.OWNER, merchant_id=merchant.id),)))
    return browser


def test_every_word_is_added_and_none_is_changed() -> None:
    merchant = make.draft()
    with transaction():
        services.withdraw_consent(merchant, purpose=ConsentPurpose.PARTNER, by=make.owner(merchant))
    with transaction():
        services.give_consent(merchant, given={ConsentPurpose.PARTNER: True}, by=make.owner(merchant))

    partner = [word[1:] for word in words(merchant) if word[0] == "partner"]
    assert partner == [(True, 1, "screen"), (False, 1, "screen"), (True, 1, "screen")]
    for change in ("update consent_word set given = true", "delete from consent_word"):
        with pytest.raises(DBAPIError), db.session.begin_nested():
            db.session.execute(text(change))


def test_the_same_word_again_is_no_news() -> None:
    merchant = make.draft()
    before = words(merchant)

    with transaction():
        services.give_consent(merchant, given=make.ALL_YES, by=make.owner(merchant))

    assert words(merchant) == before


def test_a_word_through_a_helper_or_on_paper_says_so() -> None:
    merchant = make.draft(consents={ConsentPurpose.RECORD: True})
    helper = Actor(new_id(), "Chị Lan", (Holding(Role.TEAM, "33/12826/"),))

    with transaction():
        services.give_consent(merchant, given={ConsentPurpose.PUBLIC: True}, by=helper)
        services.give_consent(merchant, given={ConsentPurpose.STATISTICS: True}, how=ConsentHow.PAPER, by=helper)

    assert {word[0]: word[3] for word in words(merchant)} == {
        "record": "screen", "public": "helper", "statistics": "paper",
    }  # fmt: skip


def test_taking_the_public_page_back_takes_the_products_and_the_feed_down(app: Flask, browser: Browser) -> None:
    merchant = products.make_maker()
    product = products.make_product(merchant, shown=True)
    db.session.commit()
    page = f"/san-pham/{product.slug}"
    assert (browser.visit(page).status, product.name in browser.visit("/san-pham").text) == (200, True)

    answer = own(app, merchant).fill(f"/hs/{merchant.code}/dong-y/so", to=f"/hs/{merchant.code}/dong-y/public/rut")

    assert answer.status == 303
    assert (browser.visit(page).status, product.name in browser.visit("/san-pham").text) == (404, False)


def test_taking_the_partner_line_back_ends_referral_and_leaves_the_others() -> None:
    merchant = make.confirmed()
    assert queries.has_consent(merchant.id, ConsentPurpose.PARTNER)

    with transaction():
        services.withdraw_consent(merchant, purpose=ConsentPurpose.PARTNER, by=make.owner(merchant))

    assert merchant.id not in queries.consenting_ids(ConsentPurpose.PARTNER)
    assert queries.has_consent(merchant.id, ConsentPurpose.PUBLIC)


def test_a_closed_dossier_may_still_take_a_line_back_but_never_the_first() -> None:
    merchant = make.confirmed()
    with transaction():
        services.close(merchant, by=make.owner(merchant))
        services.withdraw_consent(merchant, purpose=ConsentPurpose.STATISTICS, by=make.owner(merchant))

    with pytest.raises(IncompleteError):
        services.withdraw_consent(merchant, purpose=ConsentPurpose.RECORD, by=make.owner(merchant))
    assert merchant.consent_by_purpose[ConsentPurpose.STATISTICS] is False
    assert merchant.consent_by_purpose[ConsentPurpose.RECORD] is True


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.CLERK])
def test_nobody_else_takes_a_line_back(app: Flask, browser: Browser, role: Role) -> None:
    merchant = make.confirmed()
    if role is Role.DELEGATE:
        other = people.account_by_id(delegated(merchant, Power.DOSSIER).account_id)  # type: ignore[arg-type]
    else:
        other = Actor(new_id(), "Người khác", (Holding(role, "33/12826/"),))
    browser.sign_in(other)  # type: ignore[arg-type]
    before = words(merchant)

    assert browser.post(f"/hs/{merchant.code}/dong-y/public/rut").status == 403
    assert browser.visit(f"/hs/{merchant.code}/dong-y/so").status == 403
    assert words(merchant) == before


def test_the_page_shows_each_line_with_what_was_said(app: Flask, browser: Browser) -> None:
    merchant = make.confirmed()
    me = own(app, merchant)
    me.fill(f"/hs/{merchant.code}/dong-y/so", to=f"/hs/{merchant.code}/dong-y/partner/rut")

    page = me.visit(f"/hs/{merchant.code}/dong-y/so")

    assert "đúng một ngân hàng hoặc nhà mạng" in page.text
    assert "Đã rút lại" in page.text
    assert "bản số 1" in page.text


def test_the_form_shows_the_text_that_is_kept(app: Flask, browser: Browser) -> None:
    merchant = make.draft()
    page = own(app, merchant).visit(f"/hs/{merchant.code}/dong-y?sua=1")

    for purpose in ConsentPurpose:
        assert consent_texts.text_on(purpose, date(2026, 11, 28)).vi in page.text


def test_two_texts_on_one_day_or_one_version_twice_are_refused(tmp_path: Path) -> None:
    row = {
        "purpose": "public",
        "version": 1,
        "valid_from": "2026-01-01",
        "valid_to": None,
        "vi": "a",
        "en": "a",
        "basis": "b",
    }
    file = tmp_path / "texts.json"
    for second in (row | {"version": 2}, row | {"valid_from": "2025-01-01", "valid_to": "2025-06-01"}):
        file.write_text(json.dumps([row, second]))
        with pytest.raises(ValueError):
            consent_texts.read_texts(file)
    file.write_text(json.dumps([row | {"valid_to": "2026-06-01"}, row | {"version": 2, "valid_from": "2026-06-01"}]))
    assert len(consent_texts.read_texts(file)) == 2
