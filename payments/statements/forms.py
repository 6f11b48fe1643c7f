"""Forms of statements: the file, and which column is what."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.web.forms import FileField_, Form, PickField
from payments.statements.rules.columns import Column
from payments.statements.words import COLUMNS


class BringForm(Form):
    """A file from the bank."""

    file = FileField_(
        _l("The bank's file"),
        required=_l("Choose the file"),
        hint=_l("Excel, CSV, MT940 or CAMT.053, from the bank's app or website"),
    )


class ColumnsForm(Form):
    """Which column is what, as guessed from the headers."""

    day = PickField(COLUMNS[Column.DAY], choices=[], required=_l("Choose the column of the day"))
    memo = PickField(COLUMNS[Column.MEMO], choices=[], required=_l("Choose the column of the memo"))
    credit = PickField(COLUMNS[Column.CREDIT], choices=[], required=None)
    debit = PickField(COLUMNS[Column.DEBIT], choices=[], required=None)
    amount = PickField(COLUMNS[Column.AMOUNT], choices=[], required=None)
    balance = PickField(COLUMNS[Column.BALANCE], choices=[], required=None)
    reference = PickField(COLUMNS[Column.REFERENCE], choices=[], required=None)
    posted = PickField(COLUMNS[Column.POSTED], choices=[], required=None)

    def __init__(self, *, texts: tuple[str, ...], guessed: dict[Column, int], **kwargs: Any) -> None:
        data = {column.value: str(place) for column, place in guessed.items()}
        super().__init__(data=data, **kwargs)
        offered = [("", _("Not in this file")), *((str(place), text) for place, text in enumerate(texts) if text)]
        for field in self:
            if isinstance(field, PickField):
                field.choices = offered

    def columns(self) -> dict[Column, int]:
        """Return the columns that were chosen."""
        return {column: int(self[column.value].data) for column in Column if self[column.value].data}
