"""Demonstration payments, all fictitious: accounts no bank has, printed codes, requests paid by the real matching."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.policy import Actor
from merchants.models import Merchant
from merchants.states import Stage
from payments import queries, rules, services
from payments.models import PaymentRequest

AGRIBANK = "970405"
PROVIDER = "demonstration"
MAN = "nguyen thi man"
HUY = "tran quoc huy"
# Days ago, amount, what for.
MAN_SOLD = (
    (66, 180_000, "2 chai nước mắm 500 ml"),
    (58, 90_000, "1 chai nước mắm 500 ml"),
    (51, 270_000, "3 chai nước mắm 500 ml"),
    (38, 450_000, "Can nước mắm 5 lít"),
    (33, 90_000, "1 chai nước mắm 500 ml"),
    (30, 180_000, "2 chai nước mắm 500 ml"),
    (4, 360_000, "4 chai, khách Hà Nội"),
    (2, 90_000, "1 chai nước mắm 500 ml"),
    (1, 180_000, "2 chai nước mắm 500 ml"),
)
HUY_SOLD = ((36, 700_000, "2 đêm, 2 người lớn"), (3, 350_000, "1 đêm, 1 người"))


def load(by: Actor) -> None:
    """Load accounts, printed codes and payments; a second call adds nothing."""
    confirmed = db.session.scalars(
        select(Merchant).where(Merchant.is_demo, Merchant.stage == Stage.CONFIRMED).order_by(Merchant.code)
    ).all()
    for place, merchant in enumerate(_with_accounts(confirmed), start=1):
        if queries.account_of(merchant.id) is None:
            _equip(merchant, place, by)


def _with_accounts(merchants: Sequence[Merchant]) -> list[Merchant]:
    """Return the two of the cast first, then two of every three others: registered is not using."""
    cast = [one for one in merchants if one.owner_name_fold in (MAN, HUY)]
    others = [one for one in merchants if one not in cast]
    return cast + [one for place, one in enumerate(others) if place % 3 < 2]


def _equip(merchant: Merchant, place: int, by: Actor) -> None:
    account = services.save_account(
        merchant,
        bank_bin=AGRIBANK,
        account_no=f"0000{place:06d}",
        holder_name=rules.bank_name(merchant.owner_name),
        accepted_other_name=False,
        by=by,
    )
    if place % 3 == 0:
        return
    services.issue_standee(merchant, confirmed_holder=account.holder_name, by=by)
    sold = {MAN: MAN_SOLD, HUY: HUY_SOLD}.get(merchant.owner_name_fold, ())
    for days_ago, amount_vnd, note in sold:
        request = services.create_request(merchant, amount_vnd=amount_vnd, note=note, by=by)
        _pay(request, amount_vnd, days_ago, by)
    if merchant.owner_name_fold == MAN:
        services.create_request(merchant, amount_vnd=270_000, note="3 chai nước mắm 500 ml", by=by)
        short = services.create_request(merchant, amount_vnd=120_000, note="Hũ mắm tép", by=by)
        _pay(short, 100_000, 0, by)


def _pay(request: PaymentRequest, amount_vnd: int, days_ago: int, by: Actor) -> None:
    """Let a bank notice in as if it had come on that day, under an id that is its own for ever."""
    moment = clock.now() - timedelta(days=days_ago, hours=2)
    request.created_at = moment - timedelta(minutes=5)
    services.receive_notice(provider=PROVIDER, body=_notice(request, amount_vnd, moment), headers={}, by=by)
    if request.paid_at is not None:
        request.paid_at = moment


def _notice(request: PaymentRequest, amount_vnd: int, moment: datetime) -> bytes:
    row = {
        "id": f"demo-{request.reference}",
        "gateway": "Agribank",
        "transactionDate": f"{clock.local(moment):%Y-%m-%d %H:%M:%S}",
        "accountNumber": request.account_no,
        "content": f"IBFT {request.reference} NGUOI MUA MINH HOA chuyen tien",
        "transferType": "in",
        "transferAmount": amount_vnd,
        "subAccount": None,
        "referenceCode": "MINH HOA",
        "description": "",
    }
    return json.dumps(row, ensure_ascii=False).encode()
