"""Institutions of the demonstration: made up, with a family that waits for a call and a day in a hamlet."""

from datetime import timedelta

from sqlalchemy import select

from app.accounts.models import Account
from app.core import clock
from app.core.db import db
from app.policy import Actor
from merchants.models import Merchant
from payments import queries as payments
from payments.partners import queries, services
from payments.partners.rules import BestHour, PartnerKind

BANK, TELECOM = "Ngân hàng Minh Hoạ, chi nhánh Thái Thụy", "Nhà mạng Minh Hoạ"
OFFICER = "doitac.nganhang"
_WAITING = ("Ngô Thị Cải", "Vũ Văn Sú")


def load(*, by: Actor) -> None:
    """Load two institutions; a second call adds nothing."""
    if queries.institution_named(BANK) is not None:
        return
    bank = services.add_institution(name=BANK, kind=PartnerKind.BANK, by=by, is_demo=True)
    services.add_institution(name=TELECOM, kind=PartnerKind.TELECOM, by=by, is_demo=True)
    officer = db.session.scalar(select(Account).where(Account.username == OFFICER))
    if officer is not None:
        services.seat(officer, bank, area_path="33/", by=by)
    for name in _WAITING:
        merchant = db.session.scalar(select(Merchant).where(Merchant.is_demo, Merchant.owner_name == name))
        if merchant is not None and payments.account_of(merchant.id) is not None:
            services.refer(merchant, bank, best_hour=BestHour.EVENING, by=by)
    for path, days in (("33/12826/01/", 10), ("33/12826/02/", 17)):
        day = services.propose_day(
            bank,
            area_path=path,
            held_on=clock.today() + timedelta(days=days),
            starts="08:00",
            place_note="Nhà văn hoá thôn (minh hoạ)",
            bring="Căn cước và điện thoại",
            capacity=24,
            by=by,
        )
        if days == 10:
            services.approve_day(day, by=by)
