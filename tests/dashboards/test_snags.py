"""What holds a commune up: each number is told of its own commune, and the list behind a number is as long as it."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from app.core import clock
from app.core.db import db
from app.dashboards.adoption.access import commune_for
from app.dashboards.metrics import SIGNS, Side
from app.dashboards.queries import drill
from app.dashboards.rollups import services
from app.dashboards.rollups.models import PlaceSnag
from app.dashboards.rows import snags
from app.dashboards.snags import queries, rules
from app.dashboards.snags.queries import Reason, Snags
from app.policy import Role
from merchants.models import DossierLook, Merchant, MerchantConsent
from merchants.rules import ConsentHow, ConsentPurpose, ContactKind, Question
from merchants.services import ReturnedItem, send_back
from merchants.states import Stage
from payments.models import Standee
from payments.signs.models import SignLook
from payments.signs.rules import Seen
from payments.states import StandeeState
from tests import databases
from tests.browser import Browser, Page
from tests.factories.figures import give_sign
from tests.factories.training import BY, THAI_THUY, THUY_ANH, make_merchant, someone
from tests.plans import plan_of

PAGE = "/cb/bang/12826/vuong-mac"
HAMLET = "33/12826/01/"
OFFICIAL = someone(Role.OFFICIAL)


def settle() -> None:
    while services.settle():
        pass


def found(code: str = "12826") -> Snags:
    return queries.snags(*commune_for(OFFICIAL, code))


def draft(**answers: object) -> Merchant:
    """Begin a file that has answered everything up to where the business is."""
    return make_merchant(HAMLET, stage=Stage.DRAFT, **({"birth_year": 1964} | answers))


def files() -> dict[str, int]:
    return {each.question: each.files for each in found().funnel.steps}


def returned(question: Question, reason_key: str = "", *, area_path: str = HAMLET, days_ago: int = 0) -> None:
    merchant = make_merchant(area_path, stage=Stage.SUBMITTED)
    words = "" if reason_key else "Nhờ bà ghi lại"
    request = send_back(merchant, items=[ReturnedItem(question, reason_key, own_words=words)], by=BY)
    request.at -= timedelta(days=days_ago)
    db.session.flush()


def seen(days_ago: int, what: Seen, *, issued: int = 200) -> None:
    sign = give_sign(make_merchant(HAMLET))
    sign.issued_at -= timedelta(days=issued)
    db.session.add(SignLook(standee_id=sign.id, at=clock.now() - timedelta(days=days_ago), seen=what))
    db.session.flush()


def test_a_file_stops_at_its_first_open_question_whatever_was_answered_behind_it() -> None:
    draft(owner_name="")
    draft(birth_year=None, contact_kind=ContactKind.NONE)
    draft()
    whole = draft(contact_kind=ContactKind.NONE, papers=[])
    consent = {"purpose": ConsentPurpose.RECORD, "given": True, "how": ConsentHow.SCREEN, "at": clock.now()}
    db.session.add(MerchantConsent(merchant_id=whole.id, **consent))
    make_merchant(HAMLET)
    db.session.flush()
    db.session.expire_all()

    assert found().funnel.begun == 5
    assert files() == {
        "craft": 5, "owner_name": 4, "business_name": 4, "birth_year": 3, "where": 3,
        "contact": 2, "papers": 2, "consent": 2, "sent": 1,
    }  # fmt: skip


def test_files_of_lists_of_long_ago_of_elsewhere_and_of_the_unwilling_are_not_counted() -> None:
    draft(list_source="Danh sách hộ", listed_on=clock.today())
    draft(started_at=clock.now() - timedelta(days=61))
    make_merchant(THUY_ANH)
    unwilling = draft()
    consent = {"purpose": ConsentPurpose.STATISTICS, "given": False, "how": ConsentHow.SCREEN, "at": clock.now()}
    db.session.add(MerchantConsent(merchant_id=unwilling.id, **consent))
    db.session.flush()

    assert found().funnel.begun == 0


@pytest.mark.no_database
def test_shares_are_of_those_begun_and_of_the_step_before() -> None:
    first, second = rules.steps(("a", "b"), {"a": 2, "b": 1}, begun=4)

    assert (first.files, first.of_begun_pct, first.of_before_pct) == (2, 50.0, 50.0)
    assert (second.files, second.of_begun_pct, second.of_before_pct) == (1, 25.0, 50.0)
    assert rules.steps(("a",), {}, begun=0)[0].of_begun_pct is None


def test_the_commonest_reasons_come_first_and_own_words_are_one_of_them() -> None:
    for _ in range(2):
        returned(Question.OWNER_NAME, "owner_name.short")
    returned(Question.PAPERS)
    returned(Question.WHERE, "where.house", days_ago=61)
    returned(Question.WHERE, "where.house", area_path=THUY_ANH)

    back = found().returns

    assert back.answers == 3
    assert back.reasons == [
        Reason(Question.OWNER_NAME, "owner_name.short", 2),
        Reason(Question.PAPERS, "", 1),
    ]


def test_a_sign_is_unseen_when_no_readable_photograph_is_younger_than_ninety_days() -> None:
    seen(100, Seen.OWN)
    seen(10, Seen.NOTHING)
    seen(10, Seen.OWN)
    seen(10, Seen.OTHER_ACCOUNT)
    give_sign(make_merchant(HAMLET))
    revoked = give_sign(make_merchant(HAMLET))
    revoked.issued_at, revoked.state = clock.now() - timedelta(days=200), StandeeState.REVOKED
    give_sign(make_merchant(THUY_ANH)).issued_at -= timedelta(days=200)
    db.session.flush()

    assert (found().signs, found().signs_unseen) == (5, 2)


@pytest.mark.parametrize("side", Side)
def test_the_number_of_signs_is_the_length_of_its_list(browser: Browser, side: Side) -> None:
    seen(100, Seen.OWN)
    seen(10, Seen.OWN)
    db.session.commit()
    browser.sign_in(OFFICIAL)
    address = f"/cb/danh-sach/bien-qr/{side.value}?xa=12826"

    shown = re.search(rf'href="{re.escape(address)}">([0-9]+)<', browser.visit(PAGE).html)

    assert shown is not None
    assert int(shown[1]) == len(drill(OFFICIAL, SIGNS, side, commune_for(OFFICIAL, "12826")[0]).rows)
    assert browser.visit(address).status == 200


def listed(html: str) -> dict[str, int]:
    """Return the numbers of a page by the address of the list behind each."""
    found = re.findall(r'href="(/cb/danh-sach/[^"]+)">([0-9]+)<', html)
    return {address.replace("&amp;", "&"): int(number) for address, number in found}


def rows_of(page: Page) -> int:
    return len(re.findall(r"<tr>", page.html)) - ("</thead>" in page.html)


def test_every_step_and_every_reason_leads_to_a_list_as_long_as_its_number(browser: Browser) -> None:
    draft(owner_name="")
    draft()
    make_merchant(HAMLET)
    make_merchant(THUY_ANH)
    returned(Question.OWNER_NAME, "owner_name.short")
    returned(Question.OWNER_NAME)
    returned(Question.OWNER_NAME, "owner_name.short", area_path=THUY_ANH)
    db.session.commit()
    browser.sign_in(OFFICIAL)

    numbers = {path: number for path, number in listed(browser.visit(PAGE).html).items() if "bien-qr" not in path}

    assert len(numbers) == len(queries.ORDER) + 2
    assert {path: rows_of(browser.visit(path)) for path in numbers} == numbers
    whole = [browser.visit(f"/cb/danh-sach/{key}/mau?xa=12826") for key in ("khai", "tra-lai")]
    assert [rows_of(page) for page in whole] == [found().funnel.begun, found().returns.answers] == [5, 2]


def test_a_file_that_was_not_sent_is_counted_on_the_list_and_named_to_nobody(browser: Browser) -> None:
    unsent = draft(business_name="Mắm chưa gửi", contact_kind=ContactKind.NONE, area_note="cạnh nhà ông Tư")
    gone = make_merchant(HAMLET, business_name="Mắm đã thôi", stage=Stage.WITHDRAWN)
    sent = make_merchant(HAMLET, business_name="Mắm đã gửi")
    keys = {each.business_name: each.id for each in (unsent, gone, sent)}
    codes = [each.code for each in (unsent, gone)]
    db.session.commit()
    browser.sign_in(OFFICIAL)

    page = browser.visit("/cb/danh-sach/khai/mau?xa=12826")

    assert rows_of(page) == 3
    assert "Mắm đã gửi" in page.text
    assert "Giấy tờ" in page.text
    assert page.text.count("không nêu tên") == 2 + 1
    assert not any(word in page.text for word in ("Mắm chưa gửi", "Mắm đã thôi", "ông Tư", *codes))
    assert set(db.session.scalars(select(DossierLook.merchant_id))) == {keys["Mắm đã gửi"]}


@pytest.mark.parametrize("about", ["", "&ve=x", "&ve=%00", "&ve=where.nothing"])
@pytest.mark.parametrize("key", ["khai", "tra-lai"])
def test_a_list_of_no_such_question_or_reason_is_not_found(browser: Browser, key: str, about: str) -> None:
    browser.sign_in(OFFICIAL)

    assert browser.visit(f"/cb/danh-sach/{key}/tu?xa=12826{about}").status == 404


@pytest.mark.parametrize("asked", ["khai/mau?xa=12826", "khai/tu?xa=12826&ve=sent", "tra-lai/tu?xa=12826&ve=papers"])
def test_lists_of_snags_keep_to_whoever_may_see_names_there(browser: Browser, asked: str) -> None:
    make_merchant(HAMLET, business_name="Mắm nhà Mận")
    returned(Question.PAPERS)
    db.session.commit()

    browser.sign_in(someone(Role.AUDITOR, ""))
    assert browser.visit(f"/cb/danh-sach/{asked}").status == 403
    browser.sign_in(someone(Role.OFFICIAL, THUY_ANH))
    assert browser.visit(f"/cb/danh-sach/{asked}").status == 404
    browser.sign_in(someone(Role.PROVINCE, "33/"))
    assert "Mắm" not in browser.visit(f"/cb/danh-sach/{asked}").text
    assert browser.fill(f"/cb/danh-sach/{asked}", reason="Xem vì sao hồ sơ trả lại").status == 303
    assert rows_of(browser.visit(f"/cb/danh-sach/{asked}")) > 0


def test_the_page_says_each_number_twice_and_what_it_counts(browser: Browser) -> None:
    draft(owner_name="")
    returned(Question.OWNER_NAME, "owner_name.short")
    db.session.commit()
    browser.sign_in(OFFICIAL)

    page = browser.visit(PAGE)

    assert "Họ và tên chưa đủ" in page.html
    assert page.html.count('<svg class="dots__track"') == len(Question) + 1
    assert "Hồ sơ khai được đến đâu" in page.html
    for number in ("CS-11", "CS-12", "CS-13", "CS-16", "CS-09", "CS-10"):
        assert f'href="/chi-so/{number}"' in page.html


def test_an_auditor_reads_numbers_and_no_list_and_another_commune_finds_no_page(browser: Browser) -> None:
    seen(100, Seen.OWN)
    db.session.commit()

    browser.sign_in(someone(Role.AUDITOR, ""))
    page = browser.visit(PAGE)
    assert page.status == 200
    assert "/cb/danh-sach/" not in page.html
    assert browser.visit("/cb/danh-sach/bien-qr/tu?xa=12826").status == 403

    browser.sign_in(someone(Role.OFFICIAL, THUY_ANH))
    assert browser.visit(PAGE).status == 404
    assert browser.visit("/cb/danh-sach/bien-qr/tu?xa=12826").status == 404


@pytest.mark.skipif(databases.kind() == "postgresql", reason="it goes by the numbers of rows, and a test has none")
def test_places_are_counted_by_their_rows_and_no_others_are_read() -> None:
    here, since = (THAI_THUY,), clock.now()

    for plan in map(plan_of, (snags.sent(here, since), snags.returned(here, since), snags.in_force(here))):
        assert re.search(r"INDEX.*area_path", plan), plan
        assert not re.search(r"^SCAN", plan, re.MULTILINE), plan


def test_once_kept_the_page_reads_no_raw_rows_and_a_look_at_a_sign_is_noticed(count_queries: list[str]) -> None:
    draft(owner_name="")
    returned(Question.OWNER_NAME, "owner_name.short")
    seen(100, Seen.OWN)
    counted = found()
    settle()
    count_queries.clear()

    kept = found()

    assert replace(kept, as_of=counted.as_of) == counted
    assert not [each for each in count_queries if re.search(r"(FROM|JOIN) (merchant|standee|review_return) ", each)]

    sign = db.session.scalars(select(Standee)).one()
    db.session.add(SignLook(standee_id=sign.id, at=clock.now(), seen=Seen.OWN))
    db.session.flush()
    assert found().signs_unseen == 1
    settle()
    assert (found().signs, found().signs_unseen) == (1, 0)


def test_a_night_finds_and_mends_what_was_kept_wrongly() -> None:
    draft(owner_name="")
    settle()
    db.session.execute(update(PlaceSnag).values(number=7))
    db.session.flush()

    assert services.check(services.all_places()) == 1
    assert (found().funnel.begun, services.check(services.all_places())) == (1, 0)


def test_what_is_older_than_sixty_days_is_left_out_although_it_is_kept() -> None:
    draft(started_at=clock.now() - timedelta(days=59))
    returned(Question.PAPERS, days_ago=59)
    settle()
    assert (found().funnel.begun, found().returns.answers) == (2, 1)

    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        assert (found().funnel.begun, found().returns.answers) == (1, 0)
