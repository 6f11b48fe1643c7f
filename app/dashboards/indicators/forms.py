"""A change to a definition, and the answer of the second person."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from flask_babel import lazy_gettext as _l

from app.dashboards.indicators.rules import Definition
from app.dashboards.indicators.words import PARAMS
from app.web.forms import DateField_, Form, LineField, TextField_, WholeNumberField

_WORDS = ("numerator", "denominator", "left_out", "source")
_NEEDED = _l("Write it in one sentence")


class DefinitionForm(Form):
    """What a number is to count, in both languages, and from when."""

    numerator_vi = TextField_(_l("What is counted (in Vietnamese)"), required=_NEEDED, most=300)
    numerator_en = TextField_(_l("What is counted (in English)"), required=_NEEDED, most=300)
    denominator_vi = TextField_(_l("Out of what (in Vietnamese)"), required=_NEEDED, most=300)
    denominator_en = TextField_(_l("Out of what (in English)"), required=_NEEDED, most=300)
    left_out_vi = TextField_(_l("Who is left out (in Vietnamese)"), required=_NEEDED, most=300)
    left_out_en = TextField_(_l("Who is left out (in English)"), required=_NEEDED, most=300)
    source_vi = TextField_(_l("Where it comes from (in Vietnamese)"), required=_NEEDED, most=300)
    source_en = TextField_(_l("Where it comes from (in English)"), required=_NEEDED, most=300)
    valid_from = DateField_(
        _l("From which day on?"),
        required=_l("Enter day, month and year, for example 12 9 2026"),
        hint=_l("Periods frozen before keep the old definition."),
    )
    why = TextField_(
        _l("Why is this needed?"),
        required=_l("Write in a sentence why"),
        hint=_l("The second person reads this, and anybody later"),
        most=1000,
    )

    def wanted(self, before: Definition) -> Definition:
        """Return the definition as it is to be."""
        words = {
            language: replace(said, **{name: self[f"{name}_{language}"].data for name in _WORDS})
            for language, said in before.words.items()
        }
        return replace(
            before,
            words=MappingProxyType(words),
            params=MappingProxyType({name: self[name].data for name in before.params}),
            valid_from=self.valid_from.data or before.valid_from,
        )


class RefuseChangeForm(Form):
    """Why the second person does not agree."""

    note = LineField(_l("Why not?"), required=_l("Write in one line why not"), most=200)


def definition_form(before: Definition, today: date) -> DefinitionForm:
    """Return the form of one definition, with a question for each number in it."""
    fields: dict[str, Any] = {
        name: WholeNumberField(
            PARAMS[name],
            least=1,
            greatest=366,
            required=_l("Enter a whole number"),
            sentence=_l("Enter a whole number"),
        )
        for name in before.params
    }
    asked: type[DefinitionForm] = type("Asked", (DefinitionForm,), fields)
    words = {f"{name}_{language}": getattr(said, name) for language, said in before.words.items() for name in _WORDS}
    return asked(data=words | dict(before.params) | {"valid_from": today})
