"""The notice that a certificate runs out, signed by an official and sealed by the agency under its own number."""

from datetime import timedelta
from pathlib import Path

import pyotp
import pypdfium2
import pytest
from flask import Flask

from app.core import clock, jobs, storage
from app.core.db import db
from app.core.signatures import authority
from app.core.transaction import transaction
from app.policy import Role
from merchants.ocop import jobs as making
from merchants.ocop import queries
from merchants.ocop.models import OcopLetter
from merchants.results import jobs as signing
from merchants.results import queries as papers
from merchants.results import services as desk
from merchants.results.models import IssuedDocument
from merchants.results.rules import DocumentKind
from merchants.results.states import DocumentState
from tests.browser import Browser
from tests.factories import merchants, results
from tests.factories.ocop import make_certificate, make_letter
from tests.tools import pdfsig


def written() -> tuple[OcopLetter, IssuedDocument]:
    """Write a letter and let the worker lay it on the signing desk."""
    letter = make_letter(make_certificate(merchants.confirmed(), ends_in=60))
    db.session.info.pop("promised_jobs", None)
    making.prepare_letter(str(letter.id))
    document = papers.by_reference(queries.reference_of(letter.id))
    assert document is not None
    return letter, document


def text_of(sha256: str) -> str:
    document = pypdfium2.PdfDocument(storage.read(sha256))
    return " ".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", " ")


def test_a_written_letter_waits_at_the_desk_once_under_its_own_number() -> None:
    letter, document = written()

    making.prepare_letter(str(letter.id))

    assert papers.by_reference(queries.reference_of(letter.id)) is document
    assert (document.kind, document.state) == (DocumentKind.OCOP_NOTICE, DocumentState.PREPARED)
    assert (document.own_number, document.issued_on) == (letter.number, letter.issued_on)
    said = text_of(document.prepared_sha256)
    assert f"Số: {letter.number:02d}/TB-UBND" in said
    assert document.code in said


def test_two_people_sign_it_and_a_tool_that_is_not_ours_trusts_both_signatures(
    app: Flask, browser: Browser, tmp_path: Path
) -> None:
    letter, document = written()
    paper, number = str(document.id), letter.number
    official, clerk = Browser(app), Browser(app)
    official.sign_in(results.official(Role.OFFICIAL, "Bà Trần Thị Lãnh"))
    clerk.sign_in(results.official(Role.CLERK, "Chú Đỗ Văn Thành"))

    def digits() -> str:
        return pyotp.TOTP(results.SECRET).at(clock.now() + timedelta(seconds=0))

    signed = official.fill("/cb/ky/lanh-dao", papers=paper, title="Chủ tịch", code=digits())
    assert (signed.status, signed.location) == (303, "/cb/ky")
    signing.sign_as_leader(paper)
    page = clerk.visit("/cb/ky/co-quan")
    assert paper in page.html
    assert 'name="number"' not in page.html
    sealed = clerk.fill("/cb/ky/co-quan", papers=paper, code=digits())
    assert sealed.status == 303, sealed.text
    signing.sign_as_agency(paper)
    db.session.refresh(document)

    assert (document.state, document.number) == (DocumentState.ISSUED, number)
    assert document.issued_sha256 is not None
    said = pdfsig(storage.read(document.issued_sha256), tmp_path, authority.root_file())
    assert said.count("Signature Validation: Signature is Valid.") == 2
    assert said.count("Certificate Validation: Certificate is Trusted.") == 2
    assert browser.visit(f"/xac-minh/{document.code}").status == 200


def test_a_confirmation_given_out_is_trusted_by_a_tool_that_is_not_ours(tmp_path: Path) -> None:
    document = results.issued()

    assert document.issued_sha256 is not None
    said = pdfsig(storage.read(document.issued_sha256), tmp_path, authority.root_file())

    assert said.count("Signature Validation: Signature is Valid.") == 2
    assert said.count("Certificate Validation: Certificate is Trusted.") == 2


@pytest.mark.parametrize("typed", [0, 77])
def test_the_seal_keeps_the_number_the_letter_bears(typed: int) -> None:
    letter, document = written()
    leader, clerk = results.official(), results.official(Role.CLERK, "Chú Đỗ Văn Thành")
    with transaction():
        desk.ask_leader(document, title="Chủ tịch", key=leader.username or "", by=leader.actor())
    jobs.run_pending()
    with transaction():
        desk.ask_agency(document, number=typed, by=clerk.actor())

    assert (document.number, document.year, document.issued_on) == (letter.number, letter.year, letter.issued_on)
