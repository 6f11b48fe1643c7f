"""A shelf too long to be written while somebody waits: asked for once, made by a worker, taken, forgotten."""

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.core import clock, jobs, storage
from app.core.db import db
from app.core.ids import new_id
from app.core.transaction import transaction
from app.policy import Actor, Holding, Role
from catalog import queries, services
from catalog.goods_lists import workbooks
from catalog.jobs import forget_files, go_on
from catalog.models import ShelfFile
from catalog.rules import FileKind
from merchants.models import Merchant
from tests.browser import Browser
from tests.factories.catalog import make_maker, make_product, owner_of


@pytest.fixture
def maker(session: object, monkeypatch: pytest.MonkeyPatch) -> Merchant:
    """Return a maker whose three products are a long shelf."""
    monkeypatch.setattr(services.shelf_files, "MOST_LINES", 2)
    monkeypatch.setattr(services.shelf_files, "MOST_IN_DOSSIER", 2)
    monkeypatch.setattr(services.shelf_files, "_AT_ONCE", 1)
    found = make_maker()
    for number in range(3):
        make_product(found, shown=True, name=f"Nước mắm số {number} chai 500 ml")
    db.session.commit()
    return found


def asked(maker: Merchant, kind: FileKind) -> UUID:
    with transaction():
        return services.ask_file(maker, kind, by=owner_of(maker)).id


def the_file(file_id: UUID) -> ShelfFile:
    found = queries.shelf_file(file_id)
    assert found is not None
    return found


def test_an_owner_asks_for_the_file_sees_how_far_it_is_and_takes_it(browser: Browser, maker: Merchant) -> None:
    browser.sign_in(owner_of(maker))
    here = f"/hs/{maker.code}/sp"
    assert browser.visit(f"{here}/bang/san-pham.xlsx").location == f"{here}/bang"

    page = browser.fill(f"{here}/bang", to=f"{here}/tai/xlsx")

    assert len(db.session.scalars(select(ShelfFile)).all()) == 1
    waiting = browser.visit(page.location)
    assert "Đã ghi 0 trong 3 sản phẩm" in waiting.text
    assert browser.visit(f"{page.location}/tep").location == page.location
    services.make_file(db.session.scalars(select(ShelfFile.id)).one())
    ready = browser.visit(page.location)
    assert f"{page.location}/tep" in ready.links
    assert "giữ 7 ngày" in ready.text
    data = browser.visit(f"{page.location}/tep").data
    brought = services.bring(maker, data=data, file_name="lai.xlsx", by=owner_of(maker))
    assert brought.expected == {"same": 3}
    assert page.location in browser.visit(f"{here}/bang").links


def test_an_official_asks_for_a_long_dossier_but_for_no_list(browser: Browser, maker: Merchant) -> None:
    browser.sign_in(Actor(new_id(), "Chị Vũ Hải Yến", (Holding(Role.OFFICIAL, maker.commune_path),)))
    here = f"/hs/{maker.code}/sp"
    assert browser.visit(f"{here}/tep/ho-so.zip").location == f"{here}/tep"

    page = browser.fill(f"{here}/tep", to=f"{here}/tai/zip")

    services.make_file(db.session.scalars(select(ShelfFile.id)).one())
    ready = browser.visit(page.location)
    assert f"{here}/tep" in ready.links
    assert zipfile.is_zipfile(io.BytesIO(browser.visit(f"{page.location}/tep").data))
    listed = asked(maker, FileKind.XLSX)
    for path in (f"{here}/tai/{listed}", f"{here}/tai/{listed}/tep", f"{here}/tai/{listed}/buoc"):
        assert browser.visit(path).status == 403
    assert browser.post(f"{here}/tai/xlsx").status == 403


@pytest.mark.parametrize("kind", FileKind)
def test_while_one_is_being_made_asking_again_is_asking_for_the_same(maker: Merchant, kind: FileKind) -> None:
    first, again = asked(maker, kind), asked(maker, kind)

    assert first == again
    services.make_file(first)
    services.make_file(first)
    file = the_file(first)
    assert (file.done, file.total) == (3, 3)
    assert file.sha256 is not None
    written = storage.read(file.sha256)
    if kind is FileKind.DOSSIER:
        assert len([name for name in zipfile.ZipFile(io.BytesIO(written)).namelist() if name.startswith("the/")]) == 3
    if kind is FileKind.CSV:
        lines = [line for each in queries.all_of(maker.id) for line in workbooks.lines_of(each)]
        assert written == workbooks.table(lines, ())
    assert asked(maker, kind) != first


def test_a_worker_that_stopped_says_how_far_it_came_and_the_next_ends_it(
    maker: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_id = asked(maker, FileKind.CSV)
    lines_of, count = workbooks.lines_of, []

    def stops(product: Any) -> Iterator[workbooks.Line]:
        count.append(product)
        if len(count) == 3:
            raise OSError("power cut")
        return lines_of(product)

    monkeypatch.setattr(workbooks, "lines_of", stops)
    with pytest.raises(OSError, match="power cut"):
        services.make_file(file_id)
    db.session.rollback()
    assert (the_file(file_id).done, the_file(file_id).ready_at) == (2, None)

    go_on()
    jobs.run_pending()

    assert the_file(file_id).ready_at is not None


def test_a_file_is_forgotten_after_its_time(maker: Merchant) -> None:
    old, new = asked(maker, FileKind.CSV), asked(maker, FileKind.XLSX)
    for each in (old, new):
        services.make_file(each)
    sha256 = the_file(old).sha256
    the_file(old).asked_at = clock.now() - timedelta(days=8)
    db.session.commit()

    forget_files()

    assert sha256
    assert not storage.exists(sha256)
    assert queries.shelf_file(old) is None
    assert the_file(new).sha256


def test_another_makers_file_is_not_known_here(browser: Browser, maker: Merchant) -> None:
    file_id, mine = asked(maker, FileKind.CSV), make_maker()
    services.make_file(file_id)
    browser.sign_in(owner_of(mine))

    for code in (mine.code, maker.code):
        for end in ("", "/buoc", "/tep"):
            assert browser.visit(f"/hs/{code}/sp/tai/{file_id}{end}").status == 404
    assert browser.post(f"/hs/{maker.code}/sp/tai/xlsx").status == 404
    assert len(queries.shelf_files_of(maker.id)) == 1
