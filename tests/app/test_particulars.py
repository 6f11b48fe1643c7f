"""Everything kept about an owner: declared table by table, shown whole, carried off, and erased in one transaction."""

import json
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import LargeBinary, String, cast, func, or_, select

from app.accounts import queries as people
from app.core import jobs, storage
from app.core.db import Base, db
from app.core.ids import new_id
from app.core.particulars import Fate
from app.core.transaction import transaction
from app.particulars import services
from app.particulars.kept import ALL
from app.policy import Actor, Holding, Power, Role
from merchants import services as dossiers
from merchants.identity import services as identity
from merchants.identity.rules import NumberKind
from merchants.models import Merchant
from merchants.rights.models import RightsRequest
from merchants.rights.rules import RightsKind
from merchants.rights.services import WordsMissingError
from merchants.rights.states import RequestState
from merchants.states import Stage
from tests.app.test_routes import things
from tests.browser import Browser
from tests.factories import helping, rights
from tests.factories import merchants as make

OFFICIAL = make.clerk_of(role=Role.OFFICIAL)
SECRET = "0912345678"


def signed_in(app: Flask, role: Role, path: str = "33/12826/", merchant: Merchant | None = None) -> Browser:
    browser = Browser(app)
    held = Holding(role, merchant_id=merchant.id) if merchant else Holding(role, path)
    browser.sign_in(Actor(new_id(), f"Người {role.value}", (held,)))
    return browser


def one_of_everything() -> Merchant:
    """Make a dossier that has something in almost every table, under a name nobody else has."""
    merchant, _parts = things()
    merchant.owner_name, merchant.owner_name_fold = "Tên Không Ai Có", "ten khong ai co"
    merchant.phone = "+84955555555"
    with transaction():
        dossiers.give_consent(merchant, given=make.ALL_YES, by=make.owner(merchant))
        identity.record_number(merchant, kind=NumberKind.CERTIFICATE_NO, number="34A8012345", by=make.owner(merchant))
    return merchant


def rows_about(merchant_id: UUID, fate: Fate) -> dict[str, int]:
    counts = {
        kept.name: db.session.scalar(select(func.count()).select_from(kept.table).where(kept.whose(merchant_id))) or 0
        for kept in ALL
        if kept.fate is fate
    }
    return {name: count for name, count in counts.items() if count}


def tables_that_say(*needles: str) -> set[str]:
    """Return every table of the database in which one of some words stands."""
    found = set()
    for table in Base.metadata.sorted_tables:
        columns = [cast(column, String) for column in table.columns if not isinstance(column.type, LargeBinary)]
        says = or_(*(column.like(f"%{needle}%") for column in columns for needle in needles))
        if db.session.execute(select(*table.primary_key.columns).where(says).limit(1)).first() is not None:
            found.add(table.name)
    return found


def test_the_owner_sees_and_carries_off_everything(app: Flask, browser: Browser) -> None:
    merchant = one_of_everything()
    owner = signed_in(app, Role.OWNER, merchant=merchant)

    page = owner.visit(f"/hs/{merchant.code}/du-lieu")
    file = json.loads(owner.visit(f"/hs/{merchant.code}/du-lieu.json").data)

    assert "Tên Không Ai Có" in page.text
    assert "0955 555 555" in page.text
    assert "34A8012345" in page.text
    for kept in ALL:
        has = bool(db.session.execute(select(kept.table).where(kept.whose(merchant.id)).limit(1)).first())
        assert bool(file["tables"][kept.name]) is has, kept.name
    assert len([rows for rows in file["tables"].values() if rows]) > 25
    assert file["tables"]["identity_number"][0]["number"] == "34A8012345"
    assert '"sealed"' not in json.dumps(file)


@pytest.mark.parametrize(
    ("role", "status"), [(Role.CLERK, 403), (Role.OFFICIAL, 403), (Role.AUDITOR, 404), (Role.ADMIN, 404)]
)
def test_nobody_else_carries_it_off_or_asks_for_deletion(app: Flask, browser: Browser, role: Role, status: int) -> None:
    merchant = make.confirmed()
    other = signed_in(app, role)

    for path in ("du-lieu", "du-lieu.json", "xoa"):
        assert other.visit(f"/hs/{merchant.code}/{path}").status == status
    assert other.post(f"/hs/{merchant.code}/xoa", understood="y").status == status
    assert db.session.query(RightsRequest).count() == 0


def test_a_delegate_does_not_delete(app: Flask, browser: Browser) -> None:
    merchant = make.confirmed()
    account = people.account_by_id(helping.delegated(merchant, Power.DOSSIER).account_id)  # type: ignore[arg-type]
    assert account is not None
    browser.sign_in(account)

    assert browser.post(f"/hs/{merchant.code}/xoa", understood="y").status == 403
    assert db.session.query(RightsRequest).count() == 0


