"""The sentences of the rule files, listed here so that they are translated, and said with their differences."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.core.money import format_vnd
from catalog.readiness import Failure
from catalog.rules import Field

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
    _l("Photo %(number)s is sent with %(have)s kB, at most %(limit)s kB. Press “Cut the square” for a lighter one"),
    _l("Photo %(number)s has %(have)s px on its long side as it is sent, at most %(limit)s px. Cut the square anew"),
    _l("Photo %(number)s has not the shape that is asked for as it is sent. Cut the square anew"),
    _l("The price must be from %(low)s to %(high)s, now %(have)s"),
    _l("Take %(short)s more photos: at least %(limit)s, now %(have)s"),
    _l("Only %(limit)s photos are shown there, now there are %(have)s: move the best ones to the front"),
    _l("Say the weight with its packing, in grams"),
    _l("Say how long, wide and high the parcel is, in centimetres"),
    _l("Write %(short)s more words about the product: at least %(limit)s, now %(have)s"),
    _l(
        "Show the product on this site: the commune has confirmed the business, "
        "the owner has agreed, and the product is shown"
    ),
    _l("Take “%(found)s” out of the name and the description: no telephone numbers, web addresses or other shops"),
    _l("Say how much is in one pack"),
    _l("Write the business name in the dossier: it is shown as the brand"),
    _l("The front photo is too small for search engines. Take it again from nearer"),
    _l("Say what kind of goods it is"),
    _l("Take “%(found)s” out: the law lets nobody say so without proof"),
    _l("Take “%(found)s” out: food may not be said to heal"),
    _l("Take “%(found)s” out of the name: no offers and promises there"),
    _l("The text says %(found)s stars, the OCOP certificates in force say %(have)s"),
    _l("Answer what belongs on the label: %(short)s still open"),
    _l("Answer %(short)s more questions about this kind of goods: at least %(limit)s, now %(have)s"),
    _l("Say the name in English too, for visitors from abroad"),
    _l("Google restricts alcohol and may refuse it here. Ask the commune before relying on it"),
    _l("Take %(over)s packs away: at most %(limit)s, now %(have)s"),
    _l("Shorten “%(found)s” by %(over)s characters: at most %(limit)s"),
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
    _l("Keep what it is made from, how it tastes and how to use it; leave the rest out"),
    _l("Press “Show it” on the page of the product"),
    _l("A photo of 3,000 × 3,000 px, as most telephones take it"),
    _l("A square of 1,500 px weighs about 400 kB"),
    _l("30 long, 20 wide, 15 high for two bottles in a carton"),
    _l("The front, the label, in the hand, and whoever makes it"),
    _l("A square: as high as it is wide"),
    _l("“Ask the maker” instead of a telephone number"),
    _l("Fish sauce is one of “Soy paste, fish sauce and other liquid seasonings”"),
    _l("Day made: see the lid of the bottle"),
    _l("Sell it on the other places, or from home"),
    _l("40 degrees of protein"),
    _l("500 ml and 1 litre, each in glass or plastic: four packs"),
    _l("A square of 1,500 px"),
    _l("“Aged twelve months, 40 degrees of protein” instead of “the best”"),
    _l("“Mild, good with rice” instead of what it is said to heal"),
    _l("OCOP 4 stars, as on the certificate"),
    _l("The front first, then the label and the size"),
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
