"""Dossiers for tests, made by the services themselves."""

from collections.abc import Sequence
from typing import Any

from app.core import areas, clock
from app.core.areas import Area
from app.core.db import db
from app.policy import ANONYMOUS, Actor, Holding, Role
from merchants import rules, services
from merchants.models import Merchant
from merchants.rules import ConsentPurpose, ContactKind, Craft, Paper, Question
from merchants.services import ReturnedItem

HAMLET = "33/12826/01/"
OTHER_COMMUNE = "33/12865/"
CLERK = Actor(None, "Chú Đỗ Văn Thành", (Holding(Role.CLERK, "33/12826/"),))
ALL_YES = dict.fromkeys(ConsentPurpose, True)


def hamlet(path: str = HAMLET) -> Area:
    """Return a fictitious hamlet, loading them all the first time."""
    found = areas.at(path, clock.today())
    if found is None:
        areas.load_shipped(demo=True)
        found = areas.at(path, clock.today())
    assert found is not None
    return found


def owner(merchant: Merchant) -> Actor:
    """Return somebody who owns a merchant."""
    return Actor(None, "Bà Nguyễn Thị Mận", (Holding(Role.OWNER, merchant_id=merchant.id),))


def clerk_of(path: str = "33/12826/", role: Role = Role.CLERK) -> Actor:
    """Return somebody of a commune's desk."""
    return Actor(None, "Chú Đỗ Văn Thành", (Holding(role, path),))


def draft(**answers: Any) -> Merchant:
    """Make a dossier with every question answered and nothing sent."""
    merchant = services.start_draft(craft=answers.get("craft", Craft.FISH_SAUCE), by=ANONYMOUS)
    by = owner(merchant)
    services.answer_owner_name(merchant, owner_name=answers.get("owner_name", "Nguyễn Thị Mận"), by=by)
    services.answer_business_name(merchant, business_name=answers.get("business_name", "Nước mắm Bà Mận"), by=by)
    services.answer_birth_year(merchant, birth_year=answers.get("birth_year", 1964), by=by)
    services.answer_where(merchant, area=hamlet(answers.get("path", HAMLET)), house_note="cạnh nhà văn hoá", by=by)
    kind = answers.get("kind", ContactKind.OWN)
    phone = "" if kind is ContactKind.NONE else answers.get("phone", "+84912345678")
    services.answer_contact(merchant, kind=kind, phone=phone, contact_name=answers.get("contact_name", ""), by=by)
    services.answer_papers(merchant, papers=answers.get("papers", [Paper.NONE]), by=by)
    services.give_consent(merchant, given=answers.get("consents", ALL_YES), by=by)
    db.session.commit()
    return merchant


def submitted(**answers: Any) -> Merchant:
    """Make a dossier that waits for the commune."""
    merchant = draft(**answers)
    services.submit(merchant, by=owner(merchant))
    db.session.commit()
    return merchant


def returned(questions: Sequence[Question] = (Question.OWNER_NAME,), **answers: Any) -> Merchant:
    """Make a dossier that the commune has sent back."""
    merchant = submitted(**answers)
    items = [ReturnedItem(question, rules.reasons_for(question)[0].key) for question in questions]
    services.send_back(merchant, items=items, by=CLERK)
    db.session.commit()
    return merchant


def confirmed(**answers: Any) -> Merchant:
    """Make a dossier that the commune has confirmed."""
    merchant = submitted(**answers)
    services.confirm(merchant, checks=rules.checks_for(merchant.paper_kinds), by=CLERK)
    db.session.commit()
    return merchant
