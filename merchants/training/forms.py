"""Forms of training: plan a class, take a place, write who came, add who walked in."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import ValidationError

from app.core import clock, pictures
from app.web.forms import (
    ChoiceField,
    DateField_,
    FileField_,
    Form,
    LineField,
    PhoneField,
    PickField,
    TickField,
    WholeNumberField,
)
from merchants.training.rules import MAX_CAPACITY
from merchants.training.states import Attendance, Channel, SessionState

ATTENDANCE_LABELS = {
    Attendance.PRESENT: _l("Present"),
    Attendance.ABSENT: _l("Absent"),
    Attendance.NOT_RECORDED: _l("Not recorded"),
}
STATE_LABELS = {
    SessionState.PLANNED: _l("Being planned"),
    SessionState.OPEN: _l("Open for sign-up"),
    SessionState.HELD: _l("Held"),
    SessionState.CANCELLED: _l("Called off"),
}
CHANNELS = {
    Channel.TELEPHONE: _l("By telephone"),
    Channel.LIST: _l("On the hamlet head's list"),
    Channel.MESSAGE: _l("By message"),
}
HOURS = [f"{hour:02d}:{minute}" for hour in range(6, 21) for minute in ("00", "30")]


class PlanForm(Form):
    """A class to be held."""

    course = PickField(_l("What will be taught"), choices=[])
    area = PickField(_l("Commune or hamlet"), choices=[])
    place_note = LineField(
        _l("Where people should come"),
        required=_l("Say where to come, for example the hamlet's cultural house"),
        hint=_l("For example: cultural house of Vạn Chài hamlet, opposite the market"),
    )
    held_on = DateField_(
        _l("Day"),
        required=_l("Enter the day of the class, for example 28 11 2026"),
        hint=_l("Avoid harvest days, market days and death anniversaries. We tell you of feast days and other classes"),
    )
    start_time = PickField(_l("Starts at"), choices=[(hour, hour) for hour in HOURS], default="08:00")
    capacity = WholeNumberField(
        _l("How many people"),
        least=1,
        greatest=MAX_CAPACITY,
        sentence=_l("Enter a number from 1 to 25, for example 20"),
        required=_l("Enter a number from 1 to 25, for example 20"),
        hint=_l("One helper looks after six learners. Companions are counted apart"),
        default=20,
    )
    anyway = TickField(_l("Plan it all the same"))

    def validate_held_on(self, field: Any) -> None:
        """Refuse a day that has passed."""
        if field.data and field.data < clock.today():
            raise ValidationError(_("Choose a day from today on"))

    def offer(self, courses: Iterable[tuple[str, str]], places: Iterable[tuple[str, str]]) -> None:
        """Fill the lists to choose from."""
        self.course.choices = [("", _("Choose a course")), *courses]
        self.area.choices = [("", _("Choose a place")), *places]


class SignUpForm(Form):
    """A place in a class for somebody of a business."""

    merchant = ChoiceField(_l("For which business"), choices=[])
    person_name = LineField(_l("Who will come"), required=_l("Enter the full name, for example Nguyễn Thị Mận"))
    companions = WholeNumberField(
        _l("Children or relatives who come along"),
        least=0,
        greatest=9,
        sentence=_l("Enter a number from 0 to 9"),
        hint=_l("They take no place in the class. Enter 0 if nobody comes along"),
        default=0,
    )

    def offer(self, businesses: Sequence[tuple[str, str]], *, person_name: str) -> None:
        """Offer the businesses; with only one it is already chosen."""
        self.merchant.choices = list(businesses)
        if self.person_name.raw_data is None:
            self.merchant.data = businesses[0][0] if len(businesses) == 1 else None
            self.person_name.data = person_name


class ConfirmForm(Form):
    """A button that needs no answer."""


class CancelSessionForm(Form):
    """Why a class is called off."""

    reason = LineField(
        _l("Why the class is called off"), required=_l("Say why, for example: storm warning, the road is under water")
    )


class WalkInForm(Form):
    """Somebody who came without signing up."""

    person_name = LineField(_l("Full name"), required=_l("Enter the full name, for example Nguyễn Thị Mận"))
    phone = PhoneField(_l("Telephone, if they have one"))
    companions = WholeNumberField(
        _l("Children or relatives who come along"),
        least=0,
        greatest=9,
        sentence=_l("Enter a number from 0 to 9"),
        default=0,
    )


class WaitForm(SignUpForm):
    """A turn in the line for a full class."""


class OfferForm(Form):
    """Whether a place that came free is taken."""

    takes = ChoiceField(
        _l("A place has come free. Do you want it?"),
        choices=[("yes", _l("Yes, I will come")), ("no", _l("No, give it to the next"))],
    )


class CheckInForm(Form):
    """The four digits on the board."""

    word = LineField(
        _l("The four digits on the board"), required=_l("Enter the four digits on the board, for example 4071"), most=4
    )


class SignUpForThemForm(Form):
    """A place for a business that rang, is on somebody's list, or wrote."""

    code = LineField(
        _l("Dossier code"),
        required=_l("Enter the code on the card, for example 1204-000-042"),
        hint=_l("It is on the family's card"),
    )
    person_name = LineField(_l("Who will come"), required=_l("Enter the full name, for example Nguyễn Thị Mận"))
    channel = ChoiceField(_l("How they signed up"), choices=list(CHANNELS.items()))
    companions = WholeNumberField(
        _l("Children or relatives who come along"),
        least=0,
        greatest=9,
        sentence=_l("Enter a number from 0 to 9"),
        default=0,
    )


