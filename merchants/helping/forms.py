"""Forms of helping: the owner's word, delegates, the counter, a sheet keyed in, a no."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.core.ids import CodeError, parse_dossier_code
from app.policy import Power
from app.web.forms import ChoiceField, ChoicesField, Form, LineField, PhoneField, PickField, TickField
from merchants import forms as merchant_forms
from merchants import rules as merchant_rules
from merchants import words as merchant_words
from merchants.helping import rules, words
from merchants.helping.rules import Mark, SameHousehold, WhyNot
from merchants.rules import ConsentPurpose, ContactKind, Craft, Paper

_SIX = {"inputmode": "numeric", "autocomplete": "one-time-code"}


def _choices(labels: Any) -> list[tuple[str, object]]:
    return [(kind.value, label) for kind, label in labels.items()]


class ButtonForm(Form):
    """A button that needs no answer."""


class OwnerCodeForm(Form):
    """The code that came to the owner."""

    otp = LineField(
        _l("6 digits on the owner's phone"),
        required=_l("Enter the 6 digits of the newest message"),
        hint=_l("The owner presses the digits themselves"),
        render_kw=_SIX,
    )


class SlipForm(Form):
    """The slip of paper the owner signed."""

    slip_no = LineField(
        _l("Number on the slip"),
        required=_l("Write the number on the slip, for example 0123"),
        hint=_l("Printed on the paper that stays with the owner"),
        most=30,
    )
    mark = ChoiceField(_l("What is on the paper?"), choices=_choices(words.MARKS))
    witness = LineField(
        _l("Thumbprint: the name of the witness"), most=60, hint=_l("A neighbour or relative who was there")
    )
    read_aloud = TickField(_l("I read the lines aloud to the owner"))

    def validate_slip_no(self, field: LineField) -> None:
        if field.data and not rules.slip_number(field.data):
            raise ValidationError(_("Write the number on the slip, for example 0123"))

    def validate_witness(self, field: LineField) -> None:
        if self.mark.data == Mark.THUMB and not field.data and not field.errors:
            raise ValidationError(_("A thumbprint needs a witness: write their name, for example Đỗ Văn Thành"))


class DelegateForm(Form):
    """A relative who helps, what they may do, and how long."""

    merchant = ChoiceField(_l("For which business"), choices=())
    name = LineField(_l("Who helps?"), required=_l("Enter the relative's name, for example Nguyễn Thu Hà"), most=60)
    relation = LineField(
        _l("What they are to the owner"),
        required=_l("Say what they are to you, for example granddaughter"),
        hint=_l("For example granddaughter"),
        most=40,
    )
    phone = PhoneField(
        _l("Their phone number"),
        required=_l("Enter their phone number, for example 0987 654 321"),
        hint=_l("They get a code to show that the phone is theirs"),
        most=30,
    )
    powers = ChoicesField(
        _l("What may they do?"), choices=_choices(words.POWERS), required=_l("Choose at least one thing they may do")
    )
    months = ChoiceField(_l("For how long?"), choices=(), default="3")

    def __init__(self, merchants: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.merchant.choices = list(merchants)
        if len(merchants) == 1:
            self.merchant.data = merchants[0][0]
        self.months.choices = [(str(months), _("%(n)d months", n=months)) for months in rules.MONTHS]

    def chosen(self) -> dict[str, Any]:
        """Return what the services want."""
        answers = self.payload()
        return {
            "name": answers["name"],
            "relation": answers["relation"],
            "phone": answers["phone"],
            "powers": [Power(value) for value in answers["powers"]],
            "months": int(answers["months"]),
        }


class DelegateCodeForm(Form):
    """The code that came to the relative."""

    relative_otp = LineField(
        _l("6 digits on the relative's phone"),
        required=_l("Enter the 6 digits of the newest message"),
        render_kw=_SIX,
    )


class DossierCodeField(LineField):
    """A dossier code as printed or dictated."""

    def read(self, text: str) -> Any:
        """Return the code written the usual way.

        Raises:
            ValueError: a digit is wrong or missing.
        """
        try:
            return parse_dossier_code(text)
        except CodeError as error:
            raise ValueError(_("That code is not right. Check each digit: 1204-087-354")) from error


class CounterForm(Form):
    """Two of three facts about somebody who stands at the counter."""

    owner_name = LineField(_l("Owner's full name"), most=merchant_rules.NAME_LENGTHS[1])
    birth_year = merchant_forms.BirthYearField(_l("Year of birth"), hint=_l("Four digits, for example 1964"), most=20)
    hamlet = PickField(_l("Hamlet"), choices=(), required=None)

    def __init__(self, hamlets: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.hamlet.choices = [("", _("Not asked")), *hamlets]

    def accepted_search(self) -> bool:
        """Whether the form was sent and is in order; searching changes nothing."""
        return request.method == "POST" and bool(self.validate())

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether two facts have been asked."""
        fine = super().validate(extra_validators)
        given = [self.owner_name.data, self.birth_year.data, self.hamlet.data]
        if fine and sum(bool(value) for value in given) < rules.FACTS_NEEDED:
            self.owner_name.errors = (_("Ask two of the three: name, year of birth, hamlet"),)
            return False
        return fine


