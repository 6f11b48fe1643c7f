"""Forms of changes: the question itself and why, and a new owner."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.core import areas, clock
from app.core.ids import CodeError, parse_dossier_code
from app.web.forms import ChoiceField, Form, LineField, PhoneField, TextField_, TickField
from merchants import forms as dossier
from merchants import rules as dossier_rules
from merchants.changes import rules, words
from merchants.changes.access import Merchant
from merchants.changes.rules import HandoverKind, HandoverPaper, Matter
from merchants.tourism.forms import PointField
from merchants.tourism.rules import coordinates


class _Correction(Form):
    """Beside the answer: why. Sent twice it is one correction, unlike an answer of a draft."""

    reason = LineField(
        _l("Why is it to be corrected?"),
        hint=_l("Optional. For example: the name on the new identity card"),
        most=rules.REASON_LENGTH,
    )
    owner_is_here = TickField(_l("The owner stands at the desk and says so"))

    def __init__(self, *args: Any, at_counter: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at_counter = at_counter

    def validate_owner_is_here(self, field: TickField) -> None:
        if self.at_counter and not field.data:
            raise ValidationError(str(_l("Only with the owner at the desk. Ring them first, then tick this")))

    def accepted(self) -> bool:
        """Whether it was sent, is in order and has not been acted upon before."""
        return Form.accepted(self)


class BusinessNameCorrection(_Correction, dossier.BusinessNameForm):
    """Another name of the business."""


class ContactCorrection(_Correction, dossier.ContactForm):
    """Another telephone, or none."""


class OwnerNameCorrection(_Correction, dossier.OwnerNameForm):
    """The owner's name put right."""


class CraftCorrection(_Correction, dossier.CraftForm):
    """Another craft."""


class WhereCorrection(_Correction, dossier.HamletForm):
    """Another hamlet of the same commune."""


class LegalFormCorrection(_Correction, dossier.LegalForm_):
    """Another legal form."""


class PinCorrection(_Correction):
    """Another place on the map."""

    place = PointField(
        _l("Where is it on the map?"),
        hint=_l("Two numbers such as 20.5563, 106.5731, or the whole link from Google Maps"),
        required=_l("Paste the link or the two numbers, for example 20.5563, 106.5731"),
        most=coordinates.LONGEST,
    )

    def validate_place(self, field: PointField) -> None:
        point: Any = field.data
        if isinstance(point, coordinates.Point) and not coordinates.boxes()[0].holds(point):
            raise ValidationError(str(_l("This place is not in Viet Nam. Copy the numbers again")))


FIELDS: Mapping[Matter, tuple[str, ...]] = {
    Matter.BUSINESS_NAME: ("business_name",),
    Matter.CONTACT: ("kind", "phone", "contact_name", "contact_relation"),
    Matter.OWNER_NAME: ("owner_name",),
    Matter.CRAFT: ("craft", "craft_other"),
    Matter.WHERE: ("hamlet", "area_note", "house_note"),
    Matter.LEGAL_FORM: ("legal_form", "tax_code"),
    Matter.PIN: ("place",),
}
_FORMS: Mapping[Matter, type[_Correction]] = {
    Matter.BUSINESS_NAME: BusinessNameCorrection,
    Matter.CONTACT: ContactCorrection,
    Matter.OWNER_NAME: OwnerNameCorrection,
    Matter.CRAFT: CraftCorrection,
    Matter.LEGAL_FORM: LegalFormCorrection,
    Matter.PIN: PinCorrection,
}


def correction_form(
    merchant: Merchant, matter: Matter, value: Mapping[str, Any], *, at_counter: bool = False
) -> _Correction:
    """Return the form of one correction, filled with what is there now."""
    if matter is Matter.WHERE:
        hamlets = areas.hamlets(merchant.commune_path, clock.today())
        known = dict(value) | {"hamlet": value["area_path"] if not value["area_note"] else dossier.NOT_LISTED}
        return WhereCorrection(hamlets, data=known, at_counter=at_counter)
    shown = {"place": value["point"]} if matter is Matter.PIN else dict(value)
    return _FORMS[matter](data=shown, at_counter=at_counter)


