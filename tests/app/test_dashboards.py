"""Figures come in pairs, each number is the length of its list, and nobody sees beyond their area."""

import re
from datetime import timedelta

import pytest

from app.core import areas, clock
from app.core.audit import entries_about
from app.core.db import db
from app.dashboards import payment_events, queries
from app.dashboards.metrics import BY_KEY, LADDER, MEANINGS, METRICS, Metric, Side
from app.dashboards.periods.services import explain
from app.policy import Actor, Role
from merchants.models import Merchant
from merchants.rules import ConsentPurpose, Craft
from merchants.services import withdraw_consent
from merchants.states import Stage
from merchants.training import services as training
from merchants.training.states import Attendance
from payments.partners.models import PartnerFile
from payments.partners.services import opened
from payments.rules import Grade
from tests.browser import Browser
from tests.factories.figures import enter_product, give_sign, prove_payment
from tests.factories.partners import bank, referred
from tests.factories.periods import make_flag
from tests.factories.training import BY, THAI_THUY, THUY_ANH, make_merchant, make_session, owner_of, someone

PROVINCE = someone(Role.PROVINCE, "33/", "Chị Vũ Hải Yến")
OFFICIAL = someone(Role.OFFICIAL)
PAGES = ("/cb", "/cb/bang/12826", "/cb/danh-sach/su-dung/mau")


def village() -> list[Merchant]:
    """Make a commune in which every half of every pair counts a different number."""
    areas.load_shipped(demo=True)
    working = [make_merchant(f"{THAI_THUY}0{1 + n % 3}/", business_name=f"Mắm số {n}") for n in range(6)]
    make_merchant(stage=Stage.SUBMITTED)
    make_merchant(stage=Stage.RESTING)
    make_merchant(stage=Stage.DECLINED)
    make_merchant(stage=Stage.DRAFT)
    for merchant in working[:4]:
        give_sign(merchant)
    for merchant in working[:2]:
        prove_payment(merchant, times=3)
    prove_payment(working[2], times=2)
    prove_payment(working[3], times=9, grade=Grade.D)
    enter_product(working[0], name="Nước mắm", ready=True)
    enter_product(working[0], name="Mắm tôm")
    enter_product(working[1], name="Ruốc")
    session = make_session(in_days=0)
    places = [training.sign_up(session, merchant=merchant, by=BY) for merchant in working[:5]]
    training.record_attendance(session, marks={place.id: Attendance.PRESENT for place in places[:3]}, by=BY)
    db.session.commit()
    return working


EXPECTED = {
    "su-dung": (6, 2),
    "ho-so": (8, 7),
    "san-pham": (3, 1),
    "ma-qr": (4, 3),
    "hoc": (5, 3),
}


def shown(page_html: str, metric: Metric, side: Side, code: str = "") -> int:
    """Return the number a page shows for one half of a pair, out of the link to its list."""
    address = f"/cb/danh-sach/{metric.key}/{side.value}" + (f"?xa={code}" if code else "")
    found = re.search(rf'href="{re.escape(address)}">([\d.]+)<', page_html)
    assert found, address
    return int(found.group(1).replace(".", ""))


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.key)
@pytest.mark.parametrize("side", Side)
def test_every_number_is_the_length_of_its_list(browser: Browser, metric: Metric, side: Side) -> None:
    village()
    make_merchant(THUY_ANH)
    browser.sign_in(OFFICIAL)
    expected = EXPECTED[metric.key][side is Side.NUMERATOR]

    home = browser.visit("/cb")
    commune = browser.visit("/cb/bang/12826")
    listed = browser.visit(f"/cb/danh-sach/{metric.key}/{side.value}")

    assert shown(home.html, metric, side) == expected
    assert shown(home.html, metric, side, "12826") == expected
    assert shown(commune.html, metric, side, "12826") == expected
    assert len(re.findall(r"<tr>", listed.html)) - 1 == expected


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.key)
@pytest.mark.parametrize("side", Side)
def test_every_number_of_a_hamlet_is_the_length_of_its_list(browser: Browser, metric: Metric, side: Side) -> None:
    village()
    browser.sign_in(OFFICIAL)
    path = f"/cb/danh-sach/{metric.key}/{side.value}?xa=12826"

    found = re.findall(rf'href="{re.escape(path)}&amp;thon=(\d+)">(\d+)<', browser.visit("/cb/bang/12826").html)

    assert len(found) > 1
    assert {len(re.findall(r"<tr>", browser.visit(f"{path}&thon={code}").html)) - (number != "0") == int(number)
            for code, number in found} == {True}  # fmt: skip
    elsewhere = areas.hamlets(THUY_ANH, clock.today())[0].code
    assert {browser.visit(f"{path}&thon={code}").status for code in ("99", elsewhere)} == {404}


