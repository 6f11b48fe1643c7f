"""Whatever is asked for, no official is told how much a household was paid: every address, export, trail and log."""

import io
import logging
import re
import traceback
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from http import HTTPStatus

import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import BigInteger, insert, select, update
from sqlalchemy.exc import IntegrityError
from werkzeug.test import TestResponse

from app.core import audit, clock, jobs, messages
from app.core.db import Base, db
from app.core.ids import new_id
from app.core.transaction import transaction
from app.policy import Actor, Holding, Role
from merchants.models import Merchant
from payments.cards.models import CardAccount, CardPayment, CardRefund
from payments.cards.states import CardState
from payments.models import PaymentRequest
from payments.refunds.models import Refund
from tests.app.test_routes import (
    HERE,
    LEAVING,
    Visitor,
    addresses,
    asked_in,
    declared,
    products_slug,
    taken_back,
    things,
)
from tests.factories import payments as money

# What only the owner and the payer may know. What a guest pays for an offer stands on its own public page.
MONEY = sorted(
    (table.name, column.name)
    for table in Base.metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, BigInteger) and column.name.endswith("_vnd") and table.name != "tourism_offer"
)
# Each column has an amount of its own, so that whatever is found says where it is from.
FIRST = 452_837_100
# What a form that was let in answers: a way on, or its page once more.
ANSWERS = (HTTPStatus.OK, HTTPStatus.SEE_OTHER, HTTPStatus.UNPROCESSABLE_ENTITY)
AMOUNT = re.compile(r"(?<![0-9A-Za-z])452[., \u00a0]?837[., \u00a0]?1([0-9]{2})(?![0-9A-Za-z])")
# The payer's own page, which shows what is to be paid to whoever holds its code.
PAYERS = "/tt/<reference>"
HATS = (
    Role.CLERK, Role.OFFICIAL, Role.LEADER, Role.TEAM, Role.TRAINER, Role.PROVINCE, Role.PARTNER, Role.AUDITOR,
    Role.ADMIN,
)  # fmt: skip


def mark(name: str, column: str) -> int:
    return FIRST + 99 - MONEY.index((name, column))


def paid_by_card(request: PaymentRequest) -> None:
    """Let a request have been paid by card and sent back, as the processor would have told."""
    at = clock.now()
    account = CardAccount(
        merchant_id=request.merchant_id, country="JP", provider_id="acct_1", takes_cards=True, asked_at=at
    )
    db.session.add(account)
    db.session.flush()
    payment = CardPayment(
        request_id=request.id, account_id=account.id, amount_vnd=FIRST, session_id="cs_1", state=CardState.PAID,
        started_at=at, expires_at=at, paid_at=at,
    )  # fmt: skip
    db.session.add(payment)
    db.session.flush()
    db.session.add(CardRefund(payment_id=payment.id, amount_vnd=FIRST, asked_at=at))
    db.session.flush()


def paid(merchant: Merchant) -> PaymentRequest:
    """Let a request be paid, with an amount of its own in the books."""
    amount_vnd = mark("journal_entry", "amount_vnd")
    asked = money.make_request(merchant, amount_vnd=amount_vnd)
    money.receive(money.notice_body(asked.reference, amount_vnd, accountNumber=asked.account_no))
    return asked


def marked() -> tuple[Merchant, dict[str, str]]:
    """Make one of everything, with an amount nobody else has in every column that holds one."""
    merchant, parts = things()
    paid_by_card(paid(merchant))
    for name, column in MONEY:
        if name != "journal_entry":  # its rows are never changed
            db.session.execute(update(Base.metadata.tables[name]).values({column: mark(name, column)}))
    db.session.commit()
    db.session.expire_all()
    return merchant, parts


def texts(answer: TestResponse) -> Iterator[str]:
    """Give everything that can be read in an answer, whatever kind of file it is."""
    data = answer.get_data()
    yield str(answer.headers)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as parcel:
            yield from (parcel.read(each).decode("utf-8", "replace") for each in parcel.namelist())
    elif data.startswith(b"%PDF"):
        with pypdfium2.PdfDocument(data) as document:
            yield from (page.get_textpage().get_text_bounded() for page in document)
    else:
        yield data.decode("utf-8", "replace")


def found_in(*said: str) -> set[tuple[str, str]]:
    places = {99 - int(place) for text in said for place in AMOUNT.findall(text)}
    return {MONEY[place] for place in places if place < len(MONEY)}


