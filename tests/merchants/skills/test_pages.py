"""Pages of skills and certificates: who ticks, who reads, and what a tool that is not ours says of the signature."""

import hashlib
import json
from pathlib import Path

import pypdfium2
import zxingcpp
from flask import Flask

from app.core import areas, storage
from app.core.db import db
from app.core.messages import newest
from app.core.signatures import authority
from app.core.transaction import transaction
from app.policy import Role
from merchants.results import queries as papers
from merchants.results import services as signing
from merchants.results.models import IssuedDocument
from merchants.results.states import DocumentState
from merchants.skills import documents, queries
from merchants.skills.jobs import prepare_certificate
from merchants.training import services as classes
from merchants.training.states import Attendance
from tests.browser import Browser
from tests.factories.skills import certified, prepared, present, show
from tests.factories.training import BY, THUY_ANH, make_merchant, make_session, owner_of, someone
from tests.tools import pdfsig


def test_a_trainer_ticks_what_each_can_do(browser: Browser) -> None:
    place = present(make_merchant(owner_name="Vũ Thị Sen"))
    browser.sign_in(someone(Role.TEAM))
    sheet = f"/day/{place.session_id}/ky-nang"

    saved = browser.fill(sheet, **{f"shown_{place.id.hex}": ["nhan-thu", "goi-ai"], f"was_{place.id.hex}": ""})

    assert (saved.status, saved.location) == (303, sheet)
    assert set(queries.shown_by([place.id])[place.id]) == {"nhan-thu", "goi-ai"}
    assert browser.visit(sheet).html.count("checked") == 2


def test_without_anybody_present_the_sheet_says_what_to_do_first(browser: Browser) -> None:
    session = make_session(in_days=0)
    browser.sign_in(someone(Role.TRAINER))

    assert f"/day/{session.id}/diem-danh" in browser.visit(f"/day/{session.id}/ky-nang").links


def test_a_trainer_has_certificates_made_and_a_clerk_may_not(browser: Browser, app: Flask) -> None:
    place = present(make_merchant())
    show(place)
    db.session.commit()
    address = f"/day/{place.session_id}/chung-nhan"
    clerk = Browser(app)
    clerk.sign_in(someone(Role.CLERK))

    assert clerk.post(address).status == 403
    browser.sign_in(someone(Role.TRAINER))
    assert browser.fill(f"/day/{place.session_id}/ky-nang", to=address).status == 303
    prepare_certificate(str(place.id))
    prepare_certificate(str(place.id))

    document = papers.by_reference(queries.reference(place.id))
    assert document is not None
    assert document.state is DocumentState.PREPARED
    assert db.session.query(IssuedDocument).count() == 1


def test_a_trainer_elsewhere_does_not_know_the_sheet(browser: Browser) -> None:
    place = present(make_merchant(THUY_ANH), make_session(in_days=0, area_path=THUY_ANH))
    browser.sign_in(someone(Role.TRAINER))

    assert browser.visit(f"/day/{place.session_id}/ky-nang").status == 404
    assert browser.post(f"/day/{place.session_id}/chung-nhan").status == 404


def test_a_certificate_is_one_a5_page_that_names_only_what_was_shown() -> None:
    place = present(make_merchant(owner_name="Nguyễn Thị Mận"))
    words = documents.certificate_words(place, ["xem-tien-ve", "goi-ai"], code="2611-4471-5", is_demo=False)
    paper = pypdfium2.PdfDocument(documents.certificate(words))

    text = " ".join(paper[0].get_textpage().get_text_bounded().split())
    assert len(paper) == 1
    assert [round(side / 72 * 25.4) for side in paper[0].get_size()] == [210, 148]
    assert "Nguyễn Thị Mận" in text
    assert "Chỉ ra được tiền về ở đâu" in text
    assert "Nhận ra biên lai" not in text
    read = zxingcpp.read_barcodes(paper[0].render(scale=3).to_pil())
    assert [each.text for each in read] == ["http://localhost/xac-minh/2611-4471-5"]


def test_every_certificate_fits_its_page_with_all_skills_and_long_names() -> None:
    classes.load_courses()
    place = present(make_merchant(owner_name="Công Huyền Tôn Nữ Thị Hồng Hạnh Nguyên"))
    for course in db.session.query(type(place.session.course)):
        place.session.course = course
        everything = [skill["code"] for skill in course.skills]
        words = documents.certificate_words(place, everything, code="2611-4471-5", is_demo=True)
        assert len(pypdfium2.PdfDocument(documents.certificate(words))) == 1, course.code


