"""Setting a target."""

from enum import StrEnum
from http import HTTPStatus

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError
from app.core.ids import new_id
from app.core.text import line
from app.dashboards.trends.models import Target
from app.dashboards.trends.rules import MAY_HAVE_TARGET, Aim
from app.policy import Actor


class TargetAction(StrEnum):
    """What the audit trail says was done to a target."""

    SET = "target:set"


class TargetRefusedError(DomainError):
    """A target cannot be set so; ``field`` says which answer to mend."""

    code = "trends.target_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, field: str, message: object) -> None:
        super().__init__(message)
        self.field = field


def set_target(indicator: str, place_path: str, aim: Aim, *, owner: str, document: str, by: Actor) -> Target:
    """Set a target; the one before stays readable.

    Raises:
        TargetRefusedError: nobody sets targets on this number, or the path would not lead forward.
    """
    if indicator not in MAY_HAVE_TARGET:
        raise TargetRefusedError("indicator", _l("This number has no target: people would chase it instead of helping"))
    if (aim.baseline_pct is None) != (aim.baseline_on is None):
        raise TargetRefusedError("baseline_on", _l("A baseline has a number and a day: give both or neither"))
    if aim.baseline_on is not None and aim.baseline_on >= aim.due_on:
        raise TargetRefusedError("due_on", _l("The day to reach it comes after the baseline's day"))
    at = clock.now()
    target = Target(
        id=new_id(), indicator=indicator, place_path=place_path, **vars(aim), owner=line(owner),
        document=line(document), by_id=by.account_id, by_name=by.name, at=at,
    )  # fmt: skip
    db.session.add(target)
    db.session.flush()
    audit.record(TargetAction.SET, ("indicator_target", target.id), by=by, at=at)
    return target