def test_whoever_rests_and_what_waits_have_their_lists_and_whoever_is_unwilling_has_none(browser: Browser) -> None:
    make_merchant(stage=Stage.DECLINED, confirmed_at=None, business_name="Mắm chưa muốn")
    make_merchant(stage=Stage.RESTING, business_name="Mắm nghỉ vụ")
    late, waits = clock.today() - timedelta(days=1), clock.today() + timedelta(days=1)
    make_merchant(stage=Stage.SUBMITTED, confirmed_at=None, review_due_on=late, business_name="Mắm quá hạn")
    make_merchant(stage=Stage.SUBMITTED, confirmed_at=None, review_due_on=waits, business_name="Mắm còn hạn")
    browser.sign_in(OFFICIAL)

    listed = {
        (key, side): re.findall(r"Mắm [\w ]+?(?=<)", browser.visit(f"/cb/danh-sach/{key}/{side}?xa=12826").html)
        for key in ("tam-nghi", "cho-xa")
        for side in ("mau", "tu")
    }

    assert listed == {
        ("tam-nghi", "mau"): ["Mắm nghỉ vụ"],
        ("tam-nghi", "tu"): ["Mắm nghỉ vụ"],
        ("cho-xa", "mau"): ["Mắm quá hạn", "Mắm còn hạn"],
        ("cho-xa", "tu"): ["Mắm quá hạn"],
    }
    assert shown(browser.visit("/cb").html, BY_KEY["tam-nghi"], Side.NUMERATOR) == 1
    everywhere = [browser.visit(f"/cb/danh-sach/{key}/{side}").text for key in BY_KEY for side in Side]
    assert not any("Mắm chưa muốn" in text for text in everywhere), "names would ask for pressing them"
    browser.sign_in(PROVINCE)
    assert {"/cb/danh-sach/cho-xa/mau", "/cb/danh-sach/cho-xa/tu"} <= set(browser.visit("/cb").links)


def test_each_registered_business_stands_on_one_rung(browser: Browser) -> None:
    made = [make_merchant() for _ in range(6)]
    give_sign(made[1])
    prove_payment(made[2])
    give_sign(made[2])
    prove_payment(made[3])
    prove_payment(made[4], times=3)
    prove_payment(made[5], times=3)
    make_merchant(stage=Stage.RESTING)
    browser.sign_in(OFFICIAL)

    page = browser.visit("/cb/bang/12826")
    on_rung = [shown(page.html, metric, Side.NUMERATOR, "12826") for metric in LADDER]
    listed = [browser.visit(f"/cb/danh-sach/{metric.key}/tu?xa=12826") for metric in LADDER]

    assert on_rung == [1, 1, 2, 2]
    assert [len(re.findall(r"<tr>", each.html)) - 1 for each in listed] == on_rung
    assert '<title id="ladder-bar">' in page.html


def test_where_no_bank_has_spoken_the_upper_rungs_are_unknown(browser: Browser) -> None:
    give_sign(make_merchant())
    browser.sign_in(OFFICIAL)

    page = browser.visit("/cb/bang/12826").text

    assert "Có biển QR, chưa nhận tiền 1" in page
    assert "Tháng này đang dùng Chưa có số" in page


