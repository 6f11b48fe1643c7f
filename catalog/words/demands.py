"""What a marketplace demands, as anybody can read it: a sentence with its numbers, not an error."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.identifiers import N_
from app.web.filters import count, vnd
from app.web.languages import language
from catalog import families
from catalog.channel_rules import Channel, ChannelRule, Confidence, Kind, Profile, Severity
from catalog.rules import Field
from catalog.word_lists import word_lists

FIELDS: Mapping[Field, object] = {
    Field.NAME: _l("Name"),
    Field.CONTENT: _l("How much is in one pack"),
    Field.PRICE: _l("Price"),
    Field.SHELF_LIFE: _l("How long it keeps"),
    Field.STORAGE: _l("How to keep it"),
    Field.DESCRIPTION: _l("Description"),
    Field.WEIGHT: _l("Weight, packed"),
    Field.BOX: _l("Size of the parcel"),
    Field.INGREDIENTS: _l("What is in it"),
    Field.PHOTOS: _l("Photos"),
    Field.SHOWN: _l("Page of the product"),
    Field.BRAND: _l("Brand"),
    Field.FAMILY: _l("Kind of goods"),
    Field.LABEL: _l("Label and more about it"),
    Field.VARIANTS: _l("Packs and sizes"),
    Field.GTIN: _l("Bar code"),
    Field.ENGLISH: _l("Name in English"),
    Field.PLACE: _l("Place on the map"),
}
SEVERITIES: Mapping[Severity, object] = {
    Severity.BLOCK: _l("It must be met"),
    Severity.RECOMMEND: _l("It only helps"),
}
CONFIDENCES: Mapping[Confidence, object] = {
    Confidence.HIGH: _l("Read at the source"),
    Confidence.MEDIUM: _l("Several others say so"),
    Confidence.LOW: _l("One weak source says so"),
    Confidence.KNOWN: _l("Known, not looked up again"),
}
PROFILES: Mapping[Profile, object] = {
    Profile.ALL: "",
    Profile.GOODS: _l("goods only"),
    Profile.OFFERS: _l("rooms, trips and meals only"),
    Profile.ALCOHOL: _l("drinks with alcohol only"),
    Profile.ROOMS: _l("rooms only"),
    Profile.TRIPS: _l("trips and places to see only"),
    Profile.MEALS: _l("meals only"),
}
PARAMS: Mapping[str, object] = {
    "min": _l("At least"),
    "max": _l("At most"),
    "px": _l("Pixels on the short side"),
    "area": _l("Pixels in all"),
    "kb": _l("Kilobytes"),
    "side": _l("Pixels on the long side"),
    "pct": _l("White edge, in hundredths"),
    "narrow": _l("Narrowest: width in hundredths of the height"),
    "wide": _l("Widest: width in hundredths of the height"),
}
# How a marketplace is called in an address that people read out.
PLACES: Mapping[str, Channel] = {channel.value.replace("_", "-"): channel for channel in Channel}


def demand(rule: ChannelRule) -> str:
    """Say what a demand is."""
    named = {"what": _what(rule), **{name: _number(rule, number) for name, number in rule.params.items()}}
    if rule.words:
        named["words"] = ", ".join(word_lists()[rule.words].samples)
    return _(_said(rule), **named)


def _said(rule: ChannelRule) -> str:
    if rule.kind is Kind.NOT_TAKEN and rule.blocks:
        return _REFUSED
    if rule.kind is Kind.IMAGE_SHAPE and set(rule.params.values()) == {100}:
        return _SQUARE
    return _DEMANDS[rule.kind]


def _what(rule: ChannelRule) -> object:
    asked = families.attribute(rule.attribute)
    return asked.label(language()) if asked else FIELDS[rule.field]


def standing(rule: ChannelRule) -> object:
    """Say whether failing it stops a product."""
    if rule.severity is Severity.RECOMMEND:
        return _l("helps")
    return _l("must") if rule.blocks else _l("not confirmed: warns")


def _number(rule: ChannelRule, number: int) -> str:
    return vnd(number) if rule.kind is Kind.PRICE_RANGE else count(number)


_REFUSED = N_("%(what)s: not for these")
_SQUARE = N_("%(what)s: each square as it is sent")
_DEMANDS: Mapping[Kind, str] = {
    Kind.REQUIRED: N_("%(what)s: has to be there"),
    Kind.MIN_LENGTH: N_("%(what)s: at least %(min)s characters"),
    Kind.MAX_LENGTH: N_("%(what)s: at most %(max)s characters"),
    Kind.MIN_WORDS: N_("%(what)s: at least %(min)s words"),
    Kind.MIN_IMAGES: N_("%(what)s: at least %(min)s"),
    Kind.MAX_IMAGES: N_("%(what)s: at most %(max)s are shown"),
    Kind.IMAGE_MIN_PX: N_("%(what)s: the front from %(px)s pixels on its short side"),
    Kind.IMAGE_MIN_AREA: N_("%(what)s: the front from %(area)s pixels in all"),
    Kind.IMAGE_MAX_KB: N_("%(what)s: each of at most %(kb)s kB as it is sent"),
    Kind.IMAGE_MAX_PX: N_("%(what)s: each of at most %(side)s pixels on its long side"),
    Kind.IMAGE_SHAPE: N_("%(what)s: each from %(narrow)s to %(wide)s hundredths of its height wide"),
    Kind.IMAGE_WHITE: N_("%(what)s: the first with %(pct)s %% of its edge white"),
    Kind.IMAGE_SHARP: N_("%(what)s: sharp"),
    Kind.IMAGE_LIGHT: N_("%(what)s: in the light"),
    Kind.IMAGE_ONCE: N_("%(what)s: nothing shown twice"),
    Kind.PRICE_RANGE: N_("%(what)s: from %(min)s to %(max)s"),
    Kind.FORBIDDEN_CONTACT: N_("%(what)s: no telephone number, web address or other shop"),
    Kind.IS_SHOWN: N_("%(what)s: open to everybody on this site"),
    Kind.LABEL: N_("%(what)s: everything that belongs on the label is answered"),
    Kind.MIN_ANSWERS: N_("%(what)s: at least %(min)s questions answered"),
    Kind.MAX_VARIANTS: N_("%(what)s: at most %(max)s"),
    Kind.MAX_OPTIONS: N_("%(what)s: at most %(max)s choices of one difference"),
    Kind.MAX_OPTION: N_("%(what)s: each called in at most %(max)s characters"),
    Kind.FORBIDDEN_WORDS: N_("%(what)s: no words such as %(words)s"),
    Kind.NO_SELLER: N_("%(what)s: without the seller's name"),
    Kind.NO_OPTION: N_("%(what)s: without what only one pack is"),
    Kind.STARS: N_("%(what)s: as many stars as the OCOP certificates in force"),
    Kind.NOT_TAKEN: N_("%(what)s: may be refused"),
    Kind.ANSWERED: N_("%(what)s: has to be there"),
    Kind.MIN_LISTED: N_("%(what)s: at least %(min)s things"),
    Kind.KEEPS_WORD: N_("%(what)s: from %(min)s to %(max)s where the words say “%(words)s”"),
}
