"""Pages of frozen periods: who sees what, who answers, who restates; and the ledger that is open to everybody."""

import hashlib
from typing import Any

import pytest
from flask import Flask, render_template_string
from jinja2 import UndefinedError

from app.core import clock
from app.core.db import db
from app.dashboards.counting.rules import Figure
from app.dashboards.indicators.queries import shipped
from app.dashboards.periods import queries, services
from app.particulars.models import Deletion
from app.particulars.rules import DeletionKind
from app.policy import Role
from merchants.models import Merchant
from tests.browser import Browser
from tests.factories.definitions import official
from tests.factories.figures import prove_payment
from tests.factories.periods import TERM, frozen, make_flag, user_of
from tests.factories.training import THAI_THUY, THUY_ANH, make_merchant, owner_of, someone

PAGE = f"/cb/chot/{TERM.code}"


def two_communes() -> Merchant:
    user_of()
    late = user_of(area_path=THUY_ANH, times=2)
    frozen()
    db.session.commit()
    return late


def test_an_official_sees_their_own_communes_frozen_figures_only(browser: Browser) -> None:
    two_communes()
    browser.sign_in(someone(Role.OFFICIAL))

    page = browser.visit(PAGE)

    assert "Đã chốt, lần 1" in page.text
    assert "Xã Thái Thụy" in page.text
    assert "Xã Thụy Anh" not in page.text
    assert "/chi-so/CS-04" in page.links
    listed = browser.visit("/cb/chot")
    assert PAGE in listed.links, listed.html
    assert browser.visit("/cb/chot/2026-13").status == 404
    assert browser.visit("/cb/chot/2020-01").status == 404
    assert browser.visit(f"{PAGE}?lan=7").status == 404


def test_the_province_restates_with_a_reason_and_everybody_sees_the_difference(browser: Browser) -> None:
    late = two_communes()
    for _ in range(6):
        user_of(area_path=THUY_ANH)
    prove_payment(late, on=TERM.month_end_on)
    db.session.commit()
    browser.sign_in(official())

    assert browser.fill(PAGE, to=f"{PAGE}/chot-lai", reason=" ").status == 422
    assert browser.fill(PAGE, to=f"{PAGE}/chot-lai", reason="Tệp ngân hàng về muộn").status == 303

    assert "Tệp ngân hàng về muộn" in browser.visit(PAGE).text
    assert "Đã chốt, lần 1" in browser.visit(f"{PAGE}?lan=1").text
    visitor = Browser(browser.app).visit("/du-lieu-mo")
    assert "Tệp ngân hàng về muộn" in visitor.text
    assert "Lần chốt này đổi những gì" in visitor.text
    assert [each.edition for each in queries.freezes(TERM)] == [2, 1]


def test_the_page_says_that_a_recount_differs(browser: Browser) -> None:
    prove_payment(two_communes(), on=TERM.month_end_on)
    services.recount(TERM, by=official())
    db.session.commit()
    browser.sign_in(someone(Role.AUDITOR, ""))

    assert "Đếm lại đêm qua khác" in browser.visit(PAGE).text


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.LEADER, Role.AUDITOR, Role.CLERK])
def test_a_commune_does_not_restate_the_whole_province(browser: Browser, role: Role) -> None:
    two_communes()
    browser.sign_in(someone(role))

    assert f"{PAGE}/chot-lai" not in browser.visit(PAGE).html
    assert browser.post(f"{PAGE}/chot-lai", reason="Cho đẹp").status == 403
    assert [each.edition for each in queries.freezes(TERM)] == [1]


def test_a_commune_explains_what_looks_odd(browser: Browser) -> None:
    here = f"/cb/chot/hoi/{make_flag().id}"
    db.session.commit()
    browser.sign_in(someone(Role.CLERK))
    assert "Chưa giải trình" in browser.visit(PAGE).text
    assert here in browser.visit(PAGE).links

    assert browser.fill(here, words="").status == 422
    assert browser.fill(here, words="Ngân hàng gửi tệp muộn").status == 303

    assert "“Ngân hàng gửi tệp muộn”" in browser.visit(PAGE).text


