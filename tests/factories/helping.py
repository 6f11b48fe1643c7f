"""People who help, and dossiers they filled in, made by the services themselves."""

import re
from typing import Any

from app.accounts import services as accounts
from app.accounts.models import Account
from app.core import clock, messages
from app.core.db import db
from app.core.ids import new_id
from app.core.transaction import transaction
from app.policy import Actor, Power, Role
from merchants import services
from merchants.helping import services as helping
from merchants.helping.models import Delegation
from merchants.models import Merchant
from merchants.rules import ContactKind, Craft, Paper
from tests.factories.merchants import ALL_YES, HAMLET, hamlet, owner

COMMUNE = "33/12826/"


def person(role: Role, area_path: str = COMMUNE, name: str = "Chị Phạm Thị Lan") -> Account:
    """Return somebody who works for the commune or helps in a hamlet."""
    account = Account(id=new_id(), name=name, phone=f"+849{new_id().int % 10**8:08d}", created_at=clock.now())
    db.session.add(account)
    db.session.flush()
    accounts.grant(account, role=role, area_path=area_path, by=Actor.system("test"))
    db.session.commit()
    return account


def owner_account(merchant: Merchant) -> Account:
    """Return the owner of a dossier, who signs in with the telephone on it."""
    account = accounts.grant_ownership(phone=merchant.phone, merchant_id=merchant.id, by=Actor.system("test"))
    db.session.commit()
    return account


def helped(by: Actor, **answers: Any) -> Merchant:
    """Make a draft that somebody filled in for a family, with every question answered."""
    merchant = services.start_draft(craft=Craft.RICE, by=by)
    services.answer_owner_name(merchant, owner_name=answers.get("owner_name", "Đỗ Thị Một"), by=by)
    services.answer_business_name(merchant, business_name="Gạo cô Một", by=by)
    services.answer_birth_year(merchant, birth_year=answers.get("birth_year", 1950), by=by)
    services.answer_where(merchant, area=hamlet(answers.get("path", HAMLET)), by=by)
    kind = answers.get("kind", ContactKind.OWN)
    phone = "" if kind is ContactKind.NONE else answers.get("phone", "+84912345678")
    services.answer_contact(merchant, kind=kind, phone=phone, contact_name=answers.get("contact_name", ""), by=by)
    services.answer_papers(merchant, papers=[Paper.NONE], by=by)
    services.give_consent(merchant, given=ALL_YES, by=by)
    db.session.commit()
    return merchant


def sent_code(to: str) -> str:
    """Return the six digits of the newest message to a telephone."""
    text = next(message.text for message in messages.newest() if message.recipient == to)
    return re.findall(r"(?<!\d)\d{6}(?!\d)", text)[0]


def delegated(merchant: Merchant, *powers: Power, phone: str = "+84987654321", months: int = 3) -> Delegation:
    """Make a delegation that both telephones have confirmed."""
    by = owner(merchant)
    with transaction():
        row = helping.ask_delegation(
            merchant, name="Nguyễn Thu Hà", relation="cháu gái", phone=phone, powers=powers, months=months, by=by
        )
    with transaction():
        assert helping.confirm_delegate_phone(row, code=sent_code(phone), by=by) is None
    with transaction():
        assert helping.confirm_as_owner(row, code=sent_code(merchant.phone), by=by) is None
    return row
