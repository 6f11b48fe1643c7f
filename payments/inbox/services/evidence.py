"""What a payment leaves for officials: that it happened, how well it is known, and nothing of how much."""

from uuid import UUID

from app.core import clock, sealed
from app.core.db import db
from app.core.text import fold
from payments import rules
from payments.inbox import queries
from payments.inbox.models import BankNotice
from payments.inbox.rules.notices import Notice
from payments.models import PaymentEvidence, PaymentRequest
from payments.rules import Grade


def describe_payer(notice: BankNotice, read: Notice) -> None:
    """Keep by what a payer is told apart, as a keyed hash; the name itself is nowhere but in what the channel sent."""
    known = read.payer_account or fold(read.payer_name)
    if known:
        notice.payer = sealed.blind_index(known, purpose=f"payer:{notice.merchant_id}")


def note_paid(request: PaymentRequest, notice: BankNotice | None, *, by_bank: bool) -> None:
    """Note that a request was paid: by the bank's notice, or by the owner's word."""
    on = clock.local((notice.occurred_at if notice else None) or clock.now()).date()
    # What was taken back and paid anew is one payment still.
    proof = queries.evidence_of(request.id) or PaymentEvidence(merchant_id=request.merchant_id, request_id=request.id)
    proof.occurred_on = on
    proof.grade = rules.grade_of(request.amount_vnd, on) if by_bank else Grade.C
    proof.source = notice.provider if notice and by_bank else "owner"
    proof.payer = notice.payer if notice else ""
    proof.excluded = ""
    db.session.add(proof)
    db.session.flush()


def note_sold(notice: BankNotice, merchant_id: UUID) -> None:
    """Note that money without a code was a sale, in the owner's word."""
    on = clock.local(notice.occurred_at or notice.received_at).date()
    db.session.add(
        PaymentEvidence(
            merchant_id=merchant_id,
            notice_id=notice.id,
            occurred_on=on,
            grade=Grade.C,
            source="owner",
            payer=notice.payer,
        )
    )
    db.session.flush()


def exclude(request: PaymentRequest, *, why: str) -> None:
    """Take what a request left out of everything that is counted."""
    proof = queries.evidence_of(request.id)
    if proof is not None:
        proof.excluded = why
        db.session.flush()
