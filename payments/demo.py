"""The demonstration's payments: Bà Mận's made-up account, her printed code, and three sales this month."""

import json
from dataclasses import dataclass

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.policy import Actor
from merchants.models import Merchant
from payments import queries, rules, services

OWNER = "Nguyễn Thị Mận"
# No bank gives out such a number: it is plainly made up.
BANK_BIN = "970436"
ACCOUNT_NO = "0000123456789"


@dataclass(frozen=True)
class Sale:
    """One sale to make, told of by a notice as a bank's service sends it."""

    event_id: str
    amount_vnd: int
    note: str


SALES = (
    Sale("demo-1", 120_000, "1 chai nước mắm 40 độ đạm"),
    Sale("demo-2", 240_000, "2 chai nước mắm 40 độ đạm"),
    Sale("demo-3", 85_000, "1 hũ mắm cáy"),
)


def load(*, by: Actor) -> None:
    """Load the account, the printed code and the sales; a second call adds nothing."""
    merchant = db.session.scalars(select(Merchant).where(Merchant.is_demo, Merchant.owner_name == OWNER)).first()
    if merchant is None or queries.account_of(merchant.id) is not None:
        return
    account = services.save_account(
        merchant,
        bank_bin=BANK_BIN,
        account_no=ACCOUNT_NO,
        holder_name=rules.bank_name(OWNER),
        accepted_other_name=False,
        by=by,
    )
    services.issue_standee(merchant, confirmed_holder=account.holder_name, by=by)
    for sale in SALES:
        _sell(merchant, sale, by=by)


def _sell(merchant: Merchant, sale: Sale, *, by: Actor) -> None:
    request = services.create_request(merchant, amount_vnd=sale.amount_vnd, note=sale.note, by=by)
    notice = {
        "id": sale.event_id,
        "gateway": "Vietcombank",
        "transactionDate": f"{clock.local(clock.now()):%Y-%m-%d %H:%M:%S}",
        "accountNumber": ACCOUNT_NO,
        "content": f"IBFT {request.reference}",
        "transferType": "in",
        "transferAmount": sale.amount_vnd,
    }
    services.receive_notice(
        provider="demonstration",
        body=json.dumps(notice, ensure_ascii=False).encode(),
        headers={},
        by=Actor.system("demonstration"),
    )
