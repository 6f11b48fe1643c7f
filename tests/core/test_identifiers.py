"""Official numbers are refused with a sentence that says what to do."""

from collections.abc import Callable
from datetime import date

import pytest

from app.core.identifiers import IdentifierError, check_citizen_id, check_gtin, check_tax_code

pytestmark = pytest.mark.no_database

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize("code", ["0100233488", "0314409058-002", "0314409058002", "01 0023 3488", "034064000001"])
def test_a_tax_code_that_can_exist_passes(code: str) -> None:
    check_tax_code(code, on=TODAY)


@pytest.mark.parametrize("wrong", range(10))
def test_only_one_check_digit_fits_a_tax_code(wrong: int) -> None:
    if wrong == 8:
        check_tax_code("0100233488")
    else:
        with pytest.raises(IdentifierError, match="check digit"):
            check_tax_code(f"010023348{wrong}")


@pytest.mark.parametrize(
    ("check", "number", "says"),
    [
        (check_tax_code, "010023348", "9 digits"),
        (check_tax_code, "0314409058-000", "certificate"),
        (check_tax_code, "O100233488", "digits only"),
        (check_citizen_id, "03406400000", "11 digits"),
        (check_citizen_id, "099064000001", "code 099"),
        (check_citizen_id, "034364000001", "2064"),
        (check_gtin, "8931234567890", "last digit"),
        (check_gtin, "89312345678", "11 digits"),
        (check_gtin, "0000000000000", "under the bars"),
        (check_gtin, "9" * 61, "digits only"),
    ],
)
def test_a_refusal_says_what_to_look_at(check: Callable[[str], None], number: str, says: str) -> None:
    with pytest.raises(IdentifierError, match=says):
        check(number)


def test_a_citizen_number_agrees_with_year_and_sex() -> None:
    check_citizen_id("034164000001", on=TODAY, birth_year=1964, female=True)

    with pytest.raises(IdentifierError, match="year of birth"):
        check_citizen_id("034164000001", on=TODAY, birth_year=1946)
    with pytest.raises(IdentifierError, match="other sex"):
        check_citizen_id("034164000001", on=TODAY, female=False)


def test_a_child_under_fourteen_has_no_business() -> None:
    check_citizen_id("034212000001", on=TODAY)
    with pytest.raises(IdentifierError, match="2013"):
        check_citizen_id("034213000001", on=TODAY)


@pytest.mark.parametrize("gtin", ["8931234567897", "96385074", "036000291452", "18931234567894"])
def test_a_barcode_of_each_length_passes(gtin: str) -> None:
    check_gtin(gtin)
