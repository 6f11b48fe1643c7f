"""Changes in words: what is corrected, from what to what, and where each answer is used."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import areas
from app.core.phones import show_phone
from merchants import words as dossier
from merchants.changes import queries, rules
from merchants.changes.models import Correction
from merchants.changes.rules import HandoverKind, HandoverPaper, Matter, Use
from merchants.changes.states import CorrectionState, HandoverState
from merchants.legal_forms import LegalForm
from merchants.models import Merchant
from merchants.rules import ContactKind, Craft

MATTERS: Mapping[Matter, object] = {
    Matter.BUSINESS_NAME: _l("Name of the business"),
    Matter.CONTACT: _l("Whom to ring"),
    Matter.OWNER_NAME: _l("Owner's full name"),
    Matter.CRAFT: _l("Craft"),
    Matter.WHERE: _l("Where the business is"),
    Matter.LEGAL_FORM: _l("Legal form"),
    Matter.PIN: _l("Place on the map"),
}
USES: Mapping[Use, object] = {
    Use.DESK: _l("the file at the commune"),
    Use.VISITORS: _l("the page for visitors"),
    Use.PRODUCTS: _l("products and labels"),
    Use.MONEY: _l("the name check of the account"),
    Use.CLASSES: _l("classes and certificates"),
    Use.MESSAGES: _l("messages"),
    Use.OCOP: _l("the OCOP file"),
    Use.SIGN_IN: _l("signing in"),
    Use.PAPERS: _l("signed papers"),
}
STATES: Mapping[CorrectionState, tuple[object, str]] = {
    CorrectionState.WAITING: (_l("Waiting"), "wait"),
    CorrectionState.MADE: (_l("Corrected"), "good"),
    CorrectionState.REFUSED: (_l("Not corrected"), "bad"),
    CorrectionState.TAKEN_BACK: (_l("Taken back"), ""),
}


KINDS: Mapping[HandoverKind, object] = {
    HandoverKind.SALE: _l("Bought or taken over"),
    HandoverKind.INHERITANCE: _l("Inherited: the owner has died"),
    HandoverKind.FAMILY: _l("Handed on within the family"),
}
PAPERS: Mapping[HandoverPaper, object] = {
    HandoverPaper.CONTRACT: _l("A contract of sale or transfer"),
    HandoverPaper.INHERITANCE: _l("Inheritance paper or death certificate"),
    HandoverPaper.FAMILY: _l("A family agreement signed by both"),
    HandoverPaper.NONE: _l("No paper yet"),
}
HANDOVERS: Mapping[HandoverState, tuple[object, str]] = {
    HandoverState.WAITING: (_l("Waiting for the commune"), "wait"),
    HandoverState.OBJECTED: (_l("The old owner does not agree"), "bad"),
    HandoverState.PROPOSED: (_l("Waiting for a second person"), "wait"),
    HandoverState.DONE: (_l("Handed over"), "good"),
    HandoverState.REFUSED: (_l("Not handed over"), "bad"),
    HandoverState.TAKEN_BACK: (_l("Taken back"), ""),
}


@dataclass(frozen=True)
class Fact:
    """One thing a family has said, where it is used, and whether a correction of it waits."""

    matter: Matter
    label: object
    value: str
    uses: str
    waits: bool


@dataclass(frozen=True)
class Told:
    """One correction in words."""

    row: Correction
    label: object
    before: str
    after: str
    state: object
    kind: str


def value(matter: Matter, said: Mapping[str, Any]) -> str:
    """Return one answer in words."""
    match matter:
        case Matter.CRAFT:
            return str(dossier.craft_of(Craft(said["craft"]), said["craft_other"]))
        case Matter.LEGAL_FORM:
            form = dossier.legal_form(LegalForm(said["legal_form"]))
            return f"{form}, {said['tax_code']}" if said["tax_code"] else form
        case Matter.WHERE:
            names = areas.names_of([said["area_path"]] if said["area_path"] else [])
            parts = (said["house_note"], said["area_note"], names.get(said["area_path"], ""))
            return ", ".join(part for part in parts if part)
        case Matter.CONTACT:
            if said["kind"] == ContactKind.NONE or not said["phone"]:
                return str(dossier.CONTACTS[ContactKind.NONE])
            whose = ", ".join(part for part in (said["contact_name"], said["contact_relation"]) if part)
            return show_phone(said["phone"]) + (f" ({whose})" if whose else "")
        case _:
            return ", ".join(str(part) for part in said.values() if part)


def facts(merchant: Merchant) -> list[Fact]:
    """Return what a family has said once, with where it is used."""
    return [
        Fact(
            matter,
            MATTERS[matter],
            value(matter, queries.value_of(merchant, matter)),
            ", ".join(str(USES[use]) for use in rules.USES[matter]),
            queries.waiting_for(merchant.id, matter) is not None,
        )
        for matter in rules.matters_of(merchant.craft)
    ]


def told(row: Correction) -> Told:
    """Return one correction in words."""
    state, kind = STATES[row.state]
    return Told(row, MATTERS[row.matter], value(row.matter, row.before), value(row.matter, row.after), state, kind)
