"""Whose account it is, what a notice settles and who is in use."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from payments.rules import (
    Direction,
    Expected,
    NameVerdict,
    Notice,
    Outcome,
    Rung,
    Steps,
    bank_spelling,
    count_by_month,
    is_fresh,
    is_test,
    least_payments_in_month,
    masked,
    match_notice,
    months_back,
    name_check,
    rung,
    use_rule,
)
from payments.states import RequestState

pytestmark = pytest.mark.no_database

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("person", "business", "holder", "verdict"),
    [
        ("Nguyễn Thị Mận", "", "Nguyễn Thị Mận", NameVerdict.MATCH),
        ("Nguyễn Thị Mận", "", "NGUYỄN THỊ MẬN", NameVerdict.MATCH),
        ("NGUYEN THI MAN", "", "Nguyen  Thi Man", NameVerdict.MATCH),
        ("Nguyễn Thị Mận", "", "NGUYEN THI MAN", NameVerdict.MATCH_WITHOUT_MARKS),
        ("Bà Nguyễn Thị Mận", "", "NGUYEN THI MAN", NameVerdict.MATCH_WITHOUT_MARKS),
        ("Đặng Đình Đức", "", "DANG DINH DUC", NameVerdict.MATCH_WITHOUT_MARKS),
        ("Nguyễn Thị Mận", "", "NGUYENTHIMAN", NameVerdict.MATCH_WITHOUT_MARKS),
        ("Nguyễn Thị Mận", "Nước mắm Bà Mận", "HKD NUOC MAM BA MAN", NameVerdict.MATCH_WITHOUT_MARKS),
        ("Nguyễn Thị Mận", "", "HO KINH DOANH NGUYEN THI MAN", NameVerdict.MATCH_WITHOUT_MARKS),
        ("Nguyễn Thị Mận", "", "NGUYEN THI MAN NUOC MAM", NameVerdict.MATCH_WITHOUT_MARKS),
        ("Công Huyền Tôn Nữ Thị Hồng Hạnh", "", "CONG HUYEN TON NU THI", NameVerdict.MATCH_WITHOUT_MARKS),
        ("Nguyễn Thị Mận", "Nước mắm Bà Mận", "TRAN VAN BINH", NameVerdict.OTHER_PERSON),
        ("Nguyễn Thị Mận", "", "NGUYEN THI", NameVerdict.OTHER_PERSON),
        ("Nguyễn Thị Mận", "", "NGUYEN THI MANH", NameVerdict.OTHER_PERSON),
        ("Nguyễn Thị Mận", "", "THI MAN NGUYEN", NameVerdict.OTHER_PERSON),
        ("Mận", "", "NGUYEN THI MAN", NameVerdict.OTHER_PERSON),
        ("Nguyễn Thị Mận", "", "", NameVerdict.OTHER_PERSON),
        ("", "", "NGUYEN THI MAN", NameVerdict.OTHER_PERSON),
    ],
)
def test_the_holder_is_compared_with_person_and_business(
    person: str, business: str, holder: str, verdict: NameVerdict
) -> None:
    assert name_check(person, business, holder).verdict is verdict


def test_marks_written_apart_are_the_same_marks() -> None:
    assert name_check("Nguyễn Thị Mận", "", "Nguye\u0302\u0303n Thi\u0323 Ma\u0323\u0302n").verdict is NameVerdict.MATCH


def test_an_account_without_the_business_name_only_warns_and_only_where_the_rule_holds() -> None:
    by_person = name_check("Nguyễn Thị Mận", "Nước mắm Bà Mận", "NGUYEN THI MAN", needs_business_name=True)
    by_business = name_check("Nguyễn Thị Mận", "Nước mắm Bà Mận", "HKD NUOC MAM BA MAN", needs_business_name=True)
    before = name_check("Nguyễn Thị Mận", "Nước mắm Bà Mận", "NGUYEN THI MAN")

    assert (by_person.verdict, by_person.lacks_business_name) == (NameVerdict.MATCH_WITHOUT_MARKS, True)
    assert not by_business.lacks_business_name
    assert not before.lacks_business_name


def test_banks_write_capitals_without_marks() -> None:
    assert bank_spelling("Bà Đặng  Thị Thuý!") == "BA DANG THI THUY"


REQUEST = Expected("KQX2222222", "1500200000001", 120_000, RequestState.OPEN, AT + timedelta(days=1))
OTHER = replace(REQUEST, reference="KQX3333333")
NOTICE = Notice("1", ("1500200000001",), 120_000, Direction.IN, "KQX2222222", AT)


@pytest.mark.parametrize(
    ("requests", "notice", "outcome"),
    [
        ([REQUEST], NOTICE, Outcome.PAID),
        ([REQUEST], replace(NOTICE, account_numbers=("MAIN", "1500200000001")), Outcome.PAID),
        ([REQUEST], replace(NOTICE, amount_vnd=119_999), Outcome.DIFFERENT_AMOUNT),
        ([REQUEST], replace(NOTICE, amount_vnd=120_001), Outcome.DIFFERENT_AMOUNT),
        ([REQUEST], replace(NOTICE, amount_vnd=1_000), Outcome.DIFFERENT_AMOUNT),
        ([], NOTICE, Outcome.UNKNOWN),
        ([REQUEST, OTHER], NOTICE, Outcome.SEVERAL),
        ([REQUEST, replace(OTHER, state=RequestState.PAID)], NOTICE, Outcome.PAID),
        ([replace(REQUEST, state=RequestState.PAID)], NOTICE, Outcome.DUPLICATE),
        ([replace(REQUEST, state=RequestState.REVIEW)], NOTICE, Outcome.DIFFERENT_AMOUNT),
        ([replace(REQUEST, state=RequestState.EXPIRED)], NOTICE, Outcome.LATE),
        ([replace(REQUEST, state=RequestState.CANCELLED)], NOTICE, Outcome.CANCELLED),
        ([replace(REQUEST, expires_at=AT - timedelta(seconds=1))], NOTICE, Outcome.LATE),
        ([replace(REQUEST, expires_at=AT)], NOTICE, Outcome.PAID),
        ([REQUEST], replace(NOTICE, direction=Direction.OUT), Outcome.MONEY_OUT),
        ([REQUEST], replace(NOTICE, account_numbers=("999",)), Outcome.OTHER_ACCOUNT),
    ],
)
def test_a_notice_settles_only_what_agrees_in_everything(
    requests: list[Expected], notice: Notice, outcome: Outcome
) -> None:
    assert match_notice(requests, notice).outcome is outcome


@pytest.mark.parametrize(
    ("steps", "reached"),
    [
        (Steps(has_account=False, has_standee=False, has_tried=False), Rung.NO_ACCOUNT),
        (Steps(has_account=True, has_standee=False, has_tried=False), Rung.ACCOUNT),
        (Steps(has_account=True, has_standee=True, has_tried=False), Rung.STANDEE),
        (Steps(has_account=True, has_standee=True, has_tried=True), Rung.TRIED),
        (Steps(has_account=True, has_standee=True, has_tried=False, payments_by_month=(2, 0, 0)), Rung.TRIED),
        (Steps(has_account=True, has_standee=True, has_tried=False, payments_by_month=(0, 9, 9)), Rung.TRIED),
        (Steps(has_account=True, has_standee=False, has_tried=False, payments_by_month=(3, 2, 3)), Rung.IN_USE),
        (Steps(has_account=True, has_standee=True, has_tried=True, payments_by_month=(3, 3, 3)), Rung.STEADY),
    ],
)
def test_the_ladder_counts_what_happened(steps: Steps, reached: Rung) -> None:
    assert rung(steps, least_in_month=3) is reached


def test_weavers_and_homestays_are_in_use_with_one_payment_and_the_rule_says_it_is_not_confirmed() -> None:
    assert [least_payments_in_month(craft, TODAY) for craft in ("fish_sauce", "weaving", "homestay")] == [3, 1, 1]
    assert not use_rule(TODAY).confirmed


def test_a_thousand_dong_is_a_try_and_not_a_sale() -> None:
    assert is_test(1_000, TODAY)
    assert not is_test(1_001, TODAY)


def test_months_are_counted_back_across_the_new_year() -> None:
    months = months_back(date(2027, 1, 31), 3)

    assert months == (date(2027, 1, 1), date(2026, 12, 1), date(2026, 11, 1))
    assert count_by_month([date(2026, 12, 31), date(2027, 1, 1), date(2026, 10, 31)], months) == (1, 1, 0)


@pytest.mark.parametrize(
    ("minutes", "fresh"), [(0, True), (5, True), (-5, True), (6, False), (-6, False), (1440, False)]
)
def test_a_signed_time_may_be_five_minutes_off_either_way(minutes: int, *, fresh: bool) -> None:
    assert is_fresh(AT + timedelta(minutes=minutes), AT) is fresh


def test_only_the_owner_sees_more_than_three_digits() -> None:
    assert masked("1500200000001") == "•••• 001"
    assert masked("12345") == "••••"