def test_a_certificate_signed_by_both_is_trusted_by_a_tool_that_is_not_ours(browser: Browser, tmp_path: Path) -> None:
    merchant = make_merchant(owner_name="Nguyễn Thị Mận", birth_year=1964)
    document = certified(merchant)

    assert document.state is DocumentState.ISSUED
    assert [told.text.count(document.code) for told in newest() if told.purpose == "certificate_ready"] == [1]
    said = pdfsig(storage.read(document.issued_sha256 or ""), tmp_path, authority.root_file())
    assert said.count("Signature Validation: Signature is Valid.") == 2
    assert said.count("Certificate Validation: Certificate is Trusted.") == 2
    shown = browser.visit(f"/xac-minh/{document.code}")
    assert "N. T. M." in shown.text
    assert "Nguyễn Thị Mận" not in shown.text


def test_the_owner_fetches_the_certificate_and_a_neighbour_does_not(browser: Browser, app: Flask) -> None:
    merchant, other = make_merchant(), make_merchant()
    document = certified(merchant)
    browser.sign_in(owner_of(merchant))

    page = browser.visit(f"/hs/{merchant.code}/ky-nang")
    address = f"/hs/{merchant.code}/ky-nang/{document.code}.pdf"
    assert address in page.links
    assert browser.visit(address).data == storage.read(document.issued_sha256 or "")
    neighbour = Browser(app)
    neighbour.sign_in(owner_of(other))
    assert neighbour.visit(address).status == 404
    assert neighbour.visit(f"/hs/{other.code}/ky-nang/{document.code}.pdf").status == 404


def test_a_child_who_came_for_the_family_is_whom_the_paper_names() -> None:
    merchant = make_merchant(owner_name="Nguyễn Thị Mận", birth_year=1964, phone="+84912345678")
    session = make_session(in_days=0)
    place = classes.sign_up(session, merchant=merchant, person_name="Trần Thị Cháu", by=BY)
    classes.record_attendance(session, marks={place.id: Attendance.PRESENT}, by=BY)

    document = prepared(place)

    assert (document.holder_name, document.holder_birth_year, document.holder_phone_end) == ("Trần Thị Cháu", None, "")
    assert document.merchant_id == merchant.id


def test_somebody_without_a_business_earns_a_certificate_too() -> None:
    session = make_session(in_days=0)
    place = classes.walk_in(session, person_name="Vũ Thị Sen", phone="+84912345678", by=BY)

    document = prepared(place)

    assert (document.holder_name, document.holder_phone_end, document.merchant_id) == ("Vũ Thị Sen", "678", None)
    assert document.agency_path == areas.commune_path(session.area_path)


def test_a_certificate_is_read_by_other_systems_without_the_name(browser: Browser) -> None:
    merchant = make_merchant(owner_name="Nguyễn Thị Mận")
    document = certified(merchant)

    answer = browser.visit(f"/xac-minh/{document.code}/huy-hieu.json")

    badge = json.loads(answer.data)
    assert answer.response.mimetype == "application/ld+json"
    assert badge["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert badge["@context"][1].startswith("https://purl.imsglobal.org/spec/ob/v3p0/context")
    assert {"id", "issuer", "validFrom", "credentialSubject"} <= set(badge)
    achievement = badge["credentialSubject"]["achievement"]
    assert {"id", "type", "name", "criteria"} <= set(achievement)
    assert "Mận" not in json.dumps(badge, ensure_ascii=False)
    [who] = badge["credentialSubject"]["identifier"]
    assert who["identityHash"] == "sha256$" + hashlib.sha256(f"Nguyễn Thị Mận{who['salt']}".encode()).hexdigest()
    assert document.issued_sha256 in badge["evidence"][0]["description"]


def test_a_revoked_certificate_is_no_badge_any_more(browser: Browser) -> None:
    document = certified(make_merchant())
    with transaction():
        signing.revoke(document, reason="Sai tên", by=BY)

    assert browser.visit(f"/xac-minh/{document.code}/huy-hieu.json").status == 404
    assert browser.visit("/xac-minh/9999/huy-hieu.json").status == 404
