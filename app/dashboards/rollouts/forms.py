"""Forms of roll-outs: what is published, the number of the day, another turn, a withdrawal."""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.core import clock
from app.dashboards.rollouts import rules
from app.dashboards.rollouts.rules import Plan
from app.web.forms import DateField_, Form, LineField, PickField

_DAY = _l("Enter day, month and year, for example 12 9 2026")
_WHY = _l("Say why. Everybody may read it")


class PublishForm(Form):
    """What everybody may read before the draw."""

    commune = PickField(_l("Commune"), choices=[])
    course = PickField(_l("What will be taught"), choices=[])
    waves = PickField(
        _l("In how many turns?"),
        choices=[(str(count), str(count)) for count in range(rules.LEAST_WAVES, rules.MOST_WAVES + 1)],
        hint=_l("Hamlets of a later turn show what happens without the class"),
    )
    first_on = PickField(_l("The first turn is in"), choices=[])
    every_months = PickField(
        _l("Months from one turn to the next"), choices=[(str(count), str(count)) for count in rules.PAUSES]
    )
    sentence = LineField(
        _l("A sentence for the draw"),
        required=_l("Write a sentence, for example a line of a song"),
        hint=_l("Any sentence of at least 20 letters. It is published now and cannot be changed"),
    )
    draw_on = DateField_(
        _l("Day of the draw"),
        required=_DAY,
        hint=_l("The special prize of the northern lottery of that day decides, so nobody can choose the order"),
    )

    def offer(self, communes: Iterable[tuple[str, str]], courses: Iterable[tuple[str, str]]) -> None:
        """Fill the lists to choose from."""
        here = list(communes)
        self.commune.choices = here if len(here) == 1 else [("", _("Choose a place")), *here]
        self.course.choices = [("", _("Choose a course")), *courses]
        first = clock.today().replace(day=1)
        months = [rules.start_of(number, first_on=first, every_months=1) for number in range(2, 14)]
        self.first_on.choices = [(month.isoformat(), f"{month:%m/%Y}") for month in months]

    def plan(self) -> Plan:
        """Return how the turns follow each other."""
        return Plan(
            int(self.waves.data), date.fromisoformat(self.first_on.data), every_months=int(self.every_months.data)
        )


class DrawForm(Form):
    """The number of the day."""

    digits = LineField(
        _l("The five digits of the special prize of that day"),
        required=_l("Enter the five digits, for example 04217"),
        hint=_l("As in the newspaper, noughts in front included. It cannot be changed afterwards"),
        most=5,
    )

    def validate_digits(self, field: LineField) -> None:
        """Refuse what is not five digits."""
        if not rules.is_digits(field.data or ""):
            raise ValidationError(_("Enter the five digits, for example 04217"))


class MoveForm(Form):
    """Another turn for one hamlet."""

    wave = PickField(_l("New turn"), choices=[])
    reason = LineField(_l("Why?"), required=_WHY, hint=_l("For example: the dyke road is closed until March"))

    def offer(self, waves: Iterable[tuple[str, str]]) -> None:
        """Fill the list of turns."""
        self.wave.choices = list(waves)


class WithdrawForm(Form):
    """Why an order no longer holds."""

    reason = LineField(_l("Why does this order no longer hold?"), required=_WHY)
