"""What an institution's word on a month leaves for officials: that an account was used, and a band at most."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from app.core.db import db
from payments.models import PaymentEvidence
from payments.partners import queries, rules
from payments.rules import Grade

SOURCE = "partner"


def tell(institution_id: UUID, month: date) -> None:
    """Bring the evidence of one month in line with what an institution says of it now.

    A file that does not say that it kept the rule of use leaves its months out; what is said no longer is left out too.
    """
    said = queries.used_in(institution_id, month)
    there = {each.merchant_id: each for each in queries.evidence_from(institution_id, month)}
    for merchant_id, (band, keeps_rule) in said.items():
        proof = there.get(merchant_id) or PaymentEvidence(
            merchant_id=merchant_id,
            institution_id=institution_id,
            occurred_on=rules.last_day(month),
            grade=Grade.A,
            source=SOURCE,
        )
        proof.band, proof.excluded = band, "" if keeps_rule else "rule_not_kept"
        db.session.add(proof)
    for merchant_id in there.keys() - said.keys():
        there[merchant_id].excluded = "not_said"
    db.session.flush()


def leave_out(proofs: Sequence[PaymentEvidence]) -> None:
    """Take out of what is counted what was said of a family that takes its consent back."""
    for proof in proofs:
        proof.excluded = "consent"
    db.session.flush()