def test_the_province_sees_all_communes_and_their_sum(browser: Browser) -> None:
    village()
    make_merchant(THUY_ANH)
    browser.sign_in(PROVINCE)

    page = browser.visit("/cb")

    assert sum(link.startswith("/cb/bang/1") for link in set(page.links)) == 11
    assert shown(page.html, BY_KEY["su-dung"], Side.DENOMINATOR) == 7
    assert shown(page.html, BY_KEY["su-dung"], Side.DENOMINATOR, "12865") == 1


def test_an_official_of_one_commune_never_sees_names_of_another(browser: Browser) -> None:
    make_merchant(THUY_ANH, business_name="Gạo nhà Kín")
    make_merchant(business_name="Mắm nhà Mận")
    browser.sign_in(OFFICIAL)

    whole = [browser.visit(f"/cb/danh-sach/{metric.key}/{side.value}") for metric in METRICS for side in Side]

    assert all(page.status == 200 for page in whole)
    assert "Mắm nhà Mận" in whole[0].text
    assert all("Gạo nhà Kín" not in page.text for page in whole)
    assert browser.visit("/cb/danh-sach/su-dung/mau?xa=12865").status == 404
    assert browser.visit("/cb/bang/12865").status == 404
    assert "/cb/bang/12865" not in browser.visit("/cb").links


def test_a_team_member_sees_one_hamlet_only(browser: Browser) -> None:
    village()
    browser.sign_in(someone(Role.TEAM, f"{THAI_THUY}01/"))

    page = browser.visit("/cb/bang/12826")

    assert shown(page.html, BY_KEY["su-dung"], Side.DENOMINATOR, "12826") == 2
    assert "Thôn Vạn Chài" in page.text
    assert "Thôn Hải Trung" not in page.text


@pytest.mark.parametrize("path", PAGES)
def test_an_owner_finds_no_figures(browser: Browser, path: str) -> None:
    browser.sign_in(owner_of(make_merchant()))

    assert browser.visit(path).status == 404


@pytest.mark.parametrize("path", PAGES)
def test_figures_need_signing_in(browser: Browser, path: str) -> None:
    assert browser.visit(path).status == 303


def test_an_auditor_sees_numbers_but_no_names(browser: Browser) -> None:
    village()
    browser.sign_in(someone(Role.AUDITOR, ""))

    page = browser.visit("/cb")

    assert page.status == 200
    assert not [link for link in page.links if link.startswith("/cb/danh-sach/")]
    assert browser.visit("/cb/danh-sach/su-dung/mau").status == 403


@pytest.mark.parametrize(
    "path",
    [
        "/cb/bang/99999",
        "/cb/bang/33",
        "/cb/bang/%00",
        "/cb/danh-sach/tien/mau",
        "/cb/danh-sach/su-dung/x",
        "/cb/danh-sach/su-dung/mau?xa=%00",
        "/cb/danh-sach/su-dung/mau?xa=33",
    ],
)
def test_what_does_not_exist_is_not_found(browser: Browser, path: str) -> None:
    browser.sign_in(PROVINCE)

    assert browser.visit(path).status == 404


def test_nothing_reported_is_no_data_and_never_nought(browser: Browser) -> None:
    make_merchant()
    browser.sign_in(OFFICIAL)

    pair = queries.home(OFFICIAL).total.pairs["su-dung"]
    page = browser.visit("/cb")

    assert (pair.denominator, pair.numerator, pair.share) == (1, None, None)
    assert "Chưa có số" in page.text
    assert "/cb/danh-sach/su-dung/tu" not in page.links


def test_a_commune_without_figures_comes_last_and_is_left_out_of_the_sum() -> None:
    village()
    for _ in range(9):
        make_merchant(THUY_ANH)

    board = queries.home(PROVINCE)

    assert board.lines[0].name == "Xã Thái Thụy"
    assert not board.lines[-1].headline.is_known
    assert board.total.headline.numerator == 2
    assert board.work.communes_without_figures == 10


def test_communes_are_sorted_by_the_gap() -> None:
    for path, registered in ((THAI_THUY, 2), (THUY_ANH, 4)):
        made = [make_merchant(path) for _ in range(registered)]
        prove_payment(made[0], times=3)

    assert [line.code for line in queries.home(PROVINCE).lines[:2]] == ["12865", "12826"]


