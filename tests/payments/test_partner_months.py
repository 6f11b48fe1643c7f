"""The monthly file of an institution: checked whole, looked at, taken once, and what it says after thirty days."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from app.core import clock, jobs
from app.core.db import db
from app.dashboards import payment_events
from app.dashboards.payment_events import Tried
from app.policy import Role
from merchants import services as dossiers
from merchants.models import Merchant
from merchants.rules import ConsentPurpose
from payments import queries as payments
from payments.models import PaymentEvidence
from payments.partners import queries, rules, services
from payments.partners.models import Institution, PartnerFile, PartnerFlag, Referral
from payments.partners.rules import Checked, Fault
from payments.rules import Grade, Rung
from tests.browser import Browser
from tests.factories import partners as make
from tests.factories.payments import make_account, make_merchant, make_request, owner_of
from tests.factories.training import someone

MONTH = date(2026, 10, 1)
NOW = datetime(2026, 11, 10, 3, tzinfo=UTC)
LAST_DAY = date(2026, 10, 31)
HEAD = "ma_gioi_thieu,thang,co_dung,muc"
BY = make.ADMIN


def check(*lines: str, known: tuple[str, ...] = ("AAAA1111", "BBBB2222")) -> Checked:
    return rules.check_file("\n".join((HEAD, *lines)).encode(), month=MONTH, known=known)


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("AAAA1111,2026-10,1,1-5", ("AAAA1111", True, "1-5")),
        ("aaaa1111,10/2026,0,0", ("AAAA1111", False, "0")),
        (" AAAA1111 , 2026-10 ,khong_ro,", ("AAAA1111", None, "")),
        ("AAAA1111,2026-10,1,>20", ("AAAA1111", True, ">20")),
    ],
)
def test_four_fields_are_read(line: str, read: tuple[str, bool | None, str]) -> None:
    assert check(line) == Checked((read,), ())


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("CCCC3333,2026-10,1,1-5", Fault.NO_SUCH_CODE),
        (",,,", Fault.NO_SUCH_CODE),
        ("AAAA1111,2026-09,1,1-5", Fault.OTHER_MONTH),
        ("AAAA1111,13/2026,1,1-5", Fault.OTHER_MONTH),
        ("AAAA1111,2026-10,co,1-5", Fault.USED_UNREADABLE),
        ("AAAA1111,2026-10,1,120000", Fault.BAND_UNREADABLE),
        ("AAAA1111,2026-10,1,0", Fault.BAND_UNREADABLE),
        ("AAAA1111,2026-10,0,1-5", Fault.BAND_UNREADABLE),
        ("AAAA1111,2026-10", Fault.USED_UNREADABLE),
    ],
)
def test_each_fault_is_named_and_an_amount_is_one(line: str, fault: Fault) -> None:
    checked = check(line)
    assert (checked.lines, [found[2] for found in checked.faults]) == ((), [fault])


@pytest.mark.no_database
def test_all_faults_come_at_once_with_their_lines() -> None:
    checked = check("AAAA1111,2026-10,1,1-5", "AAAA1111,2026-10,1,1-5", "X,2026-10,1,", "BBBB2222,2026-10,0,")
    assert [line[0] for line in checked.lines] == ["AAAA1111", "BBBB2222"]
    assert checked.faults == ((3, "AAAA1111", Fault.TWICE), (4, "X", Fault.NO_SUCH_CODE))


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("header", "keeps_rule"),
    [
        ("# da_loai_tru: co", True),
        ("#da_loai_tru=Có", True),
        ('"# da_loai_tru: co",,,', True),
        ("# Tháng 10\n# da_loai_tru: co;;;", True),
        ("# da_loai_tru: khong", False),
        ("# da_loai_tru:", False),
    ],
)
def test_the_header_says_whether_the_rule_of_use_was_kept(header: str, *, keeps_rule: bool) -> None:
    data = f"{header}\n{HEAD}\nAAAA1111,2026-10,1,1-5\nX,2026-10,1,\n".encode()
    checked = rules.check_file(data, month=MONTH, known=("AAAA1111",))
    assert checked.keeps_rule is keeps_rule
    assert checked.lines == (("AAAA1111", True, "1-5"),)
    assert checked.faults[0][0] == header.count("\n") + 4, "lines are numbered as the file has them"


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("month", "last"),
    [
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2028, 2, 1), date(2028, 2, 29)),
        (date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_a_month_ends_on_its_last_day(month: date, last: date) -> None:
    assert rules.last_day(month) == last


@pytest.mark.no_database
@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"a,b\n1,2\n", HEAD.encode()])
def test_what_is_no_such_file_is_refused_whole(data: bytes) -> None:
    with pytest.raises(rules.FileRefusedError):
        rules.check_file(data, month=MONTH, known=())


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("opened", "months", "settled"),
    [
        (date(2026, 9, 10), [date(2026, 10, 1)], True),
        (date(2026, 9, 10), [date(2026, 9, 1)], False),
        (date(2026, 9, 2), [date(2026, 9, 1)], False),
        (date(2026, 9, 10), [], False),
        (date(2026, 9, 10), [date(2026, 12, 1)], True),
    ],
)
def test_use_after_thirty_days_is_use_in_a_later_month(opened: date, months: list[date], *, settled: bool) -> None:
    assert rules.counts_as_settled(opened, months) is settled


@pytest.fixture
def institution(session: object) -> Iterator[Institution]:
    with time_machine.travel(NOW):
        yield make.bank()


def account_opened(
    institution: Institution, *, days_ago: int, name: str = "Nguyễn Thị Mận"
) -> tuple[Merchant, Referral]:
    merchant = make_merchant(owner_name=name, area_path="33/12826/01/")
    referral = make.referred(merchant, institution)
    services.opened(referral, has_right_name=True, has_sign=True, sound_box="", by=BY)
    referral.opened_on = clock.today() - timedelta(days=days_ago)
    db.session.commit()
    return merchant, referral


def this_month() -> date:
    return clock.today().replace(day=1)


def sent(*lines: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO("\n".join((HEAD, *lines)).encode()), "thang.csv"


def rows(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_file_changes_nothing_before_it_is_taken(browser: Browser, institution: Institution) -> None:
    _merchant, referral = account_opened(institution, days_ago=60)
    browser.sign_in(make.officer(institution))
    month = this_month()
    lines = (f"{referral.code},{month:%Y-%m},1,6-20", f"NOBODY11,{month:%Y-%m},1,")
    assert referral.code in browser.visit("/dt/xac-nhan-thang/mau.csv").response.get_data(as_text=True)

    shown = browser.fill("/dt/xac-nhan-thang", month=month.isoformat(), file=sent(*lines)).location or ""
    page = browser.visit(shown)

    assert "Đọc được 1/2 dòng; có dùng: 1" in page.text
    assert "NOBODY11" in page.text
    assert rows(PartnerFlag) == 0
    assert queries.used_after_thirty_days(institution.id, clock.today()) == (1, 0)
    assert browser.fill(shown).location == "/dt/xac-nhan-thang"
    assert (rows(PartnerFile), rows(PartnerFlag)) == (1, 1)
    assert "1 trên 1" in browser.visit("/dt/xac-nhan-thang").text
    assert browser.post(shown).status == 409


def test_a_later_file_takes_the_place_of_an_earlier_one(institution: Institution) -> None:
    _merchant, referral = account_opened(institution, days_ago=60)
    for used, band in (("1", "1-5"), ("0", "0")):
        data = f"{HEAD}\n{referral.code},{this_month():%Y-%m},{used},{band}\n".encode()
        services.take_file(services.bring_file(institution, data=data, month=this_month(), by=BY), by=BY)
    flag = queries.flag_of(referral.id, this_month())
    assert flag is not None
    assert (flag.is_used, flag.band, rows(PartnerFlag)) == (False, "0", 1)


def test_whoever_took_consent_back_is_left_out_of_file_and_sample(browser: Browser, institution: Institution) -> None:
    merchant, referral = account_opened(institution, days_ago=60)
    data = f"{HEAD}\n{referral.code},{this_month():%Y-%m},1,\n".encode()
    file = services.bring_file(institution, data=data, month=this_month(), by=BY)
    services.withdraw(referral, by=owner_of(merchant))

    assert services.take_file(file, by=BY) == 0
    assert rows(PartnerFlag) == 0
    again = services.bring_file(institution, data=data, month=this_month(), by=BY)
    assert [fault[2] for fault in again.faults] == [Fault.NO_SUCH_CODE]
    browser.sign_in(make.officer(institution))
    assert referral.code not in browser.visit("/dt/xac-nhan-thang/mau.csv").response.get_data(as_text=True)


def test_accounts_younger_than_thirty_days_are_not_counted_yet(institution: Institution) -> None:
    account_opened(institution, days_ago=29)
    assert queries.used_after_thirty_days(institution.id, clock.today()) == (0, 0)
    with time_machine.travel(clock.now() + timedelta(days=1)):
        assert queries.used_after_thirty_days(institution.id, clock.today()) == (1, 0)


def say(institution: Institution, *lines: tuple[Referral, str, str], header: str = rules.KEEPS_RULE) -> None:
    """Let an institution tell of last month, and let it be taken."""
    said = [f"{referral.code},{MONTH:%Y-%m},{used},{band}" for referral, used, band in lines]
    data = "\n".join((header, HEAD, *said)).encode()
    services.take_file(services.bring_file(institution, data=data, month=MONTH, by=BY), by=BY)


def told() -> list[tuple[object, ...]]:
    rows = db.session.scalars(select(PaymentEvidence).order_by(PaymentEvidence.id))
    return [(each.merchant_id, each.occurred_on, each.grade, each.band, each.source, each.excluded) for each in rows]


def test_a_month_said_to_be_used_is_evidence_of_grade_a(institution: Institution) -> None:
    merchant, referral = account_opened(institution, days_ago=60)
    idle, unused = account_opened(institution, days_ago=60, name="Trần Thị Lan")
    _other, unknown = account_opened(institution, days_ago=60, name="Phạm Văn Cua")
    say(institution, (referral, "1", "1-5"), (unused, "0", "0"), (unknown, "khong_ro", ""))

    assert told() == [(merchant.id, LAST_DAY, Grade.A, "1-5", "partner", "")]
    assert payment_events.in_use(None, LAST_DAY) == {merchant.id}
    assert payment_events.in_use(None, LAST_DAY, tried=Tried(30, 30, 30)) == {merchant.id}, (
        "counted where payers are known"
    )
    assert payment_events.strongest(None, clock.today()) == {merchant.id: "A"}
    assert payment_events.first_days(None, None, clock.today()) == {merchant.id: LAST_DAY}
    assert payment_events.really_paid(None) == {merchant.id}
    assert payments.rung_of(merchant.id, LAST_DAY) is Rung.IN_USE
    assert payments.rung_of(merchant.id) is Rung.FIRST_PAYMENT
    assert payments.rung_of(idle.id) is Rung.NONE


def test_a_month_is_not_counted_before_it_is_over(institution: Institution) -> None:
    merchant, referral = account_opened(institution, days_ago=60)
    say(institution, (referral, "1", ""))
    assert payment_events.in_use(None, LAST_DAY - timedelta(days=1)) == frozenset()
    assert payments.rung_of(merchant.id, LAST_DAY - timedelta(days=1)) is Rung.FIRST_PAYMENT


def test_a_bank_and_our_own_notices_count_one_household_once(institution: Institution) -> None:
    merchant, referral = account_opened(institution, days_ago=60)
    say(institution, (referral, "1", ">20"))
    make_account(merchant)
    for _each in range(3):
        request = make_request(merchant)
        db.session.add(
            PaymentEvidence(
                merchant_id=merchant.id, request_id=request.id, occurred_on=LAST_DAY, grade=Grade.B, source="sepay"
            )
        )
    db.session.flush()
    assert payment_events.in_use(None, LAST_DAY) == {merchant.id}
    assert payment_events.strongest(None, clock.today()) == {merchant.id: "A"}


@pytest.mark.parametrize("header", ["# da_loai_tru: khong", "# Tháng trước"])
def test_a_file_that_does_not_say_that_it_kept_the_rule_is_no_evidence(institution: Institution, header: str) -> None:
    merchant, referral = account_opened(institution, days_ago=90)
    say(institution, (referral, "1", "6-20"), header=header)
    assert [row[-1] for row in told()] == ["rule_not_kept"]
    assert payment_events.in_use(None, LAST_DAY) == frozenset()
    assert payment_events.really_paid(None) == frozenset()
    assert payments.rung_of(merchant.id, LAST_DAY) is Rung.NONE
    assert queries.used_after_thirty_days(institution.id, clock.today()) == (1, 1), "its own figure stays"
    say(institution, (referral, "1", "6-20"))
    assert payment_events.in_use(None, LAST_DAY) == {merchant.id}


def test_what_a_later_file_does_not_say_any_more_is_left_out(institution: Institution) -> None:
    _merchant, referral = account_opened(institution, days_ago=60)
    say(institution, (referral, "1", "1-5"))
    say(institution, (referral, "0", "0"))
    assert [row[-1] for row in told()] == ["not_said"]
    assert payment_events.in_use(None, LAST_DAY) == frozenset()
    say(institution, (referral, "1", ">20"))
    assert [row[-3:] for row in told()] == [(">20", "partner", "")]


def test_consent_taken_back_takes_the_evidence_with_it(institution: Institution) -> None:
    merchant, referral = account_opened(institution, days_ago=60)
    neighbour, other = account_opened(make.bank("Ngân hàng Khác"), days_ago=60, name="Trần Thị Lan")
    say(institution, (referral, "1", "1-5"))
    say(other.institution, (other, "1", "1-5"))
    services.withdraw(referral, by=owner_of(merchant))
    assert [row[-1] for row in told()] == ["consent", ""]
    assert payment_events.in_use(None, LAST_DAY) == {neighbour.id}


def test_consent_taken_back_for_all_partners_takes_every_months_evidence_until_it_is_given_anew(
    institution: Institution,
) -> None:
    merchant, referral = account_opened(institution, days_ago=60)
    neighbour, other = account_opened(make.bank("Ngân hàng Khác"), days_ago=60, name="Trần Thị Lan")
    say(institution, (referral, "1", "1-5"))
    say(other.institution, (other, "1", "1-5"))
    with time_machine.travel(NOW + timedelta(minutes=1)):
        dossiers.withdraw_consent(merchant, purpose=ConsentPurpose.PARTNER, by=owner_of(merchant))
        dossiers.withdraw_consent(neighbour, purpose=ConsentPurpose.STATISTICS, by=owner_of(neighbour))
    db.session.flush()

    jobs.run("partners.follow_consent", {})

    assert [row[-1] for row in told()] == ["consent", ""]
    with time_machine.travel(NOW + timedelta(minutes=2)):
        make.referred(merchant, institution)
        for proof in db.session.scalars(select(PaymentEvidence)):
            proof.excluded = ""
        db.session.flush()
        jobs.run("partners.follow_consent", {})
    assert [row[-1] for row in told()] == ["", ""]


def test_used_after_thirty_days_is_told_for_each_institution(browser: Browser, institution: Institution) -> None:
    """Of three accounts old enough one is used; the neighbour has two of its own, and the young one is nobody's yet."""
    other = make.bank("Ngân hàng Khác")
    used, idle, _silent = (account_opened(institution, days_ago=90, name=f"Chủ {n}")[1] for n in range(3))
    account_opened(institution, days_ago=29, name="Chủ Trẻ")
    theirs = [account_opened(other, days_ago=90, name=f"Khách {n}")[1] for n in range(2)]
    say(institution, (used, "1", "1-5"), (idle, "0", "0"))
    say(other, *((each, "1", "") for each in theirs))
    db.session.commit()

    assert queries.used_after_thirty_days(institution.id, clock.today()) == (3, 1)
    assert queries.used_after_thirty_days(other.id, clock.today()) == (2, 2)
    assert queries.used_after_thirty_days(other.id, clock.today(), ("99/",)) == (0, 0)
    browser.sign_in(make.officer(institution))
    assert "1 trên 3" in browser.visit("/dt/xac-nhan-thang").text
    browser.sign_in(someone(Role.OFFICIAL))
    table = browser.visit("/cb/don-vi").text
    assert "Ngân hàng Thử 3 1" in table
    assert "Ngân hàng Khác 2 2" in table


