"""Calls before a third return, apologies, refusals of two people, and the ways a business leaves."""

from datetime import date

import pytest
import time_machine
from sqlalchemy import select

from app.core import audit, messages
from app.core.db import db
from app.core.errors import OvertakenError
from app.core.messages import Channel, OutgoingMessage
from app.core.states import TransitionNotAllowedError
from merchants import queries
from merchants import services as dossiers
from merchants.desk import services
from merchants.desk.queries import holding
from merchants.desk.queries.slips import available, told_by
from merchants.desk.rules import Leaving
from merchants.documents.slips import Slip
from merchants.models import Merchant
from merchants.rules import Question, Reaching
from merchants.services import CallFirstError, NotLaterError, ReturnedItem
from merchants.states import Stage
from tests.factories.desk import official
from tests.factories.merchants import CLERK, confirmed, hamlet, owner, submitted


def send_back(merchant: Merchant) -> None:
    services.send_back(merchant, items=[ReturnedItem(Question.WHERE, "where.house")], by=official())
    db.session.commit()


def mend(merchant: Merchant) -> None:
    dossiers.answer_where(merchant, area=hamlet(), house_note="cạnh đình", by=owner(merchant))
    dossiers.resubmit(merchant, by=owner(merchant))
    db.session.commit()


def texts(merchant: Merchant) -> list[OutgoingMessage]:
    found = select(OutgoingMessage).where(OutgoingMessage.about_id == merchant.id).order_by(OutgoingMessage.id)
    return list(db.session.scalars(found))


def returned_twice() -> Merchant:
    merchant = submitted()
    for _ in range(2):
        send_back(merchant)
        mend(merchant)
    return merchant


def test_a_third_return_waits_for_a_call_and_then_goes() -> None:
    merchant = returned_twice()

    with pytest.raises(CallFirstError):
        send_back(merchant)
    assert (merchant.stage, len(queries.returns_of(merchant.id))) == (Stage.SUBMITTED, 2)

    dossiers.note_contact(merchant, kind=Reaching.CALL, note="Bà sẽ nhờ cháu", by=CLERK)
    send_back(merchant)
    assert merchant.stage is Stage.RETURNED


def test_a_visit_asked_for_counts_as_well_and_a_fourth_return_wants_another() -> None:
    merchant = returned_twice()
    dossiers.note_contact(merchant, kind=Reaching.VISIT, visit_on=date(2026, 12, 1), by=CLERK)
    send_back(merchant)
    mend(merchant)

    with pytest.raises(CallFirstError):
        send_back(merchant)


def test_an_apology_names_a_later_working_day_and_tells_the_owner() -> None:
    by = official()
    with time_machine.travel("2026-11-02T02:00:00Z", tick=False):
        merchant = submitted()
    with time_machine.travel("2026-11-25T02:00:00Z", tick=False):
        for day in (date(2026, 11, 25), date(2026, 11, 28), date(2026, 11, 10)):
            with pytest.raises(NotLaterError):
                services.extend(merchant, reason="đông việc", new_due_on=day, signer_name="Chị Hoa", by=by)
        assert merchant.review_due_on == date(2026, 11, 9)
        services.extend(merchant, reason="đông việc", new_due_on=date(2026, 11, 30), signer_name="Chị Hoa", by=by)
        db.session.commit()

    assert (merchant.stage, merchant.review_due_on) == (Stage.SUBMITTED, date(2026, 11, 30))
    assert "Xa xin loi" in texts(merchant)[-1].text
    assert len(texts(merchant)[-1].text) <= 160
    told = told_by(Slip.APOLOGY, merchant)
    assert told is not None
    assert (told.old_due_on, told.new_due_on, told.signer_name) == (
        date(2026, 11, 9), date(2026, 11, 30), "Chị Hoa",
    )  # fmt: skip


def test_the_second_official_to_apologise_learns_that_somebody_was_quicker() -> None:
    merchant, by = submitted(), official()
    seen, later = merchant.version, date(2027, 1, 15)
    services.extend(merchant, reason="chậm", new_due_on=later, signer_name="A", seen_version=seen, by=by)
    db.session.commit()

    with pytest.raises(OvertakenError):
        services.extend(merchant, reason="chậm", new_due_on=later, signer_name="A", seen_version=seen, by=by)


