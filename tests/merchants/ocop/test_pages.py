"""OCOP through the browser: an owner's way from the first line to the stars, and who may not even look."""

from datetime import date, timedelta

import pytest

from app.core import clock
from app.core.db import db
from app.policy import Role
from merchants.ocop import queries, rules, services
from merchants.ocop.models import OcopCertificate, OcopDossier
from merchants.ocop.states import CertificateState, DossierState
from tests.browser import Browser
from tests.factories.merchants import CLERK, OTHER_COMMUNE, clerk_of, confirmed, draft, owner
from tests.factories.ocop import (
    PROVINCE,
    consulted,
    findings,
    handed_in,
    handed_up,
    make_certificate,
    make_dossier,
    make_letter,
)
from tests.factories.papers import make_paper


def day(offset: int = 0) -> list[str]:
    on = clock.today() + timedelta(days=offset)
    return [str(on.day), str(on.month), str(on.year)]


def fresh(dossier: OcopDossier) -> OcopDossier:
    db.session.expire_all()
    return db.session.get_one(OcopDossier, dossier.id)


def test_an_owner_enters_a_certificate_and_sees_when_it_ends(browser: Browser) -> None:
    merchant = confirmed()
    browser.sign_in(owner(merchant))

    page = browser.fill(
        f"/hs/{merchant.code}/ocop/giay-chung-nhan",
        product_name="Nước mắm Bà Mận",
        stars="3",
        set_key="I.4.a",
        decision_no="1234/QĐ-UBND",
        authority="UBND tỉnh Hưng Yên",
        issued_on=day(-1000),
    )

    assert (page.status, page.location) == (303, f"/hs/{merchant.code}/ocop")
    shown = browser.visit(f"/hs/{merchant.code}/ocop").text
    assert "Chưa kiểm" in shown
    assert "Còn 9" in shown  # 36 months less a thousand days


def test_a_certificate_without_its_facts_is_explained_field_by_field(browser: Browser) -> None:
    merchant = confirmed()
    browser.sign_in(owner(merchant))

    page = browser.fill(
        f"/hs/{merchant.code}/ocop/giay-chung-nhan", stars="6", set_key="VII", issued_on=day(1), decision_no=" "
    )

    assert page.status == 422
    for words in ("Nhập tên sản phẩm", "Nhập số như trên giấy", "Ngày này chưa tới", "Chọn một câu trả lời"):
        assert words in page.text
    assert queries.certificates_of(merchant.id) == []


def test_an_owner_walks_from_the_first_line_to_handing_in(browser: Browser) -> None:
    merchant = confirmed()
    paper = make_paper(merchant, kind="story")
    certificate = make_certificate(merchant, ends_in=30)
    browser.sign_in(owner(merchant))
    opened = browser.fill(
        f"/hs/{merchant.code}/ocop", to=f"/hs/{merchant.code}/ocop/giay-chung-nhan/{certificate.id}/danh-gia-lai"
    )
    here = opened.location or ""
    early = browser.post(f"{here}/gui")

    where = f"{here}/tu-danh-gia/1.1"
    for line in rules.tree("I.4.a").criteria:
        assert where.endswith(f"/{line.code}")
        page = browser.fill(
            where, points=str(line.most), papers=[str(paper.series_id)] if "story" in line.proof else []
        )
        assert page.status == 303
        where = page.location or ""
    overview = browser.visit(where)
    sent = browser.fill(here, to=f"{here}/gui")

    assert early.status == 422
    assert "5 sao" in overview.text
    assert "100 trên 100 điểm" in overview.text
    assert "chưa kiểm" in overview.text.lower()
    assert sent.status == 303
    [dossier] = queries.dossiers_of(merchant.id)
    assert (dossier.state, dossier.renews_id) == (DossierState.AT_COMMUNE, certificate.id)
    assert set(queries.proofs_of(dossier)) == {"2.1", "5.1", "5.2", "5.3", "7"}


def test_a_set_without_known_quality_criteria_says_so_and_gives_a_range(browser: Browser) -> None:
    merchant = confirmed()
    dossier = make_dossier(merchant, set_key="I.2.a")
    browser.sign_in(owner(merchant))

    page = browser.visit(f"/hs/{merchant.code}/ocop/{dossier.id}/tu-danh-gia")

    assert "Từ 3 đến 5 sao" in page.text
    assert "Chưa có bảng chấm chất lượng" in page.text


