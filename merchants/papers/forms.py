"""Forms of papers: bring one, bring its next version, take it away, note what was seen."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.core import clock, pictures
from app.web.forms import ChoiceField, DateField_, FileField_, Form, LineField, PickField
from merchants.papers import rules, words
from merchants.papers.rules import IdentityKind
from merchants.papers.services import Facts


class _FactsFields:
    file = FileField_(
        _l("Photo or PDF of the paper"),
        hint=_l("JPG, PNG, HEIC or PDF. Lay it flat, in the light, with all four corners in the picture"),
        render_kw={"accept": "image/jpeg,image/png,image/webp,image/heic,application/pdf"},
    )
    title = LineField(_l("Which product or place is it for?"), hint=_l("Optional. For example fish sauce, 500 ml"))
    number = LineField(_l("Number on the paper"), hint=_l("Optional. As printed, for example 12/2026/HY"), most=80)
    issued_on = DateField_(_l("Issued on"), hint=_l("Optional. For example 12 9 2026"))
    printed_end_on = DateField_(
        _l("Good until"), hint=_l("Only if the paper says so. Otherwise it is worked out from the day of issue")
    )

    def validate_issued_on(self, field: DateField_) -> None:
        """Refuse a day to come."""
        if field.data and field.data > clock.today():
            raise ValidationError(_("This day is still to come. Look at the paper again, for example 12 9 2026"))

    def validate_printed_end_on(self, field: DateField_) -> None:
        """Refuse an end before the beginning."""
        begun = self.issued_on.data
        if field.data and begun and field.data < begun:
            raise ValidationError(_("The end comes after the day of issue. Look at both days again"))

    def facts(self) -> Facts:
        """Return what is written on the paper."""
        return Facts(self.title.data or "", self.number.data or "", self.issued_on.data, self.printed_end_on.data)

    def read(self) -> bytes:
        """Return the file's bytes, no more than would be taken anyway."""
        return self.file.read(pictures.MAX_BYTES)

    def refuse_file(self, sentence: object) -> None:
        """Say what is wrong with the file, at the file."""
        self.file.errors = [str(sentence)]


class BringForm(_FactsFields, Form):
    """A paper of a kind to be chosen."""

    kind = PickField(_l("What paper is it?"), choices=[], required=_l("Choose what paper it is"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = rules.kinds_on(clock.today())
        self.kind.choices = [("", _("Choose a paper")), *((each.key, words.kind_name(each.key)) for each in kinds)]


class NextVersionForm(_FactsFields, Form):
    """The next version of a paper that is there."""


class RemoveForm(Form):
    """A button that takes a paper away."""


class CheckForm(Form):
    """A button that says: held against the original."""


class SightingForm(Form):
    """An identity paper that was looked at."""

    kind = ChoiceField(
        _l("What did you look at?"), choices=[(kind.value, words.IDENTITY[kind]) for kind in IdentityKind]
    )
    last_digits = LineField(
        _l("Last 3 digits"),
        required=_l("Enter only the last 3 digits, for example 123"),
        hint=_l("Only these three, so that it can be told apart later. Never the whole number"),
        most=40,
    )

    def validate_last_digits(self, field: LineField) -> None:
        """Take three digits and no more: what is not kept cannot be lost."""
        text = field.data or ""
        if text and not (len(text) == 3 and text.isascii() and text.isdigit()):
            field.typed, field.data = "", ""  # a whole number typed by mistake is not shown again
            raise ValidationError(_("Enter only the last 3 digits, for example 123"))