class CountForm(Form):
    """What the signed sheet counts."""

    on_paper = WholeNumberField(
        _l("How many signed the sheet"),
        least=0,
        greatest=99,
        sentence=_l("Enter a number from 0 to 99"),
        required=_l("Count the signatures and enter the number"),
    )
    companions = WholeNumberField(
        _l("How many came along"), least=0, greatest=99, sentence=_l("Enter a number from 0 to 99"), default=0
    )
    reason = LineField(
        _l("Why paper and screen differ, if they do"), hint=_l("For example: two people signed on one line")
    )


def attendance_form(people: Iterable[tuple[UUID, str, Attendance]]) -> Form:
    """Make the sheet: three radios for each person, and what they said when the page was shown."""
    fields: dict[str, Any] = {}
    shown: dict[str, Attendance] = {}
    for person_id, name, mark in people:
        fields[f"mark_{person_id.hex}"] = ChoiceField(name, choices=list(ATTENDANCE_LABELS.items()), required=None)
        fields[f"was_{person_id.hex}"] = HiddenField()
        shown[f"mark_{person_id.hex}"] = shown[f"was_{person_id.hex}"] = mark
    sheet: type[Form] = type("AttendanceForm", (Form,), fields)
    return sheet(data=shown)


def marks(form: Form) -> dict[UUID, Attendance]:
    """Return the marks that were changed on this page; one that a helper wrote meanwhile elsewhere stays as written."""
    answers = form.payload()
    return {
        UUID(name.removeprefix("mark_")): Attendance(value)
        for name, value in answers.items()
        if name.startswith("mark_") and value and value != answers[name.replace("mark_", "was_", 1)]
    }


class SheetPhotoForm(Form):
    """The signed sheet, as one photograph or PDF."""

    file = FileField_(
        _l("Photo or PDF of the signed sheet"),
        hint=_l("Lay it flat, in the light, with all four corners in the picture"),
        render_kw={"accept": "image/jpeg,image/png,image/webp,image/heic,application/pdf"},
    )

    def validate_file(self, field: FileField_) -> None:
        """Ask for a file."""
        if not field.is_chosen:
            raise ValidationError(_("Take a photograph of the sheet, or choose one"))

    def read(self) -> bytes:
        """Return the file's bytes, no more than would be taken anyway."""
        return self.file.read(pictures.MAX_BYTES)
