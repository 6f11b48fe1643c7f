"""Forms of lists: bring one, say what its columns are, and confirm."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.core import clock
from app.core.sheets.reading import MOST_BYTES
from app.web.forms import DateField_, FileField_, Form, LineField, PickField
from merchants.imports import words
from merchants.imports.rules.columns import Column


class BringForm(Form):
    """A file, what the list is called, and of which day it is."""

    file = FileField_(
        _l("The list"),
        hint=_l("Excel (.xlsx) or CSV, up to 20 MB and 50,000 lines"),
        render_kw={"accept": ".xlsx,.csv,.txt"},
    )
    source_name = LineField(
        _l("What is the list called?"),
        required=_l("Write what the list is called, for example: producers of the commune, 2026"),
        hint=_l("Every file made from it will say so, for example: producers of the commune, 2026"),
        most=120,
    )
    listed_on = DateField_(
        _l("Of which day is it?"),
        required=_l("Enter the day of the list, for example 12 9 2026"),
        hint=_l("The day it was drawn up, for example 12 9 2026"),
    )
    area_path = PickField(_l("For which place?"), choices=[], required=_l("Choose the place"))

    def offer(self, places: Sequence[tuple[str, str]]) -> None:
        """Offer the places somebody works for; one alone needs no question."""
        self.area_path.choices = list(places)
        if len(places) == 1:
            self.area_path.data = places[0][0]

    @property
    def asks_place(self) -> bool:
        """Whether there is a place to choose."""
        return len(list(self.area_path.iter_choices())) > 1

    def given(self) -> dict[str, Any]:
        """Return the answers as the service takes them."""
        return {
            "data": self.data_of_file,
            "file_name": self.file.data.filename,
            "source_name": self.source_name.data,
            "listed_on": self.listed_on.data,
            "area_path": self.area_path.data,
        }

    def validate_listed_on(self, field: DateField_) -> None:
        """Refuse a day to come."""
        if field.data and field.data > clock.today():
            raise ValidationError(_("This day is still to come. Look at the list again, for example 12 9 2026"))

    def validate_file(self, field: FileField_) -> None:
        """Refuse an empty answer and a file too big; what is in it is read afterwards."""
        if not field.is_chosen:
            raise ValidationError(_("Choose the file of the list"))
        self.data_of_file = field.read(MOST_BYTES)
        if len(self.data_of_file) > MOST_BYTES:
            raise ValidationError(_("The file is bigger than 20 MB. Divide the list into several files"))
        if not self.data_of_file:
            raise ValidationError(_("The file is empty. Choose another one"))


class ConfirmForm(Form):
    """Nothing to fill in: only the button."""


def columns_form(headers: Sequence[str], mapping: Mapping[int, Column]) -> "ColumnsForm":
    """Return a form with one question for each header that says something."""
    fields: dict[str, Any] = {}
    for index, header in enumerate(headers):
        if header:
            chosen = mapping[index].value if index in mapping else ""
            choices = [("", _("Leave this column out")), *((each.value, words.COLUMNS[each]) for each in Column)]
            fields[f"c{index}"] = PickField(header[:80], choices=choices, required=None, default=chosen)
    form: ColumnsForm = type("TheseColumns", (ColumnsForm,), fields)()
    return form


class ColumnsForm(Form):
    """What each header means."""

    def chosen(self) -> dict[int, Column]:
        """Return the column each header stands for."""
        return {int(name[1:]): Column(value) for name, value in self.payload().items() if value}

    def refuse_twice(self) -> bool:
        """Say so, at the second one, if two headers stand for one column."""
        seen: set[str] = set()
        for field in self:
            if field.type == "PickField" and field.data:
                if field.data in seen:
                    self.ask_again(field, _("This column is chosen twice. Leave one of the two out"))
                    return True
                seen.add(field.data)
        return False
