"""Who reads which roll-out, and who may plan one."""

from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core.errors import NotFoundError
from app.dashboards.rollouts import queries
from app.dashboards.rollouts.models import Rollout, RolloutHamlet
from app.policy import Actor, Permission, allows, require
from merchants.training.access import course_named

__all__ = ["Rollout", "RolloutHamlet", "course_named", "hamlet_for", "public_rollout", "rollout_for"]


def public_rollout(rollout_id: UUID) -> Rollout:
    """Return a roll-out, which everybody may read from the day it is published.

    Raises:
        NotFoundError: there is none.
    """
    found = queries.rollout(rollout_id)
    if found is None:
        raise NotFoundError(_l("There is no such order of hamlets"))
    return found


def rollout_for(actor: Actor, rollout_id: UUID, permission: Permission = Permission.DASHBOARD_VIEW) -> Rollout:
    """Return a roll-out to whoever reads the figures of its commune, or may do more there.

    Raises:
        NotFoundError: there is none, or it is elsewhere.
        NotPermittedError: the person reads the figures but does not plan classes there.
    """
    found = public_rollout(rollout_id)
    if not allows(actor, Permission.DASHBOARD_VIEW, found.place()):
        raise NotFoundError(_l("There is no such order of hamlets"))
    require(actor, permission, found.place())
    return found


def hamlet_for(actor: Actor, hamlet_id: UUID) -> RolloutHamlet:
    """Return a hamlet of a roll-out to whoever plans classes there.

    Raises:
        NotFoundError: there is none, or it is elsewhere.
        NotPermittedError: the person reads the figures but does not plan classes there.
    """
    found = queries.hamlet(hamlet_id)
    if found is None:
        raise NotFoundError(_l("There is no such order of hamlets"))
    rollout_for(actor, found.rollout_id, Permission.TRAINING_PLAN)
    return found
