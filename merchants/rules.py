"""What a dossier asks, what makes it complete, and by when the commune answers: pure arithmetic on plain data."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from app.core import calendar, text
from app.core.dated_rules import RuleMissingError, RuleValue, read_rules

DATA = Path(__file__).parent / "data"

OLDEST_BIRTH_YEAR = 1920
YOUNGEST_AGE = 15
NAME_LENGTHS = (2, 60)
_BETWEEN_LETTERS = str.maketrans("", "", " -'’")
CRAFT_LENGTH = 40
HOUSE_NOTE_LENGTH = 80
OWN_WORDS_LENGTH = 160
DAYS_TO_FIX = 14
DRAFT_DAYS = 90
# Somebody who helps a household sees its file for so long after the last time they were asked to.
HELP_DAYS = 30
# Raised with every change of the questions; `merchants.helping.rules` reads pages of the edition before.
FORM_EDITION = 1
# After two returns a third is not written before somebody has rung or a visit is asked for.
RETURNS_BEFORE_A_CALL = 2
ASK_AGAIN_MONTHS = 3
UNDO_MERGE_DAYS = 30
SEASON_NOTICE_DAYS = 7
NUMBERS_PER_BOOK = 500
# Drafts filed by households themselves. The block says nothing about place or kind: it only keeps numbers apart.
FIRST_BLOCK = 1204
LAST_RUNNING = 99_999


class Craft(StrEnum):
    """What the household makes or does."""

    FISH_SAUCE = "fish_sauce"
    RICE = "rice"
    CAKE = "cake"
    VEGETABLE = "vegetable"
    WEAVING = "weaving"
    HOMESTAY = "homestay"
    RESTAURANT = "restaurant"
    TOUR = "tour"
    ATTRACTION = "attraction"
    OTHER = "other"


TOURISM = frozenset({Craft.HOMESTAY, Craft.RESTAURANT, Craft.TOUR, Craft.ATTRACTION})


class ContactKind(StrEnum):
    """How the commune reaches the owner."""

    OWN = "own"
    RELATIVE = "relative"
    NONE = "none"


class Paper(StrEnum):
    """A paper the owner says they have; seen by the commune, never stored."""

    BUSINESS = "business_registration"
    FOOD_SAFETY = "food_safety"
    OCOP = "ocop"
    TRADEMARK = "trademark"
    NONE = "none"


class ConsentPurpose(StrEnum):
    """What the owner allows, one line each."""

    RECORD = "record"
    PUBLIC = "public"
    PARTNER = "partner"
    STATISTICS = "statistics"


class ConsentHow(StrEnum):
    """How consent was given."""

    SCREEN = "screen"
    PAPER = "paper"
    # On somebody else's telephone, read out to the owner.
    HELPER = "helper"
    DESK = "desk"


class Look(StrEnum):
    """Why somebody other than the owner looked at a dossier; a purpose in own words may stand in its place."""

    DOSSIER = "dossier"
    REVIEW = "review"
    QUEUE = "queue"
    PAPER = "paper"
    LIST = "list"
    CLASS = "class"
    PRODUCTS = "products"
    HELP = "help"
    NUMBER = "number"
    RIGHTS = "rights"


class Filing(StrEnum):
    """Who typed the dossier in; helped is counted openly and is not second class."""

    SELF = "self"
    TEAM = "team"
    CLERK = "clerk"
    LIST = "list"


class Question(StrEnum):
    """The eight questions, in order."""

    CRAFT = "craft"
    OWNER_NAME = "owner_name"
    BUSINESS_NAME = "business_name"
    BIRTH_YEAR = "birth_year"
    WHERE = "where"
    CONTACT = "contact"
    PAPERS = "papers"
    CONSENT = "consent"


class Check(StrEnum):
    """What the clerk has looked at before confirming: seen, not stored."""

    IDENTITY = "identity"
    PLACE = "place"
    CRAFT = "craft"
    CONTACT = "contact"
    PAPERS = "papers"
    CONSENT = "consent"
    DUPLICATE = "duplicate"


class OwnLeaving(StrEnum):
    """What an owner may say of the business without anybody's leave."""

    REST = "nghi-vu"
    RESUME = "lam-lai"
    CLOSE = "nghi-han"
    MOVE_AWAY = "chuyen-di"


class Reaching(StrEnum):
    """How somebody of the commune spoke to an owner, or will."""

    CALL = "call"
    VISIT = "visit"


@dataclass(frozen=True)
class Answers:
    """What has been answered so far; empty and None mean not yet."""

    craft: Craft
    craft_other: str
    owner_name: str
    business_name: str
    birth_year: int | None
    area_path: str
    area_note: str
    contact_kind: ContactKind | None
    phone: str
    contact_name: str
    papers: tuple[Paper, ...] | None
    consents: Mapping[ConsentPurpose, bool]


