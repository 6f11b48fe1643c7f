"""Work is saved whole or not at all: the change, its audit row, its message and its job."""

from enum import StrEnum

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.core import audit, clock, jobs, messages, submissions
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.ids import new_id
from app.core.messages import Channel, LinkInSmsError, OutgoingMessage
from app.core.transaction import after_commit, transaction
from app.policy import Actor

BY = Actor.system("test")


class Act(StrEnum):
    DONE = "thing:done"


def rows(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def waiting_jobs() -> int:
    table = "workflow_status" if db.engine.dialect.name == "sqlite" else "dbos.workflow_status"
    return db.session.scalar(text(f"select count(*) from {table}")) or 0


def test_a_message_and_its_job_are_saved_together() -> None:
    with transaction():
        messages.send(Channel.SMS, "+84912345678", "Đã nhận hồ sơ", "receipt", by=BY)

    assert (rows(OutgoingMessage), waiting_jobs()) == (1, 1)


def test_when_the_work_fails_neither_the_message_nor_the_job_is_left() -> None:
    with pytest.raises(RuntimeError), transaction():
        messages.send(Channel.SMS, "+84912345678", "Đã nhận hồ sơ", "receipt", by=BY)
        raise RuntimeError

    assert (rows(OutgoingMessage), waiting_jobs()) == (0, 0)


def test_the_same_promise_twice_is_one_job() -> None:
    with transaction():
        jobs.enqueue("core.deliver_message", key="one", message_id=str(new_id()))
        jobs.enqueue("core.deliver_message", key="one", message_id=str(new_id()))

    assert waiting_jobs() == 1


def test_an_unknown_job_is_refused_when_it_is_promised() -> None:
    with pytest.raises(jobs.UnknownJobError):
        jobs.enqueue("nobody.knows", key="one")


def test_a_delivered_message_is_not_delivered_again() -> None:
    with transaction():
        message = messages.send(Channel.ZALO, "+84912345678", "Chào", "sign_in_code", by=BY)
    assert jobs.run_pending() == 1
    first = db.session.get_one(OutgoingMessage, message.id).delivered_at

    jobs.run("core.deliver_message", {"message_id": str(message.id)})

    assert first is not None
    assert db.session.get_one(OutgoingMessage, message.id).delivered_at == first


@pytest.mark.parametrize("link", ["https://a.b", "xem www.len.vn", "len-san.vn/abc"])
def test_a_text_message_holds_no_link(link: str) -> None:
    with pytest.raises(LinkInSmsError):
        messages.send(Channel.SMS, "+84912345678", f"Vào {link} nhé", "trick", by=BY)

    assert rows(OutgoingMessage) == 0


def test_calls_after_commit_wait_for_the_commit_and_are_forgotten_with_a_rollback() -> None:
    called: list[str] = []
    with pytest.raises(RuntimeError), transaction():
        after_commit(lambda: called.append("rolled back"))
        raise RuntimeError
    with transaction():
        after_commit(lambda: called.append("committed"))
        assert called == []

    assert called == ["committed"]


def test_an_audit_row_is_kept_and_can_be_neither_changed_nor_deleted() -> None:
    subject = new_id()
    with transaction():
        audit.record(Act.DONE, ("thing", subject), by=BY, at=clock.now(), changes={"stage": ["a", "b"]})

    entry = audit.entries_about("thing", subject)[0]
    assert (entry.action, entry.actor_name, entry.changes) == ("thing:done", "test", {"stage": ["a", "b"]})
    for statement in ("update audit_entry set reason = 'x'", "delete from audit_entry"):
        with pytest.raises(DBAPIError), db.session.begin_nested():
            db.session.execute(text(statement))
    assert rows(AuditEntry) == 1


def test_a_form_key_is_remembered_with_what_it_did() -> None:
    with pytest.raises(RuntimeError), transaction():
        submissions.remember("key")
        raise RuntimeError
    assert submissions.earlier("key") is None

    with transaction():
        submissions.remember("key")
    with transaction():
        submissions.answered("key", "/there")

    found = submissions.earlier("key")
    assert found is not None
    assert found.location == "/there"