def test_nobody_else_explains_for_a_commune(browser: Browser) -> None:
    here = f"/cb/chot/hoi/{make_flag().id}"
    db.session.commit()
    for actor, status in (
        (someone(Role.CLERK, THUY_ANH), 404),
        (someone(Role.AUDITOR, ""), 403),
        (someone(Role.PROVINCE, "33/"), 403),
        (owner_of(make_merchant()), 404),
    ):
        browser.sign_in(actor)
        assert browser.post(here, words="Không sao").status == status
    assert [each.answers for each in queries.flags(queries.freezes(TERM)[0])] == [[]]


def test_the_ledger_gives_out_every_edition_byte_for_byte(browser: Browser) -> None:
    for _ in range(5):
        user_of(area_path=THAI_THUY)
    kept = frozen()
    db.session.commit()

    listed: list[dict[str, Any]] = browser.client.get("/du-lieu-mo/ky.json").get_json()
    answer = browser.client.get(f"/du-lieu-mo/{TERM.code}/lan-1.json")
    table = browser.client.get(f"/du-lieu-mo/{TERM.code}/lan-1.csv")

    assert [(each["ky"], each["lan"], each["sha256_truoc"]) for each in listed] == [(TERM.code, 1, "first")]
    assert hashlib.sha256(answer.data).hexdigest() == listed[0]["sha256"] == kept.public_sha256
    assert "CS-04,1,12826,Xã Thái Thụy,5,5" in table.get_data(as_text=True)
    assert listed[0]["json"].endswith(f"/du-lieu-mo/{TERM.code}/lan-1.json")
    for path in (
        f"/du-lieu-mo/{TERM.code}/lan-0.json",
        f"/du-lieu-mo/{TERM.code}/lan-2.csv",
        "/du-lieu-mo/x/lan-1.csv",
    ):
        assert browser.client.get(path).status_code == 404


def test_what_is_provisional_is_not_published(browser: Browser) -> None:
    user_of()
    frozen(days=1)
    db.session.commit()

    assert browser.client.get("/du-lieu-mo/ky.json").get_json() == []
    assert browser.client.get(f"/du-lieu-mo/{TERM.code}/lan-0.json").status_code == 404


def test_programs_find_every_address_of_the_ledger_described(browser: Browser) -> None:
    told = browser.client.get("/du-lieu-mo/openapi.json").get_json()
    routes = {rule.rule for rule in browser.app.url_map.iter_rules() if rule.rule.startswith("/du-lieu-mo")}
    described = {path.replace("{term}", "<term>").replace("{edition}", "<int:edition>") for path in told["paths"]}

    assert told["openapi"] == "3.1.0"
    pages = {"/du-lieu-mo", "/du-lieu-mo/da-xoa", "/du-lieu-mo/openapi.json"}
    assert described | pages == routes


def test_what_was_deleted_comes_as_the_description_says(browser: Browser) -> None:
    for kind, number in ((DeletionKind.TRAIL, 7), (DeletionKind.SHEET, 2)):
        db.session.add(Deletion(kind=kind, number=number, at=clock.now()))
    db.session.commit()
    told = browser.client.get("/du-lieu-mo/openapi.json").get_json()
    said = told["paths"]["/du-lieu-mo/da-xoa.json"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]

    rows = browser.client.get("/du-lieu-mo/da-xoa.json").get_json()

    assert {row["loai"]: row["so_luong"] for row in rows} == {"nhat_ky_cu": 7, "anh_to_ky_lop_hoc": None}
    assert [sorted(row) for row in rows] == [sorted(said["items"]["required"])] * 2


def test_a_number_without_the_one_beside_it_is_not_drawn(app: Flask) -> None:
    page = '{% from "periods/_figure.html" import pair_row %}{{ pair_row(number, other, figures, "vi") }}'
    known, figures = shipped(), {"CS-03": Figure(9, None), "CS-04": Figure(4, 9)}
    number, other = (known.on(each, TERM.last_on) for each in ("CS-04", "CS-03"))
    with app.test_request_context():
        whole = render_template_string(page, number=number, other=other, figures=figures)
        with pytest.raises(UndefinedError):
            render_template_string(page, number=number, other=None, figures=figures)

    assert "Cơ sở đang dùng thanh toán số" in whole
    assert "Cơ sở đã đăng ký" in whole