def test_a_line_that_does_not_exist_is_not_found_and_a_wrong_answer_is_explained(browser: Browser) -> None:
    merchant = confirmed()
    dossier = make_dossier(merchant, answered=False)
    browser.sign_in(owner(merchant))
    here = f"/hs/{merchant.code}/ocop/{dossier.id}/tu-danh-gia"

    assert browser.visit(f"{here}/99").status == 404
    assert browser.fill(f"{here}/4.1", points="4").status == 422
    assert browser.fill(f"{here}/4.1").status == 422
    assert fresh(dossier).points == {}


def test_answering_a_line_again_after_going_back_counts_the_last_word(browser: Browser) -> None:
    merchant = confirmed()
    dossier = make_dossier(merchant, answered=False)
    browser.sign_in(owner(merchant))
    path = f"/hs/{merchant.code}/ocop/{dossier.id}/tu-danh-gia/1.1"

    browser.fill(path, points="1")
    later = browser.fill(path, points="3", later="1")

    assert later.location == f"/hs/{merchant.code}/ocop/{dossier.id}/tu-danh-gia"
    assert fresh(dossier).points == {"1.1": 3}


def test_the_file_is_printed_filled_in(browser: Browser) -> None:
    merchant = confirmed()
    dossier = make_dossier(merchant, answered=False)
    browser.sign_in(owner(merchant))

    page = browser.visit(f"/hs/{merchant.code}/ocop/{dossier.id}/ho-so.pdf")

    assert (page.status, page.response.mimetype) == (200, "application/pdf")
    assert page.data.startswith(b"%PDF")


def test_the_commune_screens_meets_and_reports_and_the_province_rates(browser: Browser) -> None:
    merchant = confirmed()
    dossier = handed_in(merchant)
    here = f"/cb/ocop/ho-so/{dossier.id}"
    browser.sign_in(CLERK)
    parts = {f"verdict_{part.value}": "yes" for part in rules.ScreeningPart}
    parts |= {f"note_{part.value}": "đã xem" for part in rules.ScreeningPart}

    assert browser.fill(f"{here}/tham-tra", **parts).status == 303
    met = browser.fill(
        f"{here}/hop", met_on=day(), met_where="hội trường xã", met_people="9", met_conclusion="Đồng ý đề nghị."
    )
    assert met.status == 303
    assert browser.visit(f"{here}/bao-cao.pdf").response.mimetype == "application/pdf"
    assert browser.fill(here, to=f"{here}/trinh-tinh", report_no="45/BC-UBND").status == 303
    browser.sign_in(PROVINCE)
    rated = browser.fill(
        f"{here}/xep-hang", score="72,5", rated_on=day(), decision_no="99/QĐ-UBND", authority="UBND tỉnh Hưng Yên"
    )

    assert rated.status == 303
    assert "72,5" in browser.visit(here).text
    browser.sign_in(owner(merchant))
    assert "4 sao" in browser.visit(f"/hs/{merchant.code}/ocop").text


@pytest.mark.parametrize("score", ["", "-1", "100,01", "72,555", "bảy mươi", "NaN", "1e9", "١٢"])
def test_points_that_are_no_points_are_explained(browser: Browser, score: str) -> None:
    dossier = handed_up(confirmed())
    browser.sign_in(PROVINCE)

    page = browser.fill(f"/cb/ocop/ho-so/{dossier.id}/xep-hang", score=score, rated_on=day())

    assert page.status == 422
    assert "Nhập điểm từ 0 đến 100" in page.text
    assert fresh(dossier).state is DossierState.AT_PROVINCE


def test_stars_without_a_decision_are_explained_at_the_field(browser: Browser) -> None:
    dossier = handed_up(confirmed())
    browser.sign_in(PROVINCE)

    page = browser.fill(f"/cb/ocop/ho-so/{dossier.id}/xep-hang", score="72", rated_on=day())

    assert page.status == 422
    assert "Nhập số quyết định" in page.text
    assert fresh(dossier).state is DossierState.AT_PROVINCE


