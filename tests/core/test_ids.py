"""Identifiers sort by birth, and a misread digit is caught."""

import pytest

from app.core.ids import CodeError, damm_digit, dossier_code, new_id, new_ids, parse_dossier_code, short_code

pytestmark = pytest.mark.no_database


def test_an_id_is_a_version_seven_uuid() -> None:
    made = new_id()

    assert (made.version, made.variant) == (7, "specified in RFC 4122")


def test_ids_sort_by_birth_even_within_one_millisecond() -> None:
    made = [new_id() for _ in range(2000)] + new_ids(5000) + [new_id()]

    assert made == sorted(made)
    assert len(set(made)) == 7001
    assert {(each.version, each.variant) for each in made} == {(7, "specified in RFC 4122")}
    assert new_ids(0) == []


def test_the_check_digit_is_that_of_the_published_example() -> None:
    assert damm_digit("572") == 4


def test_a_code_is_grouped_for_dictation() -> None:
    code = dossier_code(block=1204, running=8735)

    assert code[:4] == "1204"
    assert code[4] == code[8] == "-"
    assert parse_dossier_code(code) == code


def test_every_wrong_digit_and_every_swap_of_neighbours_is_caught() -> None:
    code = dossier_code(block=1204, running=8735).replace("-", "")

    wrong = [code[:i] + d + code[i + 1 :] for i in range(10) for d in "0123456789" if d != code[i]]
    wrong += [code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(9) if code[i] != code[i + 1]]
    for spoiled in wrong:
        with pytest.raises(CodeError):
            parse_dossier_code(spoiled)


@pytest.mark.parametrize("written", ["{0}", " {0} ", "{1}", "{2}", "{3}"])
def test_a_code_is_read_however_it_is_written(written: str) -> None:
    code = dossier_code(block=1204, running=1)
    digits = code.replace("-", "")
    wide = "".join(chr(ord("0") + int(d)) for d in digits)

    assert parse_dossier_code(written.format(code, digits, code.replace("-", " . "), wide)) == code


@pytest.mark.parametrize("text", ["", "12", "1204-087-35", "abc1204087354", "1" * 5000])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(CodeError):
        parse_dossier_code(text)


def test_a_block_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError):
        dossier_code(block=12040, running=1)


def test_short_codes_have_no_letters_to_misread() -> None:
    assert not set("ILOU") & set("".join(short_code(8) for _ in range(200)))
