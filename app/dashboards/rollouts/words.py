"""How a roll-out is told on a screen."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.dashboards.rollouts.models import Rollout
from app.dashboards.rollouts.states import RolloutState

STATES: Mapping[RolloutState, object] = {
    RolloutState.PUBLISHED: _l("Waits for the draw"),
    RolloutState.DRAWN: _l("Order drawn"),
    RolloutState.WITHDRAWN: _l("Order withdrawn"),
}
KINDS: Mapping[RolloutState, str] = {RolloutState.PUBLISHED: "wait", RolloutState.DRAWN: "good"}


def turn(rollout: Rollout, wave: int) -> str:
    """Write a turn with its month."""
    return _("Turn %(wave)s, from %(month)s", wave=wave, month=f"{rollout.start_of(wave):%m/%Y}")
