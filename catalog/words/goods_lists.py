"""How lists of products and what becomes of each product are called, and what is said of one that goes back."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from catalog.goods_lists.columns import Column, labels
from catalog.states import ItemVerdict, ListState

LIST_STATES: Mapping[ListState, object] = {
    ListState.UNMAPPED: _l("Columns to be named"),
    ListState.READING: _l("Being read"),
    ListState.CHECKED: _l("Tried out, nothing written yet"),
    ListState.TAKING: _l("Being taken over"),
    ListState.TAKEN: _l("Taken over"),
    ListState.UNDONE: _l("Undone"),
    ListState.DROPPED: _l("Put aside"),
}
ITEM_VERDICTS: Mapping[ItemVerdict, object] = {
    ItemVerdict.NEW: _l("New products"),
    ItemVerdict.CHANGED: _l("Products that change"),
    ItemVerdict.SAME: _l("Nothing to change"),
    ItemVerdict.WRONG: _l("To be mended"),
}
# What is read out of what people write, and may be read otherwise than it was meant.
_FIGURES = (Column.PRICE, Column.CONTENT, Column.SHELF_LIFE, Column.WEIGHT, Column.OPTION_1)
LIST_KEPT: Mapping[str, object] = {
    "gone": _l("The product is not there any more."),
    "changed": _l("Somebody has changed the product since."),
    "shown": _l("Visitors have seen the product. Hide it instead."),
}
UNREADABLE_LISTS: Mapping[str, object] = {
    "size": _l("The file unpacks to too much. Copy the list alone into a new workbook and bring that."),
    "rows": _l("The list is too long or reaches too far to the right. Divide it, or delete what is far away."),
    "kind": _l("This is not a list. Save it as Excel (.xlsx) or CSV and bring it again."),
    "password": _l(
        "The file has a password or is of an old kind. Save it as .xlsx without a password and bring it again."
    ),
    "damaged": _l("The file is damaged. Open it in Excel, save it again as .xlsx and bring it again."),
    "letters": _l("The letters cannot be read. Save it as .xlsx, or as CSV UTF-8, and bring it again."),
    "empty": _l("No line was found in the file. Look whether it is the right one."),
}
_PROBLEMS: Mapping[str, object] = {
    "needed": _l("Write this: it cannot be left out."),
    "unknown": _l("No product of yours has this code. Write its name too, or leave the code empty."),
    "twice": _l("Another product in this list has the same name. Give both the same code, or change one name."),
    "full": _l("There are at most %(most)s products to a business. Leave some out."),
    "packs": _l("There are at most %(most)s packs to a product. Leave some out."),
    "option": _l("Each pack needs one name of its own, and all packs the same number of differences."),
    "long": _l("Use %(most)s characters or fewer in this cell."),
    "formula": _l("This cell is a formula. Write the words themselves."),
    "price": _l("The price is from 1.000 to 100.000.000, in whole đồng, for example 120.000."),
    "content": _l("Write how much with its unit, for example 500 ml, 1,25 kg or 10 cái."),
    "shelf_life": _l("Write days, for example 360, or 12 tháng."),
    "weight": _l("Write the weight in grams, for example 900, or with its unit: 0,9 kg."),
    "box": _l("Write length x width x height of the parcel in whole centimetres, for example 30 x 20 x 15."),
    "gtin": _l("The last digit does not agree with the others. Read the bar code again, or leave it empty."),
    "choice": _l("Choose one from the list in the template."),
    "attribute": _l("Write a whole number from %(least)s to %(most)s, or fewer words."),
}


LIST_LABELS = labels


def read_as(changes: Sequence[Sequence[str]]) -> str:
    """Say how a new product's figures were read: whoever brings a list sees a wrong price before it is taken over."""
    figures = {labels()[column] for column in _FIGURES}
    return " · ".join(f"{name}: {after}" for name, _before, after in changes if name in figures)


def list_problem(problem: Mapping[str, Any]) -> str:
    """Say what is wrong at one column of one row, and what to do."""
    said = str(_PROBLEMS[problem["reason"]]) % problem["values"]
    return f"{labels().get(problem['column'], problem['column'])}: {said}"


def list_problems(problems: Sequence[Mapping[str, Any]]) -> str:
    """Say everything that is wrong with a row."""
    return " ".join(list_problem(each) for each in problems)
