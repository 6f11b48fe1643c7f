"""Words of the catalogue: values, pages, the sentences of the rules, what a change changed."""

from catalog.words.demands import CONFIDENCES, PARAMS, PLACES, PROFILES, SEVERITIES, demand, standing
from catalog.words.gaps import GAPS, SHOWN_PAGE, gap_name, gap_page
from catalog.words.goods_lists import (
    ITEM_VERDICTS,
    LIST_KEPT,
    LIST_LABELS,
    LIST_STATES,
    UNREADABLE_LISTS,
    list_problem,
    list_problems,
    read_as,
)
from catalog.words.history import Difference, differences
from catalog.words.money import LEANINGS, REASONS, TAKING, WAYS
from catalog.words.outlets import OUTLET_NAMES
from catalog.words.own_words import OWN_PAGES, everywhere, own_rows, own_value
from catalog.words.packs import PackRow, axes_of, pack_answers, pack_rows, photo_choices
from catalog.words.pages import ANSWERS, PAGES, mends
from catalog.words.photos import photo_remarks, places_named
from catalog.words.prints import PRINTS
from catalog.words.rules import EXAMPLES, LABEL, RULES, example, sentence
from catalog.words.shelf_files import FILE_KINDS
from catalog.words.values import (
    AXES,
    CHANGE_STATES,
    CHANNELS,
    FAMILY_GROUPS,
    OFFER_ROLE_HINTS,
    OFFER_ROLES,
    ROLE_HINTS,
    ROLES,
    STAGES,
    STAR_CHOICES,
    STORAGES,
    TONES,
    UNITS,
    VERDICTS,
    family_groups,
    role_hints_of,
    roles_of,
)
from catalog.words.verdicts import verdict_facts

__all__ = [
    "ANSWERS",
    "AXES",
    "CHANGE_STATES",
    "CHANNELS",
    "CONFIDENCES",
    "EXAMPLES",
    "FAMILY_GROUPS",
    "FILE_KINDS",
    "GAPS",
    "ITEM_VERDICTS",
    "LABEL",
    "LEANINGS",
    "LIST_KEPT",
    "LIST_LABELS",
    "LIST_STATES",
    "OFFER_ROLES",
    "OFFER_ROLE_HINTS",
    "OUTLET_NAMES",
    "OWN_PAGES",
    "PAGES",
    "PARAMS",
    "PLACES",
    "PRINTS",
    "PROFILES",
    "REASONS",
    "ROLES",
    "ROLE_HINTS",
    "RULES",
    "SEVERITIES",
    "SHOWN_PAGE",
    "STAGES",
    "STAR_CHOICES",
    "STORAGES",
    "TAKING",
    "TONES",
    "UNITS",
    "UNREADABLE_LISTS",
    "VERDICTS",
    "WAYS",
    "Difference",
    "PackRow",
    "axes_of",
    "demand",
    "differences",
    "everywhere",
    "example",
    "family_groups",
    "gap_name",
    "gap_page",
    "list_problem",
    "list_problems",
    "mends",
    "own_rows",
    "own_value",
    "pack_answers",
    "pack_rows",
    "photo_choices",
    "photo_remarks",
    "places_named",
    "read_as",
    "role_hints_of",
    "roles_of",
    "sentence",
    "standing",
    "verdict_facts",
]
