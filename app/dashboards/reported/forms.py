"""A sheet with where it comes from, and why it is not accepted or taken back."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.core import clock
from app.core.sheets.reading import MOST_BYTES
from app.web.forms import DateField_, FileField_, Form, LineField, PickField, TextField_, TickField


class BringForm(Form):
    """A file, of which period and place, who reported it and by which document."""

    file = FileField_(
        _l("The sheet"),
        hint=_l("Excel (.xlsx) or CSV, best on the template"),
        render_kw={"accept": ".xlsx,.csv,.txt"},
    )
    term = PickField(_l("Of which period?"), choices=[])
    area_path = PickField(_l("For which place?"), choices=[], required=_l("Choose the place"))
    reporter = LineField(
        _l("Who reported these numbers?"),
        required=_l("Write who reported them, for example: the power company of the area"),
        hint=_l("For example: the power company of the area, the public service portal"),
        most=120,
    )
    document = LineField(
        _l("By which document or file?"),
        required=_l("Write its number or name, for example 45/BC-ĐL"),
        hint=_l("Its number or name, for example 45/BC-ĐL"),
        most=120,
    )
    issued_on = DateField_(
        _l("Of which day is the document?"), required=_l("Enter the day of the document, for example 5 10 2026")
    )
    seen = TickField(
        _l("I have the original before me, and the sheet says what it says"),
        required=_l("Look at the original first, then tick here"),
    )

    def offer(self, terms: Sequence[tuple[str, str]], places: Sequence[tuple[str, str]]) -> None:
        """Offer the last periods, and the places somebody works for."""
        self.term.choices, self.area_path.choices = list(terms), list(places)
        if len(places) == 1:
            self.area_path.data = places[0][0]

    @property
    def asks_place(self) -> bool:
        """Whether there is a place to choose."""
        return len(list(self.area_path.iter_choices())) > 1

    def validate_issued_on(self, field: DateField_) -> None:
        """Refuse a day to come."""
        if field.data and field.data > clock.today():
            raise ValidationError(_("This day is still to come. Look at the document again"))

    def validate_file(self, field: FileField_) -> None:
        """Refuse an empty answer; one too big, and what is in it, is told of by whoever reads it."""
        if not field.is_chosen:
            raise ValidationError(_("Choose the file of the sheet"))
        self.data_of_file = field.read(MOST_BYTES)
        if not self.data_of_file:
            raise ValidationError(_("The file is empty. Choose another one"))


class NotAcceptForm(Form):
    """Why a sheet is not accepted."""

    note = LineField(_l("Why not?"), required=_l("Write in one line why not"), most=200)


class WithdrawForm(Form):
    """Why accepted figures are taken back."""

    reason = TextField_(_l("Why are these figures taken back?"), required=_l("Write in a sentence why"), most=600)
