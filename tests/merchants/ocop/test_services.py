"""Certificates, letters and dossiers: what changes, what is remembered, what is refused and left alone."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.core import audit, clock
from app.core.db import db
from app.core.messages import OutgoingMessage
from app.core.states import TransitionNotAllowedError
from app.policy import Actor
from merchants.ocop import documents, queries, rules, services
from merchants.ocop.models import OcopCertificate, OcopLetter, OcopNotice
from merchants.ocop.rules import ScreeningPart
from merchants.ocop.states import CertificateState, DossierState, Route
from tests.factories.merchants import CLERK, OTHER_COMMUNE, confirmed, owner
from tests.factories.ocop import (
    PROVINCE,
    consulted,
    findings,
    handed_in,
    handed_up,
    make_certificate,
    make_dossier,
    rating,
)
from tests.factories.papers import make_paper, pdf

SYSTEM = Actor.system("daily")


def test_a_certificate_is_not_checked_until_the_desk_has_seen_it(session: object) -> None:
    certificate = make_certificate(confirmed(), checked=False)
    assert certificate.state is CertificateState.DECLARED

    services.check(certificate, by=CLERK)
    db.session.commit()

    assert (certificate.state, certificate.checked_by_name) == (CertificateState.CHECKED, CLERK.name)


def test_the_same_decision_for_the_same_product_is_one_certificate(session: object) -> None:
    merchant = confirmed()

    first, second = make_certificate(merchant, checked=False), make_certificate(merchant, checked=False)

    assert first.id == second.id


def test_one_entered_by_mistake_can_be_entered_again_after_it_was_taken_off(session: object) -> None:
    merchant = confirmed()
    first = make_certificate(merchant, checked=False)
    services.remove(first, by=owner(merchant))
    db.session.commit()

    second = make_certificate(merchant, checked=False)

    assert second.id != first.id
    assert [each.id for each in queries.certificates_of(merchant.id)] == [second.id]


def test_a_checked_certificate_cannot_be_taken_off(session: object) -> None:
    certificate = make_certificate(confirmed())

    with pytest.raises(TransitionNotAllowedError):
        services.remove(certificate, by=owner(certificate.merchant))

    assert certificate.state is CertificateState.CHECKED


def test_a_certificate_of_tomorrow_or_of_no_set_is_refused(session: object) -> None:
    merchant = confirmed()

    with pytest.raises(services.TooEarlyIssuedError):
        make_certificate(merchant, issued_on=clock.today() + timedelta(days=1))
    with pytest.raises(services.UnknownSetError):
        make_certificate(merchant, set_key="VII.1")

    assert queries.certificates_of(merchant.id) == []


def test_an_owner_is_told_once_in_each_band(session: object) -> None:
    merchant = confirmed()
    certificate = make_certificate(merchant, ends_in=200)
    told = []
    for days in (200, 180, 179, 91, 90, 60, 31, 30, 29, 1, 0, -1):
        certificate.expires_on = clock.today() + timedelta(days=days)
        db.session.flush()
        told.append(services.tell_of_ends(by=SYSTEM))

    assert told == [0, 1, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0]
    assert sorted(db.session.scalars(select(OcopNotice.band_days))) == [30, 60, 90, 180]


def test_a_certificate_entered_late_is_told_of_in_its_own_band_only(session: object) -> None:
    make_certificate(confirmed(), ends_in=45)

    assert (services.tell_of_ends(by=SYSTEM), services.tell_of_ends(by=SYSTEM)) == (1, 0)
    assert list(db.session.scalars(select(OcopNotice.band_days))) == [60]


def test_who_has_handed_in_a_renewal_is_left_in_peace(session: object) -> None:
    merchant = confirmed()
    certificate = make_certificate(merchant, ends_in=45)
    handed_in(merchant, renews=certificate)

    assert services.tell_of_ends(by=SYSTEM) == 0


def test_a_renewal_that_is_only_begun_silences_nothing(session: object) -> None:
    merchant = confirmed()
    make_dossier(merchant, renews=make_certificate(merchant, ends_in=45), answered=False)

    assert services.tell_of_ends(by=SYSTEM) == 1


@pytest.mark.parametrize("name", ["Nước mắm", "Gạo nếp cái hoa vàng " * 6, "www.mam.vn", "鱼露"])
def test_the_message_fits_one_part_and_holds_no_link(session: object, name: str) -> None:
    make_certificate(confirmed(), ends_in=20, name=name)

    services.tell_of_ends(by=SYSTEM)

    [text] = db.session.scalars(select(OutgoingMessage.text).where(OutgoingMessage.purpose == "ocop_ends"))
    assert len(text) <= 160
    assert text.isascii()


def test_the_radar_holds_what_has_run_out_or_will_within_180_days_here(session: object) -> None:
    here, there = confirmed(), confirmed(path="33/12865/03/", phone="+84912345670")
    for ends_in in (-5, 10, 180, 181):
        make_certificate(here, ends_in=ends_in)
    make_certificate(there, ends_in=10)
    services.withdraw_certificate(make_certificate(here, ends_in=11), reason="vi phạm", by=PROVINCE)
    db.session.commit()

    assert [each.days_left for each in queries.radar(("33/12826/",), clock.today())] == [-5, 10, 180]
    assert len(queries.radar((OTHER_COMMUNE,), clock.today())) == 1
    assert len(queries.radar(("33/",), clock.today())) == 4
    assert queries.radar((), clock.today()) == []


def test_the_radar_asks_the_database_a_fixed_number_of_times(session: object, count_queries: list[str]) -> None:
    merchant = confirmed()
    for ends_in in range(1, 13):
        make_certificate(merchant, ends_in=ends_in)
    db.session.expire_all()
    count_queries.clear()

    rows = queries.radar(("33/",), clock.today())

    assert len(rows) == 12
    assert [row.certificate.merchant.code for row in rows]
    assert len(count_queries) <= 6


def test_letters_are_numbered_by_sender_and_year_and_asking_twice_gives_the_same(session: object) -> None:
    merchant = confirmed()
    first, second = make_certificate(merchant, ends_in=40), make_certificate(merchant, ends_in=50)

    def write(certificate: OcopCertificate, sender: str) -> OcopLetter:
        return services.issue_letter(
            certificate, sender_path=sender, signer_title="Chủ tịch", signer_name="Nguyễn Văn An", by=CLERK
        )

    letters = [write(first, "33/12826/"), write(second, "33/12826/"), write(first, "33/")]

    assert [letter.number for letter in letters] == [1, 2, 1]
    assert letters[2].id == letters[0].id
    third = make_certificate(merchant, ends_in=60)
    assert write(third, "33/").number == 1


@pytest.mark.parametrize("ends_in", [-1, 181])
def test_no_letter_is_written_too_early_or_too_late(session: object, ends_in: int) -> None:
    certificate = make_certificate(confirmed(), ends_in=ends_in)

    with pytest.raises(services.LetterNotDueError):
        services.issue_letter(certificate, sender_path="33/12826/", signer_title="Chủ tịch", signer_name="An", by=CLERK)

    assert queries.letter_of(certificate.id) is None


def test_points_and_papers_of_a_line_are_kept_and_the_last_word_counts(session: object) -> None:
    merchant = confirmed()
    paper, other = make_paper(merchant, kind="story"), make_paper(merchant, kind="story", data=pdf(2))
    dossier = make_dossier(merchant, answered=False)
    by = owner(merchant)

    services.assess(dossier, criterion="5.1", points=2, paper_series=[paper.series_id, other.series_id], by=by)
    services.assess(dossier, criterion="5.1", points=4, paper_series=[other.series_id], by=by)
    db.session.commit()

    assert dossier.points == {"5.1": 4}
    assert [each.id for each in queries.proofs_of(dossier)["5.1"]] == [other.id]


def test_a_neighbours_paper_proves_nothing(session: object) -> None:
    merchant, neighbour = confirmed(), confirmed(owner_name="Trần Văn Sáu", phone="+84912345671")
    foreign = make_paper(neighbour, kind="story")
    dossier = make_dossier(merchant, answered=False)

    services.assess(dossier, criterion="5.1", points=2, paper_series=[foreign.series_id], by=owner(merchant))

    assert queries.proofs_of(dossier) == {}


@pytest.mark.parametrize(("criterion", "points"), [("5.1", 6), ("4.1", 4), ("99", 1), ("1.1", 0), ("1.1", -1)])
def test_points_that_the_tree_does_not_offer_are_refused(session: object, criterion: str, points: int) -> None:
    dossier = make_dossier(confirmed(), answered=False)

    with pytest.raises(services.UnknownCriterionError):
        services.assess(dossier, criterion=criterion, points=points, by=owner(dossier.merchant))

    assert dossier.points == {}


def test_a_dossier_with_an_open_line_is_not_handed_in(session: object) -> None:
    dossier = make_dossier(confirmed(), answered=False)

    with pytest.raises(services.NotAssessedError):
        services.submit(dossier, by=owner(dossier.merchant))

    assert (dossier.state, dossier.submitted_on) == (DossierState.PREPARING, None)


def test_what_has_been_handed_in_is_changed_by_nobody(session: object) -> None:
    dossier = handed_in(confirmed())

    with pytest.raises(services.NotEditableError):
        services.assess(dossier, criterion="1.1", points=1, by=owner(dossier.merchant))

    assert dossier.points["1.1"] == 3


def test_opening_the_same_product_twice_is_one_dossier(session: object) -> None:
    merchant = confirmed()

    assert make_dossier(merchant, answered=False).id == make_dossier(merchant, answered=False).id


def test_the_whole_way_of_today_ends_with_a_certificate_that_renews_the_old_one(session: object) -> None:
    merchant = confirmed()
    old = make_certificate(merchant, ends_in=20)
    dossier = handed_up(merchant, renews=old)

    services.rate(dossier, rating=rating("72.5"), by=PROVINCE)
    db.session.commit()

    new = queries.certificate(dossier.certificate_id)  # type: ignore[arg-type]
    assert new is not None
    assert (dossier.state, dossier.stars, str(dossier.score)) == (DossierState.RECOGNISED, 4, "72.5")
    assert (new.state, new.stars, new.expires_on) == (CertificateState.CHECKED, 4, rules.expires_on(clock.today()))
    assert (old.state, old.renewed_by_id) == (CertificateState.RENEWED, new.id)
    actions = [entry.action for entry in audit.entries_about("ocop_dossier", dossier.id)]
    assert actions[-5:] == ["ocop:submit", "ocop:screen", "ocop:consult", "ocop:report", "ocop:rate"]


def test_a_rating_may_go_down_on_renewal(session: object) -> None:
    merchant = confirmed()
    dossier = handed_up(merchant, renews=make_certificate(merchant, ends_in=20, stars=4))

    services.rate(dossier, rating=rating("69.99"), by=PROVINCE)

    assert dossier.stars == 3


def test_from_90_points_the_province_sends_the_file_on_and_the_ministry_has_the_last_word(session: object) -> None:
    dossier = handed_up(confirmed())

    services.rate(dossier, rating=rating("90", decision_no=""), by=PROVINCE)
    db.session.commit()
    assert (dossier.state, dossier.certificate_id) == (DossierState.AT_CENTRE, None)
    services.rate(dossier, rating=rating("91"), by=PROVINCE)
    db.session.commit()

    assert (dossier.state, dossier.stars) == (DossierState.RECOGNISED, 5)


def test_under_50_points_there_is_no_certificate_and_the_old_one_stays_as_it_was(session: object) -> None:
    merchant = confirmed()
    old = make_certificate(merchant, ends_in=20)
    dossier = handed_up(merchant, renews=old)

    services.rate(dossier, rating=rating("49.99", decision_no=""), by=PROVINCE)
    db.session.commit()

    assert (dossier.state, dossier.certificate_id) == (DossierState.NOT_MET, None)
    assert old.state is CertificateState.CHECKED


def test_stars_need_a_decision_with_a_number(session: object) -> None:
    dossier = handed_up(confirmed())

    with pytest.raises(services.DecisionMissingError):
        services.rate(dossier, rating=rating("72", decision_no=" "), by=PROVINCE)

    assert (dossier.state, dossier.stars) == (DossierState.AT_PROVINCE, None)
    assert db.session.scalar(select(func.count()).select_from(OcopCertificate)) == 0


def test_the_commune_judges_all_four_parts_or_none(session: object) -> None:
    dossier = handed_in(confirmed())
    three = {part: found for part, found in findings().items() if part is not ScreeningPart.IDENTITY}

    with pytest.raises(services.ScreeningIncompleteError):
        services.screen(dossier, findings=three, by=CLERK)

    assert (dossier.state, dossier.screenings) == (DossierState.AT_COMMUNE, [])


def test_no_report_goes_up_without_a_meeting_or_without_a_number(session: object) -> None:
    early, ready = handed_in(confirmed()), consulted(confirmed(phone="+84912345672"))

    with pytest.raises(TransitionNotAllowedError):
        services.report(early, report_no="45/BC-UBND", by=CLERK)
    with pytest.raises(services.ReportNumberMissingError):
        services.report(ready, report_no=" ", by=CLERK)

    assert ready.state is DossierState.CONSULTED


def test_a_file_asked_to_be_added_to_comes_back_to_the_commune_and_keeps_its_day(session: object) -> None:
    dossier = handed_in(confirmed())
    services.ask_update(dossier, sentence="Thêm hợp đồng mua nguyên liệu.", by=CLERK)
    dossier.submitted_on = date(2026, 1, 5)
    db.session.commit()
    assert dossier.update_wanted

    services.submit(dossier, by=owner(dossier.merchant))

    assert (dossier.state, dossier.submitted_on) == (DossierState.AT_COMMUNE, date(2026, 1, 5))
    assert dossier.update_wanted == ""


def test_an_older_file_goes_the_older_way(session: object) -> None:
    merchant = confirmed()
    older = services.enter_older(
        merchant, product_name="Mật ong", set_key="I.2.b", submitted_on=date(2025, 7, 5), by=owner(merchant)
    )
    db.session.commit()
    assert (older.route, older.state) == (Route.DISTRICT, DossierState.AT_DISTRICT)

    services.rate(older, rating=rating("75", on=date(2025, 8, 1)), by=PROVINCE)
    assert older.state is DossierState.AT_PROVINCE
    services.rate(older, rating=rating("75", on=date(2025, 8, 1)), by=PROVINCE)
    db.session.commit()

    assert (older.state, older.stars) == (DossierState.RECOGNISED, 4)


def test_in_the_older_way_three_stars_needed_no_province(session: object) -> None:
    merchant = confirmed()
    older = services.enter_older(
        merchant, product_name="Mật ong", set_key="I.2.b", submitted_on=date(2024, 7, 5), by=owner(merchant)
    )

    services.rate(older, rating=rating("55", on=date(2024, 8, 1)), by=PROVINCE)

    assert (older.state, older.stars) == (DossierState.RECOGNISED, 3)


def test_a_file_of_the_day_after_goes_todays_way(session: object) -> None:
    merchant = confirmed()
    dossier = services.enter_older(
        merchant, product_name="Mật ong", set_key="I.2.b", submitted_on=date(2025, 7, 6), by=owner(merchant)
    )

    assert (dossier.route, dossier.state) == (Route.COMMUNE, DossierState.AT_COMMUNE)


def test_printed_papers_speak_vietnamese_and_say_what_is_known(session: object) -> None:
    import pypdfium2

    merchant = confirmed()
    certificate = make_certificate(merchant, ends_in=40)
    make_paper(merchant, kind="story", number="7")
    dossier = consulted(merchant, renews=certificate)
    letter = services.issue_letter(
        certificate, sender_path="33/12826/", signer_title="Chủ tịch", signer_name="Nguyễn Văn An", by=CLERK
    )

    def words(data: bytes) -> str:
        pages = pypdfium2.PdfDocument(data)
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)

    notice = words(documents.letter(letter))
    assert "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM" in notice
    assert "Số: 01/TB-UBND" in notice
    assert f"{certificate.expires_on:%d/%m/%Y}" in notice
    assert "UỶ BAN NHÂN DÂN XÃ THÁI THỤY" in notice
    file = words(documents.renewal(dossier, certificate, queries.proofs_of(dossier)))
    assert "PHIẾU ĐĂNG KÝ ĐÁNH GIÁ, PHÂN HẠNG SẢN PHẨM OCOP" in file
    assert "Tổng tự chấm: 100,0 điểm" in file
    assert "chưa đối chiếu văn bản" in file
    report = words(documents.report(dossier))
    assert "BÁO CÁO ĐÁNH GIÁ" in report
    assert "có 9 người dự" in report


def test_a_letter_on_the_provinces_paper_is_the_provinces(session: object) -> None:
    import pypdfium2

    certificate = make_certificate(confirmed(), ends_in=40)
    letter = services.issue_letter(
        certificate, sender_path="33/", signer_title="KT. Chủ tịch", signer_name="Trần Thị Bình", by=PROVINCE
    )

    text = pypdfium2.PdfDocument(documents.letter(letter))[0].get_textpage().get_text_range()
    assert "HƯNG YÊN" in text
    assert "THÁI THỤY" not in text


@pytest.mark.parametrize("state", ["preparing", "at_commune", "screened", "consulted"])
def test_nobody_rates_before_the_province_has_the_file(session: object, state: str) -> None:
    made = {"preparing": make_dossier, "at_commune": handed_in, "screened": handed_in, "consulted": consulted}[state]
    dossier = made(confirmed())
    if state == "screened":
        services.screen(dossier, findings=findings(), by=CLERK)
    before = dossier.state

    with pytest.raises(TransitionNotAllowedError), db.session.begin_nested():
        services.rate(dossier, rating=rating("72"), by=PROVINCE)

    assert dossier.state is before
