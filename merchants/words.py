"""How the slice's kinds are called on a screen, and a dossier's answers in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core import areas
from app.core.phones import show_phone
from merchants import legal_forms, rules
from merchants.legal_forms import LegalForm, Sex
from merchants.models import LegalDetails, Merchant, ReviewItem
from merchants.rules import Check, ConsentPurpose, ContactKind, Craft, Filing, OwnLeaving, Paper, Question
from merchants.states import Stage

CRAFTS: Mapping[Craft, object] = {
    Craft.FISH_SAUCE: _l("Fish sauce"),
    Craft.RICE: _l("Rice"),
    Craft.CAKE: _l("Cakes"),
    Craft.VEGETABLE: _l("Fruit and vegetables"),
    Craft.WEAVING: _l("Bamboo and rattan"),
    Craft.HOMESTAY: _l("Homestay (rooms for guests)"),
    Craft.RESTAURANT: _l("Eating place"),
    Craft.TOUR: _l("Tours and boat trips"),
    Craft.ATTRACTION: _l("A place to visit"),
    Craft.OTHER: _l("Something else"),
}

QUESTIONS: Mapping[Question, object] = {
    Question.CRAFT: _l("Craft"),
    Question.OWNER_NAME: _l("Owner's full name"),
    Question.BUSINESS_NAME: _l("Name of the business"),
    Question.BIRTH_YEAR: _l("Year of birth"),
    Question.WHERE: _l("Where the business is"),
    Question.CONTACT: _l("Whom to ring"),
    Question.PAPERS: _l("Papers"),
    Question.CONSENT: _l("What the family agrees to"),
}

CONTACTS: Mapping[ContactKind, object] = {
    ContactKind.OWN: _l("My own number"),
    ContactKind.RELATIVE: _l("A child's or grandchild's number"),
    ContactKind.NONE: _l("No phone, come to the house"),
}

PAPERS: Mapping[Paper, object] = {
    Paper.BUSINESS: _l("Household business registration"),
    Paper.FOOD_SAFETY: _l("Food safety certificate or pledge"),
    Paper.OCOP: _l("OCOP certificate"),
    Paper.TRADEMARK: _l("Trademark"),
    Paper.NONE: _l("None yet"),
}

CONSENTS: Mapping[ConsentPurpose, object] = {
    ConsentPurpose.RECORD: _l("The commune keeps this file"),
    ConsentPurpose.PUBLIC: _l("Show the business on the public pages"),
    ConsentPurpose.PARTNER: _l("Pass name and phone to a bank or telecom when I ask for it"),
    ConsentPurpose.STATISTICS: _l("Count us in figures without names"),
}

CHECKS: Mapping[Check, object] = {
    Check.IDENTITY: _l("Saw the identity card: name and year of birth match"),
    Check.PLACE: _l("The house is in this hamlet"),
    Check.CRAFT: _l("The family does do this work"),
    Check.CONTACT: _l("Rang the number, or know how to meet them"),
    Check.PAPERS: _l("Saw the papers ticked; no copy is kept"),
    Check.CONSENT: _l("The owner understands the four lines of consent"),
    Check.DUPLICATE: _l("It is not the same as another file"),
}

OWN_LEAVINGS: Mapping[OwnLeaving, object] = {
    OwnLeaving.REST: _l("We rest for the season"),
    OwnLeaving.RESUME: _l("We work again"),
    OwnLeaving.CLOSE: _l("We give up the trade for good"),
    OwnLeaving.MOVE_AWAY: _l("We move to another commune"),
}

YES, NO = _l("Yes"), _l("No")

STAGES: Mapping[Stage, object] = {
    Stage.DRAFT: _l("Not sent yet"),
    Stage.SUBMITTED: _l("The commune is looking"),
    Stage.RETURNED: _l("Something to fix"),
    Stage.CONFIRMED: _l("Confirmed by the commune"),
    Stage.RESTING: _l("Resting for the season"),
    Stage.WITHDRAWN: _l("Withdrawn"),
    Stage.DECLINED: _l("Not for now"),
    Stage.CLOSED: _l("The family has given up the trade"),
    Stage.EXPIRED: _l("Not sent in time"),
    Stage.REFUSED: _l("The commune cannot take it"),
    Stage.STOPPED: _l("Stopped at the owner's wish"),
    Stage.MOVED: _l("Moved away"),
    Stage.MERGED: _l("Joined with an earlier file"),
}

STAGE_KINDS: Mapping[Stage, str] = {
    Stage.SUBMITTED: "sea",
    Stage.RETURNED: "wait",
    Stage.CONFIRMED: "good",
}

FILINGS: Mapping[Filing, object] = {
    Filing.SELF: _l("Filled in by the family"),
    Filing.TEAM: _l("Filled in with the digital team"),
    Filing.CLERK: _l("Filled in with the commune desk"),
    Filing.LIST: _l("Taken over from a list of the commune"),
}

SEXES: Mapping[Sex, object] = {
    Sex.FEMALE: _l("Woman"),
    Sex.MALE: _l("Man"),
}

DAYS = (_l("Monday"), _l("Tuesday"), _l("Wednesday"), _l("Thursday"), _l("Friday"), _l("Saturday"), _l("Sunday"))


@dataclass(frozen=True)
class Shown:
    """One answer in words."""

    question: Question
    label: object
    value: object
    is_given: bool


def craft_of(craft: Craft, craft_other: str) -> object:
    """Return the craft in words, or the household's own word for it."""
    return craft_other if craft is Craft.OTHER and craft_other else CRAFTS[craft]