def test_a_commune_sees_the_file_but_gives_no_stars(browser: Browser) -> None:
    dossier = handed_up(confirmed())
    browser.sign_in(CLERK)

    assert browser.visit(f"/cb/ocop/ho-so/{dossier.id}").status == 200
    assert browser.visit(f"/cb/ocop/ho-so/{dossier.id}/xep-hang").status == 403
    assert fresh(dossier).state is DossierState.AT_PROVINCE


def test_the_province_opens_and_rates_a_file_that_lay_with_a_district(browser: Browser) -> None:
    merchant = confirmed()
    older = services.enter_older(
        merchant, product_name="Mật ong", set_key="I.2.b", submitted_on=date(2025, 7, 5), by=owner(merchant)
    )
    db.session.commit()
    browser.sign_in(PROVINCE)

    at = f"/cb/ocop/ho-so/{older.id}"
    assert at in browser.visit("/cb/ocop").links
    assert f"{at}/xep-hang" in browser.visit(at).links


def test_the_province_sees_a_file_only_once_it_was_handed_up_and_does_not_screen(browser: Browser) -> None:
    early, up = consulted(confirmed()), handed_up(confirmed(phone="+84912345673"))
    browser.sign_in(PROVINCE)

    assert browser.visit(f"/cb/ocop/ho-so/{early.id}").status == 404
    assert browser.visit(f"/cb/ocop/ho-so/{up.id}").status == 200
    assert browser.visit(f"/cb/ocop/ho-so/{up.id}/tham-tra").status == 403


def test_the_province_opens_the_proofs_of_a_file_it_has_and_no_other_paper(browser: Browser) -> None:
    merchant = confirmed()
    proof, private = make_paper(merchant, kind="story"), make_paper(merchant, kind="accounting")
    dossier = make_dossier(merchant)
    from merchants.ocop import services

    services.assess(dossier, criterion="5.1", points=4, paper_series=[proof.series_id], by=owner(merchant))
    db.session.commit()
    browser.sign_in(PROVINCE)
    assert browser.visit(f"/cb/ocop/ho-so/{dossier.id}/giay/{proof.id}").status == 404

    services.submit(dossier, by=owner(merchant))
    services.screen(dossier, findings=findings(), by=CLERK)
    services.consult(
        dossier, met_on=clock.today(), met_where="hội trường xã", met_people=9, met_conclusion="Đồng ý.", by=CLERK
    )
    services.report(dossier, report_no="45/BC-UBND", by=CLERK)
    db.session.commit()

    assert browser.visit(f"/cb/ocop/ho-so/{dossier.id}/giay/{proof.id}").status == 200
    assert browser.visit(f"/cb/ocop/ho-so/{dossier.id}/giay/{private.id}").status == 404


@pytest.mark.parametrize("role", [Role.TEAM, Role.TRAINER, Role.PARTNER, Role.AUDITOR, Role.ADMIN])
def test_others_are_not_told_that_any_of_it_exists(browser: Browser, role: Role) -> None:
    merchant = confirmed()
    certificate, dossier = make_certificate(merchant, ends_in=40), handed_up(merchant)
    letter = make_letter(certificate)
    browser.sign_in(clerk_of("33/12826/", role))

    for path in (
        "/cb/ocop", f"/cb/ocop/giay-chung-nhan/{certificate.id}", f"/cb/ocop/thong-bao/{letter.id}.pdf",
        f"/cb/ocop/ho-so/{dossier.id}", f"/hs/{merchant.code}/ocop", f"/hs/{merchant.code}/ocop/{dossier.id}",
    ):  # fmt: skip
        assert browser.visit(path).status == 404, path


def test_another_commune_and_a_neighbour_are_not_told_either(browser: Browser) -> None:
    merchant, other = confirmed(), confirmed(owner_name="Trần Văn Sáu", phone="+84912345674")
    certificate, dossier = make_certificate(merchant, ends_in=40), handed_in(merchant)
    for who in (clerk_of(OTHER_COMMUNE), owner(other)):
        browser.sign_in(who)
        assert browser.visit(f"/cb/ocop/giay-chung-nhan/{certificate.id}").status == 404
        assert browser.visit(f"/cb/ocop/ho-so/{dossier.id}").status == 404
        assert browser.visit(f"/hs/{merchant.code}/ocop").status == 404
    assert browser.visit(f"/hs/{other.code}/ocop/{dossier.id}").status == 404


