"""Giving an official number, having it deleted, and opening it for a reason."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.core import clock
from app.web.forms import DateField_, Form, LineField
from merchants.identity import words
from merchants.identity.rules import NumberKind


class NumberForm(Form):
    """One number; it is asked for anew each time, so that a page never holds one."""

    number = LineField("", required=_l("Enter the number as it is printed"), most=40, render_kw={"autocomplete": "off"})

    @classmethod
    def about(cls, kind: NumberKind) -> "NumberForm":
        """Return the form of one kind: a certificate also says when and by whom it was issued."""
        form = CertificateForm() if kind is NumberKind.CERTIFICATE_NO else cls()
        form.number.label.text, form.number.description = str(words.LABELS[kind]), str(words.HINTS[kind])
        return form

    def issued(self) -> tuple[date | None, str]:
        """Return when and by whom the paper was issued, as far as it is asked."""
        return None, ""


class CertificateForm(NumberForm):
    """The number of a certificate."""

    issued_on = DateField_(_l("Issued on"), hint=_l("Optional. For example 12 9 2026"))
    issued_by = LineField(_l("Issued by"), hint=_l("Optional. As printed on the certificate"))

    def validate_issued_on(self, field: DateField_) -> None:
        """Refuse a day to come."""
        if field.data and field.data > clock.today():
            raise ValidationError(_("This day is still to come. Look at the paper again, for example 12 9 2026"))

    def issued(self) -> tuple[date | None, str]:
        """Return when and by whom the paper was issued."""
        return self.issued_on.data, self.issued_by.data or ""


class RemoveForm(Form):
    """A button that has a number deleted."""


class OpenForm(Form):
    """Why somebody must read a number whole."""

    reason = LineField(
        _l("What is it needed for?"),
        required=_l("Write what the number is needed for; the owner will read it"),
        hint=_l("The owner reads this sentence with your name. For example: to compare it with the tax register"),
        most=120,
    )
