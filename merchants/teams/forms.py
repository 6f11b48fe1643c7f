"""Forms of teams: the decision, the members, what is lent."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.web.forms import DateField_, Form, LineField, PickField, TextField_


class TeamForm(Form):
    """A team and the decision that named it."""

    area = PickField(_l("Commune or hamlet"), choices=[])
    decision_no = LineField(
        _l("Number of the decision"), required=_l("Enter the number, for example 12/QĐ-UBND"), most=40
    )
    decided_on = DateField_(_l("Day of the decision"), required=_l("Enter the day, for example 12 9 2026"))

    def offer(self, places: Iterable[tuple[str, str]]) -> None:
        """Fill the list of places."""
        self.area.choices = [("", _("Choose a place")), *places]


class MembersForm(Form):
    """People named to a team, one a line."""

    people = TextField_(
        _l("Members, one a line"),
        required=_l("Enter at least one name, for example Phạm Thị Lan, 0912 345 678"),
        hint=_l("Full name, then the telephone if there is one. A list may be pasted from Excel"),
        most=8000,
    )


class LoanForm(Form):
    """A thing in somebody's hands."""

    thing = LineField(_l("What is lent"), required=_l("Say what, for example: the telephone with the blue case"))
    lent_to = LineField(_l("Who has it"), required=_l("Enter the full name, for example Phạm Thị Lan"))
    back_by = DateField_(_l("To be back by"), required=_l("Enter the day, for example 12 9 2026"))


class PressForm(Form):
    """A button that needs no answer."""
