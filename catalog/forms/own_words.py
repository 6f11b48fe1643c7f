"""What a product says on one marketplace only, a question to a page; empty is as everywhere."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.web.forms import Form, LineField, TextField_, VndField
from catalog import rules
from catalog.rules import Own


class OwnForm(Form):
    """One word of a marketplace's own."""

    value: Any


class OwnTitleForm(OwnForm):
    value = LineField(_l("What is it called there?"), most=200)


class OwnDescriptionForm(OwnForm):
    value = TextField_(_l("What do buyers read about it there?"), most=5000)


class OwnPriceForm(OwnForm):
    value = VndField(_l("What does it cost there?"), most=20)

    def validate_value(self, field: VndField) -> None:
        if field.data is not None and not rules.MIN_PRICE_VND <= int(field.data) <= rules.MAX_PRICE_VND:
            raise ValidationError(_("The price is from 1.000 đ to 100.000.000 đ, for example 120.000"))


class OwnCategoryForm(OwnForm):
    value = LineField(
        _l("Under what do they list it?"), hint=_l("The number or name from their own list of categories"), most=200
    )


OWN_FORMS: dict[Own, type[OwnForm]] = {
    Own.TITLE: OwnTitleForm,
    Own.DESCRIPTION: OwnDescriptionForm,
    Own.PRICE: OwnPriceForm,
    Own.CATEGORY: OwnCategoryForm,
}
