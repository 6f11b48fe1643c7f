"""Three things buyers hold up at a counter, and what each of them proves."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _


@dataclass(frozen=True)
class Picture:
    """What is seen, line by line, and what to make of it."""

    rows: Sequence[tuple[str, str]]
    answer: str


def pictures() -> tuple[Picture, ...]:
    """Return the three pictures in the reader's language; every name and amount in them is made up."""
    whose, what, amount = _("Whose screen"), _("What it says"), _("Amount")
    buyer, own = _("The buyer's telephone"), _("Your own telephone")
    return (
        Picture(
            ((whose, buyer), (what, _("“Transfer successful”, green tick, today's time")), (amount, "120.000 ₫")),
            _("It proves nothing. Such a picture is made in a minute. Look at your own telephone."),
        ),
        Picture(
            ((whose, own), (what, _("Bank app: +120,000 ₫, balance has grown")), (amount, "120.000 ₫")),
            _("Real. The money stands in your own account. Hand over the goods."),
        ),
        Picture(
            (
                (whose, own),
                (what, _("A text message from an ordinary number: “Your account +120,000 ₫, press here”")),
                (amount, "120.000 ₫"),
            ),
            _("Fake. Banks do not write from ordinary numbers and send no links. Open your bank app yourself."),
        ),
    )
