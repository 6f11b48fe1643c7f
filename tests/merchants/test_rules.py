"""Completeness, names, years, and the date the commune promises."""

import unicodedata
from dataclasses import replace
from datetime import date, datetime

import pytest

from app.core.clock import VIETNAM
from app.core.dated_rules import RuleMissingError
from merchants import rules
from merchants.rules import Answers, Check, ConsentPurpose, ContactKind, Craft, Paper, Question

WHOLE = Answers(
    craft=Craft.FISH_SAUCE,
    craft_other="",
    owner_name="Nguyễn Thị Mận",
    business_name="Nước mắm Bà Mận",
    birth_year=1964,
    area_path="33/12826/0101/",
    area_note="",
    contact_kind=ContactKind.OWN,
    phone="+84912345678",
    contact_name="",
    papers=(Paper.NONE,),
    consents={ConsentPurpose.RECORD: True},
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def test_a_whole_dossier_misses_nothing() -> None:
    assert rules.unanswered(WHOLE) == ()


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"craft": Craft.OTHER}, Question.CRAFT),
        ({"owner_name": ""}, Question.OWNER_NAME),
        ({"business_name": ""}, Question.BUSINESS_NAME),
        ({"birth_year": None}, Question.BIRTH_YEAR),
        ({"area_path": ""}, Question.WHERE),
        ({"area_path": "33/12826/"}, Question.WHERE),
        ({"contact_kind": None}, Question.CONTACT),
        ({"phone": ""}, Question.CONTACT),
        ({"contact_kind": ContactKind.RELATIVE}, Question.CONTACT),
        ({"papers": None}, Question.PAPERS),
        ({"consents": {}}, Question.CONSENT),
        ({"consents": {ConsentPurpose.RECORD: False, ConsentPurpose.PUBLIC: True}}, Question.CONSENT),
    ],
)
def test_one_missing_answer_is_named(change: dict[str, object], missing: Question) -> None:
    assert rules.unanswered(replace(WHOLE, **change)) == (missing,)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"craft": Craft.OTHER, "craft_other": "làm hương"},
        {"area_path": "33/12826/", "area_note": "xóm Bến"},
        {"contact_kind": ContactKind.NONE, "phone": ""},
        {"contact_kind": ContactKind.RELATIVE, "contact_name": "Hà"},
        {"consents": {ConsentPurpose.RECORD: True, ConsentPurpose.PUBLIC: False}},
    ],
)
def test_other_ways_of_answering_are_whole_too(change: dict[str, object]) -> None:
    assert rules.unanswered(replace(WHOLE, **change)) == ()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Thị Mận",
        "NGUYEN THI MAN",
        unicodedata.normalize("NFD", "Nguyễn Thị Mận"),
        "Y Ê-ban",
        "H'Hen Niê",
        "Lê",
        "N" * 60,
        "  Đỗ   Văn Thành ",
    ],
)
def test_a_name_as_people_write_it_fits(name: str) -> None:
    assert rules.name_fits(name)


@pytest.mark.parametrize("name", ["", " ", "M", "N" * 61, "Mận 64", "<b>Mận</b>", "- '", "Mận; DROP", "Mận_"])
def test_what_is_not_a_name_does_not_fit(name: str) -> None:
    assert not rules.name_fits(name)


def test_owners_are_born_from_1920_and_at_least_fifteen() -> None:
    assert rules.birth_years(date(2026, 9, 5)) == (1920, 2011)


def test_an_age_counted_the_old_way_gives_two_years() -> None:
    first, second = rules.years_for_age(63, date(2026, 9, 5))

    assert (first.year, first.lunar_name, first.before_tet) == (1964, "Giáp Thìn", False)
    assert (second.year, second.lunar_name, second.before_tet) == (1965, "Giáp Thìn", True)


