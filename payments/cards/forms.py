"""Forms of cards: one question first, and buttons."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.web.forms import Form, PickField, VndField
from payments.cards import words


class CountryForm(Form):
    """The one question that comes before any other."""

    country = PickField(
        _l("In which country is the business registered, and its bank account?"),
        hint=_l("Most families here: Vietnam."),
        choices=[],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country.choices = words.countries()


class RefundForm(Form):
    """How much goes back."""

    amount_vnd = VndField(
        _l("How much goes back to the card?"), required=_l("Enter the amount in đồng, for example 120.000")
    )

    def validate_amount_vnd(self, field: VndField) -> None:
        if field.data is not None and int(field.data) < 1:
            raise ValidationError(_("Enter the amount in đồng, for example 120.000"))


class PressForm(Form):
    """A button."""