def everything_by(visitor: Visitor, path: str, method: str = "GET") -> tuple[int, set[tuple[str, str]]]:
    with nullcontext() if method == "GET" else taken_back():
        answer = visitor.send(method, path)
        seen = found_in(*texts(answer))
        if method == "POST" and answer.status_code == HTTPStatus.SEE_OTHER and not asked_in(answer):
            # What a form has to say is said on the page it leads to, once.
            seen |= found_in(*texts(visitor.send("GET", answer.location or "")))
    visitor.take_back()
    return answer.status_code, seen


def read_by_some_official() -> set[str]:
    """Return the addresses that the table of rights opens to an official's role."""
    return {
        rule
        for (method, rule), cells in declared().items()
        if method == "GET" and any(cells.get(role.value) == "200" for role in HATS)
    }


def wearing(*roles: Role) -> Actor:
    return Actor(new_id(), "Mọi vai", tuple(Holding(role, "33/" if role is Role.PROVINCE else HERE) for role in roles))


@pytest.fixture
def generous(app: Flask) -> Iterator[None]:
    from app.web.security import limiter

    limiter.enabled = False
    yield
    limiter.enabled = True


def the_owner_reads_what_is_marked(app: Flask, merchant: Merchant) -> None:
    """Show that the walk would see an amount where there is one, on pages and in files."""
    another = money.make_merchant(owner_name="Trần Thị Lan")
    money.make_account(another, account_no="0000987654321")
    paid(another)
    db.session.commit()
    for whose, page, table in (
        (merchant, "tien-ve", "bank_notice"),
        (merchant, "yeu-cau", "payment_request"),
        (another, "so", "journal_entry"),
        (another, f"so/{clock.today().year}.xlsx", "journal_entry"),
    ):
        seen = everything_by(Visitor(app, money.owner_of(whose)), f"/hs/{whose.code}/tt/{page}")[1]
        assert (table, "amount_vnd") in seen, page


def nothing_is_in_trails_and_messages() -> None:
    trail = [f"{each.reason} {each.changes}" for each in db.session.scalars(select(audit.AuditEntry))]
    sent = [each.text for each in db.session.scalars(select(messages.OutgoingMessage))]
    assert trail
    assert sent
    assert found_in(*trail, *sent) == set()


@pytest.mark.once
def test_no_page_export_or_log_tells_an_official_how_much(
    app: Flask,
    session: object,
    generous: None,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    merchant, parts = marked()
    the_owner_reads_what_is_marked(app, merchant)
    nothing_is_in_trails_and_messages()
    visitor = Visitor(app, wearing(*HATS))
    told: dict[str, set[tuple[str, str]]] = {}
    read, answered = set(), Counter[str]()
    for method, rule, path in addresses(app, parts, products_slug(merchant)):
        if rule.startswith(PAYERS) or path.startswith(LEAVING):
            continue
        status, seen = everything_by(visitor, path, method)
        read |= {rule} if method == "GET" and status == HTTPStatus.OK else set()
        answered[method] += status in ANSWERS
        told |= {f"{method} {rule}": seen} if seen else {}
    for name in jobs.daily_names():
        jobs.run(name, {})
    out, err = capsys.readouterr()

    assert told == {}
    assert found_in(out, err, caplog.text) == set()
    assert answered["POST"] > 100, "what forms answer is read, too"
    missed = read_by_some_official() - read
    assert {rule for rule in missed if not rule.startswith((PAYERS, *LEAVING))} == set(), "looked at by no one"


def test_an_error_of_the_database_does_not_repeat_what_was_to_be_written(session: object) -> None:
    amount_vnd = mark("payment_request", "amount_vnd")
    asked = money.make_request(amount_vnd=amount_vnd)
    db.session.commit()
    with pytest.raises(IntegrityError) as refused, transaction():
        db.session.execute(
            insert(Refund).values(
                id=new_id(), merchant_id=asked.merchant_id, request_id=new_id(), key="x", amount_vnd=-amount_vnd
            )
        )
    assert found_in(str(refused.value), str(refused.value.params).replace("-", " ")) != set(), "the error knows it"
    logged = "".join(traceback.format_exception(refused.value))
    assert "IntegrityError" in logged
    assert found_in(logged.replace("-", " ")) == set(), "and does not say it"
