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
    _l("Photo %(number)s is sent %(have)s %% as wide as it is high, and a square is asked for. Cut the square anew"),
    _l(
        "Photo %(number)s is sent %(have)s %% as wide as it is high; %(low)s to %(high)s %% is asked for. "
        "Cut the square anew"
    ),
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
    _l("The front photo has %(have)s pixels in all; %(limit)s are needed. Take it again from nearer"),
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
    _l("Take %(over)s choices of one difference away: at most %(limit)s, now %(have)s"),
    _l("Take “%(found)s” out of the name: the place shows the seller beside it"),
    _l("Take “%(found)s” out of the name: not every pack is so, and each says it itself"),
    _l("Shorten “%(found)s” by %(over)s characters: at most %(limit)s"),
    _l("Only rooms in which guests sleep are booked there"),
    _l("Only trips and places to see are booked there"),
    _l("The file for this place holds goods that are sent; rooms, trips and meals have places of their own"),
    _l("This place is for goods that are sent, and may refuse rooms, trips and meals"),
    _l("Say what one night costs"),
    _l("Say what it costs for one grown-up"),
    _l("Take the first photo"),
    _l("Put your place on the map"),
    _l("Say how many guests the room holds"),
    _l("Say which beds there are"),
    _l("Say whether the bathroom is the room's own"),
    _l("Say from when on guests may come in"),
    _l("Say until when guests leave"),
    _l("Say until when guests may cancel, and what they get back"),
    _l("Name %(short)s more things that are there: at least %(limit)s, now %(have)s"),
    _l("Say how many hours it takes"),
    _l("Say where guests meet"),
    _l("Say which languages are spoken with guests"),
    _l("Say what the price includes"),
    _l("Say what guests pay besides"),
    _l("Say what guests should bring"),
    _l("Say when it is open"),
    _l("“%(found)s” means %(low)s to %(high)s hours, and the answer says %(have)s. Change the words or the answer"),
    _l("“%(found)s” means at most %(high)s guests, and the answer says %(have)s. Change the words or the answer"),
    _l("Say what may not agree with some guests"),
    _l("Put the goods on a white ground: %(have)s %% of the edge of photo 1 is white, %(limit)s %% would do"),
    _l("Photo %(number)s is blurred. Wipe the lens, go into the light and take it again"),
    _l("Photo %(number)s is dark. Go to the window or outside and take it again"),
    _l("Photo %(number)s shows the same as photo %(other)s. Take another side instead"),
    _l("Say whether there is something without meat"),
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
    _l("300 g, 500 g and 1 kg: three choices"),
    _l("A square of 1,500 px"),
    _l("“Aged twelve months, 40 degrees of protein” instead of “the best”"),
    _l("“Mild, good with rice” instead of what it is said to heal"),
    _l("OCOP 4 stars, as on the certificate"),
    _l("The front first, then the label and the size"),
    _l("Rooms and trips are found by search engines, on maps and by telephone"),
    _l("Double room facing the mangroves, one night"),
    _l("350.000"),
    _l("250.000"),
    _l("A room is one of “Rooms, trips, meals and places to visit”"),
    _l("The house from outside, in the light"),
    _l("The house from outside, the room, the bed, the bathroom, the view, where guests eat"),
    _l("20.55630, 106.57310, as a telephone shows it"),
    _l("2"),
    _l("One double bed"),
    _l("In the room, for this room only"),
    _l("From 13:00"),
    _l("Before 11:00"),
    _l("Free until 3 days before; after that one night is kept"),
    _l("Wifi, fan, air conditioning, hot water, towels, tea, bicycles, parking, garden, breakfast"),
    _l("What guests see from the window, how they sleep, what there is to eat"),
    _l("Catching crabs in the mangroves, half a day"),
    _l("The way there, what guests do, whoever leads them"),
    _l("Where it goes, what guests do, what they see"),
    _l("4"),
    _l("The ferry at Thụy Trường"),
    _l("Vietnamese, a little English"),
    _l("Free until one day before; after that nothing comes back"),
    _l("Boat, hat, lunch"),
    _l("Drinks, the way to the ferry"),
    _l("Shoes that may get wet"),
    _l("Every day, 07:00 to 17:00"),
    _l("Half a day: 4 hours"),
    _l("A whole day: 8 hours"),
    _l("A small group: 12 guests"),
    _l("Peanuts, shrimps; or: none"),
    _l("The bottle on a sheet of white paper, in the light"),
    _l("Elbows on the table, the telephone in both hands"),
    _l("In front of the house in the morning"),
    _l("The front, then the label, then the hand beside it"),
    _l("Tofu and vegetables, on request"),
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