def legal_form(form: LegalForm) -> str:
    """Return what a legal form is called."""
    return legal_forms.facts_of(form).name(str(get_locale() or "vi"))


def legal_rows(merchant: Merchant, details: LegalDetails | None) -> list[tuple[str, str]]:
    """Return what the business is before the law, and whose name is on its paper if that is another's."""
    rows = [(_("Legal form"), legal_form(merchant.legal_form))]
    if details is not None and details.paper_holder_name:
        rows.append((_("Name on the business paper"), _with_sex(details.paper_holder_name, details.paper_holder_sex)))
        rows.append((_("Who does the work"), _with_sex(merchant.owner_name, details.owner_sex)))
    if details is not None and details.tax_code:
        rows.append((_("Tax code"), details.tax_code))
    return rows


def _with_sex(name: str, sex: Sex | None) -> str:
    return f"{name} ({str(SEXES[sex]).lower()})" if sex else name


def shown_answers(merchant: Merchant) -> list[Shown]:
    """Return every answer in words; what has not been answered says so."""
    missing = rules.unanswered(merchant.answers())
    values: Mapping[Question, object] = {
        Question.CRAFT: craft_of(merchant.craft, merchant.craft_other),
        Question.OWNER_NAME: merchant.owner_name,
        Question.BUSINESS_NAME: merchant.business_name,
        Question.BIRTH_YEAR: str(merchant.birth_year or ""),
        Question.WHERE: place_of(merchant),
        Question.CONTACT: contact_of(merchant),
        Question.PAPERS: ", ".join(str(PAPERS[paper]) for paper in merchant.paper_kinds or ()),
        Question.CONSENT: consents_of(merchant),
    }
    return [
        Shown(
            question,
            QUESTIONS[question],
            _("Not provided") if question in missing and not values[question] else values[question],
            question not in missing,
        )
        for question in Question
    ]


def place_of(merchant: Merchant) -> str:
    """Return house, hamlet and commune in one line."""
    commune_path = areas.commune_path(merchant.area_path)
    names = areas.names_of([merchant.area_path, commune_path])
    hamlet = merchant.area_note if merchant.area_path == commune_path else names.get(merchant.area_path, "")
    return ", ".join(part for part in (merchant.house_note, hamlet, names.get(commune_path, "")) if part)


