"""Kept pages: cheap, the same for everybody, and never older than the last change."""

import contextvars
import os
import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text, update

from app.core import clock, editions, settings
from app.core.db import Base, db
from app.core.transaction import transaction
from app.factory import create_app
from catalog import services as catalog
from catalog.models import Product
from merchants import services as merchants
from merchants.rules import ConsentPurpose
from tests import conftest, databases
from tests.browser import Browser
from tests.factories import training
from tests.factories.catalog import make_maker, make_product, owner_of

VISITORS = ("/", "/tro-giup", "/quyen-rieng-tu", "/canh-bao", "/dia-ban/12826", "/lop-hoc", "/san-pham")

WITHDRAWN = {ConsentPurpose.RECORD: True, ConsentPurpose.PUBLIC: False}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def two_processes(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[tuple[Flask, Flask]]:
    """Two applications over one database, each with its own connections and its own kept pages."""
    tmp_path = tmp_path_factory.mktemp("pages")
    own = {
        "sqlite": lambda: f"sqlite:///{tmp_path / 'pages.db'}",
        "postgresql": lambda: databases.fresh_postgresql(f"pages_{os.getpid()}"),
    }
    url = own[request.param]()
    ours = conftest.prepared(tmp_path, url)
    theirs = create_app(conftest.settings_for(tmp_path, url))
    yield ours, theirs
    for each in (ours, theirs):
        with each.app_context():
            db.engine.dispose()


def product_on(app: Flask) -> tuple[str, UUID]:
    settings.use(app.extensions["settings"])
    with app.app_context():
        product = make_product(make_maker(), shown=True, name="Mắm tép Thụy Hải")
        return f"/san-pham/{product.slug}", product.id


@pytest.mark.both
@pytest.mark.no_database
def test_what_another_process_changes_shows_at_the_very_next_visit(two_processes: tuple[Flask, Flask]) -> None:
    ours, theirs = two_processes
    path, product_id = product_on(theirs)
    visitor = Browser(ours)
    kept = [visitor.visit(path), visitor.visit(path)]
    with theirs.app_context(), transaction():
        product = db.session.get_one(Product, product_id)
        catalog.answer(product, price_vnd=155_000, by=owner_of(product.merchant))

    dearer = visitor.visit(path)
    with theirs.app_context(), transaction():
        maker = db.session.get_one(Product, product_id).merchant
        merchants.give_consent(maker, given=WITHDRAWN, by=owner_of(maker))
    gone, listed = visitor.visit(path), visitor.visit("/san-pham")

    assert [page.text.count("120.000") for page in kept] == [1, 1]
    assert kept[0].response.headers["ETag"] == kept[1].response.headers["ETag"]
    assert ("155.000" in dearer.text, "120.000" in dearer.text) == (True, False)
    assert gone.status == 404
    assert "Mắm tép" not in listed.text


@pytest.mark.both
@pytest.mark.no_database
def test_a_change_in_plain_sql_shows_and_one_taken_back_does_not(two_processes: tuple[Flask, Flask]) -> None:
    ours, theirs = two_processes
    path, _ = product_on(theirs)
    visitor = Browser(ours)
    visitor.visit(path)
    with theirs.app_context():
        before = editions.current()
        with db.engine.connect() as connection:
            connection.execute(text("update product set name = 'Không lưu'"))
            connection.rollback()
        taken_back = editions.current()
        with db.engine.begin() as connection:
            connection.execute(text("update product set name = 'Mắm cáy Thái Đô'"))

    assert before == taken_back
    assert "Mắm cáy Thái Đô" in visitor.visit(path).text


@pytest.mark.both
@pytest.mark.no_database
def test_signing_in_and_asking_for_money_leave_the_edition_alone(two_processes: tuple[Flask, Flask]) -> None:
    _, theirs = two_processes
    with theirs.app_context():
        before = editions.current()
        with transaction():
            db.session.execute(update(Base.metadata.tables["sign_in"]).values(idle_minutes=5))
            db.session.execute(update(Base.metadata.tables["bank_notice"]).values(memo="x"))

        assert editions.current() == before


def test_no_kept_page_reads_a_table_that_says_it_does_not_show(
    app: Flask, browser: Browser, count_queries: list[str]
) -> None:
    slug = make_product(make_maker(), shown=True).slug
    paths = (*VISITORS, f"/san-pham/{slug}", f"/lop-hoc/{training.make_session().id}")
    db.session.commit()
    count_queries.clear()
    for path in paths:
        assert browser.visit(path).status == 200
    read = {table for sent in count_queries for table in re.findall(r"(?:FROM|JOIN) (\w+)", sent)}

    unseen = {mapper.local_table.name for mapper in Base.registry.mappers if not mapper.class_.is_shown}
    assert {"product", "merchant", "merchant_consent", "training_session"} <= read
    assert (read & unseen) - {"edition"} == set(), "a page kept for visitors shows it: take is_shown = False away"


@pytest.mark.parametrize("path", VISITORS)
def test_a_kept_page_says_the_same_as_a_new_one_and_is_not_sent_twice(browser: Browser, path: str) -> None:
    new, kept = browser.visit(path), browser.visit(path)
    headers = kept.response.headers
    unchanged = browser.visit(path, headers={"If-None-Match": headers["ETag"]})

    assert new.html == kept.html
    assert headers["Cache-Control"].startswith("public")
    assert {"Cookie", "Accept-Encoding"} <= {word.strip() for word in headers["Vary"].split(",")}
    assert not re.search("nonce|csrf_token", kept.html)
    assert (unchanged.status, unchanged.data) == (304, b"")


def test_each_language_has_its_own_kept_page(app: Flask, browser: Browser) -> None:
    vietnamese = browser.visit("/tro-giup")
    chosen = browser.visit("/tro-giup?lang=en")
    english = browser.visit("/tro-giup")

    assert [page.html.split('lang="')[1][:2] for page in (vietnamese, chosen, english)] == ["vi", "en", "en"]
    assert chosen.response.headers["Cache-Control"] == "private, no-cache", "it carries a cookie"
    assert Browser(app).visit("/tro-giup").html == vietnamese.html


def test_who_has_signed_in_gets_a_page_of_their_own(app: Flask, browser: Browser) -> None:
    maker = make_maker()
    browser.visit("/san-pham")
    browser.sign_in(owner_of(maker))

    own = browser.visit("/san-pham")

    assert 'action="/ra"' in own.html
    assert own.response.headers["Cache-Control"] == "private, no-store"
    assert 'action="/ra"' not in Browser(app).visit("/san-pham").html


def test_a_question_of_somebodys_own_is_neither_kept_nor_given_to_others(app: Flask, browser: Browser) -> None:
    asked = browser.visit("/san-pham?trang=1&ten=%22><i>la</i>")
    searched = browser.visit("/san-pham?tim=tuong")

    assert [page.response.headers.get("ETag") for page in (asked, searched)] == [None, None]
    assert "ten=" not in Browser(app).visit("/san-pham?trang=1").html


def test_a_kept_page_is_made_again_after_a_minute_and_at_midnight(browser: Browser, count_queries: list[str]) -> None:
    late = clock.local(clock.now()).replace(hour=23, minute=59, second=40)
    seen = []
    with time_machine.travel(late, tick=False) as traveller:
        browser.visit("/lop-hoc")
        for later in (5, 25, 30, 61):
            traveller.move_to(late + timedelta(seconds=later))
            count_queries.clear()
            browser.visit("/lop-hoc")
            seen.append(len(count_queries) > 1)

    assert seen == [False, True, False, False]


@pytest.mark.parametrize("coding", ["br", "gzip", "identity", "gzip;q=0.5, br;q=0"])
def test_a_kept_page_comes_packed_as_the_browser_reads_it(browser: Browser, coding: str) -> None:
    for _ in range(2):
        answer = contextvars.Context().run(browser.client.get, "/tro-giup", headers={"Accept-Encoding": coding})
        assert answer.headers.get("Content-Encoding", "identity") == coding.partition(";")[0]
        assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_the_shelf_holds_so_many_pages_and_no_more(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.pages.MOST_PAGES", 3)
    for page in range(1, 9):
        browser.visit(f"/san-pham?trang={page}")

    assert len(app.extensions["pages"]._pages) == 3