def said(form: _Correction, matter: Matter, merchant: Merchant) -> dict[str, Any]:
    """Return the answer of a form as plain data."""
    answers = form.payload()
    if matter is Matter.PIN:
        return {"point": str(answers["place"])}
    if matter is Matter.WHERE:
        is_listed = answers["hamlet"] != dossier.NOT_LISTED
        return {
            "area_path": answers["hamlet"] if is_listed else merchant.commune_path,
            "area_note": answers["area_note"] or "",
            "house_note": answers["house_note"] or "",
        }
    return {name: answers[name] or "" for name in FIELDS[matter]}


def _choices(labels: Mapping[Any, object]) -> list[tuple[str, object]]:
    return [(each.value, label) for each, label in labels.items()]


class _NewOwnerForm(Form):
    """Who the new owner is, how it came so, and which paper shows it."""

    kind = ChoiceField(_l("How did the business come to the new owner?"), choices=_choices(words.KINDS))
    paper = ChoiceField(
        _l("Which paper shows it?"),
        choices=_choices(words.PAPERS),
        hint=_l("Bring it to the commune desk. Nothing is uploaded"),
    )
    new_owner_name = LineField(
        _l("New owner's full name (as on the identity card)"),
        required=_l("Enter the new owner's full name, for example Trần Thị Lan"),
        most=60,
    )
    new_birth_year = dossier.BirthYearField(
        _l("New owner's year of birth"),
        required=_l("Enter the new owner's year of birth, for example 1990"),
        most=20,
    )

    def validate_new_owner_name(self, field: LineField) -> None:
        if field.data and not dossier_rules.name_fits(field.data):
            raise ValidationError(str(_l("Enter the new owner's full name, for example Trần Thị Lan")))

    def said(self) -> dict[str, Any]:
        """Return what was said, as the service takes it."""
        answers = self.payload()
        return answers | {"kind": HandoverKind(answers["kind"]), "paper": HandoverPaper(answers["paper"])}


class HandoverForm(_NewOwnerForm):
    """A new owner, as the desk writes it down."""

    new_phone = PhoneField(
        _l("New owner's phone number"), required=_l("Enter the new owner's number, for example 0987 654 321"), most=30
    )


class AskHandoverForm(_NewOwnerForm):
    """A new owner who asks: the two facts of the file show that they know it; the number is the one signed in with."""

    code = LineField(
        _l("Code of the business's file"),
        hint=_l("10 digits, for example 1204-087-354"),
        required=_l("Enter the code"),
        most=60,
    )
    birth_year = dossier.BirthYearField(
        _l("Old owner's year of birth"), required=_l("Enter the old owner's year of birth, for example 1964"), most=20
    )

    def facts(self) -> tuple[str, int] | None:
        """Return code and year, if the code can be one."""
        answers = self.payload()
        try:
            return parse_dossier_code(answers["code"]), answers["birth_year"]
        except CodeError:
            return None

    def said(self) -> dict[str, Any]:
        """Return what was said, as the service takes it, without the number."""
        return {name: said for name, said in super().said().items() if name not in ("code", "birth_year")}


class ObjectionForm(Form):
    """Why the old owner does not agree."""

    objection = TextField_(
        _l("Why do you not agree?"),
        required=_l("Write in one sentence why, for example: I did not sell it"),
        most=rules.REASON_LENGTH,
    )


class CodeForm(Form):
    """The code that came to the new telephone."""

    code = LineField(
        _l("The six digits"),
        required=_l("Enter the six digits from the message"),
        hint=_l("They came to the new number"),
        most=20,
    )


class RefusalForm(Form):
    """Why the answer stays as it is."""

    answer = TextField_(
        _l("Why not?"),
        hint=_l("The owner reads this. Say what would be needed"),
        required=_l("Write in one sentence why, and what would be needed"),
        most=rules.REASON_LENGTH,
    )


class ButtonForm(Form):
    """A button: nothing to fill in."""
