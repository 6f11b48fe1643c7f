"""Answering the questions of a dossier, one at a time."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.areas import Area, Level
from app.core.text import fold, line
from app.policy import Actor
from merchants import rules
from merchants.legal_forms import LegalForm
from merchants.models import Merchant
from merchants.rules import ContactKind, Craft, Paper, Question
from merchants.services.record import AnswerRefusedError, note_answered, refuse_closed


def answer_craft(merchant: Merchant, *, craft: Craft, craft_other: str = "", by: Actor) -> None:
    """Say what the household does."""
    refuse_closed(merchant, Question.CRAFT)
    put_craft(merchant, craft=craft, craft_other=craft_other)
    note_answered(merchant, Question.CRAFT, by=by)


def answer_owner_name(merchant: Merchant, *, owner_name: str, by: Actor) -> None:
    """Say who runs the business, as written on the identity card.

    Raises:
        AnswerRefusedError: it is not a name.
    """
    refuse_closed(merchant, Question.OWNER_NAME)
    put_owner_name(merchant, owner_name=owner_name)
    note_answered(merchant, Question.OWNER_NAME, by=by)


def answer_business_name(merchant: Merchant, *, business_name: str, by: Actor) -> None:
    """Say what people call the business."""
    refuse_closed(merchant, Question.BUSINESS_NAME)
    put_business_name(merchant, business_name=business_name)
    note_answered(merchant, Question.BUSINESS_NAME, by=by)


def answer_birth_year(merchant: Merchant, *, birth_year: int, by: Actor) -> None:
    """Say in which year the owner was born.

    Raises:
        AnswerRefusedError: the year is out of bounds.
    """
    refuse_closed(merchant, Question.BIRTH_YEAR)
    earliest, latest = rules.birth_years(clock.today())
    if not earliest <= birth_year <= latest:
        raise AnswerRefusedError(_l("Year of birth must be between %(a)s and %(b)s", a=earliest, b=latest))
    merchant.birth_year = birth_year
    note_answered(merchant, Question.BIRTH_YEAR, by=by)


def answer_where(merchant: Merchant, *, area: Area, area_note: str = "", house_note: str = "", by: Actor) -> None:
    """Say where the work is done: a hamlet, or a commune and the name of a hamlet the list lacks.

    Raises:
        AnswerRefusedError: neither a hamlet nor a commune with a note.
    """
    refuse_closed(merchant, Question.WHERE)
    put_where(merchant, area=area, area_note=area_note, house_note=house_note)
    note_answered(merchant, Question.WHERE, by=by)


def answer_contact(
    merchant: Merchant,
    *,
    kind: ContactKind,
    phone: str = "",
    contact_name: str = "",
    contact_relation: str = "",
    by: Actor,
) -> None:
    """Say how the owner is reached; ``phone`` is E.164.

    Raises:
        AnswerRefusedError: a number or the name of whose it is is missing.
    """
    refuse_closed(merchant, Question.CONTACT)
    put_contact(merchant, kind=kind, phone=phone, contact_name=contact_name, contact_relation=contact_relation)
    note_answered(merchant, Question.CONTACT, by=by)


def answer_papers(merchant: Merchant, *, papers: Sequence[Paper], by: Actor) -> None:
    """Say which papers there are; none is a good answer.

    Raises:
        AnswerRefusedError: nothing chosen, or “none yet” together with a paper.
    """
    refuse_closed(merchant, Question.PAPERS)
    chosen = tuple(paper for paper in Paper if paper in papers)
    if not rules.papers_fit(chosen):
        raise AnswerRefusedError(_l("Choose what you have, or “None yet” alone"))
    merchant.papers = [paper.value for paper in chosen]
    # The certificate makes a household a household business: nobody is asked the same thing twice.
    if merchant.legal_form in (LegalForm.HOUSEHOLD, LegalForm.HOUSEHOLD_BUSINESS):
        has_certificate = Paper.BUSINESS in chosen
        merchant.legal_form = LegalForm.HOUSEHOLD_BUSINESS if has_certificate else LegalForm.HOUSEHOLD
    note_answered(merchant, Question.PAPERS, by=by)


def craft_in_words(craft: Craft, craft_other: str) -> str:
    other = line(craft_other)[: rules.CRAFT_LENGTH] if craft is Craft.OTHER else ""
    if craft is Craft.OTHER and not other:
        raise AnswerRefusedError(_l("Write the craft, for example making incense"))
    return other


def put_craft(merchant: Merchant, *, craft: Craft, craft_other: str = "") -> None:
    merchant.craft = craft
    merchant.craft_other = craft_in_words(craft, craft_other)


def put_owner_name(merchant: Merchant, *, owner_name: str) -> None:
    if not rules.name_fits(owner_name):
        raise AnswerRefusedError(_l("Enter the owner's full name, for example Nguyễn Thị Mận"))
    merchant.owner_name = line(owner_name)
    merchant.owner_name_fold = fold(owner_name)


def put_business_name(merchant: Merchant, *, business_name: str) -> None:
    merchant.business_name = line(business_name)[:80]


def put_where(merchant: Merchant, *, area: Area, area_note: str = "", house_note: str = "") -> None:
    note = "" if area.level is Level.HAMLET else line(area_note)[: rules.HOUSE_NOTE_LENGTH]
    if area.level not in (Level.HAMLET, Level.COMMUNE) or not rules.place_is_known(area.path, note):
        raise AnswerRefusedError(_l("Choose a hamlet, or “Not in the list”"))
    merchant.area_id, merchant.area_path = area.id, area.path
    merchant.area_note = note
    merchant.house_note = line(house_note)[: rules.HOUSE_NOTE_LENGTH]


def put_contact(
    merchant: Merchant, *, kind: ContactKind, phone: str = "", contact_name: str = "", contact_relation: str = ""
) -> None:
    if not rules.contact_is_whole(kind, phone, line(contact_name)):
        raise AnswerRefusedError(_l("Enter the number and whose it is, for example Hà, granddaughter"))
    is_relative = kind is ContactKind.RELATIVE
    merchant.contact_kind = kind
    merchant.phone = "" if kind is ContactKind.NONE else phone
    merchant.contact_name = line(contact_name)[:60] if is_relative else ""
    merchant.contact_relation = line(contact_relation)[:40] if is_relative else ""
