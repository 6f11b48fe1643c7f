"""A change to what a marketplace demands, and the answer of the second person."""

from dataclasses import replace
from types import MappingProxyType
from typing import Any

from flask_babel import lazy_gettext as _l

from app.web.forms import ChoiceField, DateField_, Form, LineField, TextField_, WholeNumberField
from catalog.channel_rules import ChannelRule, Confidence, Severity
from catalog.words import CONFIDENCES, PARAMS, SEVERITIES

_MOST = 1_000_000_000


class RuleForm(Form):
    """What a demand is to be, from when, and where that is written."""

    severity = ChoiceField(
        _l("How strict is it?"), choices=lambda: [(each.value, label) for each, label in SEVERITIES.items()]
    )
    confidence = ChoiceField(
        _l("How sure are we?"), choices=lambda: [(each.value, label) for each, label in CONFIDENCES.items()]
    )
    source = LineField(
        _l("Where is it written?"),
        required=_l("Give the address of the page, or the name of the file"),
        hint=_l("An address that anybody can open is best"),
        most=300,
    )
    valid_from = DateField_(_l("From which day on?"), required=_l("Enter day, month and year, for example 12 9 2026"))
    valid_to = DateField_(_l("On which day does it end?"), hint=_l("Leave it empty if no end is known"))
    why = TextField_(
        _l("What has changed, and how do we know?"),
        required=_l("Write in a sentence what has changed"),
        hint=_l("The second person reads this, and anybody later"),
        most=1000,
    )

    def wanted(self, rule: ChannelRule) -> ChannelRule:
        """Return the demand as it is to be."""
        return replace(
            rule,
            params=MappingProxyType({name: self[name].data for name in rule.params}),
            severity=Severity(self.severity.data),
            confidence=Confidence(self.confidence.data),
            source=self.source.data or "",
            valid_from=self.valid_from.data or rule.valid_from,
            valid_to=self.valid_to.data,
        )


class RefuseChangeForm(Form):
    """Why the second person does not agree."""

    note = LineField(_l("Why not?"), required=_l("Write in one line why not"), most=200)


def rule_form(rule: ChannelRule) -> RuleForm:
    """Return the form of one demand, with a question for each number in it."""
    fields: dict[str, Any] = {
        name: WholeNumberField(
            PARAMS[name],
            least=0,
            greatest=_MOST,
            required=_l("Enter a whole number"),
            sentence=_l("Enter a whole number"),
        )
        for name in rule.params
    }
    asked: type[RuleForm] = type("Asked", (RuleForm,), fields)
    before = {"severity": rule.severity.value, "confidence": rule.confidence.value, "source": rule.source}
    return asked(data=before | {"valid_to": rule.valid_to} | dict(rule.params))
