"""The questions about a product, one to a page."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import ValidationError

from app.core.identifiers import IdentifierError, check_gtin
from app.web.forms import ChoiceField, Form, LineField, TextField_, VndField, WholeNumberField
from catalog import rules
from catalog.rules import ProductFacts, Storage, Unit
from catalog.words import STORAGES, UNITS

_MONTH_DAYS = 30
_SIDES = ("length_cm", "width_cm", "height_cm")


class AmountField(LineField):
    """A positive number with at most three places: ``0,5`` and ``0.5`` are the same; empty is None."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = self.data or None

    def read(self, text: str) -> Decimal:
        sentence = _("Enter a number, for example 500 or 0,5")
        try:
            amount = Decimal(text.replace(",", "."))
        except InvalidOperation as error:
            raise ValueError(sentence) from error
        if not amount.is_finite() or not Decimal("0.001") <= amount <= 100_000 or amount != round(amount, 3):
            raise ValueError(sentence)
        return amount

    def write(self, value: Any) -> str:
        return f"{Decimal(value).normalize():f}".replace(".", ",")


class GtinField(LineField):
    """The number under a bar code, kept with fourteen digits; empty where there is none."""

    def read(self, text: str) -> str:
        try:
            check_gtin(text)
        except IdentifierError as error:
            raise ValueError(_(error.sentence, **error.values)) from error
        gtin = rules.whole_gtin(text)
        if rules.is_kept_inside_a_shop(gtin):
            raise ValueError(_("This number is one that a shop gives out for itself. Use the one bought from GS1"))
        return gtin

    def write(self, value: Any) -> str:
        return rules.short_gtin(str(value))


class Question(Form):
    """One question about a product: filled from its facts, read back as its columns."""

    @classmethod
    def about(cls, facts: ProductFacts) -> Self:
        """Return the form with what has been answered."""
        return cls(data=cls.before(facts))

    def asked(self) -> tuple[Field, ...]:
        """Return the fields a person sees; the first one's label is the page's heading."""
        return tuple(field for field in self if field.name not in ("csrf_token", "_khoa"))

    @staticmethod
    def before(facts: ProductFacts) -> Mapping[str, Any]:
        """Return what has been answered, under the names of the fields."""
        return vars(facts)

    def changes(self) -> Mapping[str, Any]:
        """Return the answers, under the names of the product's columns."""
        return self.payload()


def _side(label: Any, hint: Any = "") -> Any:
    least, most = rules.BOX_SIDES
    sentence = _l("Enter whole centimetres from %(least)d to %(most)d, for example 30", least=least, most=most)
    return WholeNumberField(label, required=sentence, hint=hint, least=least, greatest=most, sentence=sentence)


class NameQuestion(Question):
    name = LineField(
        _l("What is the product called?"),
        required=_l("Enter the name, for example Nước mắm Diêm Điền 40 độ đạm"),
        hint=_l("As on the label. Say what it is, where from, how strong or how much"),
        most=rules.NAME_LENGTHS[1],
    )


class ContentQuestion(Question):
    amount = AmountField(
        _l("How much is in one pack?"),
        required=_l("Enter a number, for example 500 or 0,5"),
        hint=_l("500 ml"),
        most=12,
    )
    unit = ChoiceField(_l("Counted in"), choices=lambda: [(unit.value, label) for unit, label in UNITS.items()])

    @staticmethod
    def before(facts: ProductFacts) -> Mapping[str, Any]:
        return {"amount": facts.net_content, "unit": facts.unit.value if facts.unit else None}

    def changes(self) -> Mapping[str, Any]:
        return {"content_milli": int(Decimal(self.amount.data or 0) * 1000), "content_unit": Unit(self.unit.data)}


class PriceQuestion(Question):
    price_vnd = VndField(
        _l("What does it cost, bought at home?"),
        required=_l("Enter the price at home, for example 120.000"),
        hint=_l("In đồng, for one pack. Shops and platforms may add their own fee"),
        most=20,
    )

    def validate_price_vnd(self, field: VndField) -> None:
        if field.data is not None and not rules.MIN_PRICE_VND <= int(field.data) <= rules.MAX_PRICE_VND:
            raise ValidationError(_("The price is from 1.000 đ to 100.000.000 đ, for example 120.000"))


