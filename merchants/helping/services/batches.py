"""Codes taken ahead for paper: a block of fifty, and giving a lost block up, which takes two people."""

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.db import db
from app.core.ids import new_id
from app.core.text import line
from app.policy import Actor
from merchants import services as merchants
from merchants.helping import rules
from merchants.helping.models import CodeBatch, PrintedCode
from merchants.helping.services.record import BatchVoidError, HelpAction, SecondPersonNeededError, move_batch
from merchants.helping.states import CODE_BATCH, BatchStep


def issue_batch(*, area_path: str, by: Actor) -> CodeBatch:
    """Take fifty codes ahead, out of the same counter that gives codes on the screen, to be printed."""
    at = clock.now()
    batch = CodeBatch(
        id=new_id(),
        area_path=area_path,
        issued_by_id=by.account_id,
        issued_by=by.name,
        issued_at=at,
        state=CODE_BATCH.initial,
    )
    batch.codes = [PrintedCode(code=code) for code in merchants.next_codes(rules.BATCH_SIZE)]
    db.session.add(batch)
    db.session.flush()
    audit.record(HelpAction.BATCH_ISSUED, ("code_batch", batch.id), by=by, at=at, reason=batch.codes[0].code)
    return batch


def refuse_void(batch: CodeBatch) -> None:
    """Let only good sheets be printed.

    Raises:
        BatchVoidError: the block was given up, or somebody says it is lost.
    """
    if batch.state is not CODE_BATCH.initial:
        raise BatchVoidError(_l("This block is said to be lost. Print from another block"))


def ask_to_void(batch: CodeBatch, *, reason: str, by: Actor) -> None:
    """Say that the papers of a block are lost; somebody else agrees before they stop being good."""
    batch.void_reason, batch.void_asked_by_id, batch.void_asked_by = line(reason)[:200], by.account_id, by.name
    move_batch(
        batch, BatchStep.ASK_VOID, action=HelpAction.BATCH_VOID_ASKED, by=by, at=clock.now(), reason=batch.void_reason
    )


def void_batch(batch: CodeBatch, *, by: Actor) -> None:
    """Agree that a block is lost: its unused codes are good no more, and never given again.

    Raises:
        SecondPersonNeededError: the same person asked.
        TransitionNotAllowedError: nobody asked.
    """
    CODE_BATCH.next(batch.state, BatchStep.VOID)
    if by.account_id is None or by.account_id == batch.void_asked_by_id:
        raise SecondPersonNeededError(_l("Somebody else of the commune agrees to this. Ask a colleague"))
    batch.voided_by_id, batch.voided_by = by.account_id, by.name
    move_batch(batch, BatchStep.VOID, action=HelpAction.BATCH_VOIDED, by=by, at=clock.now(), reason=batch.void_reason)


def keep_batch(batch: CodeBatch, *, by: Actor) -> None:
    """Note that the papers have been found again."""
    batch.void_reason, batch.void_asked_by_id, batch.void_asked_by = "", None, ""
    move_batch(batch, BatchStep.KEEP, action=HelpAction.BATCH_KEPT, by=by, at=clock.now())
