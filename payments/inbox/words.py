"""How notices of money are called on a screen."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from payments.inbox.rules.notices import Decision

REMARKS: Mapping[Decision, object] = {
    Decision.UNDER: _l("Less than asked for"),
    Decision.OVER: _l("More than asked for"),
    Decision.SPLIT: _l("Makes up the rest"),
    Decision.REVIEW: _l("Not as asked"),
    Decision.DUPLICATE: _l("Paid a second time: you owe it back"),
    Decision.LATE: _l("Came after the request had ended"),
    Decision.REFUND: _l("Sent back to the buyer"),
    Decision.TAKEN_BACK: _l("Taken back by the bank"),
    Decision.SALE: _l("A sale, by your word"),
    Decision.OTHER_ACCOUNT: _l("Bears another shop's code: look well before you count it"),
    Decision.MAYBE_SAME: _l("Perhaps the same payment, told of twice"),
}
CHANNELS: Mapping[str, object] = {
    "sepay": _l("SePay notice"),
    "casso": _l("Casso notice"),
    "payos": _l("payOS notice"),
    "statement": _l("Bank statement"),
    "demonstration": _l("Demonstration"),
}
