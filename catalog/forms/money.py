"""What goes off a price: asked without keeping anything."""

from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.web.forms import Form, LineField, PickField, VndField
from catalog.words import CHANNELS, TAKING


class PctField(LineField):
    """A share of a hundred: ``12``, ``12,5`` and ``12.5 %``; empty is None."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = None if self.data == "" else self.data

    def read(self, text: str) -> Decimal:
        try:
            share = Decimal(text.removesuffix("%").strip().replace(",", "."))
        except InvalidOperation as error:
            raise ValueError(_("Enter a share from 0 to 100, for example 12,5")) from error
        if not share.is_finite() or not 0 <= share <= 100:
            raise ValueError(_("Enter a share from 0 to 100, for example 12,5"))
        return share

    def write(self, value: Any) -> str:
        return f"{Decimal(value).normalize():f}".replace(".", ",")


class MoneyForm(Form):
    """Where it is sold, for how much, and what goes off."""

    channel = PickField(_l("Sold where?"), choices=[(each.value, CHANNELS[each]) for each in TAKING])
    price_vnd = VndField(_l("Price there"), required=_l("Enter the price there, for example 120.000"), most=20)
    fee_pct = PctField(
        _l("What the place takes, in percent"),
        required=_l("Enter a share from 0 to 100, for example 12,5"),
        hint=_l(
            "All its shares together, as its seller page says today. They change often and differ by kind of goods, "
            "so we keep no number here; what is taken of each order is added by itself"
        ),
        most=12,
    )
    packing_vnd = VndField(_l("Box, bottle, tape"), hint=_l("For one order. Empty: nothing"), most=20)
    sending_vnd = VndField(_l("Sending, if the seller pays"), hint=_l("For one order. Empty: nothing"), most=20)
    made_for_vnd = VndField(
        _l("What it cost to make"), hint=_l("Not kept anywhere. Leave it empty if nobody should see it"), most=20
    )
