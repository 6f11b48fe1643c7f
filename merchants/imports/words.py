"""How lists, their columns and their lines are called on a screen, and what is said of a line that goes back."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from merchants import words as merchants
from merchants.imports.rules.columns import Column
from merchants.imports.states import ImportState, Verdict
from merchants.rules import Question

STATES: Mapping[ImportState, object] = {
    ImportState.READING: _l("Being read"),
    ImportState.UNMAPPED: _l("Columns to be named"),
    ImportState.UNREADABLE: _l("Could not be read"),
    ImportState.CHECKED: _l("Tried out, nothing written yet"),
    ImportState.TAKING: _l("Being taken over"),
    ImportState.TAKEN: _l("Taken over"),
    ImportState.UNDOING: _l("Being undone"),
    ImportState.UNDONE: _l("Undone"),
    ImportState.DROPPED: _l("Put aside"),
}


VERDICTS: Mapping[Verdict, object] = {
    Verdict.NEW: _l("New files"),
    Verdict.FILLED: _l("Known files with a blank filled in"),
    Verdict.SAME: _l("Known already, nothing to change"),
    Verdict.TWIN: _l("Perhaps a household that is known"),
    Verdict.WRONG: _l("To be mended"),
}


COLUMNS: Mapping[Column, object] = {
    Column.CODE: _l("Code of the file"),
    Column.OWNER_NAME: merchants.QUESTIONS[Question.OWNER_NAME],
    Column.BIRTH_YEAR: merchants.QUESTIONS[Question.BIRTH_YEAR],
    Column.PHONE: _l("Telephone"),
    Column.CONTACT_NAME: _l("Who answers the telephone"),
    Column.BUSINESS_NAME: merchants.QUESTIONS[Question.BUSINESS_NAME],
    Column.CRAFT: _l("Craft or product"),
    Column.LEGAL_FORM: _l("Legal form"),
    Column.COMMUNE: _l("Commune"),
    Column.HAMLET: _l("Hamlet"),
    Column.HOUSE_NOTE: _l("House number or landmark"),
    Column.CITIZEN_ID: _l("Citizen number"),
    Column.TAX_CODE: _l("Tax code"),
    Column.SLIP: _l("Number of the consent slip"),
    Column.APART: _l("Asked, another household"),
}


UNREADABLE: Mapping[str, object] = {
    "size": _l("The file unpacks to more than 200 MB. Copy the list alone into a new workbook and bring that."),
    "rows": _l(
        "The list has more than 50,000 lines or reaches too far to the right. Divide it, or delete what is far away."
    ),
    "kind": _l("This is not a list. Save it as Excel (.xlsx) or CSV and bring it again."),
    "password": _l(
        "The file has a password or is of an old kind. Save it as .xlsx without a password and bring it again."
    ),
    "damaged": _l("The file is damaged. Open it in Excel, save it again as .xlsx and bring it again."),
    "letters": _l("The letters cannot be read. Save it as .xlsx, or as CSV UTF-8, and bring it again."),
    "empty": _l("No line was found in the file. Look whether it is the right one."),
}


KEPT: Mapping[str, object] = {
    "gone": _l("The file is not there any more."),
    "sent": _l("The family has sent the file."),
    "changed": _l("Somebody has changed the file since."),
    "used": _l("The file has papers, a class or something else by now."),
}


SENTENCES: Mapping[str, object] = {
    "code": _l("A file code has 10 digits, for example 1204-087-354. Look at the code again or leave it empty."),
    "code_unknown": _l("No file with this code is known here. Look at the code again or leave it empty."),
    "name_missing": _l("Write the owner's full name."),
    "name": _l("A name has 2 to 60 letters, no digits. Write it as on the identity card."),
    "year": _l("Write the year of birth with four digits, for example 1964."),
    "year_range": _l("The year of birth lies between %(first)s and %(last)s. Look at it again."),
    "year_lunar": _l("This lunar year is %(one)s or %(other)s. Write the year with four digits."),
    "phone": _l("A phone number has 10 digits and starts with 0; this one has %(digits)s. One number in a cell."),
    "long": _l("Use %(most)s characters or fewer in this cell."),
    "craft_missing": _l("Write the craft or product, for example fish sauce."),
    "legal_form": _l("Choose the legal form from the list in the template, or leave it empty for a household."),
    "commune_missing": _l("Write the commune."),
    "commune_unknown": _l("No commune has this name. Write it as on official papers."),
    "commune_elsewhere": _l("This commune is not yours. Its own officials bring its households."),
    "commune_unclear": _l("Several communes have this name. Bring a list for each one."),
    "hamlet_missing": _l("Write the hamlet."),
    "number_digits": _l("Digits only in this number. Copy it from the card or the certificate."),
    "number_length": _l("A citizen number has 12 digits; the tax code of a company or cooperative 10 or 13."),
    "number_check": _l("The check digit does not agree. Copy the tax code from the certificate."),
    "number_province": _l("The first three digits are no province's. Look at the card again."),
    "number_age": _l("Digits four to six make the owner too young or too old. Look at the card again."),
    "number_birth_year": _l("The number and the year of birth do not agree. Look at both again."),
    "number_sex": _l("The fourth digit is for the other sex. Look at the card again."),
    "repeats": _l("The same household stands in row %(row)s. Delete one of the two."),
    "line_clash": _l(
        "The same number or code stands in row %(row)s with another name, year or commune. Mend one of the two."
    ),
    "line_phone": _l(
        "Row %(row)s has the same telephone. If they are two households, write x in the column for another household."
    ),
    "line_name": _l(
        "Row %(row)s has the same name. If they are two people, write x in the column for another household."
    ),
    "clash": _l("File %(code)s has this number or code with another name, year or commune. Look at both again."),
    "phone_known": _l(
        "File %(code)s has the same telephone. If it is the same household, write its code into the row; if "
        "not, write x in the column for another household."
    ),
    "name_known": _l(
        "File %(code)s has the same name. If it is the same household, write its code into the row; if not, "
        "write x in the column for another household."
    ),
}


def sentence(problem: Mapping[str, Any]) -> str:
    """Say what is wrong with a line at one column, and what to do."""
    said = str(SENTENCES[problem["reason"]]) % problem["values"]
    return f"{COLUMNS[Column(problem['column'])]}: {said}"


def sentences(problems: list[dict[str, Any]]) -> str:
    """Say everything that is wrong with a line."""
    return " ".join(sentence(each) for each in problems)
