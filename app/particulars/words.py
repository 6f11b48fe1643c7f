"""How columns and values of every table are told to the owner; what has no label here is in the file only."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.phones import show_phone
from app.particulars.rules import DeletionKind
from app.web.filters import day, moment, vnd
from merchants import words as dossiers
from merchants.notices import words as notices
from merchants.rights import words as rights

LABELS: Mapping[str, object] = {
    "code": _l("File code"),
    "stage": _l("Where it stands"),
    "state": _l("Where it stands"),
    "purpose": _l("What for"),
    "given": _l("Agreed"),
    "name": _l("Name"),
    "owner_name": _l("Owner"),
    "business_name": _l("Business"),
    "birth_year": _l("Year of birth"),
    "craft": _l("Craft"),
    "craft_other": _l("Craft"),
    "house_note": _l("House"),
    "area_note": _l("Hamlet"),
    "phone": _l("Telephone"),
    "contact_kind": _l("How to reach the family"),
    "contact_name": _l("Whose telephone it is"),
    "contact_relation": _l("Relation"),
    "relation": _l("Relation"),
    "filing": _l("Who filled it in"),
    "filed_by_name": _l("Who filled it in"),
    "list_source": _l("From the list"),
    "paper_holder_name": _l("Named on the paper"),
    "tax_code": _l("Tax code"),
    "kind": _l("Kind"),
    "number": _l("Number"),
    "last_digits": _l("Last digits"),
    "issued_on": _l("Issued on"),
    "issued_by": _l("Issued by"),
    "expires_on": _l("Ends on"),
    "title": _l("Title"),
    "reason": _l("Why"),
    "note": _l("Note"),
    "own_words": _l("In your words"),
    "words": _l("In your words"),
    "answer": _l("The answer"),
    "sentence": _l("What to mend"),
    "role": _l("Role"),
    "by_name": _l("By whom"),
    "actor_name": _l("By whom"),
    "assigned_by": _l("By whom"),
    "witness": _l("Witness"),
    "slip_no": _l("Slip number"),
    "how": _l("How"),
    "channel": _l("How"),
    "text": _l("Text"),
    "recipient": _l("To"),
    "product_name": _l("Product"),
    "stars": _l("Stars"),
    "decision_no": _l("Decision"),
    "description": _l("Description"),
    "ingredients": _l("Made of"),
    "price_vnd": _l("Price"),
    "amount_vnd": _l("Amount"),
    "account_no": _l("Account number"),
    "holder_name": _l("Account holder"),
    "serial": _l("Number of the sign"),
    "memo": _l("Memo"),
    "person_name": _l("Who came"),
    "way_note": _l("The way there"),
    "occurred_on": _l("Day"),
    "occurred_at": _l("When"),
    "seen_on": _l("Day"),
    "from_on": _l("From"),
    "until_on": _l("Until"),
    "ends_on": _l("Ends on"),
    "at": _l("When"),
    "created_at": _l("When"),
    "submitted_at": _l("Sent"),
    "confirmed_at": _l("Confirmed"),
    "issued_at": _l("When"),
    "uploaded_at": _l("When"),
    "seen_at": _l("When"),
    "signed_up_at": _l("When"),
    "asked_at": _l("When"),
    "happened_on": _l("When"),
    "entered_at": _l("When"),
    "started_at": _l("Begun"),
}
DELETIONS: Mapping[DeletionKind, object] = {
    DeletionKind.ASKED: _l("Files whose owners asked for it"),
    DeletionKind.ENDED: _l("Files that ended without being registered"),
    DeletionKind.TRAIL: _l("Old lines of who did what"),
    DeletionKind.SHEET: _l("Photographs of signed sheets of classes"),
}
# The open file speaks Vietnamese without marks, as those of the periods do.
DELETION_COLUMNS = ("thang", "loai", "so_luong")
DELETION_CODES: Mapping[DeletionKind, str] = {
    DeletionKind.ASKED: "chu_nho_xoa",
    DeletionKind.ENDED: "khong_thanh_dang_ky",
    DeletionKind.TRAIL: "nhat_ky_cu",
    DeletionKind.SHEET: "anh_to_ky_lop_hoc",
}
# What machines keep beside what is told elsewhere on the page; the file has it all the same.
FOR_MACHINES = frozenset(
    {
        "merchant_search",
        "photo_rendition",
        "product_readiness",
        "proof_code",
        "account_holding",
        "sign_in",
        "desk_claim",
    }
)
# Enumerations are told as their own pages tell them.
_VALUES: Mapping[str, Mapping[Any, object]] = {
    "merchant.stage": dossiers.STAGES,
    "merchant.craft": dossiers.CRAFTS,
    "merchant.filing": dossiers.FILINGS,
    "merchant.contact_kind": dossiers.CONTACTS,
    "merchant_consent.purpose": dossiers.CONSENTS,
    "merchant_consent.how": rights.HOW,
    "consent_word.purpose": dossiers.CONSENTS,
    "consent_word.how": rights.HOW,
    "dossier_look.role": rights.ROLES,
    "dossier_look.reason": rights.LOOKS,
    "identity_number.kind": rights.NUMBERS,
    "rights_request.kind": rights.KINDS,
    "rights_request.state": rights.STATES,
    "rights_request.how": rights.ASKED,
    "outgoing_message.channel": notices.CHANNELS,
    "outgoing_message.state": notices.STATES,
}


def told(table: str, row: Mapping[str, object]) -> list[tuple[object, str]]:
    """Return one row as labels and values; what is empty or only a machine's word is left out."""
    found = [(LABELS[column], _value(table, column, value)) for column, value in row.items() if column in LABELS]
    return [(label, value) for label, value in found if value]


def _value(table: str, column: str, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    if isinstance(value, str):
        known = _VALUES.get(f"{table}.{column}", {})
        # What its own pages have no words for is a machine's word.
        return str(known.get(value, "" if isinstance(value, StrEnum) else _text(column, value)))
    if column.endswith("_vnd") and isinstance(value, int):
        return vnd(value)
    write = _WRITERS.get(type(value))
    return write(value) if write else ""


def _text(column: str, value: str) -> str:
    return show_phone(value) if column in ("phone", "recipient") and value.startswith("+84") else value


_WRITERS: Mapping[type, Callable[[Any], str]] = {
    bool: lambda value: _("Yes") if value else _("No"),
    int: str,
    datetime: moment,
    date: day,
}
