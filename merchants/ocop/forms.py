"""Forms of OCOP: a certificate, a dossier, one criterion, and the officials' four steps."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.core import clock
from app.web.forms import (
    ChoiceField,
    ChoicesField,
    DateField_,
    Form,
    LineField,
    PickField,
    TextField_,
    WholeNumberField,
)
from merchants.ocop import words
from merchants.ocop.rules import Criterion, ScreeningPart, Verdict
from merchants.ocop.services import CertificateFacts, Finding, Rating
from merchants.papers import words as papers
from merchants.papers.access import KeptPaper


class ButtonForm(Form):
    """A button that needs no answer."""


def _not_to_come(field: DateField_) -> None:
    if field.data and field.data > clock.today():
        raise ValidationError(_("This day is still to come. Look at the paper again, for example 12 9 2026"))


class _ProductFields:
    product_name = LineField(
        _l("Product"),
        required=_l("Enter the product's name, for example Nước mắm Bà Mận"),
        hint=_l("As on the label, for example Nước mắm Bà Mận"),
    )
    set_key = PickField(
        _l("Set of products"),
        choices=[],
        required=_l("Choose the set, for example I.4.a for fish sauce"),
        hint=_l("One of 26. Not sure? The commune desk knows"),
    )

    def offer_sets(self) -> None:
        """Offer the 26 sets in the reader's language."""
        self.set_key.choices = [("", _("Choose a set")), *words.set_choices()]


