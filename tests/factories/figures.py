"""What figures count, for tests: signs issued, payments proven, products entered and ready."""

from datetime import date, timedelta

from app.core import clock
from app.core.db import db
from app.core.ids import new_id, short_code
from catalog.channel_rules import Channel
from catalog.models import Product, ProductReadiness
from catalog.readiness import Verdict
from merchants.models import Merchant
from payments.models import PaymentEvidence, PaymentRequest, Standee
from payments.partners.models import Institution
from payments.rules import Grade
from payments.sightings import queries as sightings
from payments.sightings.models import UseSign
from payments.sightings.rules import Band


def give_sign(merchant: Merchant) -> Standee:
    """Issue a QR sign to a business and return it."""
    sign = Standee(
        serial=short_code(8),
        merchant_id=merchant.id,
        bank_bin="970436",
        account_no="0000123456789",
        holder_name="NGUYEN THI MAN",
        payload="demo",
        issued_at=clock.now(),
    )
    db.session.add(sign)
    db.session.flush()
    return sign


def prove_payment(
    merchant: Merchant, *, times: int = 1, grade: Grade = Grade.B, on: date | None = None, payer: str = "",
    excluded: str = "",
) -> None:  # fmt: skip
    """Write that a business was paid on a day, as a matched notice does."""
    at = clock.now()
    for _ in range(times):
        asked = PaymentRequest(
            reference=short_code(10),
            merchant_id=merchant.id,
            bank_bin="970436",
            account_no="0000123456789",
            holder_name="NGUYEN THI MAN",
            amount_vnd=987_654,
            created_at=at,
            expires_at=at + timedelta(days=1),
        )
        db.session.add(asked)
        db.session.flush()
        proof = PaymentEvidence(
            merchant_id=merchant.id, request_id=asked.id, occurred_on=on or clock.today(), grade=grade, source="test",
            payer=payer, excluded=excluded,
        )  # fmt: skip
        db.session.add(proof)
    db.session.flush()


def tell_of_month(merchant: Merchant, institution: Institution, *, on: date) -> None:
    """Write that an institution says of a whole month, by its last day, that a business was in use."""
    told = PaymentEvidence(
        merchant_id=merchant.id, institution_id=institution.id, occurred_on=on, grade=Grade.A, source="test"
    )
    db.session.add(told)
    db.session.flush()


def tell_of_use(merchant: Merchant, *, grade: Grade, on: date) -> None:
    """Write that somebody says a business was paid: its owner of a week, or a helper of what was seen; once a day."""
    source, band = ("owner", Band.FEW) if grade is Grade.C else ("helper", None)
    if sightings.sign(merchant.id, on, source) is None:
        at = clock.now()
        db.session.add(UseSign(merchant_id=merchant.id, on_day=on, grade=grade, band=band, source=source, at=at))
        db.session.flush()


def enter_product(merchant: Merchant, *, name: str = "Nước mắm", ready: bool = False) -> Product:
    """Enter a product, held against one marketplace if it is to be ready."""
    at = clock.now()
    product = Product(
        merchant_id=merchant.id,
        sku=new_id().hex,
        slug=new_id().hex,
        name=name,
        created_at=at,
        updated_at=at,
    )
    db.session.add(product)
    db.session.flush()
    if ready:
        db.session.add(
            ProductReadiness(
                product_id=product.id,
                channel=next(iter(Channel)),
                verdict=Verdict.READY,
                score_met=9,
                score_required=9,
                computed_at=at,
                rules_version="test",
            )
        )
        db.session.flush()
    return product
