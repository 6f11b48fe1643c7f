"""How losses are called on a screen."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from payments.losses.rules import LossKind
from payments.losses.states import LossState

KINDS: Mapping[LossKind, object] = {
    LossKind.FAKE_RECEIPT: _l("A buyer showed a fake picture of a transfer"),
    LossKind.OVERLAY: _l("Somebody put another code over my card"),
    LossKind.OTHER: _l("Another way"),
}
STATES: Mapping[LossState, tuple[object, str]] = {
    LossState.REPORTED: (_l("To visit"), "wait"),
    LossState.VISITED: (_l("Visited"), "sea"),
    LossState.CLOSED: (_l("Closed"), "good"),
}