def test_refusing_takes_two_people_and_nothing_else_is_decided_meanwhile() -> None:
    merchant, first, second = submitted(), official(), official("Chị Hoa")
    refusal = services.propose(merchant, reason="Làm nghề ở tỉnh khác.", basis="Quy định, mục 2", by=first)
    db.session.commit()

    with pytest.raises(services.SecondPersonError):
        services.agree(refusal, by=first)
    with pytest.raises(services.RefusalPendingError):
        send_back(merchant)
    assert merchant.stage is Stage.SUBMITTED

    services.agree(refusal, by=second)
    db.session.commit()
    assert merchant.stage is Stage.REFUSED
    assert "xa chua nhan duoc" in texts(merchant)[-1].text
    told = told_by(Slip.REFUSAL, merchant)
    assert told is not None
    assert (told.reason, told.basis, told.signer_name) == ("Làm nghề ở tỉnh khác.", "Quy định, mục 2", "Chị Hoa")


def test_a_second_person_who_does_not_agree_leaves_the_dossier_waiting() -> None:
    merchant, first, second = submitted(), official(), official("Chị Hoa")
    refusal = services.propose(merchant, reason="Lý do", basis="Căn cứ", by=first)
    services.not_agree(refusal, note="Sửa được", by=second)
    db.session.commit()

    with pytest.raises(TransitionNotAllowedError):
        services.agree(refusal, by=second)

    assert (merchant.stage, holding.open_refusal(merchant.id)) == (Stage.SUBMITTED, None)
    assert told_by(Slip.REFUSAL, merchant) is None
    assert Slip.REFUSAL not in available(merchant)


def test_a_refused_dossier_can_be_mended_and_sent_again_under_its_number() -> None:
    merchant, first, second = submitted(), official(), official("Chị Hoa")
    number = queries.register_entry_of(merchant.id)
    services.agree(services.propose(merchant, reason="Lý do", basis="Căn cứ", by=first), by=second)
    dossiers.reopen(merchant, by=owner(merchant))
    dossiers.submit(merchant, by=owner(merchant))
    db.session.commit()

    assert merchant.stage is Stage.SUBMITTED
    assert queries.register_entry_of(merchant.id) is number


def test_messages_stop_the_same_minute_when_a_family_gives_up() -> None:
    merchant = confirmed()
    waiting = messages.send(Channel.SMS, merchant.phone, "Moi du lop", "class", by=CLERK, about=merchant.id)

    services.leave(merchant, how=Leaving.CLOSE, reason="", by=official())
    later = messages.send(Channel.SMS, merchant.phone, "Nhac lich", "class", by=CLERK, about=merchant.id)
    db.session.commit()
    messages.deliver_message(str(waiting.id))
    messages.deliver_message(str(later.id))

    assert merchant.stage is Stage.CLOSED
    for message in (waiting, later):
        assert message.stopped_at is not None
        assert message.delivered_at is None
    assert not queries.is_public(merchant)


def test_a_family_that_moved_can_be_opened_again_and_is_spoken_to_again() -> None:
    merchant = confirmed()
    services.leave(merchant, how=Leaving.MOVE_AWAY, by=official())
    dossiers.reopen(merchant, by=owner(merchant))
    again = messages.send(Channel.SMS, merchant.phone, "Chao", "class", by=CLERK, about=merchant.id)
    db.session.commit()

    assert (merchant.stage, merchant.confirmed_at, again.stopped_at) == (Stage.DRAFT, None, None)


@pytest.mark.parametrize("how", [Leaving.REST, Leaving.CLOSE, Leaving.RESUME])
def test_a_dossier_that_waits_does_not_rest_or_close(how: Leaving) -> None:
    merchant = submitted()

    with pytest.raises(TransitionNotAllowedError):
        services.leave(merchant, how=how, by=official())

    assert merchant.stage is Stage.SUBMITTED


def test_stopping_at_the_owner_s_wish_leaves_a_slip_and_a_trace() -> None:
    merchant, by = submitted(), official()
    services.leave(merchant, how=Leaving.STOP, reason="bận việc nhà", by=by)
    db.session.commit()

    told = told_by(Slip.STOPPED, merchant)
    assert told is not None
    assert (merchant.stage, told.by_name) == (Stage.STOPPED, by.name)
    assert audit.entries_about("merchant", merchant.id)[-1].reason == "bận việc nhà"


@time_machine.travel("2026-11-30T02:00:00Z", tick=False)
def test_not_for_now_gives_a_day_to_ask_again() -> None:
    from tests.factories.merchants import draft

    merchant = draft()
    dossiers.decline(merchant, by=owner(merchant))

    assert merchant.ask_again_on == date(2027, 2, 28)
