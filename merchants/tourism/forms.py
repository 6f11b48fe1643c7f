"""Forms of tourism: one question to a page, an offer, closed days, the place on the map, and the desk's ticks."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.core import clock
from app.core.money import format_vnd
from app.web.forms import (
    ChoiceField,
    ChoicesField,
    DateField_,
    Form,
    LineField,
    TextField_,
    TickField,
    VndField,
    WholeNumberField,
)
from merchants.forms import AnswerForm
from merchants.rules import Craft
from merchants.tourism import words
from merchants.tourism.rules import coordinates, prices, questions
from merchants.tourism.rules.coordinates import Box, PlusCodeError, Point, ShortLinkError
from merchants.tourism.rules.questions import Kind, Option, Question
from merchants.tourism.services import OfferFacts


class QuestionForm(AnswerForm):
    """One question of the data; its field stands under the name ``answer``."""

    asked: Question
    craft: Craft

    def said(self) -> Any:
        """Return the answer as plain data."""
        match self.asked.kind:
            case Kind.HOURS:
                return {"opens": self["opens"].data, "closes": self["closes"].data}
            case Kind.BOTH_LANGUAGES:
                return {"vi": self["vi"].data, "en": self["en"].data}
            case _:
                return self["answer"].data


def question_form(asked: Question, craft: Craft, said: Any) -> QuestionForm:
    """Return the form of one question, filled with what has been said."""
    shown = said if isinstance(said, Mapping) else {"answer": said}
    return _form_class(asked, craft, words.language())(data=dict(shown) if said is not None else None)


@cache
def _form_class(asked: Question, craft: Craft, language: str) -> type[QuestionForm]:
    text, hint = asked.text(language), asked.hint(language)
    options = asked.offered(craft)
    choices = [(option.value, option.name(language)) for option in options]
    fields: dict[str, Any] = {"asked": asked, "craft": craft, "__doc__": asked.text("en")}
    match asked.kind:
        case Kind.ONE:
            fields["answer"] = ChoiceField(text, choices=choices, hint=hint)
        case Kind.MANY:
            fields["answer"] = ChoicesField(text, choices=choices, hint=hint, required=_l("Choose an answer"))
            fields["validate_answer"] = _refuse_beside(options)
        case Kind.NUMBER:
            sentence = _l("Enter a number in digits, for example 20")
            fields["answer"] = WholeNumberField(
                text, least=asked.least, greatest=asked.greatest, sentence=sentence, required=sentence, hint=hint
            )
        case Kind.HOURS:
            fields["opens"] = HourField(_l("Opens"), required=_l("Enter when it opens, for example 7:00"), most=20)
            fields["closes"] = HourField(_l("Closes"), required=_l("Enter when it closes, for example 21:30"), most=20)
        case Kind.BOTH_LANGUAGES:
            most = questions.STORY_LENGTH
            fields["vi"] = TextField_(
                _l("In Vietnamese"), most=most, required=_l("Write a few sentences for your guests")
            )
            fields["en"] = TextField_(
                _l("In English"), most=most, hint=_l("Optional. Without it foreign guests read the Vietnamese")
            )
    return type("QuestionForm_", (QuestionForm,), fields)


def _refuse_beside(options: tuple[Option, ...]) -> Any:
    alone = {option.value for option in options if option.alone}

    def validate(_form: Form, field: ChoicesField) -> None:
        chosen = set(field.data or ())
        if chosen & alone and len(chosen) > 1:
            raise ValidationError(_("Choose what you have, or “None yet” alone"))

    return validate


class HourField(LineField):
    """A time of day, as people write it."""

    def read(self, text: str) -> str:
        try:
            return questions.read_hour(text)
        except ValueError as error:
            raise ValueError(_("Enter a time such as 7:00 or 21:30")) from error


class OfferForm(Form):
    """One room, dish, trip or ticket. A price that looks odd is asked about once."""

    name = LineField(_l("What is it called?"), required=_l("Give it a name, for example room for two"), most=60)
    price = VndField(_l("Price (đồng)"), required=_l("Enter the amount in đồng, for example 350.000"))
    high_price = VndField(_l("Price in the high season (đồng)"), hint=_l("Leave empty if it is the same all year"))
    keep_price = TickField(_l("The price is right"))

    def __init__(self, craft: Craft, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.craft = craft
        self.asks_again = False
        self.name.description = str(words.OFFERS[craft][2])
        unit = words.UNITS[prices.unit_of(craft, clock.today())]
        self.price.label.text = _("Price %(unit)s (đồng)", unit=unit)

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether name and price are in order, and an odd price was confirmed."""
        fine = super().validate(extra_validators)
        said = self.payload()
        low, high = said["price"], said["high_price"]
        if low is not None and high is not None and high < low:
            self.high_price.errors = (_("The high season is not cheaper. Look at both prices again"),)
            fine = False
        if low is not None and not 0 <= low <= prices.MOST_VND:
            self.price.errors = (_("Enter the amount in đồng, for example 350.000"),)
            fine = False
        odd = [each for each in (low, high) if each is not None and prices.looks_odd(self.craft, each, clock.today())]
        self.asks_again = bool(odd)
        if fine and odd and not self.keep_price.data:
            unit = words.UNITS[prices.unit_of(self.craft, clock.today())]
            self.price.errors = (
                _("%(price)s %(unit)s? Is there a nought too many or too few?", price=format_vnd(odd[0]), unit=unit),
            )
            fine = False
        return fine

    def facts(self) -> OfferFacts:
        """Return what was said."""
        said = self.payload()
        return OfferFacts(said["name"], said["price"], said["high_price"])


