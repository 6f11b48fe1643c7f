"""Who looks at what: take a dossier, take the next one, give it back, or leave it to a colleague."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Account
from app.core import audit, clock
from app.core.db import db
from app.core.errors import NotPermittedError
from app.core.text import line
from app.policy import Actor
from merchants import queries
from merchants.desk import rules
from merchants.desk.models import Claim, Conflict
from merchants.desk.queries import holding, queue
from merchants.desk.services.record import ClaimedError, claimed, refuse_conflicted, subject_of
from merchants.desk.states import DeskAction
from merchants.models import Merchant

_TRIES = 5


def claim(merchant: Merchant, *, by: Actor) -> None:
    """Take a dossier, or keep it for another thirty minutes; one that lapsed passes to whoever asks first.

    Raises:
        ClaimedError: somebody else holds it.
        ConflictError: this person has declared a conflict of interest.
    """
    me = _account(by)
    refuse_conflicted(merchant, by)
    at = clock.now()
    held = holding.claim_of(merchant.id)
    if held is not None and held.account_id != me and rules.claim_holds(held.seen_at, at):
        raise claimed(held)
    is_kept = held is not None and held.account_id == me and rules.claim_holds(held.seen_at, at)
    values: dict[str, object] = (
        {"seen_at": at} if is_kept else {"account_id": me, "by_name": by.name, "since_at": at, "seen_at": at}
    )
    if held is None:
        _take(merchant.id, values)
    else:
        # The row is taken as it was read: of two people who ask at once, the second changes nothing.
        taken = db.session.scalar(
            update(Claim)
            .where(Claim.merchant_id == merchant.id, Claim.seen_at == held.seen_at)
            .values(values)
            .returning(Claim.merchant_id)
        )
        db.session.expire(held)
        if taken is None:
            raise _lost(merchant.id)
    if not is_kept:
        audit.record(DeskAction.CLAIMED, subject_of(merchant), by=by, at=at)
    db.session.flush()


def claim_next(paths: tuple[str, ...] | None, *, by: Actor) -> Merchant | None:
    """Take the first dossier of the queue that nobody holds; none when nothing waits."""
    for leave in range(_TRIES):
        code = queue.first_free(paths, _account(by), clock.now(), leave=leave)
        merchant = queries.by_code(code) if code else None
        if merchant is None:
            return None
        try:
            claim(merchant, by=by)
        except ClaimedError:
            continue
        return merchant
    return None


def release(merchant: Merchant, *, by: Actor) -> None:
    """Give a dossier back to the queue; giving back what one does not hold changes nothing."""
    mine = delete(Claim).where(Claim.merchant_id == merchant.id, Claim.account_id == by.account_id)
    if db.session.scalar(mine.returning(Claim.merchant_id)) is not None:
        audit.record(DeskAction.RELEASED, subject_of(merchant), by=by, at=clock.now())


def declare_conflict(merchant: Merchant, *, relation: str, colleague: Account | None = None, by: Actor) -> Conflict:
    """Say that the owner is family or a friend, and pass the dossier to a colleague; twice is once."""
    me, at = _account(by), clock.now()
    known = holding.conflict_of(merchant.id, me)
    conflict = known or Conflict(merchant_id=merchant.id, account_id=me, by_name=by.name, at=at)
    conflict.relation = line(relation)
    conflict.colleague_id = colleague.id if colleague else None
    conflict.colleague_name = colleague.name if colleague else ""
    db.session.add(conflict)
    release(merchant, by=by)
    if known is None:
        audit.record(DeskAction.CONFLICT_DECLARED, subject_of(merchant), by=by, at=at)
    if colleague is not None:
        audit.record(DeskAction.ASSIGNED, subject_of(merchant), by=by, at=at, reason=colleague.name)
    db.session.flush()
    return conflict


def _take(merchant_id: UUID, values: dict[str, object]) -> None:
    try:
        with db.session.begin_nested():
            db.session.execute(insert(Claim).values(merchant_id=merchant_id, **values))
    except IntegrityError:
        raise _lost(merchant_id) from None


def _lost(merchant_id: UUID) -> ClaimedError:
    held = holding.claim_of(merchant_id)
    return claimed(held) if held is not None else ClaimedError(_l("A colleague was quicker. Take the next file"))


def _account(by: Actor) -> UUID:
    if by.account_id is None:
        raise NotPermittedError("only somebody with an account holds a dossier")
    return by.account_id
