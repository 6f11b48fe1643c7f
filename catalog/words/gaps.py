"""What an answer is called that many products lack."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from catalog.rules import Field

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
}