class CounterEntryForm(Form):
    """What the paper from the counter says."""

    dossier = DossierCodeField(
        _l("Dossier code"),
        required=_l("Enter the code on your paper"),
        hint=_l("10 digits, for example 1204-087-354"),
        most=60,
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    otp = LineField(
        _l("6 digits from the desk"),
        required=_l("Enter the 6 digits on the paper from the desk"),
        hint=_l("Good for 30 minutes"),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )

    def accepted_search(self) -> bool:
        """Whether the form was sent and is in order; every try counts, so none is taken for the second press of one."""
        return request.method == "POST" and bool(self.validate())


class AssignForm(Form):
    """Who goes to the house."""

    helper = ChoiceField(_l("Who helps this family?"), choices=(), required=_l("Choose somebody of the team"))

    def __init__(self, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.helper.choices = list(people)


class ProductHelpForm(AssignForm):
    """Who fills in the products of a family that is registered already."""

    wish = TickField(
        _l("The family has asked for this"),
        required=_l("Ask the family first: nobody fills in their products without their wish"),
    )


class IssueForm(Form):
    """Where fifty codes will be used."""

    area = PickField(_l("Where will the sheets be used?"), choices=())

    def __init__(self, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.area.choices = list(places)


class VoidForm(Form):
    """Why a block of sheets is given up."""

    reason = LineField(
        _l("What happened to the sheets?"),
        required=_l("Say what happened, for example: the bag fell into the canal"),
        most=160,
    )


class NotNowForm(Form):
    """A no, its reason, and when to ask again."""

    why = ChoiceField(_l("Why not for now?"), choices=_choices(words.WHY_NOT))
    own_words = LineField(_l("In their own words"), most=160, hint=_l("Optional"))
    months = ChoiceField(_l("When may we ask again?"), choices=())

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.months.choices = [(str(months), _("In %(n)d months", n=months)) for months in rules.REASK_MONTHS]

    def chosen(self) -> dict[str, Any]:
        """Return what the services want."""
        return {
            "why": WhyNot(self.why.data),
            "months": int(self.months.data),
            "own_words": self.own_words.data,
        }


class SameHouseholdForm(Form):
    """Whether two files are one household."""

    said = ChoiceField(
        _l("Is it the same household?"),
        choices=_choices(words.SAID),
        required=_l("Ask the family, then choose an answer"),
    )

    def answer(self) -> SameHousehold:
        """Return what was said."""
        return SameHousehold(self.said.data)


_YES_NO = (("yes", merchant_words.YES), ("no", merchant_words.NO))


class SheetForm(Form):
    """One sheet of paper, question by question, in the numbering of the sheet."""

    paper_code = DossierCodeField(
        _l("Code printed on the sheet"),
        required=_l("Enter the code printed on the sheet, for example 1204-087-354"),
        most=60,
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    craft = ChoiceField(_l("What do you do for a living?"), choices=_choices(merchant_words.CRAFTS))
    craft_other = LineField(_l("Something else: what is it?"), most=merchant_rules.CRAFT_LENGTH)
    owner_name = LineField(
        _l("Owner's full name (as on the identity card)"),
        required=_l("Enter the owner's full name, for example Nguyễn Thị Mận"),
        most=merchant_rules.NAME_LENGTHS[1],
    )
    business_name = LineField(
        _l("What is the business called?"),
        required=_l("Enter the name people use, for example Nước mắm Bà Mận"),
        most=80,
    )
    birth_year = merchant_forms.BirthYearField(
        _l("Year of birth"), required=_l("Enter the year of birth, for example 1964"), most=20
    )
    hamlet = PickField(_l("Which hamlet is it in?"), choices=(), required=_l("Choose a hamlet, or “Not in the list”"))
    area_note = LineField(_l("Not in the list: the hamlet's name"), most=merchant_rules.HOUSE_NOTE_LENGTH)
    house_note = LineField(_l("How to find the house"), most=merchant_rules.HOUSE_NOTE_LENGTH)
    kind = ChoiceField(_l("Whom should we ring?"), choices=_choices(merchant_words.CONTACTS))
    phone = PhoneField(_l("Phone number"), most=30)
    contact_name = LineField(_l("A relative's number: their name"), most=60)
    contact_relation = LineField(_l("What they are to the owner"), most=40)
    papers = ChoicesField(
        _l("Which papers do you have already?"),
        choices=_choices(merchant_words.PAPERS),
        required=_l("Choose what you have, or “None yet” alone"),
    )
    record = ChoiceField(merchant_words.CONSENTS[ConsentPurpose.RECORD], choices=_YES_NO)
    public = ChoiceField(merchant_words.CONSENTS[ConsentPurpose.PUBLIC], choices=_YES_NO)
    partner = ChoiceField(merchant_words.CONSENTS[ConsentPurpose.PARTNER], choices=_YES_NO)
    statistics = ChoiceField(merchant_words.CONSENTS[ConsentPurpose.STATISTICS], choices=_YES_NO)
    slip_no = LineField(
        _l("Number on the slip"),
        required=_l("Write the number on the slip, for example 0123"),
        hint=_l("On a twin sheet it is the code of the sheet"),
        most=30,
    )
    mark = ChoiceField(_l("What is on the paper?"), choices=_choices(words.MARKS))
    witness = LineField(_l("Thumbprint: the name of the witness"), most=60)

    def __init__(self, hamlets: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.hamlet.choices = [("", _("Choose a hamlet")), *hamlets]

    def validate_craft_other(self, field: LineField) -> None:
        if self.craft.data == Craft.OTHER and not field.data and not field.errors:
            raise ValidationError(_("Write the craft, for example making incense"))

    def validate_owner_name(self, field: LineField) -> None:
        if field.data and not merchant_rules.name_fits(field.data):
            raise ValidationError(_("Enter the owner's full name, for example Nguyễn Thị Mận"))

    def validate_area_note(self, field: LineField) -> None:
        is_commune = (self.hamlet.data or "").count("/") == 2
        if is_commune and not field.data and not field.errors:
            raise ValidationError(_("Write the hamlet's name, for example thôn Đông"))

    def validate_phone(self, field: PhoneField) -> None:
        if self.kind.data in (ContactKind.OWN, ContactKind.RELATIVE) and not field.data and not field.errors:
            raise ValidationError(_("Enter the phone number, for example 0912 345 678"))

    def validate_contact_name(self, field: LineField) -> None:
        if self.kind.data == ContactKind.RELATIVE and not field.data and not field.errors:
            raise ValidationError(_("Enter whose number it is, for example Hà"))

    def validate_papers(self, field: ChoicesField) -> None:
        if field.data and not merchant_rules.papers_fit(tuple(Paper(value) for value in field.data)):
            raise ValidationError(_("Choose what you have, or “None yet” alone"))

    def validate_record(self, field: ChoiceField) -> None:
        if field.data == "no":
            raise ValidationError(_("Line 1 is needed. The other three are your choice"))

    def validate_slip_no(self, field: LineField) -> None:
        if field.data and not rules.slip_number(field.data):
            raise ValidationError(_("Write the number on the slip, for example 0123"))

    def validate_witness(self, field: LineField) -> None:
        if self.mark.data == Mark.THUMB and not field.data and not field.errors:
            raise ValidationError(_("A thumbprint needs a witness: write their name, for example Đỗ Văn Thành"))

    def consents(self) -> dict[ConsentPurpose, bool]:
        """Return the four answers."""
        return {purpose: self[purpose.value].data == "yes" for purpose in ConsentPurpose}


def digits_of(text: str | None) -> str:
    """Return the digits of a six-digit code as sent, whatever stands between them."""
    return "".join(sign for sign in (text or "")[:40] if sign.isascii() and sign.isdigit())[:12]
