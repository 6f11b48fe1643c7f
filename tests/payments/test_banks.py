"""Banks are found by any name people still use."""

import csv
import re

import pytest

from payments import banks

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("Đông Á", "970406"),
        ("dong a", "970406"),
        ("Agri", "970405"),
        ("nông nghiệp", "970405"),
        ("viet com bank", "970436"),
        ("VCB", "970436"),
        ("MB", "970422"),
        ("lien viet", "970449"),
        ("oceanbank", "970414"),
        ("970418", "970418"),
        ("momo", "971025"),
    ],
)
def test_a_bank_is_found_by_old_and_new_names_without_marks(typed: str, number: str) -> None:
    assert banks.search(typed)[0].bin == number


@pytest.mark.parametrize(
    ("typed", "number"),
    [("OceanBank", "970414"), ("LienVietPostBank", "970449"), ("LienViet", "970449"), ("DONG A BANK", "970406")],
)
def test_a_bank_that_changed_its_name_is_found_by_the_old_one(typed: str, number: str) -> None:
    assert banks.search(typed)[0].bin == number


def test_nothing_typed_offers_the_commonest_and_nonsense_finds_nothing() -> None:
    assert banks.search("  ")[0].short_name == "Agribank"
    assert banks.search("zzz") == []


def test_every_bank_is_known_by_six_digits_of_its_own() -> None:
    listed = banks.all_banks()

    assert len(listed) == len({one.bin for one in listed}) == 71
    assert all(re.fullmatch("[0-9]{6}", one.bin) and one.short_name and one.name for one in listed)
    assert all(banks.bank(one.bin) is one for one in listed)
    assert listed[0].short_name == "Agribank"


def test_a_bank_has_its_codes_and_the_names_it_had() -> None:
    vikki = banks.bank("970406")

    assert (vikki.code, vikki.swift) == ("VIKKI", "EACBVNVX")
    assert "Đông Á" in vikki.aliases


def test_a_swift_code_has_the_shape_of_one_or_is_left_out() -> None:
    assert all(not one.swift or re.fullmatch("[A-Z]{4}VN[A-Z0-9]{2}", one.swift) for one in banks.all_banks())


def test_no_alias_names_a_bank_that_is_not_in_the_table() -> None:
    with (banks.DATA / "bank_aliases.csv").open(encoding="utf-8", newline="") as file:
        assert all(banks.is_known(row["bin"]) for row in csv.DictReader(file))


@pytest.mark.parametrize("number", ["123456", "", "97040", "Agribank"])
def test_an_unknown_bank_is_refused(number: str) -> None:
    assert not banks.is_known(number)
    with pytest.raises(banks.UnknownBankError, match="6 digits"):
        banks.bank(number)
