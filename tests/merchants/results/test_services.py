"""Two people sign: an official, then the agency with a number; each version is kept and every end has a reason."""

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
from merchants.results import jobs as signing
from merchants.results import queries, services
from merchants.results.models import IssuedDocument
from merchants.results.states import DocumentState
from tests.factories import merchants, results


def promised() -> list[str]:
    return [name for name, _ in db.session.info.get("promised_jobs", [])]


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
