"""Institutions, their people, families who let them ring, and days in a hamlet."""

from datetime import timedelta

from app.accounts import services as accounts
from app.accounts.models import Account
from app.core import clock
from app.core.db import db
from app.policy import Actor
from merchants.models import Merchant
from payments.partners import services
from payments.partners.models import Institution, PartnerDay, Referral
from payments.partners.rules import BestHour, PartnerKind
from tests.factories.payments import owner_of

ADMIN = Actor.system("test")
_running = iter(range(1, 9_999))


def bank(name: str = "Ngân hàng Thử", kind: PartnerKind = PartnerKind.BANK) -> Institution:
    """Return an institution."""
    return services.add_institution(name=name, kind=kind, by=ADMIN)


def officer(institution: Institution, *, area_path: str = "33/") -> Account:
    """Return somebody who works for an institution."""
    account = accounts.make_official(
        username=f"doitac{next(_running)}", name="Anh Lê Minh Khôi", password="x" * 12, totp_secret="A" * 32, by=ADMIN
    )
    services.seat(account, institution, area_path=area_path, by=ADMIN)
    db.session.commit()
    return account


def referred(merchant: Merchant, institution: Institution) -> Referral:
    """Let a family be rung by an institution."""
    return services.refer(merchant, institution, best_hour=BestHour.MORNING, by=owner_of(merchant))


def proposed(
    institution: Institution, *, area_path: str = "33/12826/01/", capacity: int = 2, ahead: int = 7
) -> PartnerDay:
    """Propose a day in a hamlet."""
    return services.propose_day(
        institution,
        area_path=area_path,
        held_on=clock.today() + timedelta(days=ahead),
        starts="08:00",
        place_note="Nhà văn hoá thôn",
        bring="Căn cước, điện thoại",
        capacity=capacity,
        by=ADMIN,
    )
