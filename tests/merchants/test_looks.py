"""Who looked at a dossier is noted once a day for each reason, and the owner's own look is none."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.core.db import db
from app.core.ids import new_id
from app.core.transaction import transaction
from app.policy import ANONYMOUS, Actor, Holding, Role
from merchants import services
from merchants.models import DossierLook, Merchant
from merchants.rules import Look
from tests.browser import Browser
from tests.factories import merchants as make


def looks() -> list[tuple[str, Role, str]]:
    rows = db.session.scalars(select(DossierLook).order_by(DossierLook.at, DossierLook.id))
    return [(row.name, row.role, row.reason) for row in rows]


def clerk(path: str = "33/12826/", *more: Holding) -> Actor:
    return Actor(new_id(), "Chú Đỗ Văn Thành", (*more, Holding(Role.CLERK, path)))


def look(merchant: Merchant, why: Look | str, by: Actor) -> None:
    with transaction():
        services.note_look(merchant, why=why, by=by)


def test_one_person_one_day_one_reason_is_one_row() -> None:
    merchant, by = make.submitted(), clerk()

    for _ in range(3):
        look(merchant, Look.REVIEW, by)
    look(merchant, "Gọi lại để hẹn ngày", by)

    assert looks() == [
        ("Chú Đỗ Văn Thành", Role.CLERK, "review"),
        ("Chú Đỗ Văn Thành", Role.CLERK, "Gọi lại để hẹn ngày"),
    ]


def test_the_same_look_twice_before_either_is_saved_is_one_row() -> None:
    merchant, by = make.submitted(), clerk()

    with transaction():
        services.note_look(merchant, why=Look.REVIEW, by=by)
        services.note_look(merchant, why=Look.REVIEW, by=by)

    assert len(looks()) == 1


def test_the_owner_the_public_and_the_system_leave_no_look() -> None:
    merchant = make.submitted()

    for by in (make.owner(merchant), ANONYMOUS, Actor.system("job")):
        look(merchant, Look.DOSSIER, by)

    assert looks() == []


def test_a_delegate_and_a_clerk_who_owns_another_business_are_noted_in_the_role_that_lets_them_see() -> None:
    merchant = make.submitted()
    delegate = Actor(new_id(), "Cháu Hà", (Holding(Role.DELEGATE, merchant_id=merchant.id),))
    owner_elsewhere = clerk("33/12826/", Holding(Role.OWNER, merchant_id=new_id()))

    look(merchant, Look.DOSSIER, delegate)
    look(merchant, Look.DOSSIER, owner_elsewhere)

    assert [role for _, role, _ in looks()] == [Role.DELEGATE, Role.CLERK]


@pytest.mark.parametrize(
    ("path", "reason"),
    [("/cb/viec", "queue"), ("/cb/hs/{code}", "review"), ("/hs/{code}/giay-tiep-nhan.pdf", "paper"),
     ("/hs/{code}/so-giay-to", "dossier"), ("/hs/{code}/sp", "products"), ("/cb/hs/{code}/tra-lai", "review"),
     ("/cb/danh-sach/ho-so/mau?xa=12826", "list")],
)  # fmt: skip
def test_every_page_of_the_desk_with_a_name_on_it_is_noted(browser: Browser, path: str, reason: str) -> None:
    merchant = make.submitted()
    browser.sign_in(clerk())

    answers = [browser.visit(path.format(code=merchant.code)).status for _ in range(2)]

    assert answers == [200, 200]
    assert looks() == [("Chú Đỗ Văn Thành", Role.CLERK, reason)]


def test_the_desk_is_led_from_the_owners_page_to_its_own_which_notes_it(browser: Browser) -> None:
    merchant = make.submitted()
    browser.sign_in(clerk())

    assert browser.visit(f"/hs/{merchant.code}").location == f"/cb/hs/{merchant.code}"
    assert looks() == []


def test_the_owner_reads_their_own_dossier_unnoted(browser: Browser) -> None:
    merchant = make.submitted()
    browser.sign_in_to_dossier(merchant.id)

    assert browser.visit(f"/hs/{merchant.code}").status == 200
    assert looks() == []


def test_a_page_that_is_refused_leaves_no_look(browser: Browser) -> None:
    merchant = make.submitted()
    browser.sign_in(clerk(make.OTHER_COMMUNE))

    assert browser.visit(f"/cb/hs/{merchant.code}").status == 404
    assert looks() == []


def test_a_look_can_be_neither_changed_nor_deleted() -> None:
    look(make.submitted(), Look.REVIEW, clerk())

    for statement in ("update dossier_look set name = 'x'", "delete from dossier_look"):
        with pytest.raises(DBAPIError), db.session.begin_nested():
            db.session.execute(text(statement))
    assert len(looks()) == 1
