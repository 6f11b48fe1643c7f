"""Reads about products: one product, a merchant's shelf, what visitors see, counts per commune."""

from catalog.queries.answers import answers_about, answers_of, products_by_code
from catalog.queries.channel_page import ChannelPage
from catalog.queries.counts import CatalogCount, DrillRow, count_by_commune, products_in
from catalog.queries.feed import fed_rows, feed_rows, feed_stamp
from catalog.queries.feed_parts import (
    Change,
    blocks,
    blocks_of,
    count_items,
    feed_build,
    feed_builds,
    feed_changes,
    given_out,
    gone_parts,
    last_block,
    must_be_replaced,
    old_blocks,
    old_parts,
    parts_in,
)
from catalog.queries.gaps import MISSING, Gap, gaps, lacking, of_areas, of_maker
from catalog.queries.goods_lists import all_of, by_ids, goods_list, goods_lists_of, items_from, lists_at_work, named_of
from catalog.queries.judged import ToJudge, to_judge
from catalog.queries.listed import ListRow, PublicList, Wanted, newest_shown, public_list, shown_alike, shown_of
from catalog.queries.photo_page import PhotoPage, unmeasured_photos
from catalog.queries.revisions import History, history_of, last_revision, revision_of
from catalog.queries.rule_book import (
    change_by_id,
    decided_changes,
    last_change_number,
    open_change,
    open_changes,
    rule_book,
)
from catalog.queries.selling import links_at, selling_links
from catalog.queries.shelf import ShelfRow, blank_of, by_id, count_of, shelf_of, shelf_page
from catalog.queries.shelf_files import (
    families_on,
    file_at_work,
    files_asked_before,
    files_at_work,
    lines_of_shelf,
    named_ids,
    shelf_file,
    shelf_files_of,
)
from catalog.queries.shown import area_names, product_of_gtin, public_product, rendition, told_by_maker
from catalog.queries.stars import products_losing_stars, stars_of
from catalog.queries.templates import template_of
from catalog.queries.verdicts import readiness_rows, ready_merchant_ids, stale_ids
from catalog.queries.wording import Finding, findings

__all__ = [
    "MISSING",
    "CatalogCount",
    "Change",
    "ChannelPage",
    "DrillRow",
    "Finding",
    "Gap",
    "History",
    "ListRow",
    "PhotoPage",
    "PublicList",
    "ShelfRow",
    "ToJudge",
    "Wanted",
    "all_of",
    "answers_about",
    "answers_of",
    "area_names",
    "blank_of",
    "blocks",
    "blocks_of",
    "by_id",
    "by_ids",
    "change_by_id",
    "count_by_commune",
    "count_items",
    "count_of",
    "decided_changes",
    "families_on",
    "fed_rows",
    "feed_build",
    "feed_builds",
    "feed_changes",
    "feed_rows",
    "feed_stamp",
    "file_at_work",
    "files_asked_before",
    "files_at_work",
    "findings",
    "gaps",
    "given_out",
    "gone_parts",
    "goods_list",
    "goods_lists_of",
    "history_of",
    "items_from",
    "lacking",
    "last_block",
    "last_change_number",
    "last_revision",
    "lines_of_shelf",
    "links_at",
    "lists_at_work",
    "must_be_replaced",
    "named_ids",
    "named_of",
    "newest_shown",
    "of_areas",
    "of_maker",
    "old_blocks",
    "old_parts",
    "open_change",
    "open_changes",
    "parts_in",
    "product_of_gtin",
    "products_by_code",
    "products_in",
    "products_losing_stars",
    "public_list",
    "public_product",
    "readiness_rows",
    "ready_merchant_ids",
    "rendition",
    "revision_of",
    "rule_book",
    "selling_links",
    "shelf_file",
    "shelf_files_of",
    "shelf_of",
    "shelf_page",
    "shown_alike",
    "shown_of",
    "stale_ids",
    "stars_of",
    "template_of",
    "to_judge",
    "told_by_maker",
    "unmeasured_photos",
]
