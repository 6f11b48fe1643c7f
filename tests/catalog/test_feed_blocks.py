"""Files for marketplaces stand in blocks: what changed is noted by the database, and costs its own block alone."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from app.core import clock, storage
from app.core.db import db
from app.core.ids import new_id
from app.core.transaction import transaction
from catalog import queries, services
from catalog.channel_rules import Channel
from catalog.jobs import feeds
from catalog.marketplaces import packing
from catalog.models import FeedBlock, FeedChange, FeedLeftover, FeedPart, Product, ProductReadiness
from catalog.readiness import Verdict
from merchants.models import Merchant, MerchantConsent
from merchants.rules import ConsentHow, ConsentPurpose
from tests.browser import Browser
from tests.catalog.test_feeds import items
from tests.factories.catalog import make_maker, make_product, owner_of


def noted() -> set[Any]:
    return {each.product_id for each in queries.feed_changes(1_000)}


def files(outlet: str = "google") -> list[tuple[str, str]]:
    return list(queries.given_out(outlet))


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog.services.feeds._PARTS_OF_BLOCK", 2)


@pytest.mark.usefixtures("small_blocks")
def test_a_change_makes_its_own_block_anew_and_leaves_the_others(session: object) -> None:
    maker = make_maker()
    products = [make_product(maker, shown=True, name=f"Nước mắm số {number} chai 500 ml") for number in range(5)]
    feeds()
    before = files()
    assert len(before) == 3

    with transaction():
        services.answer(products[2], price_vnd=135_000, by=owner_of(maker))
    feeds()

    after = files()
    assert [old == new for old, new in zip(before, after, strict=True)] == [True, False, True]
    assert "135000 VND" in storage.read(after[1][0]).decode()
    assert not queries.old_blocks("google")
    assert not noted()


def test_the_parts_of_a_block_keep_their_order_and_every_sign_whichever_was_written_last(browser: Browser) -> None:
    maker = make_maker()
    names = ["Nước mắm \\x41 & 'cốt' 500 ml", "Mật ong 🍯 <rừng> 500 ml", 'Bột "nghệ" \\n đỏ 500 ml']
    products = [make_product(maker, shown=True, name=name) for name in names]
    feeds()
    with transaction():
        services.answer(products[0], price_vnd=135_000, by=owner_of(maker))
    feeds()

    there = items(browser.visit("/feeds/google.xml").html)

    assert [(item["id"], item["title"]) for item in there] == [(each.sku, each.name) for each in products]
    assert len(files()) == 1


@pytest.mark.usefixtures("small_blocks")
def test_a_block_whose_products_are_gone_leaves_no_trace_and_new_ones_come_behind(browser: Browser) -> None:
    maker = make_maker()
    products = [make_product(maker, shown=True, name=f"Nước mắm số {number} chai 500 ml") for number in range(5)]
    feeds()
    with transaction():
        services.hide(products[4], by=owner_of(maker))
    feeds()
    assert len(files()) == 2

    late = make_product(maker, shown=True)
    feeds()

    there = [item["id"] for item in items(browser.visit("/feeds/google.xml").html)]
    assert there == [each.sku for each in (*products[:4], late)]
    for name in ("google.xml", "octo-products.json"):
        packed = browser.visit(f"/feeds/{name}", headers={"Accept-Encoding": "gzip"}).data
        assert gzip.decompress(packed).decode() == browser.visit(f"/feeds/{name}").html


def test_a_file_that_was_given_out_stays_until_whoever_fetches_it_has_it(
    session: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker = make_maker()
    product = make_product(maker, shown=True)
    feeds()
    plain, packed = files()[0]
    with transaction():
        services.answer(product, price_vnd=135_000, by=owner_of(maker))
    feeds()
    assert storage.exists(plain)

    later = clock.now() + services.feeds._ON_ITS_WAY * 2
    monkeypatch.setattr(clock, "now", lambda: later)
    feeds()

    assert not storage.exists(plain)
    assert not storage.exists(packed)
    assert db.session.scalars(select(FeedLeftover)).all() == []


def _of(product: Product) -> Any:
    return ProductReadiness.product_id == product.id


CHANGES: dict[str, Callable[[Product], Any]] = {
    "product": lambda each: update(Product).where(Product.id == each.id).values(price_vnd=99_000),
    "maker": lambda each: update(Merchant).where(Merchant.id == each.merchant_id).values(business_name="Mắm Cô Lý"),
    "consent": lambda each: (
        update(MerchantConsent).where(MerchantConsent.merchant_id == each.merchant_id).values(given=False)
    ),
    "consent gone": lambda each: delete(MerchantConsent).where(MerchantConsent.merchant_id == each.merchant_id),
    "consent came": lambda each: insert(MerchantConsent).values(
        id=new_id(),
        merchant_id=each.merchant_id,
        purpose=ConsentPurpose.PARTNER,
        given=True,
        how=ConsentHow.SCREEN,
        at=clock.now(),
    ),
    "verdict": lambda each: update(ProductReadiness).where(_of(each)).values(verdict=Verdict.UNVERIFIED),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_database_notes_whatever_a_part_is_made_of(session: object, change: Callable[[Product], Any]) -> None:
    product, draft = make_product(make_maker(), shown=True), make_product(make_maker())
    db.session.execute(delete(FeedChange))

    db.session.execute(change(product))
    db.session.execute(change(draft))

    assert noted() == {product.id}


def _row(row: Any, **own: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns} | own


def test_a_shown_product_that_comes_or_goes_is_noted(session: object) -> None:
    product, draft = make_product(make_maker(), shown=True), make_product(make_maker())
    twin, other = (_row(each, id=new_id(), sku=each.sku[::-1], slug=f"{each.slug}-2") for each in (product, draft))

    db.session.execute(delete(FeedChange))
    db.session.execute(insert(Product), [twin, other])
    assert noted() == {twin["id"]}

    db.session.execute(delete(FeedChange))
    db.session.execute(delete(Product).where(Product.id.in_([twin["id"], other["id"]])))
    assert noted() == {twin["id"]}


def test_a_first_verdict_is_noted(session: object) -> None:
    products = make_product(make_maker(), shown=True), make_product(make_maker())
    of_google = [(_of(each), ProductReadiness.channel == Channel.GOOGLE) for each in products]
    rows = [_row(db.session.scalars(select(ProductReadiness).where(*one)).one(), id=new_id()) for one in of_google]
    for one in of_google:
        db.session.execute(delete(ProductReadiness).where(*one))
    db.session.execute(delete(FeedChange))

    db.session.execute(insert(ProductReadiness), rows)

    assert noted() == {products[0].id}


def test_a_verdict_that_stays_is_not_noted(session: object) -> None:
    product = make_product(make_maker(), shown=True)
    db.session.execute(delete(FeedChange))

    db.session.execute(update(ProductReadiness).where(_of(product)).values(score_met=0))

    assert not noted()


def test_a_part_that_is_erased_turns_its_block_without_anybody_asking(session: object) -> None:
    erased = make_product(make_maker(), shown=True)
    feeds()
    turns = select(FeedBlock.turn - FeedBlock.made_turn).where(FeedBlock.outlet == "google")
    assert db.session.scalars(turns).all() == [0]

    part = _row(db.session.scalars(select(FeedPart).where(FeedPart.outlet == "google")).one(), id=new_id())
    db.session.execute(delete(FeedPart).where(FeedPart.product_id == erased.id))

    assert db.session.scalars(turns).all() == [1]
    db.session.execute(insert(FeedPart).values(part))
    assert db.session.scalars(turns).all() == [2], "and one that comes back as well"


def test_pieces_packed_by_themselves_are_one_packed_file() -> None:
    words = [b"", b"m\xe1\xba\xafm " * 9_000, b"x", bytes(range(256)) * 300]

    whole = b"".join(packing.gzipped(((each,), (packing.packed(each),)) for each in words))

    assert gzip.decompress(whole) == b"".join(words)
    assert len(whole) < len(b"".join(words)) / 10
