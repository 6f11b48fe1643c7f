"""Corrections after approval: at once, with the new telephone's code, or once the desk agrees; and who may not."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts import queries as people
from app.core import audit, clock, jobs
from app.core.db import db
from app.core.ids import new_id
from app.core.messages import OutgoingMessage
from app.core.states import TransitionNotAllowedError
from app.policy import Actor, Holding, Power, Role
from merchants import services as dossiers
from merchants.changes import queries, services
from merchants.changes.models import Correction
from merchants.changes.rules import Matter
from merchants.changes.states import CorrectionState
from merchants.desk import services as desk
from merchants.models import Merchant
from merchants.rules import ContactKind
from merchants.services import AnswerRefusedError
from merchants.states import Stage
from payments import queries as payments
from payments import services as money
from payments.states import StandeeState
from tests.browser import Browser, account_of
from tests.factories import payments as paid
from tests.factories.helping import delegated
from tests.factories.merchants import CLERK, OTHER_COMMUNE, clerk_of, confirmed, draft, hamlet, owner, submitted
from tests.factories.tourism import PIN, homestay, told

NEW_NAME = {"owner_name": "Nguyễn Thị Mận Mới"}
NEW_PHONE = {"kind": "own", "phone": "+84987654321", "contact_name": "", "contact_relation": ""}


def official(name: str = "Cô Hoa") -> Actor:
    return Actor(new_id(), name, (Holding(Role.CLERK, "33/12826/"),))


def asked(merchant: Merchant, matter: Matter = Matter.OWNER_NAME, after: dict[str, str] = NEW_NAME) -> Correction:
    row = services.ask(merchant, matter=matter, after=dict(after), reason="căn cước mới", by=owner(merchant))
    db.session.commit()
    return row


def newest_to(recipient: str) -> str:
    sent = select(OutgoingMessage).where(OutgoingMessage.recipient == recipient)
    return db.session.scalars(sent.order_by(OutgoingMessage.created_at.desc(), OutgoingMessage.id.desc())).first().text  # type: ignore[union-attr]  # there is one


def test_a_small_correction_is_made_at_once_and_leaves_its_history(session: object) -> None:
    merchant = confirmed()

    row = asked(merchant, Matter.BUSINESS_NAME, {"business_name": "Nước mắm Mận Xưa"})

    assert merchant.business_name == "Nước mắm Mận Xưa"
    assert (row.state, row.before) == (CorrectionState.MADE, {"business_name": "Nước mắm Bà Mận"})
    actions = [entry.action for entry in audit.entries_about("merchant", merchant.id)]
    assert {"correction:ask", "correction:make"} <= set(actions)
    assert "Mận Xưa" not in str([entry.changes for entry in audit.entries_about("merchant", merchant.id)])


def test_a_weighty_correction_waits_and_the_old_answer_counts_until_the_desk_agrees(session: object) -> None:
    merchant = confirmed()
    row = asked(merchant)
    assert merchant.owner_name == "Nguyễn Thị Mận"

    services.make(row, by=official())

    assert merchant.owner_name == "Nguyễn Thị Mận Mới"
    assert merchant.owner_name_fold == "nguyen thi man moi"
    assert (row.state, row.decided_by_name) == (CorrectionState.MADE, "Cô Hoa")
    assert "đính chính" in newest_to(merchant.phone) or "dinh chinh" in newest_to(merchant.phone)
    with pytest.raises(TransitionNotAllowedError):
        services.make(row, by=official())


def test_a_refusal_keeps_the_old_answer_and_gives_its_reason(session: object) -> None:
    merchant = confirmed()
    row = asked(merchant)

    services.refuse(row, answer="Căn cước vẫn ghi tên cũ", by=official())

    assert merchant.owner_name == "Nguyễn Thị Mận"
    assert (row.state, row.answer) == (CorrectionState.REFUSED, "Căn cước vẫn ghi tên cũ")


def test_the_owner_takes_a_correction_back_and_may_ask_again(session: object) -> None:
    merchant = confirmed()
    row = asked(merchant)

    services.take_back(row, by=owner(merchant))

    assert merchant.owner_name == "Nguyễn Thị Mận"
    assert asked(merchant).state is CorrectionState.WAITING


@pytest.mark.parametrize(
    ("matter", "after"),
    [
        (Matter.OWNER_NAME, {"owner_name": "12"}),
        (Matter.CRAFT, {"craft": "other", "craft_other": ""}),
        (Matter.WHERE, {"area_path": "33/12826/", "area_note": "", "house_note": ""}),
        (Matter.LEGAL_FORM, {"legal_form": "cooperative", "tax_code": "123"}),
    ],
)
def test_what_is_no_answer_is_refused_before_it_waits(session: object, matter: Matter, after: dict[str, str]) -> None:
    merchant = confirmed()

    with pytest.raises(AnswerRefusedError):
        asked(merchant, matter, after)

    assert queries.corrections_of(merchant.id) == []


def test_another_commune_is_a_move_and_the_same_again_is_nothing(session: object) -> None:
    merchant = confirmed()
    elsewhere = {"area_path": "33/12865/01/", "area_note": "", "house_note": ""}

    with pytest.raises(services.OtherCommuneError):
        asked(merchant, Matter.WHERE, elsewhere)
    with pytest.raises(services.NothingNewError):
        asked(merchant, Matter.OWNER_NAME, {"owner_name": "Nguyễn Thị Mận"})

    assert queries.corrections_of(merchant.id) == []


@pytest.mark.parametrize("make_file", [draft, submitted])
def test_before_approval_there_is_nothing_to_correct(session: object, make_file: object) -> None:
    merchant = make_file()  # type: ignore[operator]  # a factory

    with pytest.raises(services.NotRegisteredError):
        asked(merchant)

    assert queries.corrections_of(merchant.id) == []


def test_one_answer_waits_once_in_the_database_too(session: object) -> None:
    merchant = confirmed()
    row = asked(merchant)

    with pytest.raises(services.AskedAlreadyError):
        asked(merchant)
    twin = Correction(
        merchant_id=merchant.id, matter=row.matter, before={}, after={}, asked_by_name="x", asked_at=clock.now()
    )
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.add(twin)
        db.session.flush()


def test_who_wrote_it_down_at_the_counter_and_who_is_a_relative_do_not_decide(session: object) -> None:
    merchant, clerk, relative = confirmed(), official("Chú Thành"), official("Anh họ")
    account_of(relative)
    row = services.ask(merchant, matter=Matter.OWNER_NAME, after=NEW_NAME, at_counter=True, by=clerk)
    desk.declare_conflict(merchant, relation="em họ", colleague=None, by=relative)

    with pytest.raises(services.OwnCorrectionError):
        services.make(row, by=clerk)
    with pytest.raises(desk.ConflictError):
        services.make(row, by=relative)
    assert merchant.owner_name == "Nguyễn Thị Mận"

    services.make(row, by=official())
    assert merchant.owner_name == "Nguyễn Thị Mận Mới"


def test_a_new_number_opens_the_file_only_with_the_code_sent_to_it(session: object) -> None:
    merchant = confirmed()
    before = people.account_by_phone(merchant.phone)
    assert before is not None
    row = asked(merchant, Matter.CONTACT, NEW_PHONE)
    code = re.search(r"\d{6}", newest_to("+84987654321"))
    assert code is not None

    wrong = "000000" if code[0] != "000000" else "111111"
    assert services.prove(row, code=wrong, by=owner(merchant)) is not None
    assert merchant.phone == "+84912345678"
    assert services.prove(row, code=code[0], by=owner(merchant)) is None

    after = people.account_by_phone("+84987654321")
    assert merchant.phone == "+84987654321"
    assert after is not None
    assert merchant.id in after.actor().merchant_ids
    assert merchant.id not in before.actor().merchant_ids
    assert "khong con la so goi" in newest_to("+84912345678").lower() or "không còn" in newest_to("+84912345678")


def test_a_name_that_changes_holds_the_account_until_its_owner_has_looked(session: object) -> None:
    merchant = confirmed()
    account = paid.make_account(merchant)
    standee = money.issue_standee(merchant, confirmed_holder=account.holder_name, by=owner(merchant))
    row = asked(merchant)

    services.make(row, by=official())
    db.session.commit()
    jobs.run_pending()

    db.session.refresh(account)
    assert account.name_check_since is not None
    assert standee.state is StandeeState.PAUSED
    for act in (
        lambda: money.create_request(merchant, amount_vnd=50_000, by=owner(merchant)),
        lambda: money.resume_standee(standee, by=owner(merchant)),
    ):
        with pytest.raises(money.NameCheckNeededError):
            act()
    money.save_account(
        merchant,
        bank_bin=account.bank_bin,
        account_no=account.account_no,
        holder_name=account.holder_name,
        accepted_other_name=True,
        by=owner(merchant),
    )
    assert payments.account_of(merchant.id).name_check_since is None  # type: ignore[union-attr]  # there is one
    assert money.create_request(merchant, amount_vnd=50_000, by=owner(merchant)).amount_vnd == 50_000


def test_a_confirmed_pin_moves_when_the_desk_agrees(session: object) -> None:
    merchant = homestay()
    profile = told(merchant)
    row = asked(merchant, Matter.PIN, {"point": "20.50000, 106.60000"})
    assert profile.point == PIN

    services.make(row, by=official())

    assert str(profile.point) == "20.50000, 106.60000"


def test_a_season_ends_by_itself_and_is_told_a_week_before(session: object) -> None:
    merchant = confirmed()
    today = clock.today()
    dossiers.rest(merchant, until_on=today + timedelta(days=7), by=owner(merchant))
    assert dossiers.tell_of_seasons(by=CLERK) == 1
    assert dossiers.tell_of_seasons(by=CLERK) == 0
    assert "tự mở lại" in newest_to(merchant.phone) or "tu mo lai" in newest_to(merchant.phone)
    assert dossiers.begin_seasons(by=CLERK) == 0

    merchant.rest_until_on = today
    assert dossiers.begin_seasons(by=CLERK) == 1

    assert (merchant.stage, merchant.rest_until_on) == (Stage.CONFIRMED, None)


def test_without_a_month_a_rest_lasts_until_the_family_says_so(session: object) -> None:
    merchant = confirmed()
    dossiers.rest(merchant, by=owner(merchant))

    assert dossiers.begin_seasons(by=CLERK) == 0
    assert merchant.stage is Stage.RESTING


def test_an_owner_corrects_on_the_page_and_sees_the_history_and_the_slip(browser: Browser) -> None:
    merchant = confirmed()
    browser.sign_in(owner(merchant))
    path = f"/hs/{merchant.code}/da-khai"
    assert "Dùng cho: hồ sơ ở xã" in browser.visit(path).text

    page = browser.fill(f"/hs/{merchant.code}/dinh-chinh/ten", **NEW_NAME, reason="căn cước mới")

    assert (page.status, page.location) == (303, path)
    [row] = queries.corrections_of(merchant.id)
    shown = browser.visit(path)
    assert "Đang chờ" in shown.text
    assert "Nguyễn Thị Mận Mới" in shown.text
    slip = browser.visit(f"/hs/{merchant.code}/dinh-chinh/{row.id}.pdf")
    assert (slip.status, slip.data[:5]) == (200, b"%PDF-")
    # The same again is explained at the field, and waits once.
    again = browser.fill(f"/hs/{merchant.code}/dinh-chinh/ten", owner_name="Nguyễn Thị Mơ")
    assert again.status == 422
    assert "đang chờ đính chính" in again.text


def test_an_owner_changes_the_number_with_the_code(browser: Browser) -> None:
    merchant = confirmed()
    browser.sign_in(owner(merchant))

    asked_page = browser.fill(f"/hs/{merchant.code}/dinh-chinh/lien-lac", kind="own", phone="0987 654 321")
    [row] = queries.corrections_of(merchant.id)
    assert asked_page.location == f"/hs/{merchant.code}/dinh-chinh/{row.id}/ma"
    code = re.search(r"\d{6}", newest_to("+84987654321"))
    assert code is not None
    assert browser.fill(asked_page.location, code="12").status == 422
    assert browser.fill(asked_page.location, code=code[0]).location == "/toi"

    db.session.expire_all()
    assert merchant.phone == "+84987654321"


def test_a_delegate_may_not_change_the_number(browser: Browser) -> None:
    merchant = confirmed()
    row = delegated(merchant, Power.DOSSIER)
    assert row.account_id is not None
    helper = people.account_by_id(row.account_id)
    assert helper is not None
    browser.sign_in(helper)

    assert browser.visit(f"/hs/{merchant.code}/dinh-chinh/lien-lac").status == 403
    assert browser.post(f"/hs/{merchant.code}/dinh-chinh/lien-lac", **NEW_PHONE).status == 403
    assert queries.corrections_of(merchant.id) == []
    assert (merchant.contact_kind, merchant.phone) == (ContactKind.OWN, "+84912345678")


def test_the_desk_agrees_on_its_page_and_another_commune_knows_nothing(browser: Browser) -> None:
    merchant = confirmed()
    row = asked(merchant)
    path = f"/cb/dinh-chinh/{row.id}"
    browser.sign_in(clerk_of(OTHER_COMMUNE))
    assert browser.visit(path).status == 404
    assert browser.post(path).status == 404
    assert merchant.code not in browser.visit("/cb/dinh-chinh").html

    browser.sign_in(CLERK)
    assert merchant.code in browser.visit("/cb/dinh-chinh").html
    assert browser.fill(path).status == 303

    db.session.expire_all()
    assert merchant.owner_name == "Nguyễn Thị Mận Mới"
    assert merchant.code not in browser.visit("/cb/dinh-chinh").html


def test_the_desk_writes_down_only_with_the_owner_there_and_refuses_with_a_reason(browser: Browser) -> None:
    merchant = confirmed()
    browser.sign_in(official())
    path = f"/cb/hs/{merchant.code}/dinh-chinh/ten"

    assert browser.fill(path, **NEW_NAME).status == 422
    assert browser.fill(path, **NEW_NAME, owner_is_here="y").status == 303
    [row] = queries.corrections_of(merchant.id)
    assert browser.fill(f"/cb/dinh-chinh/{row.id}", to=f"/cb/dinh-chinh/{row.id}").status == 409

    browser.sign_in(official("Cô Lan"))
    assert browser.fill(f"/cb/dinh-chinh/{row.id}/tu-choi", answer="").status == 422
    assert browser.fill(f"/cb/dinh-chinh/{row.id}/tu-choi", answer="Chưa có giấy").status == 303
    db.session.expire_all()
    assert merchant.owner_name == "Nguyễn Thị Mận"


def test_an_owner_rests_until_a_month(browser: Browser) -> None:
    merchant = confirmed()
    browser.sign_in(owner(merchant))
    month = clock.today().month % 12 + 1

    page = browser.fill(f"/hs/{merchant.code}/nghi", how="nghi-vu", back_month=str(month))

    assert page.status == 303
    db.session.expire_all()
    assert merchant.rest_until_on is not None
    assert (merchant.rest_until_on.day, merchant.rest_until_on.month) == (1, month)
    assert f"{merchant.rest_until_on:%d/%m/%Y}" in browser.visit(f"/hs/{merchant.code}").text


def test_an_owner_who_moves_sends_the_same_file_to_the_new_commune(browser: Browser) -> None:
    merchant = confirmed()
    browser.sign_in(owner(merchant))
    here = f"/hs/{merchant.code}"

    assert browser.fill(f"{here}/nghi", how="chuyen-di").status == 303
    db.session.expire_all()
    assert merchant.stage is Stage.MOVED
    assert browser.fill(here, to=f"{here}/mo-lai").status == 303
    db.session.expire_all()
    dossiers.answer_where(merchant, area=hamlet("33/12865/01/"), by=owner(merchant))
    dossiers.submit(merchant, by=owner(merchant))
    db.session.commit()

    assert (merchant.stage, merchant.commune_path) == (Stage.SUBMITTED, OTHER_COMMUNE)
    browser.sign_in(CLERK)
    assert browser.visit(f"/cb/hs/{merchant.code}").status == 404
    browser.sign_in(clerk_of(OTHER_COMMUNE))
    assert browser.visit(f"/cb/hs/{merchant.code}").status == 200


def test_a_file_that_the_commune_is_looking_at_is_not_left(browser: Browser) -> None:
    merchant = submitted()
    browser.sign_in(owner(merchant))

    assert browser.visit(f"/hs/{merchant.code}/nghi").status == 404
    assert browser.post(f"/hs/{merchant.code}/nghi", how="chuyen-di").status == 404
    assert merchant.stage is Stage.SUBMITTED
