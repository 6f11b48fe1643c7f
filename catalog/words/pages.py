"""Which page mends which answer, and what the pages are called."""

from collections.abc import Mapping
from uuid import UUID

from flask_babel import lazy_gettext as _l

from catalog.readiness import Failure
from catalog.rules import Field

# The page that mends each answer, under the product's own address.
PAGES: Mapping[Field, str] = {
    Field.NAME: "ten",
    Field.CONTENT: "dung-tich",
    Field.PRICE: "gia",
    Field.SHELF_LIFE: "han",
    Field.STORAGE: "bao-quan",
    Field.DESCRIPTION: "mo-ta",
    Field.WEIGHT: "can-nang",
    Field.BOX: "goi-hang",
    Field.INGREDIENTS: "thanh-phan",
    Field.PHOTOS: "anh",
    Field.FAMILY: "loai",
    Field.LABEL: "nhan",
    Field.VARIANTS: "quy-cach",
    Field.GTIN: "ma-vach",
    Field.ENGLISH: "ten-tieng-anh",
}
# What is told of the maker and not of the product, under the dossier's own address.
_OF_MAKER: Mapping[Field, str] = {Field.PLACE: "/du-lich/vi-tri", Field.BRAND: ""}


def mends(failure: Failure, product_id: UUID, code: str) -> str:
    """Return the address of the page where what is missing is said."""
    if failure.field is Field.SHOWN:
        return f"/sp/{product_id}/kenh#hien"
    if failure.field in _OF_MAKER:
        return f"/hs/{code}{_OF_MAKER[failure.field]}"
    page = f"nhan/{failure.rule.attribute}" if failure.rule.attribute else PAGES[failure.field]
    return f"/sp/{product_id}/{page}?sua=1"


ANSWERS = (
    ("anh", _l("Photos")),
    ("ten", _l("Name")),
    ("dung-tich", _l("How much is in one pack")),
    ("gia", _l("Price")),
    ("han", _l("How long it keeps")),
    ("bao-quan", _l("How to keep it")),
    ("mo-ta", _l("Description")),
    ("can-nang", _l("Weight, packed")),
    ("goi-hang", _l("Size of the parcel")),
    ("thanh-phan", _l("What is in it")),
    ("loai", _l("Kind of goods")),
    ("nhan", _l("Label and more about it")),
    ("quy-cach", _l("Packs and sizes")),
    ("ma-vach", _l("Bar code")),
    ("ten-tieng-anh", _l("Name in English")),
    ("mo-ta-tieng-anh", _l("Description in English")),
    ("noi-ban", _l("Where else it is sold")),
)
