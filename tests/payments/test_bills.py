"""Bills paid without cash, told by providers: checked, looked at, taken; read by officials as counts of their area."""

import io

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.core.db import db
from app.policy import Actor, Holding, Role
from payments.partners.bills import queries, rules, services
from payments.partners.bills.models import BillCount
from payments.partners.bills.rules import BillFault, Service
from payments.partners.models import Institution, PartnerFile
from payments.partners.rules import FileRefusedError, PartnerKind
from payments.partners.services import FileTakenError, MonthlyFileError
from tests.browser import Browser
from tests.factories import partners as make

HEAD = ",".join(rules.FIELDS)
BY = make.ADMIN
HERE, ELSEWHERE = "12826", "12865"
WHOLE = ("33/",)


def month_word() -> str:
    return f"{clock.today():%Y-%m}"


def this_month() -> object:
    return clock.today().replace(day=1)


def check(*lines: str) -> rules.Checked:
    data = "\n".join((HEAD, *lines)).encode()
    return rules.check_bills(data, month=clock.today().replace(day=1), communes={HERE, ELSEWHERE})


@pytest.fixture
def provider(session: object) -> Institution:
    return make.bank("Điện lực Thử", PartnerKind.UTILITY)


def brought(provider: Institution, *lines: str, paths: tuple[str, ...] = WHOLE) -> PartnerFile:
    data = "\n".join((HEAD, *lines)).encode()
    return services.bring_bills(provider, data=data, month=clock.today().replace(day=1), paths=paths, by=BY)


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("99999,dien,{month},10,5", BillFault.NO_SUCH_COMMUNE),
        ("12826,nuoc,{month},10,5", BillFault.NO_SUCH_SERVICE),
        ("12826,dien,2001-01,10,5", BillFault.OTHER_MONTH),
        ("12826,dien,{month},10,", BillFault.NO_NUMBER),
        ("12826,dien,{month},1.000,5", BillFault.NO_NUMBER),
        ("12826,dien,{month},-1,0", BillFault.NO_NUMBER),
        ("12826,dien,{month},452837111,5", BillFault.TOO_MANY),
        ("12826,dien,{month},10,11", BillFault.MORE_THAN_BILLED),
    ],
)
def test_each_fault_is_named_and_an_amount_is_one(line: str, fault: BillFault) -> None:
    checked = check(line.format(month=month_word()))
    assert (checked.lines, [found[2] for found in checked.faults]) == ((), [fault])


@pytest.mark.no_database
def test_a_commune_is_told_of_once_for_each_service() -> None:
    lines = [f"12826,{word},{month_word()},10,5" for word in ("dien", "hoc_phi", "dien")]
    checked = check(*lines)
    assert [line[1] for line in checked.lines] == [Service.ELECTRICITY, Service.SCHOOL]
    assert checked.faults == ((4, "12826", BillFault.TWICE),)


@pytest.mark.no_database
@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"ma_xa,thang\n1,2\n", HEAD.encode()])
def test_what_is_no_such_file_is_refused_whole(data: bytes) -> None:
    with pytest.raises(FileRefusedError):
        rules.check_bills(data, month=clock.today(), communes=())


def test_a_provider_brings_looks_and_takes_and_officials_read_it(browser: Browser, provider: Institution) -> None:
    browser.sign_in(make.officer(provider))
    sample = browser.visit("/dt/hoa-don/mau.csv").response.get_data(as_text=True)
    assert f"{HERE},dien," in sample
    lines = (HEAD, f"{HERE},dien,{month_word()},980,601", f"99999,dien,{month_word()},1,1")
    file = io.BytesIO("\n".join(lines).encode()), "thang.csv"
    shown = browser.fill("/dt/hoa-don", month=f"{this_month()}", file=file).location or ""

    assert "Đọc được 1/2 dòng" in browser.visit(shown).text
    assert db.session.scalar(select(func.count()).select_from(BillCount)) == 0
    assert browser.fill(shown).location == "/dt/hoa-don"
    assert browser.post(shown).status == 409
    browser.sign_in(Actor(None, "Cán bộ", (Holding(Role.OFFICIAL, f"33/{HERE}/"),)))
    page = browser.visit("/cb/don-vi").text
    assert "601/980" in page
    assert "Điện lực Thử" in page
    browser.sign_in(Actor(None, "Cán bộ", (Holding(Role.OFFICIAL, f"33/{ELSEWHERE}/"),)))
    assert "601/980" not in browser.visit("/cb/don-vi").text