def test_a_file_in_preparation_is_its_owners_alone(browser: Browser) -> None:
    dossier = make_dossier(confirmed(), answered=False)
    browser.sign_in(CLERK)

    assert browser.visit(f"/cb/ocop/ho-so/{dossier.id}").status == 404


def test_a_household_whose_dossier_is_a_draft_is_on_nobodys_radar(browser: Browser) -> None:
    certificate = make_certificate(draft(), ends_in=20, checked=False)
    browser.sign_in(CLERK)

    assert certificate.product_name not in browser.visit("/cb/ocop").text
    assert browser.visit(f"/cb/ocop/giay-chung-nhan/{certificate.id}").status == 404


def test_the_desk_checks_and_only_the_province_withdraws(browser: Browser) -> None:
    certificate = make_certificate(confirmed(), ends_in=40, checked=False)
    here = f"/cb/ocop/giay-chung-nhan/{certificate.id}"
    browser.sign_in(CLERK)

    assert browser.fill(here, to=f"{here}/da-xem").status == 303
    assert browser.visit(f"{here}/thu-hoi").status == 403
    browser.sign_in(PROVINCE)
    assert browser.fill(f"{here}/thu-hoi", reason="Quá hạn chưa đánh giá lại").status == 303

    db.session.expire_all()
    found = db.session.get_one(OcopCertificate, certificate.id)
    assert (found.state, found.checked_by_name) == (CertificateState.WITHDRAWN, CLERK.name)


def test_the_radar_counts_by_band_and_leads_to_the_letter(browser: Browser) -> None:
    merchant = confirmed()
    for ends_in in (-3, 12, 45, 46, 150, 400):
        make_certificate(merchant, ends_in=ends_in, name=f"Mắm {ends_in}")
    browser.sign_in(CLERK)

    page = browser.visit("/cb/ocop")
    wanted = next(each for each in queries.radar(("33/12826/",), clock.today()) if each.days_left == 12)
    written = browser.fill(
        f"/cb/ocop/giay-chung-nhan/{wanted.certificate.id}/thong-bao", signer_title="Chủ tịch", signer_name="An"
    )

    assert "Mắm 400" not in page.text
    assert "Trong 60 ngày (2)" in page.text
    assert written.status == 303
    shown = browser.visit(written.location or "")
    assert any(link.endswith(".pdf") for link in shown.links)
    assert "Đã gửi, số 1" in browser.visit("/cb/ocop").text


def test_nothing_on_the_radar_is_good_news(browser: Browser) -> None:
    browser.sign_in(clerk_of(OTHER_COMMUNE))

    assert "không giấy nào hết hạn" in browser.visit("/cb/ocop").text


def test_an_owner_has_no_radar(browser: Browser) -> None:
    browser.sign_in(owner(confirmed()))

    assert browser.visit("/cb/ocop").status == 404


def test_a_file_sent_back_shows_the_sentence_to_its_owner(browser: Browser) -> None:
    merchant = confirmed()
    dossier = handed_in(merchant)
    browser.sign_in(CLERK)

    page = browser.fill(f"/cb/ocop/ho-so/{dossier.id}/yeu-cau", sentence="Thêm <b>hợp đồng</b> nguyên liệu.")

    assert page.status == 303
    browser.sign_in(owner(merchant))
    shown = browser.visit(f"/hs/{merchant.code}/ocop/{dossier.id}")
    assert "&lt;b&gt;hợp đồng" in shown.html
    assert browser.fill(f"/hs/{merchant.code}/ocop/{dossier.id}/rut").status == 303
    assert fresh(dossier).state is DossierState.WITHDRAWN


def test_everything_speaks_english_too(browser: Browser) -> None:
    merchant = confirmed()
    make_certificate(merchant, ends_in=40)
    dossier = make_dossier(merchant)
    browser.sign_in(owner(merchant))

    assert "40 days left" in browser.visit(f"/hs/{merchant.code}/ocop?lang=en").text
    assert "fish sauce" in browser.visit(f"/hs/{merchant.code}/ocop/giay-chung-nhan?lang=en").text
    page = browser.visit(f"/hs/{merchant.code}/ocop/{dossier.id}/tu-danh-gia?lang=en")
    assert "Source of raw material" in page.text
