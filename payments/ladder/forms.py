"""Forms of the ladder: the counter, the code of a family, and the try."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.web.forms import ChoiceField, Form, LineField, TickField
from payments.ladder.rules import Chip, Handset, Hears
from payments.ladder.words import CHIPS, HANDSETS, HEARERS

_CHOOSE = _l("Choose an answer")


class CounterForm(Form):
    """What there is at the counter."""

    handset = ChoiceField(
        _l("What telephone is at the counter?"),
        choices=[(each.value, label) for each, label in HANDSETS.items()],
        required=_CHOOSE,
    )
    chip = ChoiceField(
        _l("Does it read chip cards (NFC)?"),
        choices=[(each.value, label) for each, label in CHIPS.items()],
        required=_CHOOSE,
        hint=_l("With it an account can be opened at home; without it, on the bank's day in the hamlet"),
    )
    hears = ChoiceField(
        _l("Who gets the bank's word when money comes?"),
        choices=[(each.value, label) for each, label in HEARERS.items()],
        required=_CHOOSE,
    )
    sound_box = ChoiceField(
        _l("Is there a sound box?"), choices=[("yes", _l("Yes")), ("no", _l("No"))], required=_CHOOSE
    )

    def answers(self) -> dict[str, Any]:
        """Return the answers as the service takes them."""
        given = self.payload()
        return {
            "handset": Handset(given["handset"]),
            "chip": Chip(given["chip"]),
            "hears": Hears(given["hears"]),
            "has_sound_box": given["sound_box"] == "yes",
        }


class CodeForm(Form):
    """Which family."""

    code = LineField(
        _l("Code of the file"),
        required=_l("Enter the ten digits on the family's paper, for example 1204-087-354"),
        hint=_l("The family reads it out, for example 1204-087-354"),
        most=20,
    )


class TrialForm(Form):
    """What was watched; the three ticks are the try, so none may be left out."""

    by_sign = TickField(
        _l("1,000 ₫ were sent by scanning the sign on the counter"),
        required=_l("First send 1,000 ₫ by the sign, then tick"),
    )
    right_name = TickField(
        _l("The payer's screen showed the name on the sign"), required=_l("Compare the names, then tick")
    )
    own_screen = TickField(
        _l("The seller saw the money in their own app or message, not on the payer's screen"),
        required=_l("Wait until the seller has seen it, then tick"),
    )
    pictures_right = ChoiceField(
        _l("Three pictures, real or fake: how many were told apart?"),
        choices=[(str(number), str(number)) for number in range(4)],
        required=_CHOOSE,
    )
