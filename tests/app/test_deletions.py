"""What is old goes by itself: files that never became a registration, and the oldest of the trail."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import DBAPIError

from app.core import audit, clock
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.ids import new_id
from app.core.transaction import transaction
from app.particulars import queries, rules
from app.particulars.jobs import delete_what_is_old
from app.particulars.models import Deletion
from app.particulars.rules import DeletionKind
from app.particulars.services import DeletionAction
from app.policy import Actor
from merchants import services as dossiers
from merchants.models import Merchant
from merchants.states import Stage
from tests.browser import Browser
from tests.factories import merchants as make

SYSTEM = Actor.system("test")
DAY = timedelta(days=1)


def declined(*, days_too_old: int) -> Merchant:
    """Make a file whose family said no, so many days longer ago than such a file is kept."""
    merchant = make.draft()
    with transaction():
        dossiers.decline(merchant, by=make.owner(merchant))
        merchant.ended_at = clock.start_of(rules.files_kept_from(clock.today())) - DAY * days_too_old
    return merchant


def entry(*, days_too_old: int) -> AuditEntry:
    """Write an entry of the trail, so many days older than entries are kept."""
    at = clock.start_of(rules.trail_kept_from(clock.today())) - DAY * days_too_old
    with transaction():
        return audit.record(DeletionAction.ENDED, ("thing", new_id()), by=SYSTEM, at=at)


def kinds() -> list[DeletionKind]:
    return list(db.session.scalars(select(Deletion.kind)))


def test_a_file_that_ended_unregistered_is_erased_after_two_years_and_not_before() -> None:
    old, younger, registered = declined(days_too_old=1), declined(days_too_old=-1), make.confirmed()
    registered.ended_at = old.ended_at
    db.session.commit()

    delete_what_is_old()
    delete_what_is_old()

    db.session.expire_all()
    assert (old.stage, old.owner_name, old.phone, old.birth_year) == (Stage.DECLINED, "", "", None)
    assert set(old.consent_by_purpose.values()) <= {False}
    assert younger.owner_name
    assert registered.owner_name
    assert [(each.kind, each.merchant_id) for each in db.session.scalars(select(Deletion))] == [
        (DeletionKind.ENDED, old.id)
    ]
    assert "deletion:ended" in [each.action for each in audit.entries_about("merchant", old.id)]


def test_a_file_opened_again_and_ended_again_is_erased_again() -> None:
    merchant = declined(days_too_old=1)
    with transaction():
        db.session.add(
            Deletion(kind=DeletionKind.ENDED, merchant_id=merchant.id, at=merchant.ended_at - DAY)  # type: ignore[operator]
        )

    delete_what_is_old()

    assert kinds() == [DeletionKind.ENDED] * 2


def test_the_trail_goes_after_five_years_and_the_database_refuses_it_before() -> None:
    old, younger = entry(days_too_old=1), entry(days_too_old=-2)
    old_id, younger_id = old.id, younger.id

    delete_what_is_old()

    left = set(db.session.scalars(select(AuditEntry.id)))
    assert old_id not in left
    assert younger_id in left
    assert kinds() == [DeletionKind.TRAIL]
    assert db.session.scalar(select(func.count()).where(AuditEntry.action == DeletionAction.TRAIL.value)) == 1
    with pytest.raises(DBAPIError), db.session.begin_nested():
        db.session.execute(delete(AuditEntry).where(AuditEntry.id == younger_id))


def test_everybody_sees_how_much_was_deleted_and_few_are_not_counted_out(browser: Browser) -> None:
    here = "/du-lieu-mo/da-xoa"
    assert "Chưa có gì đến hạn xoá" in browser.visit(here).text
    merchant = make.confirmed()
    db.session.add_all(Deletion(kind=DeletionKind.ASKED, merchant_id=merchant.id, at=clock.now()) for _ in range(4))
    db.session.add(Deletion(kind=DeletionKind.TRAIL, number=5, at=clock.now()))
    db.session.commit()
    month = f"{clock.today():%Y-%m}"

    page = browser.visit(here).text

    assert "dưới 5" in page
    assert "24 tháng" in page
    assert browser.client.get(f"{here}.json").get_json() == [
        {"thang": month, "loai": "nhat_ky_cu", "so_luong": 5},
        {"thang": month, "loai": "chu_nho_xoa", "so_luong": None},
    ]
    assert browser.client.get(f"{here}.csv").text.splitlines()[1:] == [f"{month},nhat_ky_cu,5", f"{month},chu_nho_xoa,"]
    assert merchant.owner_name not in page
    assert [each.number for each in queries.deleted_by_month()] == [5, None]
