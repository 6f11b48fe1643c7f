"""Words for values, and the sentences of the rule file, listed here so that they are translated."""

from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.core.money import format_vnd
from catalog.channel_rules import Channel
from catalog.readiness import Failure, Verdict
from catalog.rules import Field, PhotoRole, Storage, Unit
from catalog.states import Stage

ROLES: Mapping[PhotoRole, object] = {
    PhotoRole.FRONT: _l("Front"),
    PhotoRole.LABEL: _l("Label at the back, letters readable"),
    PhotoRole.SIZE: _l("Beside a hand, to show the size"),
    PhotoRole.MAKER: _l("The maker at work"),
}
ROLE_HINTS: Mapping[PhotoRole, object] = {
    PhotoRole.FRONT: _l("The whole product, in the light, on a plain ground"),
    PhotoRole.LABEL: _l("Wipe the lens, find light, keep the label level"),
    PhotoRole.SIZE: _l("A hand or a bottle beside it"),
    PhotoRole.MAKER: _l("Buyers like to see who makes it"),
}
UNITS: Mapping[Unit, object] = {
    Unit.ML: _l("millilitres (ml)"),
    Unit.LITRE: _l("litres (l)"),
    Unit.GRAM: _l("grams (g)"),
    Unit.KILOGRAM: _l("kilograms (kg)"),
    Unit.PIECE: _l("pieces"),
    Unit.NIGHT: _l("nights"),
}
STORAGES: Mapping[Storage, object] = {
    Storage.DRY: _l("A dry, airy place"),
    Storage.COOL: _l("A refrigerator"),
    Storage.FROZEN: _l("A freezer"),
}
STAGES: Mapping[Stage, object] = {
    Stage.DRAFT: _l("Being prepared"),
    Stage.LISTED: _l("Shown"),
    Stage.HIDDEN: _l("Hidden"),
}
CHANNELS: Mapping[Channel, object] = {
    Channel.GOOGLE: _l("Google, free listings"),
    Channel.SHOPEE_VN: _l("Shopee"),
    Channel.SCHEMA_ORG: _l("Search engines"),
}
VERDICTS: Mapping[Verdict, object] = {
    Verdict.READY: _l("Ready"),
    Verdict.MISSING: _l("Something missing"),
    Verdict.WARN: _l("Ready, could be better"),
    Verdict.UNVERIFIED: _l("Ready, one rule not confirmed"),
}
# How each verdict is coloured; the word beside it says the same.
TONES: Mapping[Verdict, str] = {
    Verdict.READY: "good",
    Verdict.MISSING: "bad",
    Verdict.WARN: "good",
    Verdict.UNVERIFIED: "wait",
}
# The page that mends each answer, under the product's own address.
PAGES: Mapping[Field, str] = {
    Field.NAME: "ten",
    Field.CONTENT: "dung-tich",
    Field.PRICE: "gia",
    Field.SHELF_LIFE: "han",
    Field.STORAGE: "bao-quan",
    Field.DESCRIPTION: "mo-ta",
    Field.WEIGHT: "can-nang",
    Field.INGREDIENTS: "thanh-phan",
    Field.PHOTOS: "anh",
}
ANSWERS = (
    ("anh", _l("Photos")),
    ("ten", _l("Name")),
    ("dung-tich", _l("How much is in one pack")),
    ("gia", _l("Price")),
    ("han", _l("How long it keeps")),
    ("bao-quan", _l("How to keep it")),
    ("mo-ta", _l("Description")),
    ("can-nang", _l("Weight, packed")),
    ("thanh-phan", _l("What is in it")),
)
RULES = (
    _l("Give the product a name"),
    _l("Shorten the name by %(over)s characters: at most %(limit)s, now %(have)s"),
    _l("Write %(short)s more characters in the name: at least %(limit)s, now %(have)s"),
    _l("Write a few sentences about the product"),
    _l("Write %(short)s more characters about the product: at least %(limit)s, now %(have)s"),
    _l("Shorten the description by %(over)s characters: at most %(limit)s, now %(have)s"),
    _l("Say the price at home"),
    _l("Take a photo of the front"),
    _l("The front photo has %(have)s px on its short side; %(limit)s px are needed. Take it again from nearer"),
    _l("The price must be from %(low)s to %(high)s, now %(have)s"),
    _l("Take %(short)s more photos: at least %(limit)s, now %(have)s"),
    _l("Say the weight with its packing, in grams"),
    _l(
        "Show the product on this site: the commune has confirmed the business, "
        "the owner has agreed, and the product is shown"
    ),
    _l("Take “%(found)s” out of the name and the description: no telephone numbers, web addresses or other shops"),
    _l("Say how much is in one pack"),
    _l("Write the business name in the dossier: it is shown as the brand"),
    _l("The front photo is too small for search engines. Take it again from nearer"),
)
LABEL = (
    _l("Name of the goods, in the largest letters"),
    _l("Name and address of the maker"),
    _l("Where it was made"),
    _l("How much is in one pack"),
    _l("What is in it"),
    _l("Day it was made and day it expires"),
    _l("How to use and keep it, and warnings if any"),
)
EXAMPLES = (
    _l("Fish sauce from Diêm Điền, 40 degrees, 500 ml bottle"),
    _l("What it is made from, how it tastes, how to use and keep it"),
    _l("120.000"),
    _l("In the light, the whole product in the frame"),
    _l("500 ml"),
    _l("Mận fish sauce"),
    _l("A 500 ml bottle weighs about 900 g"),
)


def sentence(failure: Failure) -> str:
    """Say what is missing, with its exact difference."""
    is_price = failure.field is Field.PRICE
    shown = {
        name: format_vnd(value) if is_price and isinstance(value, int) else value
        for name, value in failure.difference.items()
    }
    words: str = gettext(failure.rule.message)
    return words % shown if shown else words


def example(failure: Failure) -> str:
    """Show what would do."""
    if not failure.rule.example:
        return ""
    words: str = gettext(failure.rule.example)
    return words
