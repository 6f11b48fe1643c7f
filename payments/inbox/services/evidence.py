"""What a payment leaves for officials: that it happened, how well it is known, and nothing of how much."""

from uuid import UUID

from app.core import clock, sealed
from app.core.db import db
from app.core.text import fold
from payments import rules
from payments.inbox import queries
from payments.inbox.models import BankNotice
from payments.inbox.rules import payers
from payments.inbox.rules.notices import Notice
from payments.models import PaymentEvidence, PaymentRequest
from payments.rules import Grade


def describe_payer(notice: BankNotice, read: Notice) -> None:
    """Keep by what a payer is told apart, as a keyed hash; the name itself is nowhere but in what the channel sent.

    The same account has the same hash everywhere in one household's notices, and another one elsewhere.
    """
    account, name = payers.described(read)
    if known := account or fold(name):
        notice.payer = sealed.blind_index(known, purpose=f"payer:{notice.merchant_id}")
    if notice.merchant_id is None:
        return
    notice.payer_merchant_id = queries.merchant_with_account(account, but=notice.merchant_id)
    notice.payer_kind = payers.kind_of(
        name,
        account,
        own_names=queries.names_of(notice.merchant_id),
        own_account=notice.account_no,
        is_team=queries.is_of_the_programme(payers.phones_in(read.memo)),
    )


def note_paid(request: PaymentRequest, notice: BankNotice | None, *, by_bank: bool) -> None:
    """Note that a request was paid: by the bank's notice, or by the owner's word."""
    on = clock.local((notice.occurred_at if notice else None) or clock.now()).date()
    # What was taken back and paid anew is one payment still.
    proof = queries.evidence_of(request.id) or PaymentEvidence(merchant_id=request.merchant_id, request_id=request.id)
    proof.occurred_on = on
    proof.grade = rules.grade_of(request.amount_vnd, on) if by_bank else Grade.C
    proof.source = notice.provider if notice and by_bank else "owner"
    proof.excluded = ""
    db.session.add(proof)
    _tell_payer(proof, notice)


def note_sold(notice: BankNotice, merchant_id: UUID) -> None:
    """Note that money without a code was a sale, in the owner's word."""
    on = clock.local(notice.occurred_at or notice.received_at).date()
    proof = PaymentEvidence(
        merchant_id=merchant_id, notice_id=notice.id, occurred_on=on, grade=Grade.C, source="owner", excluded=""
    )
    db.session.add(proof)
    _tell_payer(proof, notice)


def exclude(request: PaymentRequest, *, why: str) -> None:
    """Take what a request left out of everything that is counted."""
    proof = queries.evidence_of(request.id)
    if proof is not None:
        proof.excluded = why
        db.session.flush()


def _tell_payer(proof: PaymentEvidence, notice: BankNotice | None) -> None:
    """Say who paid, and leave out what is no customer's: own people, the state, and money that goes round in a loop."""
    proof.payer = notice.payer if notice else ""
    proof.payer_merchant_id = notice.payer_merchant_id if notice else None
    if notice is not None and notice.payer_kind:
        proof.excluded = notice.payer_kind
    db.session.flush()
    for other in queries.paid_back(proof):
        proof.excluded = other.excluded = "loop"
    db.session.flush()