class ShelfLifeQuestion(Question):
    number = WholeNumberField(
        _l("How long does it keep?"),
        hint=_l("From the day it is made. Leave it empty if it does not spoil, as with a basket or a room"),
        least=1,
        greatest=3650,
        sentence=_l("Enter a number, for example 12"),
    )
    counted_in = ChoiceField(
        _l("Counted in"), choices=lambda: [("months", _l("months")), ("days", _l("days"))], default="months"
    )

    @staticmethod
    def before(facts: ProductFacts) -> Mapping[str, Any]:
        days = facts.shelf_life_days
        if days is None:
            return {"number": None, "counted_in": "months"}
        whole = days % _MONTH_DAYS == 0
        return {"number": days // _MONTH_DAYS if whole else days, "counted_in": "months" if whole else "days"}

    def changes(self) -> Mapping[str, Any]:
        each = _MONTH_DAYS if self.counted_in.data == "months" else 1
        return {"shelf_life_days": self.number.data * each if self.number.data else None}


class StorageQuestion(Question):
    storage = ChoiceField(
        _l("Where should it be kept?"), choices=lambda: [(kind.value, label) for kind, label in STORAGES.items()]
    )

    @staticmethod
    def before(facts: ProductFacts) -> Mapping[str, Any]:
        return {"storage": facts.storage.value if facts.storage else None}

    def changes(self) -> Mapping[str, Any]:
        return {"storage": Storage(self.storage.data)}


class DescriptionQuestion(Question):
    description = TextField_(
        _l("Tell buyers about the product"),
        hint=_l("What it is made from, how it tastes, how to use and keep it. Five or six sentences are plenty"),
        most=rules.DESCRIPTION_LENGTH,
    )


class WeightQuestion(Question):
    weight_g = WholeNumberField(
        _l("How heavy is it, packed for sending?"),
        required=_l("Enter the weight in grams, for example 900"),
        hint=_l("In grams, with bottle and box. A 500 ml bottle weighs about 900 g"),
        least=1,
        greatest=1_000_000,
        sentence=_l("Enter the weight in grams, for example 900"),
    )


class BoxQuestion(Question):
    length_cm = _side(
        _l("How long is the parcel, packed for sending?"),
        hint=_l("In whole centimetres, outside. Two bottles in a carton: about 30 long, 20 wide, 15 high"),
    )
    width_cm = _side(_l("How wide?"))
    height_cm = _side(_l("How high?"))

    @staticmethod
    def before(facts: ProductFacts) -> Mapping[str, Any]:
        return dict(zip(_SIDES, rules.box_sides(facts.box_cm), strict=False))

    def changes(self) -> Mapping[str, Any]:
        return {"box_cm": rules.box_of([getattr(self, side).data for side in _SIDES])}


class IngredientsQuestion(Question):
    ingredients = TextField_(
        _l("What is in it?"),
        hint=_l("As on the label, the most first: anchovy, salt"),
        most=rules.INGREDIENTS_LENGTH,
    )


class GtinQuestion(Question):
    gtin = GtinField(
        _l("What is the number under the bar code?"),
        hint=_l("13 digits, in Viet Nam it begins with 893. Leave it empty if the pack has no bar code"),
        most=40,
    )


class EnglishNameQuestion(Question):
    name_en = LineField(
        _l("What is it called in English?"),
        hint=_l("Visitors who read English see this name. Keep names of places as they are"),
        most=rules.NAME_LENGTHS[1],
    )


class EnglishDescriptionQuestion(Question):
    description_en = TextField_(
        _l("Tell buyers about it in English"),
        hint=_l("Two or three plain sentences are enough"),
        most=rules.DESCRIPTION_LENGTH,
    )


# In the order they are asked; those after the fifth are asked only where somebody wants to answer.
QUESTIONS: Mapping[str, type[Question]] = {
    "ten": NameQuestion,
    "dung-tich": ContentQuestion,
    "gia": PriceQuestion,
    "han": ShelfLifeQuestion,
    "bao-quan": StorageQuestion,
    "mo-ta": DescriptionQuestion,
    "can-nang": WeightQuestion,
    "goi-hang": BoxQuestion,
    "thanh-phan": IngredientsQuestion,
    "ma-vach": GtinQuestion,
    "ten-tieng-anh": EnglishNameQuestion,
    "mo-ta-tieng-anh": EnglishDescriptionQuestion,
}
ASKED_OF_ALL = ("ten", "dung-tich", "gia", "han", "bao-quan")


def next_question(page: str) -> str | None:
    """Return the question after this one; none after the fifth, and none after those asked on demand."""
    following = ASKED_OF_ALL[ASKED_OF_ALL.index(page) + 1 :] if page in ASKED_OF_ALL else ()
    return next(iter(following), None)
