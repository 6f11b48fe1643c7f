"""Forms of incidents: the first words, and one for each step."""

from datetime import datetime, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.core import clock
from app.web.forms import DateField_, Form, LineField, PhoneField, TextField_, WholeNumberField
from merchants.incidents.rules import WORDS_AT_MOST

_FEW = _l("Write it in a few words")
_LONG: dict[str, Any] = {"required": _FEW, "most": WORDS_AT_MOST}


class FoundForm(Form):
    """What happened, when it was found, and who sees to it."""

    title = LineField(
        _l("What is it, in one line?"), required=_FEW, hint=_l("For example: a list was sent to a wrong address")
    )
    what = TextField_(_l("What happened?"), hint=_l("Write no names or numbers of owners here"), **_LONG)
    data_kinds = TextField_(_l("Which data?"), hint=_l("For example: names and telephones"), **_LONG)
    concerned_about = WholeNumberField(
        _l("About how many people?"),
        least=0,
        greatest=10_000_000,
        sentence=_l("Enter a whole number, for example 12"),
        required=_l("Enter a whole number, for example 12"),
    )
    found_on = DateField_(_l("Found on"), required=_l("Enter day, month and year, for example 12 9 2026"))
    found_time = LineField(_l("At what time?"), required=_l("Enter the time, for example 8:30"), most=5)
    responsible_name = LineField(_l("Who sees to it?"), required=_l("Enter a name"))
    responsible_phone = PhoneField(
        _l("Their telephone"), required=_l("Enter a telephone"), hint=_l("Reminders of the 72 hours go there")
    )

    def validate_found_time(self, field: LineField) -> None:
        if _time(str(field.data)) is None:
            raise ValidationError(_("Enter the time, for example 8:30"))

    def answers(self) -> dict[str, Any]:
        """Return the answers, day and time as one instant."""
        given = self.payload()
        on, at = given.pop("found_on"), _time(given.pop("found_time")) or time()
        return given | {"found_at": datetime.combine(on, at, tzinfo=clock.VIETNAM)}


class ConcernedForm(Form):
    """Whose files it concerns."""

    codes = TextField_(
        _l("Codes of files, one a line"), required=_l("Enter at least one code, for example 1204-000-016"), most=20_000
    )


class ContainForm(Form):
    """How it was stopped."""

    how = TextField_(_l("How was it stopped?"), **_LONG)


class ReportForm(Form):
    """To whom it was reported."""

    authority = LineField(_l("Reported to, and under which number"), required=_FEW)
    late_reason = LineField(_l("If the 72 hours have passed: why?"))


class TellForm(Form):
    """What owners are told."""

    words = LineField(
        _l("What owners read"),
        required=_FEW,
        most=120,
        hint=_l("Say what happened and what to do, in one sentence"),
    )


class CloseForm(Form):
    """What was learned."""

    closing = TextField_(_l("What was learned, and why nobody else had to be told"), **_LONG)


def _time(text: str) -> time | None:
    hours, _colon, minutes = text.replace("h", ":").replace(".", ":").partition(":")
    try:
        return time(int(hours), int(minutes or 0))
    except ValueError:
        return None
