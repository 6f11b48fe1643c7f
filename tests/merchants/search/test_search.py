"""Finding a dossier, and never one that is not the searcher's to see."""

import pytest
from sqlalchemy import func, select

from app.core import areas, clock
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.ids import new_id
from app.policy import Actor, Holding, Role
from merchants import services
from merchants.models import DossierLook, Merchant
from merchants.search import queries
from merchants.search import services as search
from merchants.search.models import MerchantSearch
from tests.browser import Browser, account_of
from tests.factories import merchants as make

CLERK = Actor(new_id(), "Chú Thành", (Holding(Role.CLERK, "33/12826/"),))
ELSEWHERE = Actor(new_id(), "Chị Hoa", (Holding(Role.CLERK, "33/12865/"),))
PROVINCE = Actor(new_id(), "Chị Yến", (Holding(Role.PROVINCE, "33/"),))
TEAM = Actor(new_id(), "Chị Lan", (Holding(Role.TEAM, "33/12826/"),))


def found(actor: Actor, asked: str) -> list[str]:
    return [hit.owner_name for hit in queries.find(actor, asked).hits]


@pytest.mark.parametrize(
    "asked",
    ["Nguyễn Thị Mận", "nguyen thi man", "MAN NGUYEN", "nguyn man", "nguyeen thi mna", "bà mận", "mam ba man",
     "vạn chài", "van chay", "0912 345 678", "345 678", "man 5678", "nguyen thi xman man", "ngu ma"],
)  # fmt: skip
def test_a_dossier_is_found_by_what_people_remember(asked: str) -> None:
    make.submitted()
    make.submitted(
        owner_name="Trần Quốc Huy", business_name="Nhà nghỉ Cồn Sen", phone="+84912000002", path="33/12826/02/"
    )

    assert found(CLERK, asked)[0] == "Nguyễn Thị Mận"


def test_it_is_found_by_its_code_and_as_its_name_sounds() -> None:
    merchant = make.submitted(owner_name="Trần Thị Sen")

    assert found(CLERK, merchant.code) == ["Trần Thị Sen"]
    assert found(CLERK, merchant.code[-7:].replace("-", "")) == ["Trần Thị Sen"]
    assert found(CLERK, "chan thi xen") == ["Trần Thị Sen"]


def test_what_carries_the_marks_as_typed_comes_first() -> None:
    for name in ("Nguyễn Văn Dương", "Nguyễn Văn Đương", "Nguyễn Văn Đường"):
        make.submitted(owner_name=name, phone="+84912000003", business_name="Gạo quê")

    assert found(CLERK, "nguyễn văn đường")[0] == "Nguyễn Văn Đường"
    assert found(CLERK, "đương")[0] == "Nguyễn Văn Đương"


def test_a_draft_and_another_communes_file_are_not_found_and_the_helpers_own_is() -> None:
    make.draft()
    make.submitted(path="33/12865/01/", owner_name="Nguyễn Thị Mận Xa")
    account_of(TEAM)
    own = services.start_draft(craft=make.Craft.RICE, by=TEAM)
    services.answer_owner_name(own, owner_name="Nguyễn Thị Mận Lúa", by=TEAM)
    db.session.flush()

    assert found(CLERK, "nguyen thi man") == []
    assert found(ELSEWHERE, "nguyen thi man") == ["Nguyễn Thị Mận Xa"]
    assert found(TEAM, "nguyen thi man") == ["Nguyễn Thị Mận Lúa"]
    assert found(PROVINCE, "nguyen thi man") == ["Nguyễn Thị Mận Xa"]


def test_a_change_is_found_at_once_and_what_it_was_before_no_longer() -> None:
    merchant = make.returned()
    services.answer_owner_name(merchant, owner_name="Phạm Thị Cúc", by=make.owner(merchant))
    db.session.flush()

    assert found(CLERK, "cuc") == ["Phạm Thị Cúc"]
    assert found(CLERK, "nguyen thi") == []


def test_a_dossier_that_goes_is_gone_from_the_search() -> None:
    make.submitted()
    db.session.execute(MerchantSearch.__table__.delete())  # type: ignore[attr-defined]

    assert found(CLERK, "man") == []


def test_a_rebuild_finds_what_was_there_before() -> None:
    make.submitted()
    db.session.execute(MerchantSearch.__table__.delete())  # type: ignore[attr-defined]

    count = search.rebuild()

    assert count == db.session.scalar(select(func.count()).select_from(Merchant))
    assert found(CLERK, "nguyen thi man") == ["Nguyễn Thị Mận"]


def test_a_search_takes_few_questions_of_the_database(count_queries: list[str]) -> None:
    make.submitted()
    count_queries.clear()

    queries.find(CLERK, "nguyen thi man")

    assert len(count_queries) <= 7


def test_the_page_shows_the_clerk_a_way_in(browser: Browser) -> None:
    merchant = make.submitted()
    browser.sign_in(CLERK)

    page = browser.visit("/cb/tim?q=nguyen+thi+man")

    assert f"/cb/hs/{merchant.code}" in page.links
    assert "0912 345 678" in page.text
    assert browser.visit("/cb/tim?q=zzz").status == 200
    assert "<script>alert" not in browser.visit("/cb/tim?q=<script>alert(1)</script>").html


def test_the_province_says_why_first_and_sees_neither_telephone_nor_year(browser: Browser) -> None:
    make.submitted()
    browser.sign_in(PROVINCE)
    asked = browser.visit("/cb/tim?q=man")
    refused = browser.fill("/cb/tim", reason="")
    sent = browser.fill("/cb/tim", reason="Mở lớp chụp ảnh")
    shown = browser.visit("/cb/tim?q=man")

    assert "Nguyễn Thị Mận" not in asked.text
    assert (refused.status, sent.status) == (422, 303)
    assert "Nguyễn Thị Mận" in shown.text
    assert "0912 345 678" not in shown.text
    assert "1964" not in shown.text
    assert db.session.scalars(select(DossierLook.reason)).all() == ["Mở lớp chụp ảnh"]
    written = db.session.scalars(select(AuditEntry).where(AuditEntry.action == search.SearchAction.NAMES_SOUGHT)).all()
    assert [(entry.reason, entry.subject_id) for entry in written] == [
        ("Mở lớp chụp ảnh", areas.at("33/", clock.today()).id)  # type: ignore[union-attr]
    ]


@pytest.mark.parametrize("role", [Role.TRAINER, Role.AUDITOR, Role.ADMIN, Role.PARTNER])
def test_for_others_there_is_no_such_page(browser: Browser, role: Role) -> None:
    browser.sign_in(Actor(new_id(), "Người khác", (Holding(role, "33/12826/"),)))

    assert browser.visit("/cb/tim?q=man").status == 404