def unanswered(answers: Answers) -> tuple[Question, ...]:
    """Return the questions that still keep a dossier from being sent, in order."""
    done = {
        Question.CRAFT: answers.craft is not Craft.OTHER or bool(answers.craft_other),
        Question.OWNER_NAME: name_fits(answers.owner_name),
        Question.BUSINESS_NAME: bool(answers.business_name),
        Question.BIRTH_YEAR: answers.birth_year is not None,
        Question.WHERE: place_is_known(answers.area_path, answers.area_note),
        Question.CONTACT: contact_is_whole(answers.contact_kind, answers.phone, answers.contact_name),
        Question.PAPERS: answers.papers is not None,
        Question.CONSENT: answers.consents.get(ConsentPurpose.RECORD, False),
    }
    return tuple(question for question in Question if not done[question])


def name_fits(name: str) -> bool:
    """Whether a name has 2 to 60 letters, spaces, hyphens or apostrophes; capitals and missing marks are fine."""
    name = text.line(name)
    shortest, longest = NAME_LENGTHS
    letters = name.translate(_BETWEEN_LETTERS)
    return letters.isalpha() and len(letters) >= shortest and len(name) <= longest


def birth_years(today: date) -> tuple[int, int]:
    """Return the earliest and latest year of birth of an owner."""
    return OLDEST_BIRTH_YEAR, today.year - YOUNGEST_AGE


def place_is_known(area_path: str, area_note: str) -> bool:
    """Whether the place goes down to a hamlet, or to a commune with a note of the hamlet that the list lacks."""
    levels = area_path.count("/")
    return levels >= 3 or (levels == 2 and bool(area_note))


def contact_is_whole(kind: ContactKind | None, phone: str, contact_name: str) -> bool:
    """Whether somebody knows how to reach the owner: no telephone is an answer too."""
    match kind:
        case ContactKind.OWN:
            return bool(phone)
        case ContactKind.RELATIVE:
            return bool(phone) and bool(contact_name)
        case ContactKind.NONE:
            return True
        case None:
            return False


def papers_fit(papers: tuple[Paper, ...]) -> bool:
    """Whether something is chosen and “none yet” stands alone."""
    return bool(papers) and (Paper.NONE not in papers or len(papers) == 1)


def checks_for(papers: tuple[Paper, ...] | None) -> tuple[Check, ...]:
    """Return what has to be looked at before confirming; papers only where the owner says there are some."""
    has_papers = bool(papers) and papers != (Paper.NONE,)
    return tuple(check for check in Check if check is not Check.PAPERS or has_papers)


_STEMS = ("Canh", "Tân", "Nhâm", "Quý", "Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ")
_BRANCHES = ("Thân", "Dậu", "Tuất", "Hợi", "Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi")
_ANIMALS = ("Khỉ", "Gà", "Chó", "Lợn", "Chuột", "Trâu", "Hổ", "Mèo", "Rồng", "Rắn", "Ngựa", "Dê")
_BEFORE_A_NAME = ("tuổi ", "năm ", "con ")


def lunar_name(year: int) -> str:
    """Return the name of a lunar year, for example 1964: Giáp Thìn."""
    return f"{_STEMS[year % 10]} {_BRANCHES[year % 12]}"


@dataclass(frozen=True)
class BirthYearGuess:
    """A year of birth that fits an age: most people's, or that of somebody born before Tết of the next year."""

    year: int
    lunar_name: str
    before_tet: bool


def years_for_age(age: int, today: date) -> tuple[BirthYearGuess, ...]:
    """Turn an age counted the old way (one at birth) into the two possible calendar years, within bounds."""
    lunar_year = today.year - age + 1
    return _within_bounds(_either_side_of_tet(lunar_year), today)


def years_for_name(said: str, today: date) -> tuple[BirthYearGuess, ...]:
    """Turn a lunar year's name into the two possible calendar years of each, or an animal into every twelfth year."""
    years = lunar_years(said, birth_years(today))
    if len(years) > _NAMED_ALIKE:
        return tuple(BirthYearGuess(year, lunar_name(year), before_tet=False) for year in years)
    return _within_bounds([guess for year in years for guess in _either_side_of_tet(year)], today)


def lunar_years(said: str, bounds: tuple[int, int]) -> tuple[int, ...]:
    """Return the years between two that a lunar name may mean: Giáp Thìn, or its animal alone; marks may be missing."""
    name = text.line(said).casefold()
    for word in _BEFORE_A_NAME:
        name = name.removeprefix(word).removeprefix(text.fold(word) + " ")
    named = _years_by_name()
    return tuple(year for year in named.get(name) or named.get(text.fold(name), ()) if bounds[0] <= year <= bounds[1])


# A name comes again after sixty years, so that two of an owner's age may bear it; an animal comes every twelve.
_NAMED_ALIKE = 2


@cache
def _years_by_name() -> Mapping[str, tuple[int, ...]]:
    """Return every year by what it is called, with marks and without: only they tell Tý from Tỵ."""
    named: dict[str, tuple[int, ...]] = {}
    for year in range(OLDEST_BIRTH_YEAR, OLDEST_BIRTH_YEAR + 180):
        called = [lunar_name(year), _BRANCHES[year % 12], _ANIMALS[year % 12]]
        for name in {word.casefold() for word in called} | {text.fold(word) for word in called}:
            named[name] = (*named.get(name, ()), year)
    return named


