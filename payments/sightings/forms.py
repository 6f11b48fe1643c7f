"""Forms of signs of use: a band, or a day."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.core import clock
from app.web.forms import ChoiceField, DateField_, Form, TickField
from payments.sightings.rules import may_be_seen
from payments.sightings.words import BANDS


class WeekForm(Form):
    """How often buyers paid by transfer."""

    band = ChoiceField(
        _l("How often did buyers pay you by transfer this week?"),
        choices=[(band.value, label) for band, label in BANDS.items()],
        required=_l("Choose an answer"),
    )


class SeenForm(Form):
    """On which day a helper saw it, and how."""

    seen_on = DateField_(
        _l("On which day did you see it?"),
        required=_l("Enter day, month and year, for example 12 9 2026"),
        hint=_l("At most seven days ago"),
    )
    is_real = TickField(
        _l("A buyer paid, and I saw it on the seller's own screen or heard their sound box"),
        required=_l("Tick this only if you saw it yourself; else leave the page"),
    )

    def validate_seen_on(self, field: DateField_) -> None:
        if field.data and not may_be_seen(field.data, clock.today()):
            raise ValidationError(_("Enter the day you saw it, at most seven days ago"))
