"""Forms of rights: what is asked for, and the answers."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.web.forms import ChoiceField, DateField_, Form, LineField, TextField_
from merchants.rights import words
from merchants.rights.rules import WORDS_AT_MOST, RightsKind

_AREA: dict[str, Any] = {"most": WORDS_AT_MOST}


class ButtonForm(Form):
    """A button that needs no answer."""


class AskForm(Form):
    """What is wrong or should stop; deletion is asked for on a page of its own."""

    kind = ChoiceField(
        _l("What shall the commune do?"),
        choices=[(kind.value, words.KINDS[kind]) for kind in (RightsKind.CORRECT, RightsKind.OBJECT)],
    )
    words = TextField_(
        _l("What is it about?"),
        required=_l("Write what it is about, for example: my year of birth is 1962"),
        hint=_l("For example: my year of birth is 1962, not 1964. Do not write passwords or codes here"),
        **_AREA,
    )


class CounterForm(AskForm):
    """The same, asked at the counter: there everything may be asked for, deletion too."""

    kind = ChoiceField(
        _l("What does the owner ask for?"), choices=[(kind.value, label) for kind, label in words.KINDS.items()]
    )
    words = TextField_(_l("In the owner's own words"), required=_l("Write down what the owner says"), **_AREA)


class ContradictForm(Form):
    """What is not so, in the owner's words; the auditor reads it, nobody of the commune decides."""

    about = ChoiceField(
        _l("What is not so?"), choices=[(about.value, label) for about, label in words.CONTRADICTED.items()]
    )
    words = TextField_(
        _l("What is it really like?"),
        required=_l("Write in a sentence what is not so"),
        hint=_l("For example: it says that we have closed, but we still make fish sauce"),
        **_AREA,
    )


class ExtendForm(Form):
    """A later day, once, and why."""

    new_answer_by_on = DateField_(_l("New day"), required=_l("Enter day, month and year, for example 12 9 2026"))
    reason = LineField(
        _l("Why does it take longer?"),
        required=_l("Write why it takes longer; the owner will read it"),
        hint=_l("The owner reads exactly this sentence"),
        most=200,
    )


class AnswerForm(Form):
    """An answer in words the owner will read."""

    answer = TextField_(
        _l("The answer"),
        required=_l("Write the answer as the owner will read it"),
        hint=_l("The owner reads exactly these words"),
        **_AREA,
    )