def test_weak_signs_are_never_added_to_use() -> None:
    merchant = make_merchant()
    prove_payment(merchant, times=1)
    for grade in (Grade.C, Grade.D, Grade.E):
        prove_payment(merchant, times=5, grade=grade)

    assert queries.home(OFFICIAL).total.headline.numerator == 0


def test_payments_of_last_month_are_not_use_this_month() -> None:
    merchant = make_merchant()
    prove_payment(merchant, times=5, on=clock.today().replace(day=1) - timedelta(days=1))

    total = queries.home(OFFICIAL).total
    assert total.headline.numerator == 0
    assert total.pairs["ma-qr"].numerator == 0


def test_a_homestay_needs_one_payment_where_a_fish_sauce_maker_needs_three() -> None:
    stay, sauce = make_merchant(craft=Craft.HOMESTAY), make_merchant(craft=Craft.FISH_SAUCE)
    prove_payment(stay)
    prove_payment(sauce)

    assert payment_events.in_use((THAI_THUY,), clock.today()) == {stay.id}


def test_resting_and_unwilling_are_counted_apart(browser: Browser) -> None:
    village()
    browser.sign_in(OFFICIAL)

    total = queries.home(OFFICIAL).total

    assert (total.declined, total.resting, total.headline.denominator) == (1, 1, 6)


def names_behind(metric: Metric, side: Side) -> set[str]:
    return {row.business_name for row in queries.drill(OFFICIAL, metric, side, None).rows}


def test_whoever_wishes_not_to_be_counted_is_in_no_figure_and_on_no_list(browser: Browser) -> None:
    wishes_not, *_others = village()
    assert all("Mắm số 0" in names_behind(metric, side) for metric in METRICS for side in Side)

    withdraw_consent(wishes_not, purpose=ConsentPurpose.STATISTICS, by=owner_of(wishes_not))
    db.session.commit()
    browser.sign_in(OFFICIAL)

    assert not any("Mắm số 0" in names_behind(metric, side) for metric in METRICS for side in Side)
    assert queries.home(OFFICIAL).total.headline.denominator == 5
    assert "1 nhà xin không đếm vào số liệu" in browser.visit("/cb").text


def test_no_page_of_figures_carries_an_amount(browser: Browser) -> None:
    village()
    browser.sign_in(OFFICIAL)

    for path in ("/cb", "/cb/bang/12826", "/cb/danh-sach/su-dung/tu", "/cb/danh-sach/ma-qr/tu"):
        page = browser.visit(path)
        assert page.status == 200
        assert "987" not in page.text.replace(".", "")
        assert "₫" not in page.text
        assert "0000123456789" not in page.text


def test_the_rule_of_use_is_shown_dated_and_unconfirmed(browser: Browser) -> None:
    browser.sign_in(OFFICIAL)

    text = browser.visit("/cb").text

    assert "01/07/2025" in text
    assert "chưa được tỉnh xác nhận" in text.casefold()


def test_the_work_box_counts_overdue_files() -> None:
    make_merchant(stage=Stage.SUBMITTED, review_due_on=clock.today() - timedelta(days=1))
    make_merchant(stage=Stage.SUBMITTED)
    make_merchant(THUY_ANH, stage=Stage.SUBMITTED, review_due_on=clock.today() - timedelta(days=9))

    work = queries.home(OFFICIAL).work

    assert (work.overdue, work.waiting) == (1, 2)


