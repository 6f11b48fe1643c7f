"""The forms for packs and sizes: in what they differ, and one of them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.core.text import line
from app.web.forms import Choices, Form, LineField, PickField, TextField_, VndField, WholeNumberField
from catalog import rules
from catalog.forms.questions import AmountField, GtinField
from catalog.rules import Axis, Unit
from catalog.words import AXES, UNITS

_NONE = ("", "—")


def _lines(text: str | None) -> list[str]:
    """Return the options typed, one to a line or between commas, each once."""
    parts = (line(part) for part in (text or "").replace(";", "\n").replace(", ", "\n").split("\n"))
    return list(dict.fromkeys(part for part in parts if part))


class OptionsField(TextField_):
    """The options of one axis, one to a line."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, most=3000, **kwargs)

    def options(self) -> list[str]:
        """Return the options typed, each once."""
        return _lines(self.data)

    def post_validate(self, _form: object, _stopped: object) -> None:
        long = next((option for option in self.options() if len(option) > rules.OPTION_LENGTH), None)
        if long is not None:
            raise ValidationError(
                _("“%(option)s” is too long: at most %(most)d characters", option=long[:60], most=rules.OPTION_LENGTH)
            )


class LayoutForm(Form):
    """In what the packs differ, and all the options there are: every combination becomes a pack."""

    axis_1 = PickField(
        _l("In what do the packs differ?"),
        choices=[_NONE, *((axis.value, label) for axis, label in AXES.items())],
        required=_l("Choose in what the packs differ, for example how much is in it"),
    )
    options_1 = OptionsField(
        _l("Which ones are there?"),
        required=_l("Write at least one, for example 500 ml"),
        hint=_l("One to a line: 500 ml, 1 litre, 5 litres"),
    )
    axis_2 = PickField(
        _l("Is there a second difference?"),
        choices=[_NONE, *((axis.value, label) for axis, label in AXES.items())],
        required=None,
        hint=_l("Leave it empty if there is none"),
    )
    options_2 = OptionsField(_l("Which ones of these?"), hint=_l("One to a line: plain, spicy"))

    def validate_axis_2(self, field: PickField) -> None:
        if field.data and field.data == self.axis_1.data:
            raise ValidationError(_("Choose another difference than the first"))
        if self.options_2.options() and not field.data:
            raise ValidationError(_("Choose what these differ in, or leave them out"))

    def validate_options_2(self, field: OptionsField) -> None:
        if self.axis_2.data and not field.options():
            raise ValidationError(_("Write at least one, for example 500 ml"))

    def axes(self) -> list[tuple[Axis, list[str]]]:
        """Return each difference with its options."""
        given = ((self.axis_1, self.options_1), (self.axis_2, self.options_2))
        return [(Axis(axis.data), options.options()) for axis, options in given if axis.data]


class PackForm(Form):
    """One pack; whatever is left empty is as with the product."""

    option_1 = LineField("", required=_l("Write which one it is, for example 500 ml"), most=rules.OPTION_LENGTH)
    option_2 = LineField("", required=_l("Write which one it is, for example 500 ml"), most=rules.OPTION_LENGTH)
    price_vnd = VndField(_l("Price of this pack"), hint=_l("Empty: as with the product"), most=20)
    amount = AmountField(_l("How much is in this pack"), hint=_l("Empty: as with the product"), most=12)
    unit = PickField(
        _l("Counted in"), choices=[_NONE, *((unit.value, label) for unit, label in UNITS.items())], required=None
    )
    weight_g = WholeNumberField(
        _l("Weight of this pack, packed for sending"),
        hint=_l("In grams. Empty: as with the product"),
        least=1,
        greatest=1_000_000,
        sentence=_l("Enter the weight in grams, for example 900"),
    )
    gtin = GtinField(_l("Bar code of this pack"), hint=_l("The digits under the bars. Empty if there is none"), most=40)
    photo = PickField(_l("Photo of this pack"), choices=[_NONE], required=None)

    def validate_price_vnd(self, field: VndField) -> None:
        if field.data is not None and not rules.MIN_PRICE_VND <= int(field.data) <= rules.MAX_PRICE_VND:
            raise ValidationError(_("The price is from 1.000 đ to 100.000.000 đ, for example 120.000"))

    def validate_unit(self, field: PickField) -> None:
        if bool(field.data) is not bool(self.amount.data):
            raise ValidationError(_("Give the amount and what it is counted in, or neither"))

    def options(self) -> tuple[str, ...]:
        """Return which one it is, on each axis."""
        return tuple(str(self[name].data) for name in ("option_1", "option_2") if name in self)

    def answers(self) -> dict[str, Any]:
        """Return what the pack says of itself, under the names of its columns."""
        amount = self.amount.data
        return {
            "price_vnd": self.price_vnd.data,
            "content_milli": int(Decimal(amount) * 1000) if amount else None,
            "content_unit": Unit(self.unit.data) if amount else None,
            "weight_g": self.weight_g.data,
            "gtin": self.gtin.data or "",
        }


def pack_form(axes: Sequence[str], photos: Choices, before: dict[str, Any] | None = None) -> PackForm:
    """Return the form of one pack of a product: one question for each axis, and the product's own photographs."""
    required = _l("Write which one it is, for example 500 ml")
    fields: dict[str, Any] = {
        f"option_{number}": LineField(str(AXES[Axis(axis)]).capitalize(), required=required, most=rules.OPTION_LENGTH)
        for number, axis in enumerate(axes, start=1)
    }
    if len(axes) < 2:
        fields["option_2"] = None
    fields["photo"] = PickField(_l("Photo of this pack"), choices=[_NONE, *photos], required=None)
    asked: type[PackForm] = type("Asked", (PackForm,), fields)
    return asked(data=before or {})
