"""Files made ahead for marketplaces: only what changed is written again, and what would lose much is held back."""

import gzip
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import delete, select, text

from app.core import jobs
from app.core.audit import AuditEntry
from app.core.clock import now
from app.core.db import db
from app.core.ids import new_id
from app.core.transaction import transaction
from app.policy import Actor, Holding, Role
from catalog import queries, services
from catalog.jobs import BY, feeds
from catalog.models import FeedBuild, FeedPart, Product
from catalog.outlets import FETCHED
from catalog.states import Stage
from merchants.models import Merchant
from tests.browser import Browser
from tests.catalog.test_feeds import items
from tests.factories.catalog import make_maker, make_product, owner_of

GOOGLE = FETCHED["google.xml"]
FIRST = UUID(int=0)


def official() -> Actor:
    return Actor(new_id(), "Chị Hoa", (Holding(Role.OFFICIAL, area_path="33/12826/"),))


def build() -> FeedBuild:
    found = queries.feed_build("google")
    assert found is not None
    return found


def made(count: int) -> tuple[Merchant, list[Product]]:
    maker = make_maker()
    products = [make_product(maker, shown=True, name=f"Nước mắm số {number} chai 500 ml") for number in range(count)]
    feeds()
    return maker, products


def test_every_file_that_is_fetched_is_made_and_says_what_writing_it_on_the_spot_says(browser: Browser) -> None:
    make_product(make_maker(), shown=True)
    live = {name: browser.visit(f"/feeds/{name}").html for name in FETCHED}

    feeds()

    assert {build.outlet for build in queries.feed_builds()} == {outlet.key for outlet in FETCHED.values()}
    for name in FETCHED:
        assert browser.visit(f"/feeds/{name}").html == live[name], name


def test_it_is_sent_packed_to_who_reads_that_and_not_again_while_it_is_the_same(browser: Browser) -> None:
    made(2)

    page = browser.visit("/feeds/google.xml", headers={"Accept-Encoding": "gzip"})

    assert page.response.headers["Content-Encoding"] == "gzip"
    assert page.response.headers["Vary"] == "Accept-Encoding"
    assert len(items(gzip.decompress(page.data).decode())) == 2
    assert abs(parsedate_to_datetime(page.response.headers["Last-Modified"]) - now()) < timedelta(minutes=1)
    tag = page.response.headers["ETag"]
    assert browser.visit("/feeds/google.xml", headers={"If-None-Match": tag}).status == 304
    feeds()
    assert browser.visit("/feeds/google.xml", headers={"If-None-Match": tag}).status == 304


def test_a_changed_product_costs_its_own_part_and_no_other(count_queries: list[str], browser: Browser) -> None:
    maker, products = made(5)
    of_google = select(FeedPart).where(FeedPart.outlet == "google")
    before = {part.product_id: part.id for part in db.session.scalars(of_google)}
    old = build().mark

    with transaction():
        services.answer(products[2], price_vnd=135_000, by=owner_of(maker))
    count_queries.clear()
    feeds()

    read = [each for each in count_queries if "FROM feed_part" in each]
    assert read
    assert all("product_id IN" in each or "feed_part.block = " in each or "product_id = feed_change" in each
               for each in read), read  # fmt: skip
    after = {part.product_id: part.id for part in db.session.scalars(of_google)}
    assert {key for key, part in after.items() if before[key] != part} == {products[2].id}
    prices = [item["price"] for item in items(browser.visit("/feeds/google.xml").html)]
    assert prices.count("135000 VND") == 1
    assert build().mark != old
    count_queries.clear()
    feeds()
    assert not [
        each for each in count_queries if each.startswith(("INSERT", "UPDATE", "DELETE")) and "feed_part" in each
    ]


def test_a_changed_maker_and_another_address_of_the_site_write_the_parts_again(browser: Browser) -> None:
    maker, products = made(2)
    maker.business_name = "Mắm Cô Lý"
    db.session.commit()
    feeds()
    assert "<g:brand>Mắm Cô Lý</g:brand>" in browser.visit("/feeds/google.xml").html

    of_google = select(FeedPart.id).where(FeedPart.outlet == "google")
    before = set(db.session.scalars(of_google))
    assert services.write_parts(GOOGLE, base_url="http://localhost", after=FIRST) == products[1].id
    assert before == set(db.session.scalars(of_google))
    assert services.write_parts(GOOGLE, base_url="https://lensan.vn", after=FIRST) == products[1].id
    assert before.isdisjoint(db.session.scalars(of_google))


