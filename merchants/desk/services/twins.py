"""Two dossiers that are alike: one household, two households, or not known yet."""

from app.core import audit, clock
from app.core.db import db
from app.policy import Actor
from merchants import services
from merchants.desk.models import TwinVerdict
from merchants.desk.queries import twins
from merchants.desk.rules import Verdict
from merchants.desk.services.record import let_go, refuse_unready, subject_of
from merchants.desk.states import DeskAction
from merchants.models import DossierMerge, Merchant


def judge(one: Merchant, other: Merchant, *, verdict: Verdict, by: Actor) -> TwinVerdict:
    """Say that two dossiers are two households, or that nobody is sure yet; the last word counts."""
    at = clock.now()
    first, second = sorted((one.id, other.id))
    said = twins.verdict_of(first, second) or TwinVerdict(first_id=first, second_id=second)
    said.verdict, said.by_name, said.at = verdict, by.name, at
    db.session.add(said)
    for merchant, twin in ((one, other), (other, one)):
        reason = f"{twin.code} {verdict.value}"
        audit.record(DeskAction.TWINS_JUDGED, subject_of(merchant), by=by, at=at, reason=reason)
    db.session.flush()
    return said


def join(one: Merchant, other: Merchant, *, by: Actor) -> DossierMerge:
    """Join two dossiers of one household under the older code.

    Raises:
        ConflictError, ClaimedError, RefusalPendingError: this person may not decide one of them now.
        MergeRefusedError, TransitionNotAllowedError: as the dossiers say.
    """
    for merchant in (one, other):
        refuse_unready(merchant, by)
    joined = services.merge(one, other, by=by)
    for merchant in (one, other):
        let_go(merchant)
    return joined


def take_apart(joined: DossierMerge, *, by: Actor) -> Merchant:
    """Undo a joining within thirty days.

    Raises:
        MergeRefusedError: it was undone already, or too long ago.
    """
    return services.undo_merge(joined, by=by)
