"""Forms of partners: consent for one, what came of a call, a day in a hamlet."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.core import clock
from app.web.forms import ChoiceField, DateField_, FileField_, Form, LineField, PickField, TickField, WholeNumberField
from payments.partners.rules import MOST_BYTES, MOST_PLACES, BestHour
from payments.partners.spots.rules import SpotKind
from payments.partners.spots.words import SPOTS, VERDICTS
from payments.partners.words import HOURS

_CHOOSE = _l("Choose an answer")
_STARTS = [f"{hour:02d}:{minute}" for hour in range(7, 18) for minute in ("00", "30")]


class ReferForm(Form):
    """Which institution, when, and the consent for this one alone."""

    institution = ChoiceField(_l("Who should ring you?"), choices=[], required=_CHOOSE)
    best_hour = ChoiceField(
        _l("When is a good time?"), choices=[(each.value, label) for each, label in HOURS.items()], required=_CHOOSE
    )
    agrees = TickField(
        _l("I agree: this one institution sees my name, my hamlet, my telephone and this time. Nothing else"),
        required=_l("Tick if you agree. Without it nobody gets your number"),
    )

    def __init__(self, offered: Sequence[tuple[UUID, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.institution.choices = [(str(key), name) for key, name in offered]

    def answers(self) -> tuple[UUID, BestHour]:
        """Return which institution, and when."""
        return UUID(self.institution.data), BestHour(self.best_hour.data)


class OutcomeForm(Form):
    """What came of a call."""

    outcome = ChoiceField(
        _l("What happened?"),
        choices=[
            ("called", _l("Spoke with them")),
            ("missed", _l("Nobody answered")),
            ("opened", _l("The account is open")),
            ("has_other", _l("They have an account elsewhere")),
            ("declined", _l("They do not want to")),
            ("wrong_number", _l("Wrong number")),
        ],
        required=_CHOOSE,
    )
    has_right_name = TickField(_l("If open: the account is in the right name"))
    has_sign = TickField(_l("If open: the sign was handed over"))
    sound_box = LineField(_l("If open: serial number of the sound box (may be left empty)"), most=40)


class DayForm(Form):
    """A day in a hamlet, proposed to its commune."""

    area_path = PickField(_l("Which hamlet?"), choices=[], required=_l("Choose the hamlet"))
    held_on = DateField_(
        _l("Day"),
        required=_l("Enter day, month and year, for example 12 9 2026"),
        hint=_l("For example 12 9 2026"),
    )
    starts = PickField(_l("Starts at"), choices=[(hour, hour) for hour in _STARTS], default="08:00")
    place_note = LineField(
        _l("Where exactly?"),
        required=_l("Say where to come, for example the hamlet's cultural house"),
        most=200,
    )
    bring = LineField(_l("What people should bring"), required=_l("Say what to bring, for example the identity card"))
    capacity = WholeNumberField(
        _l("How many people"),
        least=1,
        greatest=MOST_PLACES,
        sentence=_l("Enter a number from 1 to 60, for example 24"),
        required=_l("Enter a number from 1 to 60, for example 24"),
        default=24,
    )

    def __init__(self, places: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area_path.choices = list(places)

    def validate_held_on(self, field: DateField_) -> None:
        if field.data and field.data < clock.today():
            raise ValidationError(_("This day has passed. Choose one to come"))


class SpotForm(Form):
    """How the signal is where a household sells."""

    kind = ChoiceField(
        _l("How is the signal where you sell?"),
        choices=[("well", _l("Good enough for the bank's app")), *((each.value, text) for each, text in SPOTS.items())],
        required=_CHOOSE,
    )

    def answer(self) -> SpotKind | None:
        """Return what is wrong; none if nothing is."""
        return None if self.kind.data == "well" else SpotKind(self.kind.data)


class SpotReplyForm(Form):
    """A telecom's answer for a place."""

    area_path = PickField(_l("Which place?"), choices=[], required=_l("Choose the place"))
    verdict = ChoiceField(
        _l("What do you answer?"),
        choices=[(each.value, text) for each, (text, _kind) in VERDICTS.items()],
        required=_CHOOSE,
    )
    said = LineField(_l("What people should know, for example by when (may be left empty)"), most=200)

    def __init__(self, places: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area_path.choices = list(places)


class MonthlyForm(Form):
    """A month, and the file of it."""

    month = PickField(_l("Which month?"), choices=[], required=_l("Choose the month"))
    file = FileField_(
        _l("File of the month"),
        hint=_l("CSV with four columns: ma_gioi_thieu, thang, co_dung (1, 0, khong_ro), muc (0, 1-5, 6-20, >20)"),
        render_kw={"accept": ".csv,.txt"},
    )

    def __init__(self, months: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.month.choices = list(months)
        self.file_bytes = b""

    def validate_file(self, field: FileField_) -> None:
        if not field.is_chosen:
            raise ValidationError(_("Choose the file of the month"))
        self.file_bytes = field.read(MOST_BYTES)
        if len(self.file_bytes) > MOST_BYTES:
            raise ValidationError(_("The file is too big. Bring one institution's month only"))


class BillsForm(MonthlyForm):
    """A month, and the file of its bills."""

    file = FileField_(
        _l("File of the month"),
        hint=_l("CSV with five columns: ma_xa, dich_vu (dien, hoc_phi, y_te), thang, so_hoa_don, khong_tien_mat"),
        render_kw={"accept": ".csv,.txt"},
    )


class PressForm(Form):
    """A button."""