def commune_of(merchant: Merchant) -> str:
    """Return the commune's name; empty while the place is unknown."""
    return areas.name_of(areas.commune_path(merchant.area_path))


def contact_of(merchant: Merchant) -> str:
    """Return whom to ring, in one line."""
    match merchant.contact_kind:
        case ContactKind.OWN:
            return show_phone(merchant.phone)
        case ContactKind.RELATIVE:
            whose = ", ".join(part for part in (merchant.contact_name, merchant.contact_relation) if part)
            return f"{show_phone(merchant.phone)} ({whose})"
        case ContactKind.NONE:
            return str(CONTACTS[ContactKind.NONE])
        case None:
            return ""


def consents_of(merchant: Merchant) -> str:
    """Return the four lines of consent with yes or no."""
    given = merchant.consent_by_purpose
    return "; ".join(
        f"{CONSENTS[purpose]}: {YES if given[purpose] else NO}" for purpose in ConsentPurpose if purpose in given
    )


def return_sentence(item: ReviewItem) -> str:
    """Return what the owner reads; to a reader of English the prepared English, if there is one."""
    if str(get_locale()) != "en" or not item.reason_key:
        return item.sentence
    prepared = rules.reason(item.reason_key)
    return " ".join(part for part in (prepared.en, item.sentence.removeprefix(prepared.vi).strip()) if part)


@dataclass(frozen=True)
class Standing:
    """Where a dossier stands, for somebody who may know no more than that."""

    code: str
    stage: object
    kind: str
    sentence: str


def standing(merchant: Merchant, today: date, *, code: str = "") -> Standing:
    """Return stage, date and next step, without a name; under the code asked for, when that leads to another one."""
    return Standing(
        code or merchant.code, STAGES[merchant.stage], STAGE_KINDS.get(merchant.stage, ""), next_step(merchant, today)
    )


_NEXT: Mapping[Stage, object] = {
    Stage.DRAFT: _l("Answer the rest and send it to the commune"),
    Stage.RETURNED: _l("Fix what the commune asked, then send it again"),
    Stage.CONFIRMED: _l("The commune knows the business. Open the file and see what comes next"),
    Stage.RESTING: _l("Resting for the season. When work starts again, press “Work again”"),
    Stage.REFUSED: _l("The slip says why, how to ask again and where to complain"),
    Stage.MERGED: _l("Use the earlier file of the family. The commune desk helps to open it"),
    Stage.MOVED: _l("Moved: open the file again, answer where it is now, and send it to the new commune"),
    Stage.CLOSED: _l("Nothing to do. The commune thanks the family for taking part"),
}


def next_step(merchant: Merchant, today: date) -> str:
    """Return what happens next, and by when, in one sentence."""
    match merchant.stage:
        case Stage.SUBMITTED if merchant.review_due_on:
            return _promise(merchant.review_due_on, today)
        case Stage.DECLINED if merchant.ask_again_on:
            return _("Not now is fine. The commune asks again after %(day)s", day=f"{merchant.ask_again_on:%d/%m/%Y}")
        case Stage.RESTING if merchant.rest_until_on:
            return _("Resting until %(day)s, then open by itself", day=f"{merchant.rest_until_on:%d/%m/%Y}")
        case stage if stage in _NEXT:
            return str(_NEXT[stage])
        case _:
            return _("Nothing to do. To work again or take part again, ring the commune desk")


def _promise(due_on: date, today: date) -> str:
    if due_on < today:
        return _("The commune is late: it promised %(day)s. Ring the desk", day=day_in_words(due_on))
    return _("The commune answers before %(day)s", day=day_in_words(due_on))


def day_in_words(day: date) -> str:
    """Return a day as people say it: thứ Sáu 12/09/2026."""
    return f"{DAYS[day.weekday()]} {day:%d/%m/%Y}"
