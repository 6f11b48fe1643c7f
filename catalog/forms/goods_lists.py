"""Forms of lists of products: bring one, and say what its columns are."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.web.forms import FileField_, Form, PickField
from catalog.goods_lists.columns import labels

MOST_BYTES = 20 * 1024 * 1024


class ListForm(Form):
    """A spreadsheet: our own template, another one, or what another shop gives out."""

    file = FileField_(
        _l("The list of products"),
        hint=_l("Excel (.xlsx) or CSV, up to 20 MB. What Shopee, WooCommerce and Shopify give out is read as well"),
        render_kw={"accept": ".xlsx,.csv,.txt"},
    )
    data_of_file = b""

    def validate_file(self, field: FileField_) -> None:
        if not field.is_chosen:
            raise ValidationError(_("Choose the file of the list"))
        self.data_of_file = field.read(MOST_BYTES)
        if len(self.data_of_file) > MOST_BYTES:
            raise ValidationError(_("The file is bigger than 20 MB. Divide the list into several files"))


class ListColumnsForm(Form):
    """What each header means."""

    def chosen(self) -> dict[int, str]:
        """Return the key of the column each header stands for; of two that say the same, the first."""
        found: dict[int, str] = {}
        for name, value in self.payload().items():
            if value and value not in found.values():
                found[int(name[1:])] = value
        return found


def list_columns_form(headers: Sequence[str], mapping: Mapping[str, str]) -> ListColumnsForm:
    """Return a form with one question for each header that says something."""
    choices = [("", _("Leave this column out")), *labels().items()]
    fields: dict[str, Any] = {
        f"c{index}": PickField(header[:80], choices=choices, required=None, default=mapping.get(str(index), ""))
        for index, header in enumerate(headers)
        if header
    }
    form: ListColumnsForm = type("TheseColumns", (ListColumnsForm,), fields)()
    return form
