"""Forms of losses: four facts, and a button."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.core import clock
from app.web.forms import ChoiceField, DateField_, Form, LineField, VndField
from payments.losses.rules import MOST_VND, LossKind
from payments.losses.words import KINDS


class LossForm(Form):
    """When, how much, how, and to whom."""

    happened_on = DateField_(
        _l("When did it happen?"),
        required=_l("Enter day, month and year, for example 12 9 2026"),
        hint=_l("For example 12 9 2026"),
    )
    amount_vnd = VndField(
        _l("How much is gone?"),
        required=_l("Enter the amount in đồng, for example 120.000"),
        hint=_l("About is enough. The commune does not see this number."),
    )
    kind = ChoiceField(_l("How?"), choices=[(kind.value, label) for kind, label in KINDS.items()])
    went_to = LineField(
        _l("To whom, or into which account? (may be left empty)"),
        hint=_l("The name or number you saw. Only you see it."),
        most=200,
    )

    def validate_happened_on(self, field: DateField_) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(_("This day has not come yet. Enter the day it happened"))

    def validate_amount_vnd(self, field: VndField) -> None:
        if field.data is not None and not 0 < int(field.data) <= MOST_VND:
            raise ValidationError(_("Enter the amount that is gone, more than 0 ₫"))

    def answers(self) -> dict[str, Any]:
        """Return the answers with the way as its kind."""
        given = self.payload()
        return given | {"kind": LossKind(given["kind"])}


class PressForm(Form):
    """A button."""
