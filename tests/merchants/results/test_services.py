"""Two people sign: an official, then the agency with a number; each version is kept and every end has a reason."""

import pypdfium2
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core import audit, jobs, storage
from app.core.db import db
from app.core.errors import OvertakenError
from app.core.messages import newest
from app.core.states import TransitionNotAllowedError
from app.core.transaction import transaction
from app.policy import Actor, Role
from merchants.changes import services as changes
from merchants.changes.rules import Matter
from merchants.models import Merchant
from merchants.results import jobs as signing
from merchants.results import queries, services
from merchants.results.models import IssuedDocument
from merchants.results.states import DocumentState
from tests.browser import Browser
from tests.factories import merchants, results


def promised() -> list[str]:
    return [name for name, _ in db.session.info.get("promised_jobs", [])]


def corrected(merchant: Merchant, owner_name: str) -> None:
    """Have an owner's name put right by the desk, and do what that promises."""
    row = changes.ask(
        merchant, matter=Matter.OWNER_NAME, after={"owner_name": owner_name}, by=merchants.owner(merchant)
    )
    with transaction():
        changes.make(row, by=results.official(Role.CLERK, "Cô Hoa").actor())
    jobs.run_pending()


def asked_to_seal(document: IssuedDocument, number: int, by: Actor) -> None:
    with transaction():
        services.ask_agency(document, number=number, by=by)


def test_confirming_a_dossier_promises_its_paper_in_the_same_transaction() -> None:
    merchant = merchants.submitted()
    db.session.info.pop("promised_jobs", None)

    with pytest.raises(RuntimeError), transaction():
        merchants.services.confirm(merchant, checks=list(merchants.rules.Check), by=merchants.CLERK)
        assert "results.prepare_confirmation" in promised()
        raise RuntimeError
    db.session.info.pop("promised_jobs", None)
    jobs.run_pending()

    assert queries.confirmation_of(merchant.id) is None


def test_a_paper_made_twice_is_one_paper() -> None:
    document = results.prepared()

    signing.prepare_confirmation(str(document.merchant_id))

    assert db.session.query(IssuedDocument).count() == 1
    assert (document.state, document.signed_leader, document.signed_agency) == (DocumentState.PREPARED, False, False)


def test_an_official_then_a_colleague_make_a_paper_that_is_issued() -> None:
    document = results.issued(number=12)

    assert document.state is DocumentState.ISSUED
    assert (document.signed_leader, document.signed_agency, document.number) == (True, True, 12)
    versions = {document.prepared_sha256, document.leader_sha256, document.issued_sha256}
    assert len(versions) == 3
    assert all(storage.exists(sha256 or "") for sha256 in versions)
    done = [entry.action for entry in audit.entries_about("issued_document", document.id)]
    assert done == [
        "result:prepared", "result:leader_asked", "result:leader_signed", "result:agency_asked", "result:issued",
    ]  # fmt: skip


def test_the_owner_is_told_once_with_the_code_and_without_a_link() -> None:
    document = results.issued()

    told = [message.text for message in newest() if message.purpose == "result_ready"]
    assert len(told) == 1
    assert document.code in told[0]


def test_a_signing_job_run_again_changes_nothing() -> None:
    document = results.issued()
    before = (document.version, document.issued_sha256, len(newest()))

    signing.sign_as_leader(str(document.id))
    signing.sign_as_agency(str(document.id))

    assert (document.version, document.issued_sha256, len(newest())) == before


def test_whoever_signed_does_not_seal_as_well() -> None:
    document = results.leader_signed()
    both = results.official().actor()

    with pytest.raises(services.SamePersonError):
        asked_to_seal(document, 12, both)

    assert document.state is DocumentState.LEADER_SIGNED
    assert document.number is None


def test_the_database_too_refuses_one_person_for_both() -> None:
    document = results.leader_signed()

    with pytest.raises(IntegrityError, match="two_people_sign_not_one"), db.session.begin_nested():
        db.session.execute(text("update issued_document set agency_id = leader_id"))

    db.session.refresh(document)
    assert document.agency_id is None


def test_a_number_of_the_register_is_given_once() -> None:
    results.issued(number=12)
    second = results.leader_signed(merchants.confirmed(phone="+84912345679"))

    with pytest.raises(services.NumberTakenError):
        asked_to_seal(second, 12, results.official(Role.CLERK).actor())

    assert second.state is DocumentState.LEADER_SIGNED
    assert queries.next_number(second.agency_path, 2026, second.symbol) == 13


def test_the_agency_does_not_seal_what_no_official_has_signed() -> None:
    document = results.prepared()

    with pytest.raises(TransitionNotAllowedError):
        asked_to_seal(document, 12, results.official(Role.CLERK).actor())

    db.session.rollback()
    assert document.state is DocumentState.PREPARED


