"""Bringing, replacing, taking away, ticking and seeing: what changed, and what was refused and left alone."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import func, select

from app.core import audit, clock, storage
from app.core.db import db
from app.core.messages import OutgoingMessage
from app.core.pdfs import PdfActiveError
from app.policy import Actor
from merchants.papers import queries, services
from merchants.papers.models import KeptPaper, PaperNotice, Sighting
from merchants.papers.rules import IdentityKind
from merchants.papers.services import Facts
from tests.catalog import pictures
from tests.core.test_pdfs import with_script
from tests.factories.merchants import CLERK, confirmed, owner
from tests.factories.papers import make_paper, pdf, small_photo

SYSTEM = Actor.system("daily")


def test_a_photo_is_made_small_and_forgets_where_it_was_taken(session: object) -> None:
    taken = services.take_in(pictures.lying_photo_with_place())

    image = Image.open(io.BytesIO(taken.data))
    assert (taken.content_type, image.size) == ("image/jpeg", (1200, 1600))
    assert len(taken.data) <= 300_000
    assert not image.getexif()
    assert "Điện thoại nhà".encode() not in taken.data


@pytest.mark.parametrize("data", [b"PK\x03\x04 word", b"GIF89a", b"<svg>", b"<html>", b"MZ\x90", b"%!PS"])
def test_other_kinds_of_file_are_refused_whatever_their_name(session: object, data: bytes) -> None:
    with pytest.raises(services.FileNotTakenError):
        services.take_in(data)


def test_a_pdf_with_a_program_is_not_kept(session: object) -> None:
    merchant = confirmed()

    with pytest.raises(PdfActiveError):
        make_paper(merchant, data=pdf(1, with_script))

    assert queries.papers_of(merchant.id) == []


def test_a_pdf_is_kept_byte_for_byte_so_that_its_signatures_hold(session: object) -> None:
    data = pdf(2)
    kept = make_paper(confirmed(), data=data)

    assert storage.read(kept.sha256, verify=True) == data
    assert (kept.pages, kept.content_type) == (2, "application/pdf")


def test_the_same_file_twice_is_one_paper(session: object) -> None:
    merchant = confirmed()
    data = small_photo()

    first, second = make_paper(merchant, data=data), make_paper(merchant, data=data)

    assert first.id == second.id
    assert queries.count_of(merchant.id) == 1


def test_identity_papers_cannot_be_kept_at_all(session: object) -> None:
    merchant = confirmed()

    with pytest.raises(services.IdentityNotKeptError):
        make_paper(merchant, kind=IdentityKind.CITIZEN_CARD.value)

    assert queries.count_of(merchant.id) == 0


def test_a_newer_version_counts_and_the_older_one_can_be_looked_up(session: object) -> None:
    merchant = confirmed()
    old = make_paper(merchant, issued_on=clock.today() - timedelta(days=400))

    new = services.replace(
        old, taken=services.take_in(pdf(3)), facts=Facts(issued_on=clock.today()), by=owner(merchant)
    )
    db.session.commit()

    assert queries.papers_of(merchant.id) == [new]
    assert queries.versions_of(new) == [new, old]
    assert (new.version_no, new.checked_at) == (2, None)


def test_two_newer_versions_at_once_do_not_both_count(session: object) -> None:
    merchant = confirmed()
    old = make_paper(merchant)
    services.replace(old, taken=services.take_in(pdf(2)), facts=Facts(), by=owner(merchant))

    with pytest.raises(services.ReplacedAlreadyError):
        services.replace(old, taken=services.take_in(pdf(3)), facts=Facts(), by=owner(merchant))

    assert len(queries.versions_of(old)) == 2


def test_a_paper_taken_away_is_gone_with_its_versions(session: object) -> None:
    merchant = confirmed()
    old = make_paper(merchant)
    new = services.replace(old, taken=services.take_in(pdf(2)), facts=Facts(), by=owner(merchant))

    services.remove(new, by=owner(merchant))
    db.session.commit()

    assert queries.papers_of(merchant.id) == []
    assert queries.paper(old.id) is None
    assert queries.paper(new.id) is None


def test_who_checked_first_is_remembered(session: object) -> None:
    kept = make_paper(confirmed())

    services.check(kept, by=CLERK)
    services.check(kept, by=Actor(None, "Người khác", ()))

    assert kept.checked_by_name == CLERK.name
    assert [entry.action for entry in audit.entries_about("paper", kept.id)] == ["paper:keep", "paper:check"]


def test_of_an_identity_card_only_three_digits_are_noted(session: object) -> None:
    merchant = confirmed()

    services.sight(merchant, kind=IdentityKind.CITIZEN_CARD, last_digits="123", by=CLERK)
    for wrong in ("034064001234", "12", "12a", "１２３"):
        with pytest.raises(services.DigitsWrongError):
            services.sight(merchant, kind=IdentityKind.CITIZEN_CARD, last_digits=wrong, by=CLERK)

    assert db.session.scalar(select(func.count()).select_from(Sighting)) == 1


def test_an_owner_is_told_once_in_each_band_and_never_of_a_paper_that_has_run_out(session: object) -> None:
    merchant = confirmed()
    for days in (-1, 20, 60, 200):
        make_paper(merchant, data=pdf(days + 2 if days < 30 else 1 + days // 60), until=clock.today() + timedelta(days))

    told = services.tell_of_ends(by=SYSTEM)
    again = services.tell_of_ends(by=SYSTEM)
    db.session.commit()

    assert (told, again) == (2, 0)
    assert sorted(db.session.scalars(select(PaperNotice.band_days))) == [30, 90]
    texts = list(db.session.scalars(select(OutgoingMessage.text).where(OutgoingMessage.purpose == "paper_ends")))
    assert len(texts) == 2
    assert all(text.isascii() and len(text) <= 160 and "http" not in text for text in texts)


def test_a_paper_told_of_at_ninety_days_is_told_of_again_at_thirty(session: object) -> None:
    merchant = confirmed()
    kept = make_paper(merchant, until=clock.today() + timedelta(days=60))
    services.tell_of_ends(by=SYSTEM)
    kept.expires_on = clock.today() + timedelta(days=30)
    db.session.flush()

    assert services.tell_of_ends(by=SYSTEM) == 1


def test_the_longest_message_still_fits_one_part(session: object) -> None:
    from merchants.papers import rules

    for kind in rules.kinds_on(clock.today()):
        assert len(services.ending_text("1204-087-354", kind.key, clock.today())) <= 160


def test_a_household_that_has_left_is_not_bothered(session: object) -> None:
    from merchants import services as dossiers

    merchant = confirmed()
    make_paper(merchant, until=clock.today() + timedelta(days=20))
    dossiers.close(merchant, by=owner(merchant))
    db.session.flush()

    assert services.tell_of_ends(by=SYSTEM) == 0


def test_a_replaced_paper_is_not_spoken_of(session: object) -> None:
    merchant = confirmed()
    kept = make_paper(merchant, until=clock.today() + timedelta(days=20))
    services.replace(kept, taken=services.take_in(pdf(2)), facts=Facts(), by=owner(merchant))
    db.session.flush()

    assert services.tell_of_ends(by=SYSTEM) == 0
    assert db.session.scalar(select(func.count()).select_from(KeptPaper)) == 2
