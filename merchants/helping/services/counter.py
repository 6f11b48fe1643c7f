"""Coming in at the counter: two of three facts, then a paper code that opens one dossier for half an hour."""

from collections.abc import Mapping
from datetime import timedelta

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.policy import Actor, Role
from merchants.helping import queries, rules
from merchants.helping.rules import Fact, Purpose
from merchants.helping.services import proofs
from merchants.helping.services.record import (
    AskOfficialError,
    CodeRefusedError,
    FactsDoNotMatchError,
    HelpAction,
)
from merchants.models import Merchant


def give_counter_code(merchant: Merchant, *, facts: Mapping[Fact, object], by: Actor) -> str:
    """Return a code for somebody who stands at the counter and knows two of three facts; it is shown once.

    Raises:
        FactsDoNotMatchError: fewer than two are right.
        AskOfficialError: three wrong tries on this dossier within a day, and this is not an official.
    """
    at = clock.now()
    spoilt = [
        code
        for code in queries.codes_since(Purpose.COUNTER, merchant.id, at - timedelta(days=1))
        if code.tries >= rules.COUNTER_TRIES
    ]
    if spoilt and not by.has(Role.OFFICIAL):
        raise AskOfficialError(_l("Three wrong tries today. An official of the commune opens this file with the owner"))
    right = rules.facts_matched(facts, queries.facts_of(merchant))
    if len(right) < rules.FACTS_NEEDED:
        raise FactsDoNotMatchError(_l("Two of the three have to be right: name, year of birth, hamlet. Ask again"))
    code = proofs.make_code(purpose=Purpose.COUNTER, subject_id=merchant.id)
    audit.record(HelpAction.COUNTER_CODE, ("merchant", merchant.id), by=by, at=at, reason=", ".join(sorted(right)))
    return code


def try_counter_code(merchant: Merchant, *, code: str) -> CodeRefusedError | None:
    """Try a paper code; a wrong one is counted, and returned to be shown once that has been saved."""
    return proofs.try_code(purpose=Purpose.COUNTER, subject_id=merchant.id, code=code)