def test_a_key_at_work_is_not_asked_again_at_once() -> None:
    document = results.prepared()
    leader = results.official()
    with transaction():
        services.ask_leader(document, title="Chủ tịch", key="x", by=leader.actor())

    with pytest.raises(services.StillAtWorkError), transaction():
        services.ask_leader(document, title="Chủ tịch", key="x", by=leader.actor())

    assert document.attempt == 1


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_paper_loses_force_only_for_a_reason(reason: str) -> None:
    document = results.issued()

    with pytest.raises(services.ReasonMissingError), transaction():
        services.revoke(document, reason=reason, by=results.official().actor())

    assert document.state is DocumentState.ISSUED


def test_a_paper_given_back_is_not_signed() -> None:
    document = results.prepared()
    with transaction():
        services.give_back(document, reason="Sai tên", by=results.official().actor())

    signing.sign_as_leader(str(document.id))

    assert (document.state, document.signed_leader) == (DocumentState.RETURNED, False)


def test_two_people_deciding_at_once_the_second_is_told() -> None:
    document, by = results.issued(), results.official().actor()
    assert document.state is DocumentState.ISSUED  # read before somebody else writes
    db.session.execute(text("update issued_document set version = version + 1"))

    with pytest.raises(OvertakenError), transaction():
        services.revoke(document, reason="Sai tên", by=by)


def test_the_indicator_counts_what_an_official_signed_and_what_both_signed() -> None:
    results.issued(number=1)
    results.leader_signed(merchants.confirmed(phone="+84912345679"))
    results.prepared(merchants.confirmed(phone="+84912345670"))

    share = queries.signing_share(("33/12826/",), 2026)

    assert (share.total, share.signed_leader, share.signed_both) == (3, 2, 1)
    assert queries.signing_share(("33/12865/",), 2026).total == 0


def test_a_corrected_name_is_issued_anew_and_the_older_paper_is_replaced(browser: Browser) -> None:
    older = results.issued(number=12)
    merchant = db.session.get(Merchant, older.merchant_id)
    assert merchant is not None

    corrected(merchant, "Nguyễn Thị Mận Mới")

    newer = queries.confirmation_of(merchant.id)
    assert newer is not None
    assert (newer.state, newer.holder_name) == (DocumentState.PREPARED, "Nguyễn Thị Mận Mới")
    assert queries.confirmation_in_force(merchant.id) == older, "the older one counts until the newer is sealed"

    results.sealed(newer, number=13)

    assert (older.state, older.end_reason) == (DocumentState.SUPERSEDED, newer.code)
    assert queries.confirmations_in_force(merchant.id) == [newer]
    assert newer.code in browser.visit(f"/xac-minh/{older.code}").text
    words = (
        pypdfium2.PdfDocument(storage.read(newer.issued_sha256 or "", verify=True))[0].get_textpage().get_text_range()
    )
    assert older.code in words


def test_a_paper_not_yet_sealed_goes_back_once_its_words_are_corrected() -> None:
    first = results.leader_signed()
    merchant = db.session.get(Merchant, first.merchant_id)
    assert merchant is not None

    corrected(merchant, "Nguyễn Thị Mận Mới")
    corrected(merchant, "Nguyễn Thị Mận Hai")

    newest_one = queries.confirmation_of(merchant.id)
    assert newest_one is not None
    assert queries.unsealed_confirmations(merchant.id) == [newest_one]
    assert newest_one.holder_name == "Nguyễn Thị Mận Hai"
    assert (first.state, newest_one.state) == (DocumentState.RETURNED, DocumentState.PREPARED)


def test_whoever_is_confirmed_again_elsewhere_gets_the_paper_of_that_commune() -> None:
    older = results.issued()
    merchant = db.session.get(Merchant, older.merchant_id)
    assert merchant is not None
    with transaction():
        merchants.services.move_away(merchant, reason="về quê", by=merchants.CLERK)
    with transaction():
        merchants.services.reopen(merchant, by=merchants.owner(merchant))
        merchants.services.answer_where(
            merchant,
            area=merchants.hamlet(f"{merchants.OTHER_COMMUNE}01/"),
            house_note="",
            by=merchants.owner(merchant),
        )
        merchants.services.submit(merchant, by=merchants.owner(merchant))
    with transaction():
        clerk = merchants.clerk_of(merchants.OTHER_COMMUNE)
        merchants.services.confirm(merchant, checks=list(merchants.rules.Check), by=clerk)
    jobs.run_pending()

    newer = queries.confirmation_of(merchant.id)
    assert newer is not None
    assert newer.agency_path == merchants.OTHER_COMMUNE != older.agency_path
