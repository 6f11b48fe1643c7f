"""Whatever is asked for, no official is told how much a household was paid: every address, export, trail and log."""

import io
import logging
import re
import traceback
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus

import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import BigInteger, insert, select, update
from sqlalchemy.exc import IntegrityError
from werkzeug.test import TestResponse

from app.accounts.models import Account
from app.core import audit, clock, jobs, messages
from app.core.db import Base, db
from app.core.ids import new_id
from app.core.transaction import transaction
from app.policy import Actor, Holding, Role
from merchants.models import Merchant
from payments.cards.models import CardAccount, CardPayment, CardRefund
from payments.cards.states import CardState
from payments.models import PaymentRequest
from payments.partners import services as partners
from payments.partners.models import Institution, Referral
from payments.refunds.models import Refund
from tests.app.filling import Filled, forms_on
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
from tests.browser import account_of
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
# What an institution's officer reads, who has a seat there.
PARTNERS = {
    "/dt/gioi-thieu", "/dt/gioi-thieu/<uuid:referral_id>", "/dt/ngay-hen", "/dt/song", "/dt/xac-nhan-thang",
    "/dt/hoa-don",
}  # fmt: skip
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


@dataclass
class Walk:
    """Somebody who wears every hat, what they were told, and how they were answered."""

    app: Flask
    visitor: Visitor
    told: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    answered: Counter[str] = field(default_factory=Counter)
    acted_on: set[str] = field(default_factory=set)
    # Forms stand on many pages; each address is sent one.
    filled: set[str] = field(default_factory=set)

    def look(self, rule: str, path: str) -> None:
        """Read a page, fill in each form that stands on it, and read what that answers."""
        answer = self.visitor.send("GET", path)
        self._note(f"GET {rule}", answer)
        if answer.status_code == HTTPStatus.OK:
            self.read.add(rule)
        self.visitor.take_back()
        if answer.status_code == HTTPStatus.OK and answer.mimetype == "text/html":
            for form in forms_on(answer.get_data(), path):
                self._fill(form)

    def press(self, rule: str, path: str) -> None:
        """Send an address nothing but what every form has."""
        with taken_back():
            answer = self.visitor.send("POST", path)
            self.answered["POST"] += answer.status_code in ANSWERS
            self._follow(f"POST {rule}", answer)

    def _fill(self, form: Filled) -> None:
        address = form.path.partition("?")[0]
        rule = self.app.url_map.bind("localhost").match(address, method="POST", return_rule=True)[0].rule
        if rule in self.filled or address.startswith(LEAVING):
            return
        self.filled.add(rule)
        with taken_back():
            answer = self.visitor.send("POST", form.path, data=form.data)
            if answer.status_code == HTTPStatus.SEE_OTHER:
                self.acted_on.add(rule)
            self._follow(f"filled {rule}", answer)

    def _follow(self, said: str, answer: TestResponse) -> None:
        # What a form has to say is said on the page it leads to, once.
        self._note(said, answer)
        if answer.status_code == HTTPStatus.SEE_OTHER and not asked_in(answer):
            self._note(said, self.visitor.send("GET", answer.location or ""))
        self.visitor.take_back()

    def _note(self, said: str, answer: TestResponse) -> None:
        assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, said
        if seen := found_in(*texts(answer)):
            self.told.setdefault(said, set()).update(seen)


def read_by_some_official() -> set[str]:
    """Return the addresses that the table of rights opens to an official's role."""
    return {
        rule
        for (method, rule), cells in declared().items()
        if method == "GET" and any(cells.get(role.value) == "200" for role in HATS)
    }


def wearing(*roles: Role) -> Actor:
    return Actor(new_id(), "Mọi vai", tuple(Holding(role, "33/" if role is Role.PROVINCE else HERE) for role in roles))


def seated(actor: Actor) -> Account:
    """Let somebody work for the bank to which a family is referred, too."""
    account = account_of(actor)
    bank = db.session.scalars(select(Institution).join(Referral)).one()
    partners.seat(account, bank, area_path="33/", by=Actor.system("x"))
    db.session.commit()
    return account


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
        answer = Visitor(app, money.owner_of(whose)).send("GET", f"/hs/{whose.code}/tt/{page}")
        assert (table, "amount_vnd") in found_in(*texts(answer)), page


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
    walk = Walk(app, Visitor(app, seated(wearing(*HATS))))
    for method, rule, path in addresses(app, parts, products_slug(merchant)):
        if rule.startswith(PAYERS) or path.startswith(LEAVING):
            continue
        if method == "GET":
            walk.look(rule, path)
        else:
            walk.press(rule, path)
    for name in jobs.daily_names():
        jobs.run(name, {})
    out, err = capsys.readouterr()

    assert walk.told == {}
    assert found_in(out, err, caplog.text) == set()
    assert walk.answered["POST"] > 100, "what forms answer is read, too"
    assert len(walk.acted_on) > 60, "and what they answer when they are filled in"
    assert walk.read >= PARTNERS, "a bank's officer reads with them"
    missed = read_by_some_official() - walk.read
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
