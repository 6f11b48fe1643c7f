"""Institutions of the demonstration, made up: families, days to come, use and bills."""

from datetime import date, timedelta

from sqlalchemy import select

from app.accounts.models import Account
from app.core import clock
from app.core.db import db
from app.policy import Actor
from merchants.models import Merchant
from payments import queries as payments
from payments.partners import queries, services
from payments.partners.bills import queries as bill_queries
from payments.partners.bills import services as bills
from payments.partners.bills.rules import FIELDS, Service
from payments.partners.models import Institution, Referral
from payments.partners.rules import FIELDS as USE_FIELDS
from payments.partners.rules import KEEPS_RULE, BestHour, PartnerKind
from payments.partners.spots import services as spots
from payments.partners.spots.rules import SpotKind, Verdict

BANK, TELECOM = "Ngân hàng Minh Hoạ, chi nhánh Thái Thụy", "Nhà mạng Minh Hoạ"
UTILITY = "Điện lực Minh Hoạ"
OFFICER = "doitac.nganhang"
_WAITING = ("Ngô Thị Cải", "Vũ Văn Sú")
_SERVED = "Vũ Văn Sú"


def load(*, by: Actor) -> None:
    """Load three institutions; a second call adds nothing."""
    if queries.institution_named(BANK) is not None:
        return
    bank = services.add_institution(name=BANK, kind=PartnerKind.BANK, by=by, is_demo=True)
    telecom = services.add_institution(name=TELECOM, kind=PartnerKind.TELECOM, by=by, is_demo=True)
    _tell_bills(services.add_institution(name=UTILITY, kind=PartnerKind.UTILITY, by=by, is_demo=True), by=by)
    officer = db.session.scalar(select(Account).where(Account.username == OFFICER))
    if officer is not None:
        services.seat(officer, bank, area_path="33/", by=by)
    for name in _WAITING:
        merchant = db.session.scalar(select(Merchant).where(Merchant.is_demo, Merchant.owner_name == name))
        if merchant is None:
            continue
        spots.tell_spot(merchant, SpotKind.WEAK, by=by)
        spots.answer_spot(
            telecom, area_path=merchant.area_path, verdict=Verdict.PLANNED, said="Dựng trạm trong quý tới", by=by
        )
        if payments.account_of(merchant.id) is not None:
            referral = services.refer(merchant, bank, best_hour=BestHour.EVENING, by=by)
            if name == _SERVED:
                _tell_use(bank, referral, by=by)
    _plan_days(bank, by=by)


def _plan_days(bank: Institution, *, by: Actor) -> None:
    """Plan one day that the commune has approved, and one that waits for it."""
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


def _tell_use(bank: Institution, referral: Referral, *, by: Actor) -> None:
    """Let an account be open for some time, and the bank say that it was used in the month before."""
    services.opened(referral, has_right_name=True, has_sign=True, sound_box="", by=by)
    referral.opened_on = clock.today() - timedelta(days=75)
    month = _month_before()
    data = "\n".join([KEEPS_RULE, ",".join(USE_FIELDS), f"{referral.code},{month:%Y-%m},1,6-20"]).encode()
    services.take_file(services.bring_file(bank, data=data, month=month, by=by), by=by)


def _month_before() -> date:
    return (clock.today().replace(day=1) - timedelta(days=1)).replace(day=1)


def _tell_bills(provider: Institution, *, by: Actor) -> None:
    """Let a provider tell of the month before in every commune."""
    month = _month_before()
    codes = sorted(bill_queries.communes(("33/",), clock.today()))
    lines = [f"{code},{Service.ELECTRICITY},{month:%Y-%m},{900 + 7 * n},{500 + 31 * n}" for n, code in enumerate(codes)]
    data = "\n".join([",".join(FIELDS), *lines]).encode()
    bills.take_bills(bills.bring_bills(provider, data=data, month=month, paths=("33/",), by=by), paths=("33/",), by=by)
