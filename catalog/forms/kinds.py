"""What kind of goods a product is, and the questions of its kind, made from the family's own list."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.web.forms import ChoiceField, Form, LineField, TextField_, WholeNumberField
from app.web.languages import language
from catalog import families
from catalog.families import Answer, Attribute, AttributeKind
from catalog.forms.questions import Question


class FamilyForm(Form):
    """One kind out of thirty, the likely ones first."""

    family = ChoiceField(
        _l("What kind of goods is it?"),
        choices=lambda: [(key, each.name(language())) for key, each in families.shipped().items()],
        required=_l("Choose one of the kinds of goods"),
    )


class AttributeQuestion(Question):
    """One question of a family; its field is made from the family's list."""

    answer: Any
    is_flag = False

    def value(self) -> Answer | None:
        """Return the answer as the family keeps it; nothing for nothing."""
        given: Any = self.answer.data
        if self.is_flag:
            return {"1": True, "0": False}.get(given)
        return given or None


def attribute_question(attribute: Attribute, value: Answer | None) -> AttributeQuestion:
    """Return the form of one question of a family, with what was answered before."""
    is_flag = attribute.kind is AttributeKind.FLAG
    asked: type[AttributeQuestion] = type(
        "Asked", (AttributeQuestion,), {"answer": _field(attribute), "is_flag": is_flag}
    )
    return asked(data={"answer": str(int(value)) if isinstance(value, bool) else value})


def _field(attribute: Attribute) -> Any:
    label, hint = attribute.label(language()), attribute.hint(language())
    match attribute.kind:
        case AttributeKind.NUMBER:
            return WholeNumberField(
                label,
                hint=hint,
                least=attribute.least,
                greatest=attribute.most,
                sentence=_l(
                    "Enter a whole number from %(least)d to %(most)d", least=attribute.least, most=attribute.most
                ),
            )
        case AttributeKind.FLAG:
            return ChoiceField(label, hint=hint, choices=[("1", _l("Yes")), ("0", _l("No"))], required=None)
        case AttributeKind.CHOICE:
            choices = [(each.key, each.name(language())) for each in attribute.choices]
            return ChoiceField(label, hint=hint, choices=choices, required=None)
        case AttributeKind.TEXT:
            return TextField_(label, hint=hint, most=families.TEXT_LENGTH)
        case AttributeKind.LINE:
            return LineField(label, hint=hint, most=families.LINE_LENGTH)
