"""Banks are found by any name people still use."""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner

from app.core import settings
from payments import banks, cli

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


# A newer table, taken in on a running site.

HEAD = "bin,code,short_name,name,swift,aliases\n"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Path]:
    before = settings.current()
    settings.use(replace(before, state_dir=tmp_path))
    yield tmp_path
    settings.use(before)


def take_in(folder: Path, text: str, on: str) -> tuple[int, str]:
    file = folder / "table.csv"
    file.write_text(text, "utf-8")
    done = CliRunner().invoke(cli.vietqr, ["banks", str(file), "--dated", on])
    return done.exit_code, done.output


def test_a_newer_table_is_in_use_at_once_and_old_names_still_find_the_bank(site: Path) -> None:
    assert (banks.dated(), banks.newest_file()) == (banks.TABLE_DATED, None)

    code, said = take_in(
        site,
        f"{HEAD}970406,NEWV,Ngân Hàng Mới,Ngân hàng TNHH Mới,,Vịt Vàng\n888999,LUA,Lúa,Ngân hàng số Lúa,,\n",
        "2026-12-01",
    )

    assert code == 0, said
    assert "renamed  970406 Vikki -> Ngân Hàng Mới" in said
    assert "new      888999 Lúa" in said
    assert "kept     970436 Vietcombank" in said
    assert banks.dated() == date(2026, 12, 1)
    for typed in ("Ngân Hàng Mới", "Vikki", "Đông Á", "vit vang", "NEWV"):
        assert "970406" in [one.bin for one in banks.search(typed)], typed
    assert banks.search("lua")[0].bin == "888999"
    # Nobody's account loses its bank because a table left it out.
    assert banks.bank("970436").short_name == "Vietcombank"
    assert CliRunner().invoke(cli.vietqr, ["banks"]).output == f"2026-12-01: {len(banks.table())} banks\n"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("bin,name\n970406,X\n", "lacks the columns"),
        (f"{HEAD}97040,A,A,A,,\n", "Line 2"),
        (f"{HEAD}970406,A,A,A,,\n970406,B,B,B,,\n", "Line 3"),
        (f"{HEAD}970406,A,,A,,\n", "no name"),
    ],
)
def test_a_table_with_a_fault_is_refused_whole_by_its_line(site: Path, text: str, why: str) -> None:
    code, said = take_in(site, text, "2026-12-01")
    assert code == cli.REFUSED
    assert why in said
    assert banks.newest_file() is None


@pytest.mark.parametrize("on", ["2026-07-20", "2020-01-01", "soon", ""])
def test_an_older_table_never_takes_the_place_of_a_newer_one(site: Path, on: str) -> None:
    assert take_in(site, f"{HEAD}970406,A,A,A,,\n", on)[0] == cli.REFUSED
    assert banks.bank("970406").short_name == "Vikki"


def test_links_into_apps_carry_account_amount_and_memo() -> None:
    links = banks.app_links(bank_bin="970436", account_no="0000123456789", amount_vnd=120_000, memo="HSG2345678")

    assert [link.name for link in links] == ["VietinBank", "BIDV", "MBBank", "ACB", "OCB"]
    for link in links:
        said = parse_qs(urlsplit(link.url).query)
        assert (said["ba"], said["am"], said["tn"]) == (["0000123456789@vcb"], ["120000"], ["HSG2345678"])
