"""What services do to a dossier, what they write down, and what they refuse."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import select

from app.accounts.models import Account
from app.core import audit
from app.core.db import db
from app.core.errors import NotFoundError, NotPermittedError, OvertakenError
from app.core.ids import parse_dossier_code
from app.core.messages import OutgoingMessage
from app.core.states import TransitionNotAllowedError
from app.policy import ANONYMOUS, Actor, Holding, Permission, Role
from merchants import access, queries, rules, services
from merchants.models import DossierBlock, Merchant
from merchants.rules import Check, ConsentPurpose, ContactKind, Craft, Filing, Paper, Question
from merchants.services import ReturnedItem
from merchants.states import Stage
from tests.factories.merchants import (
    ALL_YES,
    CLERK,
    OTHER_COMMUNE,
    clerk_of,
    confirmed,
    draft,
    hamlet,
    owner,
    returned,
    submitted,
)


def actions(merchant: Merchant) -> list[str]:
    return [entry.action for entry in audit.entries_about("merchant", merchant.id)]


def texts(merchant: Merchant) -> list[str]:
    found = select(OutgoingMessage).where(OutgoingMessage.about_id == merchant.id).order_by(OutgoingMessage.id)
    return [message.text for message in db.session.scalars(found)]


def test_drafts_get_codes_that_follow_one_another_and_check() -> None:
    first = services.start_draft(craft=Craft.RICE, by=ANONYMOUS)
    second = services.start_draft(craft=Craft.CAKE, by=ANONYMOUS)

    numbers = [int(parse_dossier_code(each.code).replace("-", "")[4:9]) for each in (first, second)]
    assert numbers[1] == numbers[0] + 1
    assert first.code.startswith("1204-")


def test_a_full_block_is_followed_by_the_next() -> None:
    services.start_draft(craft=Craft.RICE, by=ANONYMOUS)
    block = db.session.get_one(DossierBlock, 1204)
    db.session.refresh(block)
    block.next_running = 99_999

    last = services.start_draft(craft=Craft.RICE, by=ANONYMOUS)
    after = services.start_draft(craft=Craft.RICE, by=ANONYMOUS)

    assert last.code.startswith("1204-999-99")
    assert after.code.startswith("1205-000-01")


def test_somebody_who_helps_is_named_and_may_go_on_helping_until_it_is_sent() -> None:
    helper = Account(name="Chị Phạm Thị Lan", phone="+84912000009", created_at=datetime(2026, 9, 1, tzinfo=UTC))
    db.session.add(helper)
    db.session.flush()
    by = Actor(helper.id, helper.name, (Holding(Role.TEAM, "33/12826/01/"),))
    stranger = Actor(None, "Người khác", (Holding(Role.TEAM, "33/12826/01/"),))

    merchant = services.start_draft(craft=Craft.RICE, by=by)

    assert (merchant.filing, merchant.filed_by_name) == (Filing.TEAM, "Chị Phạm Thị Lan")
    assert access.merchant_for(by, merchant.code, Permission.MERCHANT_EDIT) is merchant
    with pytest.raises(NotFoundError):
        access.merchant_for(stranger, merchant.code, Permission.MERCHANT_EDIT)


def test_another_craft_needs_a_word_for_it() -> None:
    with pytest.raises(services.AnswerRefusedError):
        services.start_draft(craft=Craft.OTHER, craft_other="  ", by=ANONYMOUS)

    merchant = services.start_draft(craft=Craft.OTHER, craft_other=" làm  hương ", by=ANONYMOUS)

    assert merchant.craft_other == "làm hương"


def test_answers_are_kept_in_one_form_and_written_down_without_their_content() -> None:
    merchant = draft(owner_name="NGUYỄN THỊ MẬN")

    entries = [e for e in audit.entries_about("merchant", merchant.id) if e.reason == "owner_name"]
    assert merchant.owner_name == "NGUYỄN THỊ MẬN"
    assert merchant.owner_name_fold == "nguyen thi man"
    assert len(entries) == 1
    assert "MẬN" not in str(entries[0].changes)


@pytest.mark.parametrize("year", [1919, 2012, 20])
def test_an_impossible_year_of_birth_is_refused(year: int) -> None:
    merchant = services.start_draft(craft=Craft.RICE, by=ANONYMOUS)

    with time_machine.travel("2026-09-05"), pytest.raises(services.AnswerRefusedError):
        services.answer_birth_year(merchant, birth_year=year, by=ANONYMOUS)

    assert merchant.birth_year is None


def test_a_hamlet_the_list_lacks_is_kept_as_a_note_beside_the_commune() -> None:
    merchant = draft()
    commune = hamlet("33/12826/")

    services.answer_where(merchant, area=commune, area_note=" xóm  Bến ", by=owner(merchant))
    with pytest.raises(services.AnswerRefusedError):
        services.answer_where(merchant, area=commune, by=owner(merchant))

    assert (merchant.area_path, merchant.area_note) == ("33/12826/", "xóm Bến")


@time_machine.travel("2026-11-26T02:15:00Z", tick=False)
def test_sending_starts_the_clock_tells_the_owner_and_gives_them_the_dossier() -> None:
    merchant = draft()

    services.submit(merchant, by=owner(merchant))

    assert (merchant.stage, merchant.review_due_on) == (Stage.SUBMITTED, date(2026, 12, 3))
    assert actions(merchant)[-1] == "merchant:submit"
    assert texts(merchant) == [
        (
            f"Da nhan ho so {merchant.code} luc 09:15 ngay 26/11/2026. Xa tra loi truoc 03/12/2026. "
            "Hoi Mot cua xa: 02271234567."
        )
    ]
    account = db.session.scalars(select(Account).where(Account.phone == "+84912345678")).one()
    assert merchant.id in account.actor().merchant_ids


def test_a_relative_s_number_is_told_but_not_given_the_dossier() -> None:
    merchant = submitted(kind=ContactKind.RELATIVE, contact_name="Hà", phone="+84912345679")

    assert len(texts(merchant)) == 1
    assert db.session.scalars(select(Account).where(Account.phone == "+84912345679")).first() is None


def test_without_a_phone_nothing_is_texted() -> None:
    merchant = submitted(kind=ContactKind.NONE)

    assert (merchant.stage, texts(merchant)) == (Stage.SUBMITTED, [])


def test_an_unanswered_question_keeps_a_dossier_from_being_sent() -> None:
    merchant = services.start_draft(craft=Craft.RICE, by=ANONYMOUS)

    with pytest.raises(services.IncompleteError) as refused:
        services.submit(merchant, by=ANONYMOUS)

    assert refused.value.context["missing"] == tuple(
        question for question in Question if question is not Question.CRAFT
    )
    assert (merchant.stage, merchant.submitted_at) == (Stage.DRAFT, None)
    assert actions(merchant) == ["merchant:start"]


def test_a_dossier_is_sent_once() -> None:
    merchant = submitted()

    with pytest.raises(TransitionNotAllowedError):
        services.submit(merchant, by=owner(merchant))

    assert actions(merchant).count("merchant:submit") == 1


def test_what_the_commune_holds_is_not_changed() -> None:
    merchant = submitted()

    with pytest.raises(services.NotEditableError):
        services.answer_owner_name(merchant, owner_name="Trần Thị B", by=owner(merchant))

    assert merchant.owner_name == "Nguyễn Thị Mận"


def test_sending_back_stops_the_clock_and_mending_lets_it_go_on_with_what_was_left() -> None:
    with time_machine.travel("2026-11-26T02:00:00Z", tick=False):
        merchant = submitted()
    with time_machine.travel("2026-11-30T02:00:00Z", tick=False):
        request = services.send_back(
            merchant, items=[ReturnedItem(Question.OWNER_NAME, "owner_name.short", "Ghi cả họ đệm.")], by=CLERK
        )
        db.session.commit()
    assert (merchant.stage, merchant.review_days_left) == (Stage.RETURNED, 3)
    assert request.fix_by_on == date(2026, 12, 14)
    assert request.items[0].sentence.endswith("ví dụ Nguyễn Thị Mận. Ghi cả họ đệm.")

    with time_machine.travel("2026-12-09T02:00:00Z", tick=False):
        services.answer_owner_name(merchant, owner_name="Nguyễn Thị Minh Mận", by=owner(merchant))
        services.resubmit(merchant, by=owner(merchant))
        db.session.commit()

    assert (merchant.stage, merchant.review_days_left) == (Stage.SUBMITTED, None)
    assert merchant.review_due_on == date(2026, 12, 14)
    assert actions(merchant)[-3:] == ["merchant:send_back", "merchant:answer", "merchant:resubmit"]
    assert "can sua 1 muc: ho ten. Sua tren trang" in texts(merchant)[1]


def test_only_what_was_sent_back_may_be_changed() -> None:
    merchant = returned([Question.OWNER_NAME])

    with pytest.raises(services.NotEditableError):
        services.answer_birth_year(merchant, birth_year=1970, by=owner(merchant))

    assert merchant.birth_year == 1964


def test_a_dossier_is_sent_again_only_when_every_item_is_mended() -> None:
    merchant = returned([Question.OWNER_NAME, Question.CONSENT])
    services.answer_owner_name(merchant, owner_name="Nguyễn Thị Minh Mận", by=owner(merchant))

    with pytest.raises(services.IncompleteError) as refused:
        services.resubmit(merchant, by=owner(merchant))
    assert refused.value.context["missing"] == (Question.CONSENT,)

    services.give_consent(merchant, given=ALL_YES, by=owner(merchant))
    services.resubmit(merchant, by=owner(merchant))
    assert merchant.stage is Stage.SUBMITTED


def test_a_request_without_a_sentence_is_refused() -> None:
    merchant = submitted()

    for items in ([], [ReturnedItem(Question.CRAFT)]):
        with pytest.raises(services.NothingToFixError):
            services.send_back(merchant, items=items, by=CLERK)

    assert merchant.stage is Stage.SUBMITTED


def test_confirming_notes_what_was_looked_at_and_tells_the_owner() -> None:
    merchant = submitted(papers=[Paper.OCOP])

    services.confirm(merchant, checks=list(Check), by=CLERK)

    assert merchant.stage is Stage.CONFIRMED
    assert set(queries.checks_of(merchant.id)) == set(Check)
    assert actions(merchant)[-1] == "merchant:confirm"
    assert "da duoc xa xac nhan" in texts(merchant)[-1]


def test_confirming_needs_every_check() -> None:
    merchant = submitted(papers=[Paper.OCOP])

    with pytest.raises(services.ChecksMissingError):
        services.confirm(merchant, checks=[check for check in Check if check is not Check.PAPERS], by=CLERK)

    assert (merchant.stage, queries.checks_of(merchant.id)) == (Stage.SUBMITTED, {})


def test_the_second_clerk_learns_that_somebody_was_quicker() -> None:
    merchant = submitted()
    seen = merchant.version
    checks = rules.checks_for(merchant.paper_kinds)
    services.confirm(merchant, checks=checks, seen_version=seen, by=CLERK)
    db.session.commit()

    with pytest.raises(OvertakenError):
        services.confirm(merchant, checks=checks, seen_version=seen, by=CLERK)
    with pytest.raises(OvertakenError):
        services.send_back(merchant, items=[ReturnedItem(Question.CRAFT, "craft.other")], seen_version=seen, by=CLERK)

    assert merchant.stage is Stage.CONFIRMED


def test_the_first_line_of_consent_is_needed_and_the_others_can_be_taken_back() -> None:
    merchant = confirmed()

    with pytest.raises(services.IncompleteError):
        services.give_consent(merchant, given=ALL_YES | {ConsentPurpose.RECORD: False}, by=owner(merchant))
    services.give_consent(merchant, given=ALL_YES | {ConsentPurpose.PUBLIC: False}, by=owner(merchant))
    db.session.commit()

    assert queries.has_consent(merchant.id, ConsentPurpose.RECORD)
    assert not queries.has_consent(merchant.id, ConsentPurpose.PUBLIC)
    assert not queries.is_public(merchant)
    assert audit.entries_about("merchant", merchant.id)[-1].changes["public"] == [True, False]


def test_the_ways_out_and_back_are_written_down() -> None:
    withdrawn, declined, working = submitted(), draft(), confirmed()
    by = owner(working)

    services.withdraw(withdrawn, reason="không làm nữa", by=by)
    services.decline(declined, by=by)
    services.reopen(declined, by=by)
    services.expire(declined, by=by)
    services.rest(working, by=by)
    services.resume(working, by=by)
    services.close(working, by=by)
    db.session.commit()

    assert (withdrawn.stage, declined.stage, working.stage) == (Stage.WITHDRAWN, Stage.EXPIRED, Stage.CLOSED)
    assert actions(withdrawn)[-1] == "merchant:withdraw"
    assert actions(declined)[-3:] == ["merchant:decline", "merchant:reopen", "merchant:expire"]
    assert actions(working)[-3:] == ["merchant:rest", "merchant:resume", "merchant:close"]


def test_a_draft_nobody_sends_for_ninety_days_is_let_go_and_can_be_opened_again() -> None:
    with time_machine.travel("2026-06-01T02:00:00Z", tick=False):
        old, sent = draft(), submitted()
    with time_machine.travel("2026-08-01T02:00:00Z", tick=False):
        young = draft()
    by = Actor.system("housekeeping")

    with time_machine.travel("2026-08-31T02:00:01Z", tick=False):
        assert services.expire_old_drafts(by=by) == 1
        assert services.expire_old_drafts(by=by) == 0

    assert (old.stage, young.stage, sent.stage) == (Stage.EXPIRED, Stage.DRAFT, Stage.SUBMITTED)
    services.reopen(old, by=by)
    assert (old.stage, old.owner_name) == (Stage.DRAFT, "Nguyễn Thị Mận")


def test_an_ended_dossier_takes_no_consent() -> None:
    merchant = submitted()
    services.withdraw(merchant, by=owner(merchant))

    with pytest.raises(services.NotEditableError):
        services.give_consent(merchant, given=ALL_YES, by=owner(merchant))


def test_owner_clerk_and_stranger_reach_what_they_may() -> None:
    merchant = submitted()
    near, far, provincial = clerk_of(), clerk_of(OTHER_COMMUNE), clerk_of("33/", Role.PROVINCE)

    assert access.merchant_for(owner(merchant), merchant.code, Permission.MERCHANT_EDIT) is merchant
    assert access.merchant_for(near, merchant.id, Permission.MERCHANT_DECIDE) is merchant
    with pytest.raises(NotPermittedError):
        access.merchant_for(owner(merchant), merchant.code, Permission.MERCHANT_DECIDE)
    with pytest.raises(NotPermittedError):
        access.merchant_for(near, merchant.code, Permission.MERCHANT_EDIT)
    for stranger in (far, provincial, ANONYMOUS):
        with pytest.raises(NotFoundError):
            access.merchant_for(stranger, merchant.code, Permission.MERCHANT_DECIDE)
    with pytest.raises(NotFoundError):
        access.merchant_for(near, "1204-087-355", Permission.MERCHANT_VIEW)


def test_a_draft_is_not_the_commune_s_yet() -> None:
    merchant = draft()

    with pytest.raises(NotFoundError):
        access.merchant_under_review(clerk_of(), merchant.code, Permission.MERCHANT_REVIEW)


def test_communes_are_counted_registered_and_confirmed() -> None:
    draft()
    with time_machine.travel("2026-11-02T02:00:00Z", tick=False):
        submitted()
    returned()
    confirmed()
    services.withdraw(submitted(), by=CLERK)
    confirmed(path="33/12865/01/")
    db.session.commit()

    counts = queries.count_by_commune(("33/12826/", "33/12865/"), date(2026, 11, 27))

    here, there = counts["33/12826/"], counts["33/12865/"]
    assert (here.registered, here.confirmed, here.waiting, here.overdue) == (3, 1, 1, 1)
    assert (there.registered, there.confirmed) == (1, 1)
    assert queries.count_by_commune(()) == {}
