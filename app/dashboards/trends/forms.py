"""A target: how much, by when, who answers, by which document, from where."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from app.dashboards.trends.rules import MAY_HAVE_TARGET, Aim
from app.web.forms import DateField_, Form, LineField, PickField, WholeNumberField

_SHARE = _l("Enter a whole number from 0 to 100")
_DAY = _l("Enter day, month and year, for example 12 9 2026")


class TargetForm(Form):
    """One target."""

    indicator = PickField(_l("Which number?"), choices=[])
    value_pct = WholeNumberField(_l("How many per cent?"), least=0, greatest=100, required=_SHARE, sentence=_SHARE)
    due_on = DateField_(_l("By which day?"), required=_DAY)
    owner = LineField(_l("Who answers for it?"), required=_l("Write the office that answers for it"))
    document = LineField(
        _l("By which document?"), hint=_l("Leave it empty if it is not found yet: the page then says so.")
    )
    baseline_pct = WholeNumberField(_l("Per cent at the start"), least=0, greatest=100, sentence=_SHARE)
    baseline_on = DateField_(_l("On which day was that?"))

    def offer(self, names: Mapping[str, str]) -> None:
        """Offer the numbers that may have a target, each with what it is called."""
        self.indicator.choices = [(each, f"{each} {names[each]}") for each in MAY_HAVE_TARGET]

    def aim(self) -> Aim:
        """Return the target with its path; the service refuses one that leads nowhere."""
        return Aim(self.value_pct.data, self.due_on.data, self.baseline_pct.data, self.baseline_on.data)  # type: ignore[arg-type]  # required
