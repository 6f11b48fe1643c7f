"""How sheets and what is wrong with them are called on screens, and in the workbook that goes back."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l

from app.dashboards.reported import rules
from app.dashboards.reported.rules import Problem
from app.dashboards.reported.states import SheetState

STATES: Mapping[SheetState, object] = {
    SheetState.READ: _l("Read"),
    SheetState.SENT_BACK: _l("To be mended"),
    SheetState.WAITING: _l("Waits for a second look"),
    SheetState.ACCEPTED: _l("Accepted"),
    SheetState.NOT_ACCEPTED: _l("Not accepted"),
    SheetState.WITHDRAWN: _l("Taken back"),
}
KINDS: Mapping[SheetState, str] = {
    SheetState.READ: "",
    SheetState.SENT_BACK: "bad",
    SheetState.WAITING: "wait",
    SheetState.ACCEPTED: "good",
    SheetState.NOT_ACCEPTED: "bad",
    SheetState.WITHDRAWN: "",
}
UNREADABLE: Mapping[str, object] = {
    "size": _l("The file is too big for a sheet of figures. Use the template and bring it again."),
    "kind": _l("This is not a spreadsheet. Save the sheet as .xlsx or CSV and bring it again."),
    "password": _l("The file has a password or is of an old kind. Save it as .xlsx without one and bring it again."),
    "damaged": _l("The file is damaged. Open it in Excel, save it again as .xlsx and bring it again."),
    "letters": _l("The letters cannot be read. Save it as .xlsx and bring it again."),
    "rows": _l("The file has too many lines for a sheet of figures. Use the template and bring it again."),
    "empty": _l("No communes with numbers were found. Use the template, its headings are recognised."),
}
SENTENCES: Mapping[str, object] = {
    "commune_missing": _l("Write the commune's code or name."),
    "commune_unknown": _l(
        "No commune has this code or name today. Write it as on official papers, not the former one."
    ),
    "commune_elsewhere": _l("This commune is not yours. Its own office reports it."),
    "commune_twice": _l("This commune stands in an earlier line too. Keep one of the two."),
    "number": _l("Write a whole number, for example 1284. Leave the cell empty if there is no figure."),
    "long": _l("Write a whole number, for example 1284. Leave the cell empty if there is no figure."),
    "half": _l("This number is missing. Write both, the part and the whole, or leave both empty."),
    "keyed_missing": _l(
        "Write how many of the online files officials keyed in for people; write 0 if there were none."
    ),
    "more": _l("%(part)s is more than the whole, %(whole)s. Look at both again."),
    "of_none": _l("The whole is 0. Leave both cells empty where there is nothing to count."),
}


def sentences(problems: Sequence[Problem]) -> str:
    """Say everything that is wrong with a line, column by column as the template calls them."""
    names = {facts.key: facts.vi for facts in rules.columns()}
    return " ".join(f"{names[each.column]}: {str(SENTENCES[each.reason]) % each.values}" for each in problems)
