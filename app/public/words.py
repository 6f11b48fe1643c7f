"""Words that several public pages share."""

from flask_babel import lazy_gettext as _l

from app.public.rules import OTHER
from merchants.rules import Craft

CRAFT_LABELS = {
    Craft.FISH_SAUCE: _l("Fish sauce, dried fish"),
    Craft.RICE: _l("Rice"),
    Craft.CAKE: _l("Cakes"),
    Craft.VEGETABLE: _l("Vegetables, fruit"),
    Craft.WEAVING: _l("Mats, weaving"),
    Craft.HOMESTAY: _l("Homestay"),
    Craft.RESTAURANT: _l("Eating house"),
    Craft.TOUR: _l("Tours and boat trips"),
    Craft.ATTRACTION: _l("Places to visit"),
    Craft.OTHER: _l("Other crafts"),
    OTHER: _l("Other crafts, each fewer than five"),
}
