"""What is kept of products; their photographs go with them."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from catalog.models import (
    ChannelAnswer,
    ChannelOverride,
    FeedPart,
    GoodsList,
    GoodsListItem,
    PhotoRendition,
    Product,
    ProductPhoto,
    ProductReadiness,
    ProductRevision,
    ProductVariant,
    SellingLink,
    SheetTemplate,
    ShelfFile,
    files_of,
)

_PRODUCTS = Kept(Product, _l("Products"), Fate.DELETED)
_LISTS = Kept(GoodsList, _l("Lists of products"), Fate.DELETED, files=("sha256",))
_PHOTOS = Kept(ProductPhoto, _l("Photographs"), Fate.DELETED, files=("sha256",), keys=("product_id",), of=_PRODUCTS)

KEPT = (
    Kept(PhotoRendition, _l("Sizes of photographs"), Fate.DELETED, files=("sha256",), keys=("photo_id",), of=_PHOTOS),
    Kept(ProductVariant, _l("Sizes and kinds"), Fate.DELETED, keys=("product_id",), of=_PRODUCTS),
    _PHOTOS,
    Kept(ChannelOverride, _l("Words for one marketplace"), Fate.DELETED, keys=("product_id",), of=_PRODUCTS),
    Kept(SellingLink, _l("Links to where it is sold"), Fate.DELETED, keys=("product_id",), of=_PRODUCTS),
    Kept(ProductReadiness, _l("What marketplaces would say"), Fate.DELETED, keys=("product_id",), of=_PRODUCTS),
    Kept(
        ProductRevision,
        _l("Earlier versions of a product"),
        Fate.DELETED,
        keys=("product_id",),
        of=_PRODUCTS,
        files_in=lambda revision: files_of(revision.state),
    ),
    Kept(ShelfFile, _l("Files of all products"), Fate.DELETED, files=("sha256",)),
    Kept(SheetTemplate, _l("Headings of marketplaces' templates"), Fate.DELETED),
    Kept(FeedPart, _l("Its part of the files for marketplaces"), Fate.DELETED, keys=("product_id",), of=_PRODUCTS),
    Kept(ChannelAnswer, _l("What marketplaces have said"), Fate.DELETED, keys=("product_id",), of=_PRODUCTS),
    Kept(GoodsListItem, _l("Products in lists"), Fate.DELETED, keys=("goods_list_id",), of=_LISTS),
    _LISTS,
    _PRODUCTS,
)