def _either_side_of_tet(lunar_year: int) -> tuple[BirthYearGuess, BirthYearGuess]:
    name = lunar_name(lunar_year)
    return BirthYearGuess(lunar_year, name, before_tet=False), BirthYearGuess(lunar_year + 1, name, before_tet=True)


def _within_bounds(guesses: Iterable[BirthYearGuess], today: date) -> tuple[BirthYearGuess, ...]:
    earliest, latest = birth_years(today)
    return tuple(guess for guess in guesses if earliest <= guess.year <= latest)


@dataclass(frozen=True)
class ReviewClock:
    """How long the commune takes and when its day ends, as dated data."""

    working_days: int
    cut_off_hour: int


@cache
def clock_rules() -> tuple[RuleValue, ...]:
    """Return every dated value of the review clock, with what it rests on."""
    return read_rules(DATA / "review_clock.json")


def review_clock(on: date) -> ReviewClock:
    """Return the limits in force on a day.

    Raises:
        RuleMissingError: the data has no value for that day.
    """
    return ReviewClock(_in_force("review_working_days", on), _in_force("receipt_cut_off_hour", on))


def _in_force(key: str, on: date) -> int:
    for rule in clock_rules():
        if rule.key == key and rule.holds_on(on):
            return int(rule.value)
    raise RuleMissingError(f"{key} on {on}")


def received_on(local: datetime) -> date:
    """Return the working day a dossier counts as received: after the cut-off, or on a day off, the next one.

    ``local`` is Vietnam's wall clock.
    """
    day = local.date()
    in_time = local.hour < review_clock(day).cut_off_hour
    return day if in_time and calendar.is_working_day(day) else calendar.next_working_day(day)


def review_due_on(local: datetime, days_left: int | None = None) -> date:
    """Return the day by which the commune answers; the day of receipt is not counted.

    ``days_left`` are the working days that remained when the clock stopped for the owner; at least one is given.
    """
    days = review_clock(local.date()).working_days if days_left is None else max(1, days_left)
    return calendar.add_working_days(received_on(local), days)


def draft_kept_until(touched: date) -> date:
    """Return the last day a draft is kept, counted from the day somebody last answered something."""
    return touched + timedelta(days=DRAFT_DAYS)


def helps_until(assigned: date) -> date:
    """Return the last day somebody who was asked to help sees the file."""
    return assigned + timedelta(days=HELP_DAYS)


def days_left(today: date, due_on: date) -> int:
    """Return the working days until a due date: 0 on the day, negative when overdue."""
    return calendar.working_days_between(today, due_on)


@dataclass(frozen=True)
class Reason:
    """A prepared sentence for sending one answer back, as the owner reads it."""

    key: str
    question: Question
    vi: str
    en: str


@cache
def reasons() -> tuple[Reason, ...]:
    """Return the prepared reasons, in order."""
    rows = json.loads((DATA / "return_reasons.json").read_text("utf-8"))
    return tuple(Reason(row["key"], Question(row["question"]), row["vi"], row["en"]) for row in rows)


def reasons_for(question: Question) -> tuple[Reason, ...]:
    """Return the prepared reasons for one question."""
    return tuple(reason for reason in reasons() if reason.question is question)


def reason(key: str) -> Reason:
    """Return one prepared reason.

    Raises:
        KeyError: nobody prepared it.
    """
    return {each.key: each for each in reasons()}[key]


def return_sentence(reason_key: str, own_words: str) -> str:
    """Write the sentence the owner reads: the prepared one, then the clerk's own words."""
    prepared = reason(reason_key).vi if reason_key else ""
    return " ".join(part for part in (prepared, text.line(own_words)) if part)


def ask_again_on(today: date) -> date:
    """Return the day from which a household that said “not for now” may be asked again: three months on."""
    months = today.month - 1 + ASK_AGAIN_MONTHS
    year, month = today.year + months // 12, months % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(today.day, last))


def season_begins_on(month: int, today: date) -> date:
    """Return the first day of the next month with this number: of next year, if it has begun already."""
    return date(today.year + (month <= today.month), month, 1)


def book_of(number: int) -> int:
    """Return the book of the register that a running number falls in: 500 lines make a book."""
    return (number - 1) // NUMBERS_PER_BOOK + 1


def may_undo_merge(merged_on: date, today: date) -> bool:
    """Whether a merge may still be undone: for thirty days."""
    return today <= merged_on + timedelta(days=UNDO_MERGE_DAYS)


def extensions_at_most(on: date) -> RuleValue:
    """Return how often the promised day may be put off; unconfirmed, so that it warns and never blocks.

    Raises:
        RuleMissingError: the data has no value for that day.
    """
    for rule in clock_rules():
        if rule.key == "extensions_at_most" and rule.holds_on(on):
            return rule
    raise RuleMissingError(f"extensions_at_most on {on}")
