"""The same defect in many dossiers: choose once, look at samples, send them all back."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.db import db
from app.core.errors import OvertakenError
from app.core.states import TransitionNotAllowedError
from app.policy import Actor
from merchants.desk import rules
from merchants.desk.models import Batch, BatchItem
from merchants.desk.services import decisions
from merchants.desk.services.record import BatchRefusedError, ClaimedError, ConflictError, RefusalPendingError
from merchants.desk.states import BATCH, BatchStep, DeskAction
from merchants.models import Merchant
from merchants.rules import Question
from merchants.services import CallFirstError, ReturnedItem
from merchants.states import Stage

# Why a dossier was left out: anything that keeps one dossier back does not keep the others.
_LEFT_OUT = {
    OvertakenError: "moved",
    TransitionNotAllowedError: "moved",
    CallFirstError: "call",
    ClaimedError: "claimed",
    RefusalPendingError: "claimed",
    ConflictError: "conflict",
}


def open_batch(merchants: Sequence[Merchant], *, items: Sequence[ReturnedItem], by: Actor) -> Batch:
    """Put dossiers with the same defect together and choose the samples to be looked at.

    Raises:
        BatchRefusedError: fewer than two, too many, of several communes, not waiting, or nothing to mend.
    """
    waiting = [merchant for merchant in merchants if merchant.stage is Stage.SUBMITTED]
    communes = {merchant.commune_path for merchant in waiting}
    if not 2 <= len(waiting) <= rules.BATCH_AT_MOST or len(communes) != 1:
        raise BatchRefusedError(
            _l("Choose 2 to %(most)d files of one commune that wait for an answer", most=rules.BATCH_AT_MOST)
        )
    if not items or not all(item.sentence for item in items):
        raise BatchRefusedError(_l("Choose what to fix and a sentence for each"))
    at = clock.now()
    samples = rules.sample([merchant.code for merchant in waiting])
    batch = Batch(
        commune_path=communes.pop(),
        defects=[{"question": item.question.value, "reason": item.reason_key, "own": item.own_words} for item in items],
        by_id=by.account_id,
        by_name=by.name,
        at=at,
    )
    batch.items = [
        BatchItem(
            merchant_id=merchant.id,
            position=position,
            is_sample=merchant.code in samples,
            seen_version=merchant.version,
        )
        for position, merchant in enumerate(waiting)
    ]
    db.session.add(batch)
    db.session.flush()
    audit.record(DeskAction.BATCH_OPENED, ("batch", batch.id), by=by, at=at, reason=str(len(waiting)))
    return batch


def mark_seen(batch: Batch, merchant: Merchant, *, by: Actor) -> None:
    """Say that a sample was opened and does lack what the batch asks for.

    Raises:
        TransitionNotAllowedError: the batch was sent or dropped already.
    """
    BATCH.next(batch.state, BatchStep.SEND)
    at = clock.now()
    for item in batch.items:
        if item.merchant_id == merchant.id and item.seen_at is None:
            item.seen_at, item.seen_version = at, merchant.version
            audit.record(DeskAction.SAMPLE_SEEN, ("batch", batch.id), by=by, at=at, reason=merchant.code)
    db.session.flush()


def not_alike(batch: Batch, merchant: Merchant, *, by: Actor) -> None:
    """Say that a dossier lacks nothing: it leaves the batch, and from now on each of the others is looked at.

    Raises:
        TransitionNotAllowedError: the batch was sent or dropped already.
    """
    BATCH.next(batch.state, BatchStep.SEND)
    batch.items = [item for item in batch.items if item.merchant_id != merchant.id]
    for item in batch.items:
        item.is_sample = True
    audit.record(DeskAction.SAMPLE_DIFFERS, ("batch", batch.id), by=by, at=clock.now(), reason=merchant.code)
    db.session.flush()


def send_batch(batch: Batch, *, by: Actor) -> int:
    """Send the dossiers of a batch back and say how many; one that cannot be sent stays behind with the reason.

    Raises:
        BatchRefusedError: a sample has not been looked at, or nothing is left.
        TransitionNotAllowedError: the batch was sent or dropped already.
    """
    at = clock.now()
    BATCH.next(batch.state, BatchStep.SEND)
    if not batch.items or any(item.is_sample and item.seen_at is None for item in batch.items):
        raise BatchRefusedError(_l("Open each sample first and say whether it lacks this"))
    items = returned_items(batch)
    sent = sum(_send_one(item, items, by=by, at=at) for item in batch.items)
    _move(batch, BatchStep.SEND, DeskAction.BATCH_SENT, by=by, at=at, reason=str(sent))
    return sent


def drop_batch(batch: Batch, *, by: Actor) -> None:
    """Give a batch up; its dossiers wait as before.

    Raises:
        TransitionNotAllowedError: the batch was sent or dropped already.
    """
    _move(batch, BatchStep.DROP, DeskAction.BATCH_DROPPED, by=by, at=clock.now())


def returned_items(batch: Batch) -> list[ReturnedItem]:
    """Return what a batch asks to be mended."""
    return [ReturnedItem(Question(row["question"]), row["reason"], row["own"]) for row in batch.defects]


def _send_one(item: BatchItem, items: Sequence[ReturnedItem], *, by: Actor, at: datetime) -> bool:
    try:
        with db.session.begin_nested():
            decisions.send_back(item.merchant, items=items, seen_version=item.seen_version, by=by)
    except tuple(_LEFT_OUT) as refused:
        item.left_out = _LEFT_OUT[type(refused)]
        return False
    item.sent_at = at
    return True


def _move(batch: Batch, step: BatchStep, action: DeskAction, *, by: Actor, at: datetime, reason: str = "") -> None:
    before, batch.state = batch.state, BATCH.next(batch.state, step)
    batch.ended_at = at
    audit.record(action, ("batch", batch.id), by=by, at=at, reason=reason, changes={"state": [before, batch.state]})
    db.session.flush()
