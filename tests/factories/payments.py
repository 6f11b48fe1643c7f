"""Households with accounts, printed codes and requests, and notices as a bank's service sends them."""

import json
from datetime import date
from typing import Any

from flask.testing import FlaskClient

from app.core import areas, clock, ids, jobs
from app.core.db import db
from app.core.text import fold
from app.policy import Actor, Holding, Role
from merchants.models import Merchant
from merchants.rules import ContactKind, Craft
from merchants.states import Stage
from payments import rules, services
from payments.inbox import services as inbox
from payments.inbox.models import BankNotice
from payments.inbox.rules import casso, payos, sepay
from payments.losses import services as losses
from payments.losses.models import Loss
from payments.losses.rules import LossKind
from payments.models import PaymentAccount, PaymentRequest

SECRET = "whsec_demo"
ACCOUNT_NO = "0000123456789"
VIETCOMBANK = "970436"
_running = iter(range(70_000, 99_999))


def make_merchant(
    *,
    owner_name: str = "Nguyễn Thị Mận",
    business_name: str = "Nước mắm Bà Mận",
    craft: Craft = Craft.FISH_SAUCE,
    stage: Stage = Stage.CONFIRMED,
    area_path: str = "",
) -> Merchant:
    """Return a household whose dossier the commune has confirmed, in the first commune shipped."""
    commune = areas.communes(date(2026, 9, 1))[0] if not area_path else areas.at(area_path, date(2026, 9, 1))
    assert commune is not None
    at = clock.now()
    is_sent = stage is not Stage.DRAFT
    merchant = Merchant(
        code=ids.dossier_code(block=9901, running=next(_running)),
        craft=craft,
        business_name=business_name,
        owner_name=owner_name,
        owner_name_fold=fold(owner_name),
        birth_year=1961,
        area_id=commune.id,
        area_path=commune.path,
        contact_kind=ContactKind.NONE,
        stage=stage,
        started_at=at,
        submitted_at=at if is_sent else None,
        confirmed_at=at if is_sent else None,
    )
    db.session.add(merchant)
    db.session.flush()
    return merchant


def owner_of(merchant: Merchant) -> Actor:
    """Return the owner of a merchant."""
    return Actor(ids.new_id(), merchant.owner_name, (Holding(Role.OWNER, merchant_id=merchant.id),))


def clerk_of(merchant: Merchant) -> Actor:
    """Return the clerk of the merchant's commune."""
    return Actor(ids.new_id(), "Đỗ Văn Thành", (Holding(Role.CLERK, area_path=areas.commune_path(merchant.area_path)),))


def make_account(merchant: Merchant, *, account_no: str = ACCOUNT_NO, holder: str = "") -> PaymentAccount:
    """Give a merchant an account in the owner's name."""
    return services.save_account(
        merchant,
        bank_bin=VIETCOMBANK,
        account_no=account_no,
        holder_name=holder or rules.bank_name(merchant.owner_name),
        accepted_other_name=bool(holder),
        by=owner_of(merchant),
    )


def make_request(merchant: Merchant | None = None, *, amount_vnd: int = 120_000, note: str = "") -> PaymentRequest:
    """Ask for an amount, with a fresh household and account unless one is given."""
    whose = merchant or make_merchant()
    if merchant is None:
        make_account(whose)
    return services.create_request(whose, amount_vnd=amount_vnd, note=note, by=owner_of(whose))


def make_loss(
    merchant: Merchant,
    *,
    kind: LossKind = LossKind.FAKE_RECEIPT,
    amount_vnd: int = 7_654_321,
    went_to: str = "0999888777",
) -> Loss:
    """Let an owner report money lost today."""
    told = {"happened_on": clock.today(), "amount_vnd": amount_vnd, "went_to": went_to}
    return losses.report(merchant, kind=kind, **told, by=owner_of(merchant))


def notice_body(memo: str, amount_vnd: int, **changes: Any) -> bytes:
    """Return the body of a notice as SePay sends it."""
    number = ids.new_id().int % 10**12
    row = {
        "id": number,
        "gateway": "Vietcombank",
        "transactionDate": f"{clock.local(clock.now()):%Y-%m-%d %H:%M:%S}",
        "accountNumber": ACCOUNT_NO,
        "code": None,
        "content": f"MBVCB.3278907687.{memo}.CT tu {number} NGUOI MUA toi {ACCOUNT_NO}",
        "transferType": "in",
        "transferAmount": amount_vnd,
        "accumulated": 19_077_000,
        "subAccount": None,
        "referenceCode": "MBVCB.3278907687",
        "description": "",
    }
    return json.dumps(row | changes).encode()


def signed_headers(body: bytes, *, secret: str = SECRET, at: int | None = None) -> dict[str, str]:
    """Return the headers that go with a body."""
    timestamp = str(int(clock.now().timestamp()) if at is None else at)
    return {"X-SePay-Timestamp": timestamp, "X-SePay-Signature": sepay.sign(secret, timestamp, body)}


def casso_body(memo: str, amount_vnd: int, **changes: Any) -> bytes:
    """Return the body of a notice as Casso's second version sends it."""
    number = ids.new_id().int % 10**12
    data = {
        "id": number, "reference": f"FT{number}", "description": f"IBFT {memo}", "amount": amount_vnd,
        "runningBalance": 25_000_000, "transactionDateTime": f"{clock.local(clock.now()):%Y-%m-%d %H:%M:%S}",
        "accountNumber": ACCOUNT_NO, "virtualAccountNumber": "", "counterAccountName": "NGUYEN VAN MUA",
        "counterAccountNumber": f"{number}",
    }  # fmt: skip
    return json.dumps({"error": 0, "data": data | changes}).encode()


def casso_headers(body: bytes, *, key: str = "casso_demo") -> dict[str, str]:
    """Return the header that goes with a body of Casso's."""
    stamp = str(int(clock.now().timestamp() * 1000))
    return {"X-Casso-Signature": f"t={stamp},v1={casso.sign(key, stamp, body)}"}


def payos_body(memo: str, amount_vnd: int, *, key: str = "payos_demo", **changes: Any) -> bytes:
    """Return the body of a notice as payOS sends it, its signature within."""
    number = ids.new_id().int % 10**9
    data = {
        "orderCode": number, "amount": amount_vnd, "description": memo, "accountNumber": ACCOUNT_NO,
        "reference": f"TF{number}", "transactionDateTime": f"{clock.local(clock.now()):%Y-%m-%d %H:%M:%S}",
        "currency": "VND", "code": "00", "desc": "Thành công", "counterAccountName": None,
        "virtualAccountNumber": "",
    } | changes  # fmt: skip
    return json.dumps({"code": "00", "success": True, "data": data, "signature": payos.sign(key, data)}).encode()


def receive_by(provider: str, body: bytes) -> BankNotice:
    """Let a notice of a channel in, past the signature."""
    return _received(provider, body).notice


def receive(body: bytes) -> inbox.Received:
    """Let a notice in, past the signature."""
    return _received("sepay", body)


def _received(provider: str, body: bytes) -> inbox.Received:
    return inbox.receive(provider=provider, body=body, headers={}, at=clock.now(), by=Actor.system(provider))[0]


def deliver(client: FlaskClient, body: bytes, headers: dict[str, str], *, by: str = "sepay") -> int:
    """Send a body as a channel does, open what letters there are, and return how the channel was answered."""
    answer = client.post(f"/webhooks/{by}", data=body, headers=headers, content_type="application/json")
    jobs.run(inbox.OPEN_LETTERS, {})
    return answer.status_code