def test_parts_are_written_some_at_a_time_each_after_the_last_and_a_stop_in_between_loses_none(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog.services.feeds._AT_ONCE", 2)
    maker = make_maker()
    products = [make_product(maker, shown=True, name=f"Nước mắm số {number} chai 500 ml") for number in range(5)]
    with transaction():
        at = services.write_parts(GOOGLE, base_url="http://localhost", after=FIRST)
    assert at == products[1].id

    feeds()

    assert [item["id"] for item in items(browser.visit("/feeds/google.xml").html)] == [each.sku for each in products]
    last = products[-1].id
    assert services.write_parts(GOOGLE, base_url="https://lensan.vn", after=products[2].id) == last
    assert services.write_parts(GOOGLE, base_url="https://lensan.vn", after=last) is None


def test_a_product_that_is_no_longer_shown_leaves_the_file(browser: Browser) -> None:
    maker, products = made(4)
    with transaction():
        services.hide(products[0], by=owner_of(maker))

    feeds()

    assert len(items(browser.visit("/feeds/google.xml").html)) == 3
    assert build().items == 3
    assert queries.count_items("google") == 3


def test_a_file_that_would_lose_a_third_is_held_back_until_an_official_has_looked(browser: Browser) -> None:
    maker, products = made(5)
    good = build().mark
    with transaction():
        for product in products[:2]:
            services.hide(product, by=owner_of(maker))

    feeds()
    feeds()

    assert (build().mark, build().items, build().held_items) == (good, 5, 3)
    assert len(items(browser.visit("/feeds/google.xml").html)) == 5
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "feed:hold")).all()
    assert {"items": [5, 3]} in [entry.changes for entry in told]
    assert len(told) == len(FETCHED) - 2  # offers are in two of the files, and there are none

    browser.sign_in(official())
    page = browser.visit("/cb/tep-san")
    assert "Đang giữ bản cũ" in page.text
    assert "bản mới chỉ còn 3 sản phẩm" in page.text
    browser.fill("/cb/tep-san", to="/cb/tep-san/google.xml/phat")

    assert (build().items, build().held_items, build().held_at) == (3, None, None)
    assert len(items(browser.visit("/feeds/google.xml").html)) == 3
    assert db.session.scalar(select(AuditEntry.changes).where(AuditEntry.action == "feed:release")) == {"items": [5, 3]}


def test_whoever_takes_the_consent_back_is_out_at_the_next_visit_however_many_products_that_takes(
    browser: Browser,
) -> None:
    maker, _products = made(3)
    staying = make_product(make_maker(), shown=True)
    feeds()
    assert build().items == 4
    for consent in maker.consents:
        consent.given = False
    db.session.commit()

    assert [item["id"] for item in items(browser.visit("/feeds/google.xml").html)] == [staying.sku]

    feeds()
    assert (build().items, build().held_at) == (1, None)
    assert [item["id"] for item in items(browser.visit("/feeds/google.xml").html)] == [staying.sku]


def test_what_is_erased_is_out_at_the_next_visit(browser: Browser) -> None:
    _maker, products = made(3)
    db.session.execute(delete(FeedPart).where(FeedPart.product_id != products[0].id))
    products[1].stage = products[2].stage = Stage.HIDDEN
    db.session.commit()

    assert [item["id"] for item in items(browser.visit("/feeds/google.xml").html)] == [products[0].sku]

    feeds()
    assert (build().items, build().held_at) == (1, None)


def test_products_that_come_back_end_the_waiting() -> None:
    maker, products = made(3)
    for step in (services.hide, services.show):
        with transaction():
            step(products[0], by=owner_of(maker))
        feeds()
        assert (build().held_at is None) == (step is services.show)


def test_only_officials_see_what_is_held_and_nobody_else_gives_it_out(browser: Browser) -> None:
    maker, products = made(2)
    with transaction():
        services.hide(products[0], by=owner_of(maker))
    feeds()
    browser.sign_in(owner_of(maker))

    assert browser.visit("/cb/tep-san").status == 404
    assert browser.post("/cb/tep-san/google.xml/phat").status in (403, 404)
    assert build().held_items == 1


def test_a_file_is_whole_or_the_old_one(browser: Browser, tmp_path: Path) -> None:
    maker, products = made(2)
    with transaction():
        services.answer(products[0], price_vnd=135_000, by=owner_of(maker))
        services.write_parts(GOOGLE, base_url="http://localhost", after=FIRST)
    files = services.put_together(GOOGLE, tmp_path, base_url="http://localhost")
    files.blocks[0].packed.unlink()

    with pytest.raises(FileNotFoundError), transaction():
        services.give_out(GOOGLE, files, by=BY)

    assert [item["price"] for item in items(browser.visit("/feeds/google.xml").html)] == ["120000 VND"] * 2


def test_the_feeds_are_promised_once_in_ten_minutes(session: object) -> None:
    for minute in (0, 9, 10):
        with transaction():
            jobs.promise_often(datetime(2026, 11, 25, 8, minute, tzinfo=UTC))
        db.session.info.pop("promised_jobs", None)

    table = "workflow_status" if db.engine.dialect.name == "sqlite" else "dbos.workflow_status"
    query = text(f"select count(*) from {table} where workflow_uuid like 'catalog.feeds:2026-11-25/%'")
    assert db.session.scalar(query) == 2
