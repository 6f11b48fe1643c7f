"""Official numbers are refused with a sentence that says what to do."""

from collections.abc import Callable
from datetime import date

import pytest

from app.core.identifiers import IdentifierError, check_citizen_id, check_gtin, check_tax_code

pytestmark = pytest.mark.no_database

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize("code", ["0100233488", "0314409058-002", "0314409058002", "01 0023 3488", "034064000001"])
def test_a_tax_code_that_can_exist_passes(code: str) -> None:
    check_tax_code(code, TODAY)


@pytest.mark.parametrize("wrong", range(10))
def test_only_one_check_digit_fits_a_tax_code(wrong: int) -> None:
    if wrong == 8:
        check_tax_code("0100233488")
    else:
        with pytest.raises(IdentifierError, match="check digit"):
            check_tax_code(f"010023348{wrong}")


def citizen(number: str) -> None:
    check_citizen_id(number, TODAY)


@pytest.mark.parametrize(
    ("check", "number", "reason", "says"),
    [
        (check_tax_code, "010023348", "length", "9 digits"),
        (check_tax_code, "0100000000", "check", "certificate"),
        (check_tax_code, "0314409058-000", "check", "certificate"),
        (check_tax_code, "O100233488", "digits", "digits only"),
        (check_tax_code, "０100233488", "digits", "digits only"),
        (check_tax_code, "", "digits", "digits only"),
        (citizen, "03406400000", "length", "11 digits"),
        (citizen, "099064000001", "province", "code 099"),
        (citizen, "034364000001", "age", "2064"),
        (citizen, "034000000001", "age", "1900"),
        (check_gtin, "8931234567890", "check", "last digit"),
        (check_gtin, "89312345678", "length", "11 digits"),
        (check_gtin, "0000000000000", "check", "under the bars"),
        (check_gtin, "9" * 61, "digits", "digits only"),
    ],
)
def test_a_refusal_has_a_reason_and_says_what_to_look_at(
    check: Callable[[str], None], number: str, reason: str, says: str
) -> None:
    with pytest.raises(IdentifierError, match=says) as refusal:
        check(number)
    assert refusal.value.reason == reason


def test_without_a_day_nobody_is_too_young() -> None:
    check_tax_code("034364000001")
    with pytest.raises(IdentifierError, match="2064"):
        check_tax_code("034364000001", TODAY)


def test_a_citizen_number_agrees_with_year_and_sex() -> None:
    check_citizen_id("034164000001", TODAY, birth_year=1964, female=True)

    check_citizen_id("034301000001", TODAY, birth_year=2001, female=True)
    check_citizen_id("034201000001", TODAY, birth_year=2001, female=False)

    with pytest.raises(IdentifierError, match="year of birth"):
        check_citizen_id("034164000001", TODAY, birth_year=1946)
    with pytest.raises(IdentifierError, match="other sex"):
        check_citizen_id("034164000001", TODAY, female=False)


def test_a_child_under_fourteen_has_no_business() -> None:
    check_citizen_id("034212000001", TODAY)
    with pytest.raises(IdentifierError, match="2013"):
        check_citizen_id("034213000001", TODAY)


@pytest.mark.parametrize("gtin", ["8931234567897", "96385074", "036000291452", "18931234567894"])
def test_a_barcode_of_each_length_passes(gtin: str) -> None:
    check_gtin(gtin)
