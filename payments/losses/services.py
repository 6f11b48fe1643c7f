"""What is done about money lost: report it, visit the family, close it."""

from datetime import date, datetime
from http import HTTPStatus

from flask_babel import lazy_gettext as _l

from app.core import audit, clock, messages
from app.core.db import db
from app.core.errors import DomainError
from app.core.messages import Channel
from app.core.text import line
from app.policy import Actor
from merchants.models import Merchant
from payments import queries as payments
from payments import services as money
from payments.losses import emails, rules
from payments.losses.models import Loss
from payments.losses.rules import LossKind
from payments.losses.states import LOSS, LossAction, LossStep
from payments.states import StandeeState


class LossRefusedError(DomainError):
    """A day that has not come, or nothing lost."""

    code = "losses.refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def report(
    merchant: Merchant, *, kind: LossKind, happened_on: date, amount_vnd: int, went_to: str = "", by: Actor
) -> Loss:
    """Write a loss down, promise a visit, and stop the card on the counter at once where it may be covered.

    Raises:
        LossRefusedError: it would have happened after today, or nothing was lost.
    """
    at = clock.now()
    today = clock.local(at).date()
    if happened_on > today or not 0 < amount_vnd <= rules.MOST_VND:
        raise LossRefusedError(_l("Enter the day it happened and how much is gone"))
    loss = Loss(
        merchant_id=merchant.id,
        kind=kind,
        happened_on=happened_on,
        amount_vnd=amount_vnd,
        went_to=line(went_to)[:200],
        reported_at=at,
        visit_by=rules.visit_by(today),
    )
    db.session.add(loss)
    db.session.flush()
    # The kind, never the amount: the trail of a file is read by officials.
    audit.record(LossAction.REPORTED, ("merchant", merchant.id), by=by, at=at, reason=kind.value)
    if rules.pauses_the_card(kind):
        _pause_card(merchant, by=by)
    # A slip to bring is the visit on the commune's list of errands.
    messages.send(
        Channel.PAPER, merchant.code, emails.visit_promised(loss.visit_by), "visit_promised", by=by, about=merchant.id
    )
    return loss


def visit(loss: Loss, *, by: Actor) -> None:
    """Note that somebody has been with the family.

    Raises:
        TransitionNotAllowedError: somebody has been there, or it is closed.
    """
    at = clock.now()
    _move(loss, LossStep.VISIT, LossAction.VISITED, by=by, at=at)
    loss.visited_at = at
    db.session.flush()


def close(loss: Loss, *, by: Actor) -> None:
    """Close a report: the family knows what comes next.

    Raises:
        TransitionNotAllowedError: nobody has been there, or it is closed already.
    """
    at = clock.now()
    _move(loss, LossStep.CLOSE, LossAction.CLOSED, by=by, at=at)
    loss.closed_at = at
    db.session.flush()


def _pause_card(merchant: Merchant, *, by: Actor) -> None:
    live = payments.live_standee(merchant.id)
    if live is not None and live.state is StandeeState.ISSUED:
        money.pause_standee(live, by=by, reason="overlay")


def _move(loss: Loss, step: LossStep, action: LossAction, *, by: Actor, at: datetime) -> None:
    before, loss.state = loss.state, LOSS.next(loss.state, step)
    audit.record(action, ("merchant", loss.merchant_id), by=by, at=at, changes={"loss": [before, loss.state]})
