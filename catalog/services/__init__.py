"""What may be done to products: answer, photograph, pack, word for a marketplace, show, hand over, bring back."""

from catalog.services.answers import take_answers
from catalog.services.cuts import cut_anew, keep_cut
from catalog.services.exports import TemplateChangedError, export_to_sheet, keep_template
from catalog.services.feeds import (
    drop_parts,
    edition_of,
    forget_changes,
    give_out,
    leave_behind,
    put_together,
    release,
    write_parts,
)
from catalog.services.gaps import fill_many
from catalog.services.goods_lists import (
    ListRefusedError,
    accept,
    bring,
    drop,
    map_columns,
    problems_by_row,
    promise_lists,
    sheet_of,
    take,
    take_later,
    undo_list,
)
from catalog.services.gtins import GtinRefusedError, known_gtin
from catalog.services.list_photos import fetch_photos
from catalog.services.list_trials import read_later
from catalog.services.measuring import measure_some
from catalog.services.own_words import (
    OwnWordsRefusedError,
    drop_own,
    give_own,
    move_own_photo_forward,
    photos_on,
    refuse_foreign,
)
from catalog.services.packs import (
    PackRefusedError,
    add_pack,
    change_pack,
    lay_out,
    move_pack_forward,
    pack_of,
    remove_pack,
)
from catalog.services.photos import Sent, Taken, add_photos, move_photo_forward, photo_of, remove_photo, take_in
from catalog.services.products import (
    NotShowableError,
    UnknownFamilyError,
    actions,
    answer,
    answer_attribute,
    choose_family,
    hide,
    show,
    start,
)
from catalog.services.record import SUBJECT, ProductAction, TooManyError
from catalog.services.revisions import NothingToUndoError, StaleRevisionError, bring_back, undo
from catalog.services.rule_changes import (
    RuleAction,
    agree,
    not_agree,
    propose,
)
from catalog.services.selling import SellingLinkRefusedError, add_link, remove_link
from catalog.services.shelf_files import ask_file, forget_files, is_long, make_file, promise_files
from catalog.services.verdicts import recheck_many, recheck_stale, recheck_stars

__all__ = [
    "SUBJECT",
    "GtinRefusedError",
    "ListRefusedError",
    "NotShowableError",
    "NothingToUndoError",
    "OwnWordsRefusedError",
    "PackRefusedError",
    "ProductAction",
    "RuleAction",
    "SellingLinkRefusedError",
    "Sent",
    "StaleRevisionError",
    "Taken",
    "TemplateChangedError",
    "TooManyError",
    "UnknownFamilyError",
    "accept",
    "actions",
    "add_link",
    "add_pack",
    "add_photos",
    "agree",
    "answer",
    "answer_attribute",
    "ask_file",
    "bring",
    "bring_back",
    "change_pack",
    "choose_family",
    "cut_anew",
    "drop",
    "drop_own",
    "drop_parts",
    "edition_of",
    "export_to_sheet",
    "fetch_photos",
    "fill_many",
    "forget_changes",
    "forget_files",
    "give_out",
    "give_own",
    "hide",
    "is_long",
    "keep_cut",
    "keep_template",
    "known_gtin",
    "lay_out",
    "leave_behind",
    "make_file",
    "map_columns",
    "measure_some",
    "move_own_photo_forward",
    "move_pack_forward",
    "move_photo_forward",
    "not_agree",
    "pack_of",
    "photo_of",
    "photos_on",
    "problems_by_row",
    "promise_files",
    "promise_lists",
    "propose",
    "put_together",
    "read_later",
    "recheck_many",
    "recheck_stale",
    "recheck_stars",
    "refuse_foreign",
    "release",
    "remove_link",
    "remove_pack",
    "remove_photo",
    "sheet_of",
    "show",
    "start",
    "take",
    "take_answers",
    "take_in",
    "take_later",
    "undo",
    "undo_list",
    "write_parts",
]