def test_a_later_file_gives_a_month_anew_and_the_last_month_is_shown(provider: Institution) -> None:
    for cashless in (5, 7):
        services.take_bills(brought(provider, f"{HERE},dien,{month_word()},10,{cashless}"), paths=WHOLE, by=BY)
    [told] = queries.last_told(("33/",))
    assert (told.billed, told.cashless, told.service) == (10, 7, Service.ELECTRICITY)


def test_a_provider_tells_only_of_the_communes_it_works_in(provider: Institution) -> None:
    lines = [f"{code},dien,{month_word()},10,5" for code in (HERE, ELSEWHERE)]
    file = brought(provider, *lines, paths=(f"33/{HERE}/",))
    assert [found[1:] for found in file.faults] == [[ELSEWHERE, BillFault.NO_SUCH_COMMUNE]]
    wide = brought(provider, *lines)
    assert services.take_bills(wide, paths=(f"33/{HERE}/",), by=BY) == 1, "whose reach has become smaller since"
    with pytest.raises(FileTakenError):
        services.take_bills(wide, paths=WHOLE, by=BY)


def test_a_month_to_come_and_a_file_that_cannot_be_read_are_refused(browser: Browser, provider: Institution) -> None:
    with pytest.raises(MonthlyFileError):
        services.bring_bills(
            provider, data=b"x", month=clock.today().replace(year=clock.today().year + 1), paths=WHOLE, by=BY
        )
    browser.sign_in(make.officer(provider))
    refused = browser.fill("/dt/hoa-don", month=f"{this_month()}", file=(io.BytesIO(b"\xff"), "a.csv"))
    assert (refused.status, "Điền vào tệp mẫu" in refused.text) == (422, True)


@pytest.mark.parametrize("kind", [PartnerKind.BANK, PartnerKind.TELECOM])
def test_a_bank_reads_no_providers_figures_and_tells_none(
    browser: Browser, provider: Institution, kind: PartnerKind
) -> None:
    file = brought(provider, f"{HERE},dien,{month_word()},98765,43210")
    services.take_bills(file, paths=WHOLE, by=BY)
    institution = make.bank("Ngân hàng Khác", kind)
    mine = brought(institution, f"{HERE},dien,{month_word()},10,5")
    browser.sign_in(make.officer(institution))

    page = browser.visit("/dt/hoa-don")
    assert (page.status, "dành cho điện lực" in page.text, "hoa-don/" in page.html) == (200, True, False)
    sent = {"month": f"{this_month()}", "file": (io.BytesIO(HEAD.encode()), "a.csv")}
    assert browser.post("/dt/hoa-don", **sent).status == 404
    assert browser.visit("/dt/hoa-don/mau.csv").status == 404
    for path in (f"/dt/hoa-don/{file.id}", f"/dt/hoa-don/{mine.id}", f"/dt/xac-nhan-thang/{file.id}"):
        assert browser.visit(path).status == 404
        assert browser.post(path).status == 404
    for path in ("/dt/gioi-thieu", "/dt/ngay-hen", "/dt/song", "/dt/xac-nhan-thang"):
        shown = browser.visit(path)
        assert (shown.status, "98765" in shown.text.replace(".", ""), "43210" in shown.text.replace(".", "")) == (
            200, False, False,
        )  # fmt: skip
    assert db.session.scalar(select(func.count()).select_from(PartnerFile)) == 2


def test_nobody_takes_another_providers_file(browser: Browser, provider: Institution) -> None:
    file = brought(provider, f"{HERE},dien,{month_word()},10,5")
    browser.sign_in(make.officer(make.bank("Trạm y tế Khác", PartnerKind.UTILITY)))
    path = f"/dt/hoa-don/{file.id}"
    assert (browser.visit(path).status, browser.post(path).status) == (404, 404)
    db.session.refresh(file)
    assert file.taken_at is None
