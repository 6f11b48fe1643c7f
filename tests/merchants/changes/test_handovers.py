"""Another owner: asked, told, objected to, decided by two; then everything of the old owner ends at once."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.accounts import queries as people
from app.accounts import services as accounts
from app.core import audit, clock, jobs
from app.core.db import db
from app.core.ids import new_id
from app.core.states import TransitionNotAllowedError
from app.policy import Actor, Holding, Power, Role
from merchants.changes import queries, rules, services
from merchants.changes.models import Handover
from merchants.changes.rules import HandoverKind, HandoverPaper, Matter
from merchants.changes.states import CorrectionState, HandoverState
from merchants.desk import services as desk
from merchants.helping import queries as helping
from merchants.identity import queries as identity
from merchants.models import Merchant
from payments import queries as payments
from tests.browser import Browser, account_of
from tests.factories import payments as paid
from tests.factories.helping import delegated
from tests.factories.merchants import OTHER_COMMUNE, clerk_of, confirmed, owner, submitted

LAN = "+84987000111"
SAID = {
    "kind": HandoverKind.SALE,
    "paper": HandoverPaper.CONTRACT,
    "new_owner_name": "Trần Thị Lan",
    "new_birth_year": 1990,
    "new_phone": LAN,
}
ON_PAGE = {"kind": "sale", "paper": "contract", "new_owner_name": "Trần Thị Lan", "new_birth_year": "1990"}


def official(name: str) -> Actor:
    who = Actor(new_id(), name, (Holding(Role.CLERK, "33/12826/"),))
    account_of(who)
    return who


def asked(merchant: Merchant, by: Actor | None = None, **more: object) -> Handover:
    row = services.ask_handover(merchant, **(SAID | more), by=by or Actor.system("x"))  # type: ignore[arg-type]  # a test's
    db.session.commit()
    return row


def decided(row: Handover) -> None:
    services.allow(row, by=owner(row.merchant))
    services.propose_handover(row, by=official("Chú Thành"))
    services.complete_handover(row, by=official("Cô Hoa"))
    db.session.commit()


def test_the_desk_waits_until_the_old_owner_has_had_time_to_object(session: object) -> None:
    row = asked(confirmed())

    with pytest.raises(services.TooEarlyError):
        services.propose_handover(row, by=official("Chú Thành"))
    assert row.state is HandoverState.WAITING
    with time_machine.travel(clock.now() + timedelta(days=20), tick=False):
        services.propose_handover(row, by=official("Chú Thành"))

    assert row.state is HandoverState.PROPOSED
    assert rules.objection_rule(clock.today()).value == 5


def test_an_objection_stops_it_even_when_one_person_has_agreed(session: object) -> None:
    merchant = confirmed()
    row = asked(merchant)
    services.allow(row, by=owner(merchant))
    services.propose_handover(row, by=official("Chú Thành"))

    services.object_to(row, objection="Tôi không bán", by=owner(merchant))

    assert (row.state, row.first_id) == (HandoverState.OBJECTED, None)
    with pytest.raises(TransitionNotAllowedError):
        services.complete_handover(row, by=official("Cô Hoa"))
    assert merchant.owner_name == "Nguyễn Thị Mận"
    services.refuse_handover(row, answer="Chủ cũ không đồng ý", by=official("Cô Hoa"))
    assert row.state is HandoverState.REFUSED


def test_two_different_people_decide_and_neither_asked(session: object) -> None:
    merchant, clerk, first = confirmed(), official("Chú Thành"), official("Cô Hoa")
    row = asked(merchant, by=clerk)
    services.allow(row, by=owner(merchant))

    with pytest.raises(services.SecondPersonError):
        services.propose_handover(row, by=clerk)
    services.propose_handover(row, by=first)
    for who in (first, clerk):
        with pytest.raises(services.SecondPersonError):
            services.complete_handover(row, by=who)
    relative = official("Anh họ")
    desk.declare_conflict(merchant, relation="em họ", colleague=None, by=relative)
    with pytest.raises(desk.ConflictError):
        services.complete_handover(row, by=relative)

    assert merchant.owner_name == "Nguyễn Thị Mận"
    with pytest.raises(IntegrityError, match="two_different_people"), db.session.begin_nested():
        db.session.execute(text("update handover set second_id = first_id"))


def test_everything_of_the_old_owner_ends_and_the_history_stays(session: object) -> None:
    merchant = confirmed()
    account = paid.make_account(merchant)
    before = people.account_by_phone(merchant.phone)
    assert before is not None
    relative = delegated(merchant, Power.DOSSIER)
    correction = services.ask(merchant, matter=Matter.OWNER_NAME, after={"owner_name": "Tên Khác"}, by=owner(merchant))
    opened = accounts.open_dossier_session(merchant_id=merchant.id)
    row = asked(merchant)

    decided(row)
    jobs.run_pending()

    assert (merchant.owner_name, merchant.birth_year, merchant.phone) == ("Trần Thị Lan", 1990, LAN)
    new = people.account_by_phone(LAN)
    assert new is not None
    assert merchant.id in new.actor().merchant_ids
    assert merchant.id not in before.actor().merchant_ids
    assert relative.account_id is not None
    helper = people.account_by_id(relative.account_id)
    assert helper is not None
    helper_opened = accounts.open_session(helper, borrowed=False, office=False)
    assert merchant.id not in accounts.actor_of(helper_opened.token)[0].merchant_ids
    assert helping.living_delegations([merchant.id]) == []
    assert accounts.actor_of(opened.token)[0].is_anonymous
    assert not any(merchant.consent_by_purpose.values())
    assert identity.numbers_of(merchant.id) == {}
    assert correction.state is CorrectionState.TAKEN_BACK
    db.session.refresh(account)
    assert account.name_check_since is not None
    assert payments.account_of(merchant.id) is not None
    assert queries.corrections_since_handover(merchant.id) == []
    assert list(queries.corrections_of(merchant.id)) == [correction]
    actions = [entry.action for entry in audit.entries_about("merchant", merchant.id)]
    assert {"merchant:confirm", "handover:ask", "handover:complete"} <= set(actions)
    assert row.former_owner_name == "Nguyễn Thị Mận"


@pytest.mark.parametrize(
    "wrong",
    [{"new_owner_name": "12"}, {"new_birth_year": 2030}, {"new_phone": "+84912345678"}, {"new_phone": ""}],
)
def test_a_new_owner_has_a_name_a_year_and_a_number_of_their_own(session: object, wrong: dict[str, object]) -> None:
    merchant = confirmed()

    with pytest.raises(services.HandoverRefusedError):
        asked(merchant, **wrong)

    assert queries.handovers_of(merchant.id) == []


def test_only_a_confirmed_business_is_asked_for_and_once_at_a_time(session: object) -> None:
    with pytest.raises(services.NotRegisteredError):
        asked(submitted(phone="+84912345670"))
    merchant = confirmed()
    asked(merchant)

    with pytest.raises(services.HandoverOpenError):
        asked(merchant, new_phone="+84987000222")

    assert len(queries.handovers_of(merchant.id)) == 1


def test_a_new_owner_asks_with_their_own_number_and_sees_only_their_request(browser: Browser) -> None:
    merchant = confirmed()
    who = Actor(new_id(), "Trần Thị Lan", ())
    account = account_of(who)
    account.phone = LAN
    db.session.commit()
    browser.sign_in(account)

    unknown = browser.fill("/sang-ten", **ON_PAGE, code=merchant.code, birth_year="1970")
    assert unknown.status == 422
    assert queries.handovers_of(merchant.id) == []
    page = browser.fill("/sang-ten", **ON_PAGE, code=merchant.code, birth_year="1964")
    assert page.status == 303
    assert page.location is not None
    shown = browser.visit(page.location)
    assert "Chờ xã" in shown.text
    assert merchant.owner_name not in shown.text
    assert browser.visit(f"/hs/{merchant.code}").status == 404

    [row] = queries.handovers_of(merchant.id)
    assert (row.new_phone, row.asked_by_id) == (LAN, account.id)
    browser.fill(page.location, to=f"{page.location}/rut")
    db.session.refresh(row)
    assert row.state is HandoverState.TAKEN_BACK


def test_somebody_elses_request_is_not_there(browser: Browser) -> None:
    row = asked(confirmed(), by=official("Chú Thành"))
    browser.sign_in(Actor(new_id(), "Người lạ", ()))

    assert browser.visit(f"/sang-ten/{row.id}").status == 404
    assert browser.post(f"/sang-ten/{row.id}/rut").status == 404
    assert row.state is HandoverState.WAITING


def test_the_old_owner_is_told_and_objects_on_the_page(browser: Browser) -> None:
    merchant = confirmed()
    row = asked(merchant)
    browser.sign_in(owner(merchant))
    assert "Trần Thị Lan" in browser.visit(f"/hs/{merchant.code}/da-khai").text

    assert browser.fill(f"/hs/{merchant.code}/sang-ten/phan-doi", objection="").status == 422
    page = browser.fill(f"/hs/{merchant.code}/sang-ten/phan-doi", objection="Tôi không bán")

    assert page.status == 303
    db.session.refresh(row)
    assert (row.state, row.objection) == (HandoverState.OBJECTED, "Tôi không bán")
    browser.fill(f"/hs/{merchant.code}/sang-ten", to=f"/hs/{merchant.code}/sang-ten/dong-y")
    db.session.refresh(row)
    assert (row.state, row.objection) == (HandoverState.WAITING, "")


def test_a_delegate_neither_agrees_nor_objects(browser: Browser) -> None:
    merchant = confirmed()
    relative = delegated(merchant, Power.DOSSIER)
    row = asked(merchant)
    assert relative.account_id is not None
    helper = people.account_by_id(relative.account_id)
    assert helper is not None
    browser.sign_in(helper)

    assert browser.visit(f"/hs/{merchant.code}/sang-ten").status == 403
    assert browser.post(f"/hs/{merchant.code}/sang-ten/dong-y").status == 403
    assert (row.state, row.allowed_at) == (HandoverState.WAITING, None)


def test_two_people_of_the_desk_decide_on_the_page_and_another_commune_knows_nothing(browser: Browser) -> None:
    merchant = confirmed()
    browser.sign_in(official("Chú Thành"))
    page = browser.fill(f"/cb/hs/{merchant.code}/sang-ten", **ON_PAGE, new_phone="0987 000 111")
    assert page.status == 303
    assert page.location is not None
    [row] = queries.handovers_of(merchant.id)
    services.allow(row, by=owner(merchant))
    db.session.commit()

    browser.sign_in(clerk_of(OTHER_COMMUNE))
    assert browser.visit(page.location).status == 404
    assert browser.post(page.location).status == 404
    browser.sign_in(official("Cô Hoa"))
    assert "Trần Thị Lan" in browser.visit("/cb/dinh-chinh").text
    first = browser.fill(page.location)
    assert first.status == 303
    db.session.refresh(row)
    assert row.state is HandoverState.PROPOSED
    browser.sign_in(official("Cô Lan"))
    assert browser.fill(page.location).status == 303

    db.session.expire_all()
    assert (row.state, merchant.owner_name) == (HandoverState.DONE, "Trần Thị Lan")
