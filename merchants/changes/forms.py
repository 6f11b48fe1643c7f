"""Forms of corrections: the question itself, why, and at the counter that the owner stands there."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.core import areas, clock
from app.web.forms import Form, LineField, TextField_, TickField
from merchants import forms as dossier
from merchants.changes import rules
from merchants.changes.access import Merchant
from merchants.changes.rules import Matter
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