class CertificateForm(_ProductFields, Form):
    """What is printed on a certificate."""

    stars = ChoiceField(_l("Stars"), choices=[(str(number), str(number)) for number in (3, 4, 5)])
    decision_no = LineField(
        _l("Number of the decision"),
        required=_l("Enter the number as printed, for example 1234/QĐ-UBND"),
        hint=_l("For example 1234/QĐ-UBND"),
        most=80,
    )
    authority = LineField(
        _l("Who issued it"),
        required=_l("Enter who issued it, for example UBND tỉnh Hưng Yên"),
        hint=_l("For example UBND tỉnh Hưng Yên"),
    )
    issued_on = DateField_(
        _l("Issued on"), required=_l("Enter the day of issue, for example 12 9 2026"), hint=_l("It holds 36 months")
    )
    ocop_code = LineField(_l("OCOP code"), hint=_l("Optional. As printed, in full"), most=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_sets()

    def validate_issued_on(self, field: DateField_) -> None:
        """Refuse a day to come."""
        _not_to_come(field)

    def facts(self) -> CertificateFacts:
        """Return what is printed on it."""
        if self.issued_on.data is None:
            raise ValueError("Only a form that was accepted has facts")
        return CertificateFacts(
            product_name=self.product_name.data or "",
            set_key=self.set_key.data,
            stars=int(self.stars.data),
            decision_no=self.decision_no.data or "",
            authority=self.authority.data or "",
            issued_on=self.issued_on.data,
            ocop_code=self.ocop_code.data or "",
        )


class DossierForm(_ProductFields, Form):
    """A product that is to be assessed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_sets()


class CriterionForm(Form):
    """One criterion: an answer and the papers that prove it. Sending it twice changes nothing, so no key is kept."""

    points = ChoiceField("", choices=[], required=_l("Choose the line that fits best"))
    papers = ChoicesField(
        _l("Papers that prove it"), choices=[], hint=_l("Optional now. The council asks for them later")
    )

    def __init__(self, line: Criterion, kept: Sequence[KeptPaper], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.points.label.text = words.criterion_name(line)
        self.points.choices = words.step_choices(line)
        self.papers.choices = [(str(paper.series_id), papers.name_of(paper)) for paper in kept]

    def accepted(self) -> bool:
        """Whether the form was sent and is in order."""
        return request.method == "POST" and bool(self.validate())

    def series(self) -> list[UUID]:
        """Return the papers chosen."""
        return [UUID(value) for value in self.papers.data or ()]


class ResultsForm(Form):
    """What has been achieved, for the report. Sending it twice changes nothing, so no key is kept."""

    results_note = TextField_(
        _l("What has changed in these three years?"),
        most=2000,
        hint=_l("Raw material, markets, quality, turnover. Three sentences are enough"),
    )

    def accepted(self) -> bool:
        """Whether the form was sent and is in order."""
        return request.method == "POST" and bool(self.validate())


class LetterForm(Form):
    """Who signs the letter."""

    signer_title = LineField(
        _l("Title of who signs"),
        required=_l("Enter the title, for example Chủ tịch"),
        hint=_l("For example Chủ tịch, or KT. Chủ tịch, Phó Chủ tịch"),
        most=80,
    )
    signer_name = LineField(
        _l("Name of who signs"), required=_l("Enter the full name, for example Nguyễn Văn An"), most=80
    )


class ReasonForm(Form):
    """Why a certificate is withdrawn."""

    reason = LineField(_l("Why is it withdrawn?"), required=_l("Say why, for example not assessed again in time"))


class UpdateForm(Form):
    """What the owner is to add."""

    sentence = TextField_(
        _l("What should the owner add?"),
        required=_l("Say what is missing, for example: the contract for raw material"),
        most=600,
        hint=_l("The owner reads exactly this"),
    )


_VERDICTS = [(verdict.value, label) for verdict, label in words.VERDICTS.items()]


class ScreeningForm(Form):
    """The four parts that the commune judges."""

    def findings(self) -> dict[ScreeningPart, Finding]:
        """Return what was found of each part."""
        return {
            part: Finding(Verdict(self[f"verdict_{part.value}"].data), self[f"note_{part.value}"].data or "")
            for part in ScreeningPart
        }


for _part in ScreeningPart:
    setattr(
        ScreeningForm,
        f"verdict_{_part.value}",
        ChoiceField(words.SCREENING[_part], choices=_VERDICTS, required=_l("Choose an answer")),
    )
    setattr(
        ScreeningForm,
        f"note_{_part.value}",
        TextField_(
            _l("What it rests on"), most=600, hint=_l("For example: clams from the commune's own beds, seen on site")
        ),
    )


class MeetingForm(Form):
    """The consultation meeting."""

    met_on = DateField_(_l("Day of the meeting"), required=_l("Enter the day of the meeting, for example 12 9 2026"))
    met_where = LineField(_l("Where"), required=_l("Enter where it was held, for example hội trường Uỷ ban xã"))
    met_people = WholeNumberField(
        _l("How many people came"),
        least=1,
        greatest=500,
        sentence=_l("Enter a number, for example 9"),
        required=_l("Enter a number, for example 9"),
    )
    met_conclusion = TextField_(
        _l("What the meeting came to"), required=_l("Write in two sentences what the meeting came to"), most=2000
    )

    def validate_met_on(self, field: DateField_) -> None:
        """Refuse a day to come."""
        _not_to_come(field)


class ReportForm(Form):
    """The number under which the report goes up."""

    report_no = LineField(
        _l("Number of the report"),
        required=_l("Enter the number of the report, for example 45/BC-UBND"),
        hint=_l("For example 45/BC-UBND"),
        most=80,
    )


class PointsField(LineField):
    """A council's average out of a hundred, with at most two decimals; a comma or a point divides."""

    def read(self, text: str) -> Any:
        """Return the score.

        Raises:
            ValueError: with the sentence to show.
        """
        try:
            number = Decimal(text.replace(",", ".") if text.isascii() else "")
        except InvalidOperation as error:
            raise ValueError(_("Enter points from 0 to 100, for example 72,5")) from error
        exponent = number.as_tuple().exponent
        if not number.is_finite() or not 0 <= number <= 100 or (isinstance(exponent, int) and exponent < -2):
            raise ValueError(_("Enter points from 0 to 100, for example 72,5"))
        return number


class RatingForm(Form):
    """What a council gave."""

    score = PointsField(
        _l("Average of the council"),
        required=_l("Enter points from 0 to 100, for example 72,5"),
        hint=_l("Under 50 is not recognised, from 90 the file goes to the ministry"),
        most=10,
    )
    rated_on = DateField_(
        _l("Day of the decision"), required=_l("Enter the day of the decision, for example 12 9 2026")
    )
    decision_no = LineField(
        _l("Number of the decision"), hint=_l("Needed when stars are given, for example 1234/QĐ-UBND"), most=80
    )
    authority = LineField(_l("Who decided"), hint=_l("For example UBND tỉnh Hưng Yên"))
    ocop_code = LineField(_l("OCOP code"), hint=_l("Optional. As printed, in full"), most=80)
    note = TextField_(_l("Remarks for the owner"), most=1000, hint=_l("Optional. What to work on next"))

    def validate_rated_on(self, field: DateField_) -> None:
        """Refuse a day to come."""
        _not_to_come(field)

    def rating(self) -> Rating:
        """Return what was given."""
        if self.rated_on.data is None:
            raise ValueError("Only a form that was accepted has a rating")
        return Rating(
            score=Decimal(str(self.score.data)),
            rated_on=self.rated_on.data,
            decision_no=self.decision_no.data or "",
            authority=self.authority.data or "",
            ocop_code=self.ocop_code.data or "",
            note=self.note.data or "",
        )
