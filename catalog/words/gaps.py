"""What an answer is called that many products lack."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from catalog.queries import Gap
from catalog.rules import Field
from catalog.words.demands import demand
from catalog.words.pages import PAGES

SHOWN_PAGE = "hien"
GAPS: Mapping[Field, object] = {
    Field.PRICE: _l("Price"),
    Field.CONTENT: _l("How much is in one pack"),
    Field.SHELF_LIFE: _l("How long it keeps"),
    Field.STORAGE: _l("How to keep it"),
    Field.DESCRIPTION: _l("Description"),
    Field.WEIGHT: _l("Weight, packed"),
    Field.BOX: _l("Size of the parcel"),
    Field.INGREDIENTS: _l("What is in it"),
    Field.FAMILY: _l("Kind of goods"),
    Field.PHOTOS: _l("Photos"),
    Field.SHOWN: _l("Not shown to visitors"),
}


def gap_name(gap: Gap) -> object:
    """Say what products lack, or of which they say too little."""
    return demand(gap.rule) if gap.rule else GAPS[gap.field]


def gap_page(gap: Gap) -> str:
    """Return the last part of the address of the list of those products."""
    if gap.rule:
        return gap.rule.id
    return SHOWN_PAGE if gap.field is Field.SHOWN else PAGES[gap.field]
