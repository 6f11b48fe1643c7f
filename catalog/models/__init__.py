"""Products, photographs and packs, what they say where, where they are sold, what they were, how ready each is."""

from catalog.models.answer import ChannelAnswer
from catalog.models.feed import FeedBlock, FeedBuild, FeedChange, FeedLeftover, FeedPart
from catalog.models.goods_list import GoodsList, GoodsListItem
from catalog.models.override import ChannelOverride
from catalog.models.photo import PhotoRendition, ProductPhoto
from catalog.models.product import Product
from catalog.models.revision import ProductRevision
from catalog.models.rule_change import RuleChange
from catalog.models.selling_link import SellingLink
from catalog.models.shelf_file import ShelfFile
from catalog.models.state import files_of, state_begun, state_of
from catalog.models.template import SheetTemplate
from catalog.models.variant import ProductVariant
from catalog.models.verdict import ProductReadiness

__all__ = [
    "ChannelAnswer",
    "ChannelOverride",
    "FeedBlock",
    "FeedBuild",
    "FeedChange",
    "FeedLeftover",
    "FeedPart",
    "GoodsList",
    "GoodsListItem",
    "PhotoRendition",
    "Product",
    "ProductPhoto",
    "ProductReadiness",
    "ProductRevision",
    "ProductVariant",
    "RuleChange",
    "SellingLink",
    "SheetTemplate",
    "ShelfFile",
    "files_of",
    "state_begun",
    "state_of",
]
