"""How money owed back is called on a screen, with the kind of its tag."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from payments.refunds.states import RefundState

REFUNDS: Mapping[RefundState, tuple[object, str]] = {
    RefundState.OWED: (_l("Not transferred back yet"), "bad"),
    RefundState.SENT: (_l("Sent, on its way"), "wait"),
    RefundState.DONE: (_l("The buyer has it"), "good"),
    RefundState.KEPT: (_l("Nothing owed any more"), ""),
}
