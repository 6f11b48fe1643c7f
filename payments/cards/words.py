"""How cards are spoken of on a screen."""

from collections.abc import Mapping

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from payments.cards import rules
from payments.cards.states import CardState, RefundState

STATES: Mapping[CardState, tuple[object, str]] = {
    CardState.STARTED: (_l("Not paid"), "wait"),
    CardState.OPEN: (_l("Not paid"), "wait"),
    CardState.PAID: (_l("Paid by card"), "good"),
    CardState.PARTLY_REFUNDED: (_l("Part of it sent back"), "sea"),
    CardState.REFUNDED: (_l("Refunded"), "sea"),
    CardState.DISPUTED: (_l("The card holder objects"), "bad"),
    CardState.LOST: (_l("Given back to the card holder by their bank"), "bad"),
    CardState.EXPIRED: (_l("Not paid"), "wait"),
    CardState.FAILED: (_l("Not paid"), "wait"),
}
REFUNDS: Mapping[RefundState, tuple[object, str]] = {
    RefundState.ASKED: (_l("On its way"), "wait"),
    RefundState.DONE: (_l("Refunded"), "good"),
    RefundState.REFUSED: (_l("Not refunded"), "bad"),
}


def countries() -> list[tuple[str, str]]:
    """Return the countries to choose from by their names here, our own first."""
    locale = get_locale()
    names = locale.territories if locale is not None else {}
    others = sorted(((code, names.get(code, code)) for code in rules.reach().countries), key=lambda each: each[1])
    return [(rules.HOME, _("Vietnam")), *others, ("other", _("Another country"))]