class RoomForm(OfferForm):
    """A kind of room: also how many there are and how many guests each takes."""

    how_many = WholeNumberField(
        _l("How many such rooms?"),
        least=1,
        greatest=prices.MOST_GUESTS,
        sentence=_l("Enter a number in digits, for example 2"),
        required=_l("Enter a number in digits, for example 2"),
    )
    guests = WholeNumberField(
        _l("For how many guests at most?"),
        least=1,
        greatest=12,
        sentence=_l("Enter 1 to 12 guests, for example 4"),
        required=_l("Enter 1 to 12 guests, for example 4"),
    )

    def facts(self) -> OfferFacts:
        """Return what was said."""
        said = self.payload()
        return replace(super().facts(), how_many=said["how_many"], guests=said["guests"])


def offer_form(craft: Craft, **kwargs: Any) -> OfferForm:
    """Return the form for what a kind of business sells."""
    return RoomForm(craft, **kwargs) if craft is Craft.HOMESTAY else OfferForm(craft, **kwargs)


class ClosureForm(Form):
    """Days on which nobody is there."""

    from_on = DateField_(_l("First closed day"), required=_l("Enter the first day, for example 12 9 2026"))
    until_on = DateField_(_l("Last closed day"), hint=_l("Leave empty for one day"))
    note = LineField(_l("Why?"), hint=_l("Optional. For example Tết, or repairs"), most=80)

    def validate_from_on(self, field: DateField_) -> None:
        if field.data and not self.until_on.data and field.data < clock.today():
            raise ValidationError(_("Choose a day from today on"))

    def validate_until_on(self, field: DateField_) -> None:
        if field.data and field.data < clock.today():
            raise ValidationError(_("Choose a day from today on"))
        if field.data and self.from_on.data and field.data < self.from_on.data:
            raise ValidationError(_("The last day comes after the first"))


class PointField(LineField):
    """A place on the map out of whatever can be pasted."""

    def read(self, text: str) -> Any:
        try:
            return coordinates.read_point(text)
        except ShortLinkError as error:
            raise ValueError(
                _("This short link says nothing by itself. Open it, hold a finger on the place, copy the two numbers")
            ) from error
        except PlusCodeError as error:
            raise ValueError(
                _("A plus code is not enough. Copy the two numbers beside it, for example 20.5563, 106.5731")
            ) from error
        except ValueError as error:
            raise ValueError(_("We cannot read this. Enter two numbers, for example 20.5563, 106.5731")) from error


class PlaceForm(AnswerForm):
    """Where on the map, and who may see it."""

    place = PointField(
        _l("Where is it on the map?"),
        hint=_l("Two numbers such as 20.5563, 106.5731, or the whole link from Google Maps"),
        required=_l("Paste the link or the two numbers, for example 20.5563, 106.5731"),
        most=coordinates.LONGEST,
    )
    is_public = ChoiceField(
        _l("What may visitors see?"),
        choices=(("yes", _l("The very spot, so that guests find us")), ("no", _l("Only the hamlet"))),
    )
    way_note = LineField(
        _l("How to find it"), hint=_l("Optional. For example after the dyke turn left, blue gate"), most=120
    )
    keep = TickField(_l("The place is right, keep it"))

    def __init__(self, area_path: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.area_path = area_path
        self.beyond: Box | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether it is a place in the country; one that seems to lie elsewhere is asked about once."""
        fine = super().validate(extra_validators)
        point = self.point()
        self.beyond = coordinates.outside(point, self.area_path, clock.today()) if point else None
        if self.beyond is not None and self.beyond.refuses:
            self.place.errors = (_("This place is not in Viet Nam. Copy the numbers again"),)
            return False
        if fine and self.beyond is not None and not self.keep.data:
            name = self.beyond.name(words.language())
            self.place.errors = (_("This place seems to lie outside %(land)s. Keep it or mend it?", land=name),)
            return False
        return fine

    def point(self) -> Point | None:
        """Return the place, if it could be read."""
        place = self.payload()["place"]
        return place if isinstance(place, Point) else None


class ButtonForm(Form):
    """A button: nothing to fill in."""


class SeenForm(Form):
    """What the desk has seen on the spot."""

    items = ChoicesField(_l("Seen on the spot"), choices=(), hint=_l("Tick only what you saw yourself"))

    def __init__(self, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.items.choices = offered
