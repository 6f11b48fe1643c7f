"""What every service of a statement shares: how it moves, and the worker's part that is promised with it."""

from datetime import datetime

from app.core import audit, jobs
from app.core.db import db
from app.policy import Actor
from payments.statements.models import Statement
from payments.statements.states import STATEMENT, StatementAction, StatementStep

LET_IN = "statements.let_in"
_ACTIONS = {StatementStep.WAIT: StatementAction.WAITS, StatementStep.TAKE: StatementAction.TAKEN}


def move(statement: Statement, step: StatementStep, *, by: Actor, at: datetime) -> None:
    before, statement.state = statement.state, STATEMENT.next(statement.state, step)
    if step is StatementStep.TAKE:
        statement.taken_at, statement.data = at, None
    db.session.flush()
    audit.record(
        _ACTIONS[step],
        ("merchant", statement.merchant_id),
        by=by,
        at=at,
        reason=statement.proof.value,
        changes={"statement": [before.value, statement.state.value]},
    )


def promise(statement: Statement, at: datetime) -> None:
    jobs.enqueue(LET_IN, key=f"{statement.id}:{at.timestamp():.6f}", statement_id=statement.id)
