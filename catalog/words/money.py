"""Where a product had better be sold, and what is left of its price, in words."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from catalog.advice import Leaning, Place
from catalog.channel_rules import Channel

WAYS: Mapping[Place, object] = {
    Place.NEAR: _l("Nearby: Zalo, Facebook, the market, guests"),
    Place.NATIONAL: _l("Marketplaces of the whole country"),
    Place.SEARCH: _l("Google, and the product's own page"),
}
LEANINGS: Mapping[Leaning, object] = {Leaning.GOOD: _l("do"), Leaning.NOT_YET: _l("not yet")}
REASONS: Mapping[str, object] = {
    "near-always": _l("Buyers nearby can taste it and come back, and nothing is taken off the price."),
    "spoils-soon": _l("It keeps for less than a week: on the road it spoils, and one bad review stays."),
    "cool-and-short": _l("It needs a refrigerator and keeps for less than a month: few carriers keep it cold."),
    "frozen": _l("It has to stay frozen: ordinary carriers cannot."),
    "heavy-and-cheap": _l("It is heavy for its price: sending it costs what it earns."),
    "cheap": _l("One costs too little for the sending. Try several in one pack."),
    "alcohol": _l("Marketplaces restrict alcohol. Ask the commune first."),
    "alive": _l("Living plants and animals do not travel by post."),
    "offer": _l("Marketplaces sell goods. Guests look for a room on maps and by telephone."),
    "offer-search": _l("Guests search before they travel: photos, a map and a telephone number are enough."),
    "keeps-long": _l("It keeps for long in a dry place and is worth its sending."),
    "craft": _l("It does not spoil and is light enough to send."),
    "goods-search": _l("Being found costs nothing: the free listing takes buyers to this page."),
}
# Where a place to sell takes a fee and keeps tax back; elsewhere the maker declares by himself.
TAKING: tuple[Channel, ...] = (Channel.SHOPEE_VN, Channel.TIKTOK_SHOP, Channel.LAZADA_VN, Channel.TIKI)