@pytest.mark.parametrize("header", [rules.KEEPS_RULE, ""])
def test_the_preview_says_whether_the_months_will_count(
    browser: Browser, institution: Institution, header: str
) -> None:
    _merchant, referral = account_opened(institution, days_ago=60)
    browser.sign_in(make.officer(institution))
    assert rules.KEEPS_RULE in browser.visit("/dt/xac-nhan-thang").text
    lines = f"{header}\n{HEAD}\n{referral.code},{MONTH:%Y-%m},1,\n".lstrip().encode()
    shown = browser.fill("/dt/xac-nhan-thang", month=MONTH.isoformat(), file=(io.BytesIO(lines), "a.csv"))
    said = browser.visit(shown.location or "").text
    assert ("bậc A" in said, "thêm dòng này lên đầu" in said) == (bool(header), not header)


def test_a_file_that_cannot_be_read_and_a_month_to_come_are_refused(browser: Browser, institution: Institution) -> None:
    browser.sign_in(make.officer(institution))
    refused = browser.fill(
        "/dt/xac-nhan-thang", month=this_month().isoformat(), file=(io.BytesIO(b"\xff\xfe"), "a.csv")
    )
    assert refused.status == 422
    assert "Điền vào tệp mẫu" in refused.text
    assert browser.fill("/dt/xac-nhan-thang", month=this_month().isoformat()).status == 422
    with pytest.raises(services.MonthlyFileError):
        services.bring_file(institution, data=b"", month=clock.today() + timedelta(days=40), by=BY)
    assert rows(PartnerFile) == 0


def test_another_institution_neither_reads_nor_takes_a_file(browser: Browser, institution: Institution) -> None:
    _merchant, referral = account_opened(institution, days_ago=60)
    data = f"{HEAD}\n{referral.code},{this_month():%Y-%m},1,\n".encode()
    file = services.bring_file(institution, data=data, month=this_month(), by=BY)
    browser.sign_in(make.officer(make.bank("Ngân hàng Khác")))
    assert browser.visit(f"/dt/xac-nhan-thang/{file.id}").status == 404
    assert browser.post(f"/dt/xac-nhan-thang/{file.id}").status == 404
    assert file.taken_at is None
    other = queries.institution_named("Ngân hàng Khác")
    assert other is not None
    stolen = services.bring_file(other, data=data, month=this_month(), by=BY)
    assert stolen.lines == []


def test_no_table_of_partners_has_a_place_for_an_amount(session: object) -> None:
    columns = {
        column.key
        for table in (PartnerFile, PartnerFlag, Referral, PaymentEvidence)
        for column in table.__table__.columns
    }
    assert not {name for name in columns if "vnd" in name or "amount" in name or "balance" in name}
