"""Names, account numbers, what a notice settles, signatures and use, without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from payments import rules
from payments.inbox.rules import matching, sepay
from payments.inbox.rules.matching import Asked
from payments.inbox.rules.notices import Decision, Direction, Notice
from payments.rules import Grade, NameVerdict, Rung
from payments.states import REQUEST, RequestState, RequestStep

pytestmark = pytest.mark.no_database

NOW = datetime(2026, 9, 12, 3, 0, tzinfo=UTC)
BODY = (
    b'{"id":92704,"gateway":"Vietcombank","transactionDate":"2023-03-25 14:02:37","accountNumber":"0123499999",'
    b'"code":null,"content":"chuyen tien mua iphone","transferType":"in","transferAmount":2277000,'
    b'"accumulated":19077000,"subAccount":null,"referenceCode":"MBVCB.3278907687","description":""}'
)
SIGNATURE = "sha256=a2fab3621999f6aac710e8f62a13130c5fe849daae8f7094eda43cbf3e7c3ff3"


@pytest.mark.parametrize(
    ("owner", "business", "holder", "verdict"),
    [
        ("Nguyễn Thị Mận", "", "Nguyễn Thị Mận", NameVerdict.MATCH),
        ("Nguyễn Thị Mận", "", "nguyễn thị MẬN", NameVerdict.MATCH),
        ("Nguyễn Thị Mận", "", "Nguye\u0302\u0303n Thi\u0323 Ma\u0323\u0302n", NameVerdict.MATCH),
        ("NGUYEN THI MAN", "", "Nguyen  Thi Man", NameVerdict.MATCH),
        ("Nguyễn Thị Mận", "", "NGUYEN THI MAN", NameVerdict.WITHOUT_MARKS),
        ("Nguyễn Thị Mận", "", "  NGUYEN  THI   MAN ", NameVerdict.WITHOUT_MARKS),
        ("Nguyễn Thị Mận", "", "NGUYENTHIMAN", NameVerdict.WITHOUT_MARKS),
        ("Bà Nguyễn Thị Mận", "", "NGUYEN THI MAN", NameVerdict.WITHOUT_MARKS),
        ("Đặng Văn Đức", "", "DANG VAN DUC", NameVerdict.WITHOUT_MARKS),
        ("Công Huyền Tôn Nữ Thị Hồng Hạnh", "", "CONG HUYEN TON NU THI", NameVerdict.WITHOUT_MARKS),
        ("Nguyễn Thị Mận", "", "TRAN VAN BINH", NameVerdict.OTHER_PERSON),
        ("Nguyễn Thị Mận", "", "NGUYEN THI MAN HOA", NameVerdict.OTHER_PERSON),
        ("Nguyễn Thị Mận", "", "NGUYEN THI MANH", NameVerdict.OTHER_PERSON),
        ("Nguyễn Thị Mận", "", "THI MAN NGUYEN", NameVerdict.OTHER_PERSON),
        ("Nguyễn Thị Mận", "", "NGUYEN THI", NameVerdict.OTHER_PERSON),
        ("Nguyễn Thị Phương Anh", "", "NGUYEN THI PHUONG", NameVerdict.OTHER_PERSON),
        ("Mận", "", "NGUYEN THI MAN", NameVerdict.OTHER_PERSON),
        ("Nguyễn Thị Mận", "Nước mắm Bà Mận", "HKD NUOC MAM BA MAN", NameVerdict.WITHOUT_MARKS),
        ("Nguyễn Thị Mận", "Nước mắm Bà Mận", "HO KINH DOANH NUOC MAM BA MAN", NameVerdict.WITHOUT_MARKS),
        ("Nguyễn Thị Mận", "Nước mắm Bà Mận", "HKD NUOC MAM BA MAN GIA TRUYEN", NameVerdict.WITHOUT_MARKS),
        ("Nguyễn Thị Mận", "", "HKD NGUYEN THI MAN", NameVerdict.WITHOUT_MARKS),
        ("Trần Văn Huy", "HKD Homestay Cồn Vành Xanh", "HKD HOMESTAY CON VANH XAN", NameVerdict.WITHOUT_MARKS),
        ("Nguyễn Thị Mận", "Gạo", "GAO VANG", NameVerdict.OTHER_PERSON),
        ("Nguyễn Thị Mận", "Nước mắm Bà Mận", "NUOC MAM", NameVerdict.OTHER_PERSON),
        ("", "", "NGUYEN THI MAN", NameVerdict.OTHER_PERSON),
        ("Nguyễn Thị Mận", "", "", NameVerdict.OTHER_PERSON),
        ("Bà", "", "ONG", NameVerdict.OTHER_PERSON),
    ],
)
def test_the_name_on_an_account_is_compared_as_a_bank_writes_it(
    owner: str, business: str, holder: str, verdict: NameVerdict
) -> None:
    assert rules.name_check(owner_name=owner, business_name=business, holder=holder) is verdict


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("0000 1234.567-89", "0000123456789"),
        ("MS00P00000000647117", "MS00P00000000647117"),
        ("123", None),
        ("1" * 20, None),
        ("0123_456", None),
        ("０１２３４５", None),
    ],
)
def test_account_numbers_keep_their_zeros_and_letters(typed: str, read: str | None) -> None:
    assert rules.read_account_no(typed) == read


ASKED = Asked("HSG2345678", "0000123456789", 120_000, RequestState.OPEN, NOW + timedelta(days=1))
PART = replace(ASKED, state=RequestState.UNDERPAID)
NOTICE = Notice("1", ("0000123456789",), 120_000, Direction.IN, "HSG2345678", None)


@pytest.mark.parametrize(
    ("came", "waiting", "decision"),
    [
        (NOTICE, [ASKED], Decision.PAID),
        (replace(NOTICE, account_nos=("77", "0000123456789")), [ASKED], Decision.PAID),
        (replace(NOTICE, amount_vnd=1_000), [ASKED], Decision.UNDER),
        (replace(NOTICE, amount_vnd=119_999), [ASKED], Decision.UNDER),
        (replace(NOTICE, amount_vnd=120_001), [ASKED], Decision.OVER),
        (replace(NOTICE, amount_vnd=20_000), [replace(PART, waiting_vnd=100_000)], Decision.SPLIT),
        (replace(NOTICE, amount_vnd=20_001), [replace(PART, waiting_vnd=100_000)], Decision.OVER),
        (replace(NOTICE, amount_vnd=19_999), [replace(PART, waiting_vnd=100_000)], Decision.UNDER),
        (NOTICE, [replace(PART, waiting_vnd=1_000)], Decision.OVER),
        (replace(NOTICE, amount_vnd=20_000), [replace(PART, expires_at=NOW)], Decision.LATE),
        (NOTICE, [replace(ASKED, state=RequestState.PAID)], Decision.DUPLICATE),
        (NOTICE, [replace(ASKED, state=RequestState.CLOSED)], Decision.LATE),
        (NOTICE, [replace(ASKED, state=RequestState.REVIEW)], Decision.REVIEW),
        (NOTICE, [replace(ASKED, state=RequestState.CANCELLED)], Decision.LATE),
        (NOTICE, [replace(ASKED, state=RequestState.EXPIRED)], Decision.LATE),
        (NOTICE, [replace(ASKED, expires_at=NOW)], Decision.LATE),
        (NOTICE, [], Decision.UNKNOWN),
        (replace(NOTICE, account_nos=("77",)), [ASKED], Decision.OTHER_ACCOUNT),
        (replace(NOTICE, account_nos=()), [ASKED], Decision.OTHER_ACCOUNT),
        (replace(NOTICE, direction=Direction.OUT), [ASKED], Decision.MONEY_OUT),
        (NOTICE, [ASKED, replace(ASKED, reference="HSG8765432")], Decision.REVIEW),
    ],
)
def test_only_code_account_direction_and_exact_amount_together_mean_paid(
    came: Notice, waiting: list[Asked], decision: Decision
) -> None:
    assert matching.decide(came, waiting, at=NOW).decision is decision


def test_the_published_signature_holds() -> None:
    assert sepay.sign("whsec_demo", "1700000000", BODY) == SIGNATURE


@pytest.mark.parametrize(("seconds", "holds"), [(0, True), (300, True), (-300, True), (301, False), (-301, False)])
def test_a_signature_holds_for_five_minutes_either_way(seconds: int, *, holds: bool) -> None:
    now = 1_700_000_000 + seconds
    assert holds is sepay.signature_holds(
        secret="whsec_demo", timestamp="1700000000", signature=SIGNATURE, body=BODY, now_seconds=now
    )


@pytest.mark.parametrize("timestamp", ["", "-1", "1e9", "１７００００００００", "1" * 400, "1700000000 "])
def test_a_strange_timestamp_is_refused(timestamp: str) -> None:
    assert not sepay.signature_holds(
        secret="whsec_demo", timestamp=timestamp, signature=SIGNATURE, body=BODY, now_seconds=1_700_000_000
    )


def test_a_sepay_notice_is_read() -> None:
    [read] = sepay.read(BODY)
    assert (read.event_id, read.amount_vnd, read.account_nos) == ("92704", 2_277_000, ("0123499999",))
    assert read.occurred_local == datetime(2023, 3, 25, 14, 2, 37)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"id":1}',
        BODY.replace(b"2277000", b"-5"),
        BODY.replace(b"2277000", b"2277000.5"),
        BODY.replace(b"2277000", b"true"),
        BODY.replace(b'"in"', b'"sideways"'),
        b"[" * 60_000,
    ],
    ids=range(10),
)
def test_what_is_not_a_notice_is_not_read(body: bytes) -> None:
    assert sepay.read(body) == ()


def test_the_owner_may_accept_or_put_aside_what_came_differently() -> None:
    assert REQUEST.actions(RequestState.REVIEW) == (RequestStep.ACCEPT, RequestStep.CLOSE)


def test_use_needs_three_payments_a_month_and_one_where_sales_are_rare() -> None:
    assert not rules.use_rule_on(date(2026, 9, 30)).confirmed
    rule = rules.use_on(date(2026, 9, 30))
    assert rule is not None
    assert [rules.is_in_use({"": number}, "fish_sauce", rule) for number in (2, 3)] == [False, True]
    assert rules.is_in_use({"": 1}, "homestay", rule)
    assert rules.is_in_use({"": 1}, "weaving", rule)
    assert not rules.is_in_use({"": 0}, "weaving", rule)


@pytest.mark.parametrize(
    ("by_payer", "before", "since"),
    [
        ({"a": 2, "b": 2}, True, False),
        ({"a": 2, "b": 2, "c": 1}, True, True),
        ({"a": 1, "b": 1, "": 1}, True, True),
        ({"": 3}, True, True),
        ({"a": 1, "b": 1}, False, False),
        # Whoever made more than 60 % of them is none of the three.
        ({"a": 5, "b": 1, "c": 1}, False, False),
    ],
)
def test_three_payments_are_of_three_different_payers_since_november(
    by_payer: dict[str, int], before: bool, since: bool
) -> None:
    for day, expected in ((date(2026, 10, 31), before), (date(2026, 11, 1), since)):
        rule = rules.use_on(day)
        assert rule is not None
        assert rules.is_in_use(by_payer, "fish_sauce", rule) is expected
    assert rules.is_in_use({"a": 1}, "homestay", rule)


def test_a_try_is_no_evidence_of_use() -> None:
    assert rules.grade_of(1_000, date(2026, 9, 30)) is Grade.D
    assert rules.grade_of(1_001, date(2026, 9, 30)) is Grade.B
    assert Grade.D not in rules.MEASURED


def test_the_ladder_shows_the_highest_rung() -> None:
    def at(account: bool, standee: bool, payment: bool, *months: bool) -> Rung:
        return rules.rung(has_account=account, has_standee=standee, has_payment=payment, months_in_use=months)

    assert at(False, False, False, False) is Rung.NONE
    assert at(True, False, False, False) is Rung.ACCOUNT
    assert at(True, True, False, False) is Rung.STANDEE
    assert at(True, False, True, False) is Rung.FIRST_PAYMENT
    assert at(True, True, True, True, False, True) is Rung.IN_USE
    assert at(True, True, True, False, True, True) is Rung.FIRST_PAYMENT
    assert at(True, True, True, True, True, True) is Rung.STEADY


def test_steady_months_go_back_across_the_new_year() -> None:
    assert rules.steady_months(date(2027, 1, 31)) == (date(2027, 1, 1), date(2026, 12, 1), date(2026, 11, 1))