def test_the_work_box_says_who_owes_words_and_which_partners_owe_a_file(browser: Browser) -> None:
    flag, other = make_flag(), bank("Ngân hàng Khác")
    for institution in (bank(), other):
        account = referred(make_merchant(), institution)
        opened(account, has_right_name=True, has_sign=True, sound_box="", by=BY)
    month = payment_events.whole_months(clock.today(), 1)[0].replace(day=1)
    db.session.add(
        PartnerFile(
            institution_id=other.id, month=month, lines=[], faults=[], brought_by="x", brought_at=clock.now(),
            taken_at=clock.now(),
        )
    )  # fmt: skip
    db.session.commit()
    browser.sign_in(OFFICIAL)
    asked = browser.visit("/cb")
    explain(flag, words="Ngân hàng chưa gửi tệp", by=OFFICIAL)
    db.session.commit()
    answered = browser.visit("/cb")

    assert f"1 xã chưa giải trình số của kỳ {flag.term}" in asked.text
    assert f"/cb/chot/{flag.term}" in asked.links
    assert "1 trong 2 đối tác chưa gửi tệp tháng trước" in asked.text
    assert "chưa giải trình" not in answered.text
    browser.sign_in(someone(Role.OFFICIAL, THUY_ANH))
    assert "chưa giải trình" not in browser.visit("/cb").text, "that is another commune's"


@pytest.mark.parametrize("path", ["/cb", "/cb/bang/12826", "/cb/danh-sach/su-dung/mau", "/cb/danh-sach/ma-qr/tu"])
def test_more_businesses_ask_the_database_no_more(browser: Browser, path: str, count_queries: list[str]) -> None:
    village()
    browser.sign_in(OFFICIAL)
    browser.visit(path)
    count_queries.clear()
    browser.visit(path)
    once = len(count_queries)
    for number in range(12):
        merchant = make_merchant(f"{THAI_THUY}0{1 + number % 6}/")
        give_sign(merchant)
        prove_payment(merchant, times=3)
    db.session.commit()
    browser.visit(path)  # the first visit of a day notes who is looked at

    count_queries.clear()
    browser.visit(path)

    assert len(count_queries) == once <= 32


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.key)
def test_every_number_leads_to_what_it_means(browser: Browser, metric: Metric) -> None:
    make_merchant()
    browser.sign_in(OFFICIAL)

    for path in ("/cb", "/cb/bang/12826", "/cb/bang/vung-cu/341"):
        page = browser.visit(path)
        assert f"/chi-so/{metric.number}" in page.links
        assert f"#nghia-{metric.key}" in page.links
        assert str(MEANINGS[metric.key]) in page.text
        assert len(re.findall(rf'id="nghia-{metric.key}"', page.html)) == 1
    assert browser.visit(f"/chi-so/{metric.key}").location == f"/chi-so/{metric.number}"


def test_every_list_says_what_it_counts(browser: Browser) -> None:
    browser.sign_in(OFFICIAL)

    assert MEANINGS.keys() == BY_KEY.keys()
    assert "đủ số lần khách trả thật từ đầu tháng này" in browser.visit("/cb/danh-sach/su-dung/tu").text
    assert "ba tháng trọn vẹn gần nhất" in browser.visit("/cb/danh-sach/dung-deu/tu").text


def test_the_province_says_why_before_it_sees_names(browser: Browser) -> None:
    make_merchant(business_name="Mắm nhà Mận")
    browser.sign_in(PROVINCE)
    path = "/cb/danh-sach/su-dung/mau?xa=12826"

    asked = browser.visit(path)
    empty = browser.fill(path, reason=" ")
    said = browser.fill(path, reason="Mở lớp cho cơ sở chưa có mã QR")
    shown_now = browser.visit(path)

    assert asked.status == 200
    assert "Mắm nhà Mận" not in asked.text
    assert empty.status == 422
    assert (said.status, said.location) == (303, path)
    assert "Mắm nhà Mận" in shown_now.text
    assert "Mắm nhà Mận" not in browser.visit("/cb/danh-sach/su-dung/mau").text
    commune = areas.by_code("12826", clock.today())
    assert commune is not None
    entries = entries_about("area", commune.id)
    assert [(entry.action, entry.reason) for entry in entries] == [
        ("dashboard:names_opened", "Mở lớp cho cơ sở chưa có mã QR")
    ]


def test_an_auditor_cannot_say_why_either(browser: Browser) -> None:
    browser.sign_in(someone(Role.AUDITOR, ""))

    assert browser.post("/cb/danh-sach/su-dung/mau", reason="Xem").status == 403


def test_a_provinces_actor_is_no_owner() -> None:
    assert queries.visible_commune(Actor(None, "", ()), "12826", clock.today()) is None
