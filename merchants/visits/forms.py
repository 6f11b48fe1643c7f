"""Forms of visits: what happened at the door, and what a household says of it."""

from flask_babel import lazy_gettext as _l

from app.web.forms import ChoiceField, ChoicesField, Form, WholeNumberField
from merchants.visits import rules
from merchants.visits.states import Says, VisitStep
from merchants.visits.words import ALONE, BANDS, STEPS


class DoorForm(Form):
    """How a visit went."""

    outcome = ChoiceField(_l("What happened at the door"), choices=list(STEPS.items()))
    minutes = WholeNumberField(
        _l("How many minutes you were there"),
        least=0,
        greatest=rules.MOST_MINUTES,
        sentence=_l("Enter a number from 0 to 240, for example 30"),
        hint=_l("For your hours. Leave it if nobody was in"),
    )
    band = ChoiceField(
        _l("How often did money come by transfer in the last seven days?"),
        choices=list(BANDS.items()),
        required=None,
        hint=_l("Ask how often, never how much"),
        default="not_asked",
    )

    alone = ChoicesField(
        _l("What did they do unaided, before your eyes?"),
        choices=list(ALONE.items()),
        hint=_l("Say nothing and wait. Leave out what they needed help with"),
    )

    def looked_at(self) -> str | None:
        """Return what was done unaided; nothing where the visit does not look at it."""
        return rules.told_alone(self.alone.data or ()) if "alone" in self else None

    def step(self) -> VisitStep:
        """Return what happened."""
        return VisitStep(self.payload()["outcome"])


class SaysForm(Form):
    """Whether a visit was paid."""

    says = ChoiceField(
        _l("Did they come?"), choices=[(Says.RIGHT, _l("Yes, they came")), (Says.WRONG, _l("No, nobody came"))]
    )

    def answer(self) -> Says:
        """Return what is said."""
        return Says(self.payload()["says"])