def test_what_was_asked_for_is_erased_and_what_the_law_keeps_is_told(app: Flask, browser: Browser) -> None:
    merchant = one_of_everything()
    owner, official = signed_in(app, Role.OWNER, merchant=merchant), signed_in(app, Role.OFFICIAL)
    shown = owner.visit(f"/hs/{merchant.code}/xoa")
    assert "Giấy cơ quan đã ký phải lưu theo luật" in shown.text
    assert owner.fill(f"/hs/{merchant.code}/xoa", understood="y").status == 303
    request = db.session.query(RightsRequest).filter_by(kind=RightsKind.ERASE).one()
    kept_before = rows_about(merchant.id, Fate.KEPT)
    here = f"/cb/quyen/{request.id}/xoa"
    assert "Phải giữ, và vì sao" in official.visit(here).text

    assert official.fill(here, certain="y", answer="Đã xoá hết ngày hôm nay.").status == 303
    db.session.expire_all()

    assert rows_about(merchant.id, Fate.DELETED) == {}
    assert request.state is RequestState.DONE
    assert (merchant.stage, merchant.owner_name, merchant.phone, merchant.birth_year) == (Stage.CLOSED, "", "", None)
    assert set(merchant.consent_by_purpose.values()) == {False}
    kept_now = rows_about(merchant.id, Fate.KEPT)
    assert {name: kept_now[name] >= count for name, count in kept_before.items()} == dict.fromkeys(kept_before, True)
    # A signed paper says whom it names; the last message says where it went; nothing else does.
    assert tables_that_say("Tên Không Ai Có", "955555555") <= {"issued_document", "outgoing_message"}


def test_it_happens_wholly_or_not_at_all() -> None:
    merchant = one_of_everything()
    request = rights.asked(merchant, RightsKind.ERASE)
    before = {fate: rows_about(merchant.id, fate) for fate in Fate}
    with pytest.raises(WordsMissingError), transaction():
        services.erase(request, answer=" ", by=OFFICIAL)
    with pytest.raises(ZeroDivisionError), transaction():
        services.erase(request, answer="Đã xoá", by=OFFICIAL)
        raise ZeroDivisionError  # the process dies on the last step
    db.session.expire_all()

    assert {fate: rows_about(merchant.id, fate) for fate in Fate} == before
    assert (request.state, merchant.owner_name) == (RequestState.RECEIVED, "Tên Không Ai Có")


def test_only_an_official_of_the_commune_erases_and_only_what_was_asked(app: Flask, browser: Browser) -> None:
    merchant = make.confirmed()
    request = rights.asked(merchant, RightsKind.ERASE)
    other = rights.asked(merchant, RightsKind.OBJECT)
    here = f"/cb/quyen/{request.id}/xoa"

    assert signed_in(app, Role.CLERK).post(here, certain="y", answer="Đã xoá").status == 403
    for role, path in ((Role.OFFICIAL, make.OTHER_COMMUNE), (Role.ADMIN, ""), (Role.PROVINCE, "33/")):
        assert signed_in(app, role, path).post(here, certain="y", answer="Đã xoá").status == 404
    assert signed_in(app, Role.OFFICIAL).post(here, answer="Đã xoá").status == 422
    assert signed_in(app, Role.OFFICIAL).post(f"/cb/quyen/{other.id}/xoa", certain="y", answer="x").status == 404
    with pytest.raises(services.NotAskedError):
        services.erase(other, answer="x", by=OFFICIAL)
    db.session.refresh(merchant)
    assert merchant.owner_name == "Nguyễn Thị Mận"


def test_the_owners_account_goes_with_the_last_business_and_not_before() -> None:
    one, two = make.confirmed(), make.confirmed(business_name="Homestay Bà Mận")
    account = helping.owner_account(one)
    helping.owner_account(two)
    for merchant, is_active in ((one, True), (two, False)):
        request = rights.asked(merchant, RightsKind.ERASE)
        with transaction():
            services.erase(request, answer="Đã xoá", by=OFFICIAL)
        db.session.refresh(account)
        assert account.is_active is is_active
    assert account.name == ""
    assert SECRET[1:] not in (account.phone or "")


def test_a_file_goes_once_no_row_names_it() -> None:
    merchant = one_of_everything()
    request = rights.asked(merchant, RightsKind.ERASE)
    files = [
        sha256
        for kept in ALL
        for column in kept.files
        for sha256 in db.session.scalars(select(kept.table.c[column]).where(kept.whose(merchant.id)))
    ]
    shared = storage.put(b"the same bytes of another family", "text/plain").sha256
    assert files
    with transaction():
        services.erase(request, answer="Đã xoá", by=OFFICIAL)
    assert all(storage.exists(sha256) for sha256 in files), "nothing is dropped before the rows are gone for good"
    jobs.run_pending()

    assert not any(storage.exists(sha256) for sha256 in files)
    assert storage.exists(shared)