@pytest.mark.parametrize(
    ("said", "years"),
    [
        ("Giáp Thìn", (1964,)),
        ("tuoi giap thin", (1964,)),
        ("Giáp Tý", (1924, 1984)),
        ("tuổi con Rồng", (1928, 1940, 1952, 1964, 1976, 1988, 2000)),
        ("Tý", (1924, 1936, 1948, 1960, 1972, 1984, 1996, 2008)),
        ("Tỵ", (1929, 1941, 1953, 1965, 1977, 1989, 2001)),
        ("năm con gì", ()),
        ("", ()),
    ],
)
def test_a_lunar_year_is_known_by_its_name_or_its_animal(said: str, years: tuple[int, ...]) -> None:
    assert rules.lunar_years(said, rules.birth_years(date(2026, 9, 5))) == years


def test_a_lunar_name_gives_the_years_on_either_side_of_tet() -> None:
    found = rules.years_for_name("Giáp Thìn", date(2026, 9, 5))

    assert [(guess.year, guess.before_tet) for guess in found] == [(1964, False), (1965, True)]
    assert not any(guess.before_tet for guess in rules.years_for_name("Rồng", date(2026, 9, 5)))


@pytest.mark.parametrize(("age", "years"), [(16, [2011]), (15, []), (108, [1920]), (109, []), (107, [1920, 1921])])
def test_an_age_out_of_bounds_gives_no_year(age: int, years: list[int]) -> None:
    assert [guess.year for guess in rules.years_for_age(age, date(2026, 9, 5))] == years


@pytest.mark.parametrize(
    ("papers", "fit"),
    [((), False), ((Paper.NONE,), True), ((Paper.OCOP, Paper.NONE), False), ((Paper.OCOP, Paper.TRADEMARK), True)],
)
def test_none_yet_stands_alone(papers: tuple[Paper, ...], fit: bool) -> None:
    assert rules.papers_fit(papers) is fit


@pytest.mark.parametrize(("papers", "asked"), [(None, False), ((Paper.NONE,), False), ((Paper.OCOP,), True)])
def test_papers_are_looked_at_only_where_there_are_some(papers: tuple[Paper, ...] | None, asked: bool) -> None:
    assert (Check.PAPERS in rules.checks_for(papers)) is asked


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        ("2026-11-26T14:59", date(2026, 12, 3)),
        ("2026-11-26T15:00", date(2026, 12, 4)),
        ("2026-11-28T09:00", date(2026, 12, 7)),
        ("2026-11-23T16:00", date(2026, 12, 2)),
        ("2026-02-12T10:00", date(2026, 2, 26)),
        ("2026-12-30T10:00", date(2027, 1, 7)),
    ],
)
def test_the_commune_answers_within_five_working_days_of_receipt(sent: str, due: date) -> None:
    assert rules.review_due_on(at(sent)) == due


@pytest.mark.parametrize(
    ("left", "due"),
    [(3, date(2026, 12, 1)), (1, date(2026, 11, 27)), (0, date(2026, 11, 27)), (-4, date(2026, 11, 27))],
)
def test_after_a_return_only_the_days_that_were_left_run_on(left: int, due: date) -> None:
    assert rules.review_due_on(at("2026-11-26T10:00"), left) == due


def test_a_day_without_a_rule_is_refused() -> None:
    with pytest.raises(RuleMissingError, match="review_working_days"):
        rules.review_clock(date(2025, 6, 30))


def test_every_question_has_a_prepared_reason_with_words_in_both_languages() -> None:
    assert {reason.question for reason in rules.reasons()} == set(Question)
    assert len({reason.key for reason in rules.reasons()}) == len(rules.reasons())
    assert all(reason.vi.endswith(".") and reason.en.endswith(".") for reason in rules.reasons())


def test_the_owner_reads_the_prepared_sentence_then_the_clerk_s_own_words() -> None:
    sentence = rules.return_sentence("owner_name.short", unicodedata.normalize("NFD", "  Ghi cả  họ đệm. "))

    assert sentence == "Họ và tên chưa đủ. Ghi đủ như trên căn cước, ví dụ Nguyễn Thị Mận. Ghi cả họ đệm."
    assert rules.return_sentence("", "Gọi cho xã.") == "Gọi cho xã."
