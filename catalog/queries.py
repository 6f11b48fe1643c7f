"""Reads about products: one product, a merchant's shelf, what visitors see, counts per commune."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, case, distinct, exists, func, select

from app.core import areas
from app.core.db import db, within
from app.core.text import fold
from catalog.channel_rules import Channel, ChannelRule, LabelDuty, LabelItem, label_duty, rules_on
from catalog.models import PhotoRendition, Product, ProductReadiness
from catalog.readiness import PASSING, Readiness, evaluate, label_gaps
from catalog.rules import PAGE_ROWS, PublicProduct, Unit, show_content
from catalog.states import Stage
from merchants import queries as merchants
from merchants.models import Merchant, MerchantConsent
from merchants.rules import ConsentPurpose
from merchants.states import REGISTERED
from merchants.states import Stage as MerchantStage


def by_id(product_id: UUID) -> Product | None:
    """Return one product."""
    return db.session.get(Product, product_id)


def blank_of(merchant_id: UUID) -> Product | None:
    """Return a product that was begun and has neither a name nor a photograph yet."""
    begun = select(Product).where(Product.merchant_id == merchant_id, Product.name == "", ~Product.photos.any())
    return db.session.scalars(begun.order_by(Product.created_at)).first()


def count_of(merchant_id: UUID) -> int:
    """Count a merchant's products."""
    return db.session.scalar(select(func.count()).where(Product.merchant_id == merchant_id)) or 0


@dataclass(frozen=True)
class ShelfRow:
    """One product on its maker's shelf."""

    id: UUID
    name: str
    price_vnd: int | None
    content: str
    thumb: str
    stage: Stage
    passing: int
    channels: int


def shelf_of(merchant_id: UUID) -> tuple[ShelfRow, ...]:
    """Return a merchant's products, the newest first, with how many marketplaces each is ready for."""
    passing = _passing_channels()
    rows = db.session.execute(
        select(
            Product.id,
            Product.name,
            Product.price_vnd,
            Product.content_milli,
            Product.content_unit,
            Product.cover,
            Product.stage,
            passing,
        )
        .where(Product.merchant_id == merchant_id)
        .order_by(Product.created_at.desc(), Product.id.desc())
    )
    return tuple(
        ShelfRow(
            id=row.id,
            name=row.name,
            price_vnd=row.price_vnd,
            content=_content(row),
            thumb=_thumb(row.cover),
            stage=row.stage,
            passing=row.passing,
            channels=len(Channel),
        )
        for row in rows
    )


@dataclass(frozen=True)
class ChannelPage:
    """One product against every marketplace, as of a day."""

    product: Product
    readiness: tuple[Readiness, ...]
    verified_on: Mapping[Channel, date]
    # The name of each source and its addresses, if it has any.
    sources: Mapping[Channel, tuple[tuple[str, tuple[str, ...]], ...]]
    # What belongs on the label; empty for what has none, such as a room for a night.
    label: tuple[tuple[LabelItem, bool | None], ...]
    duty: LabelDuty
    is_public: bool

    @classmethod
    def load(cls, product: Product, on: date) -> "ChannelPage":
        """Hold the product against the rules in force on a day."""
        is_public = product.stage is Stage.LISTED and merchants.is_public(product.merchant)
        facts = product.facts(is_shown=is_public)
        rules = {channel: rules_on(channel, on) for channel in Channel}
        return cls(
            product=product,
            readiness=tuple(evaluate(facts, channel, on) for channel in Channel),
            verified_on={channel: min(rule.verified_on for rule in rules[channel]) for channel in Channel},
            sources={channel: _sources(rules[channel]) for channel in Channel},
            label=label_gaps(facts) if product.content_unit is not Unit.NIGHT else (),
            duty=label_duty(),
            is_public=is_public,
        )


@dataclass(frozen=True)
class ListRow:
    """One product in the public list."""

    slug: str
    name: str
    price_vnd: int
    content: str
    thumb: str
    business_name: str


@dataclass(frozen=True)
class PublicList:
    """One page of what visitors may see."""

    rows: tuple[ListRow, ...]
    total: int
    page: int
    search: str

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE_ROWS))


def public_list(*, search: str, page: int) -> PublicList:
    """Return one page of the products of confirmed merchants who agreed to be shown, the newest first.

    The search ignores case and Vietnamese marks.
    """
    shown = _shown()
    for word in fold(search)[:60].split()[:6]:
        shown = shown.where(Product.name_fold.contains(word, autoescape=True))
    total = db.session.scalar(select(func.count()).select_from(shown.subquery())) or 0
    page = max(1, min(page, -(-total // PAGE_ROWS)))
    rows = db.session.execute(
        shown.order_by(Product.listed_at.desc(), Product.id.desc()).limit(PAGE_ROWS).offset((page - 1) * PAGE_ROWS)
    )
    return PublicList(tuple(_list_row(row) for row in rows), total, page, search)


def newest_shown(limit: int) -> tuple[ListRow, ...]:
    """Return the products most recently shown to visitors."""
    rows = db.session.execute(_shown().order_by(Product.listed_at.desc(), Product.id.desc()).limit(limit))
    return tuple(_list_row(row) for row in rows)


def shown_of(merchant_id: UUID) -> tuple[ListRow, ...]:
    """Return one merchant's products as visitors see them; none while the merchant is not public."""
    rows = db.session.execute(
        _shown().where(Merchant.id == merchant_id).order_by(Product.listed_at.desc(), Product.id.desc())
    )
    return tuple(_list_row(row) for row in rows)


def public_product(slug: str) -> PublicProduct | None:
    """Return one product if visitors may see it."""
    row = db.session.execute(_public_columns().where(Product.slug == slug[:200])).one_or_none()
    return None if row is None else _public_product(row)


def feed_rows(channel: Channel) -> Iterator[PublicProduct]:
    """Return what a marketplace may fetch: shown products that pass its rules, in a steady order."""
    passing = exists().where(
        ProductReadiness.product_id == Product.id,
        ProductReadiness.channel == channel,
        ProductReadiness.verdict.in_(PASSING),
    )
    rows = db.session.execute(
        _public_columns().where(passing).order_by(Product.id), execution_options={"yield_per": 500}
    )
    for row in rows:
        yield _public_product(row)


def feed_stamp(channel: Channel) -> tuple[int, datetime | None, datetime | None, int]:
    """Return what changes whenever the feed does: how many, the latest change and check, and the sum of versions."""
    versions = func.coalesce(func.sum(Product.version + Merchant.version), 0)
    count, changed, checked, total = db.session.execute(
        select(func.count(), func.max(Product.updated_at), func.max(ProductReadiness.computed_at), versions)
        .join(Merchant, Merchant.id == Product.merchant_id)
        .join(ProductReadiness, ProductReadiness.product_id == Product.id)
        .where(*_is_shown(), ProductReadiness.channel == channel, ProductReadiness.verdict.in_(PASSING))
    ).one()
    return count, changed, checked, total


def rendition(sha256: str) -> PhotoRendition | None:
    """Return one size of a photograph by its hash; masters and other files are not given out."""
    return db.session.scalars(select(PhotoRendition).where(PhotoRendition.sha256 == sha256[:64]).limit(1)).first()


def area_names(path: str) -> str:
    """Return the hamlet and the commune a path names."""
    commune = areas.commune_path(path)
    names = areas.names_of({path, commune} - {""})
    return ", ".join(dict.fromkeys(names[key] for key in (path, commune) if key in names))


@dataclass(frozen=True)
class CatalogCount:
    """How far a commune's catalogue is: products entered, ready for some marketplace, and makers with a ready one."""

    products: int = 0
    ready: int = 0
    merchants_with_ready: int = 0


def count_by_commune(paths: tuple[str, ...] | None) -> Mapping[str, CatalogCount]:
    """Count the products of registered merchants per commune path within some areas."""
    ready = _is_ready()
    rows = db.session.execute(
        select(
            Merchant.area_path,
            func.count(Product.id),
            func.coalesce(func.sum(case((ready, 1), else_=0)), 0),
            func.count(distinct(case((ready, Merchant.id)))),
        )
        .join(Merchant, Merchant.id == Product.merchant_id)
        .where(Merchant.stage.in_(REGISTERED), Product.name != "", within(Merchant.area_path, paths))
        .group_by(Merchant.area_path)
    )
    sums: dict[str, list[int]] = {}
    for path, *numbers in rows:
        total = sums.setdefault(areas.commune_path(path), [0, 0, 0])
        for place, number in enumerate(numbers):
            total[place] += int(number)
    return {path: CatalogCount(*total) for path, total in sorted(sums.items())}


@dataclass(frozen=True)
class DrillRow:
    """One product behind a dashboard's number; no amount."""

    name: str
    merchant_code: str
    business_name: str
    owner_name: str
    area_path: str
    stage: Stage
    is_ready: bool


def products_in(paths: tuple[str, ...] | None, *, limit: int = 500) -> tuple[DrillRow, ...]:
    """Return the products behind `count_by_commune`, by merchant and name."""
    rows = db.session.execute(
        select(
            Product.name,
            Merchant.code,
            Merchant.business_name,
            Merchant.owner_name,
            Merchant.area_path,
            Product.stage,
            _is_ready(),
        )
        .join(Merchant, Merchant.id == Product.merchant_id)
        .where(Merchant.stage.in_(REGISTERED), Product.name != "", within(Merchant.area_path, paths))
        .order_by(Merchant.code, Product.name)
        .limit(limit)
    )
    return tuple(DrillRow(*row) for row in rows)


def ready_merchant_ids() -> frozenset[UUID]:
    """Return the merchants with at least one product ready for some marketplace."""
    return frozenset(db.session.scalars(select(Product.merchant_id).where(_is_ready()).distinct()))


def stale_ids(rules_version: str, limit: int) -> Sequence[UUID]:
    """Return products judged by other rules than those now in force."""
    stale = select(ProductReadiness.product_id).where(ProductReadiness.rules_version != rules_version).distinct()
    return db.session.scalars(stale.limit(limit)).all()


def readiness_rows(product_id: UUID) -> Mapping[Channel, ProductReadiness]:
    """Return the stored verdicts of one product."""
    rows = db.session.scalars(select(ProductReadiness).where(ProductReadiness.product_id == product_id))
    return {row.channel: row for row in rows}


def _is_ready() -> ColumnElement[bool]:
    return exists().where(ProductReadiness.product_id == Product.id, ProductReadiness.verdict.in_(PASSING))


def _passing_channels() -> ColumnElement[int]:
    counted = select(func.count()).where(
        ProductReadiness.product_id == Product.id, ProductReadiness.verdict.in_(PASSING)
    )
    return counted.scalar_subquery().label("passing")


@cache
def _is_shown() -> tuple[ColumnElement[bool], ...]:
    agreed = exists().where(
        MerchantConsent.merchant_id == Merchant.id,
        MerchantConsent.purpose == ConsentPurpose.PUBLIC,
        MerchantConsent.given.is_(True),
    )
    return (Product.stage == Stage.LISTED, Merchant.stage == MerchantStage.CONFIRMED, agreed)


@cache
def _shown() -> Select[Any]:
    return (
        select(
            Product.slug,
            Product.name,
            Product.price_vnd,
            Product.content_milli,
            Product.content_unit,
            Product.cover,
            Merchant.business_name,
            Merchant.owner_name,
        )
        .join(Merchant, Merchant.id == Product.merchant_id)
        .where(*_is_shown())
    )


@cache
def _public_columns() -> Select[Any]:
    columns = (
        Product.slug,
        Product.sku,
        Product.name,
        Product.description,
        Product.ingredients,
        Product.price_vnd,
        Product.content_milli,
        Product.content_unit,
        Product.shelf_life_days,
        Product.storage,
        Product.cover,
        Merchant.business_name,
        Merchant.owner_name,
        Merchant.phone,
        Merchant.area_path,
        Merchant.is_demo,
    )
    return select(*columns).join(Merchant, Merchant.id == Product.merchant_id).where(*_is_shown())


def _public_product(row: Row[Any]) -> PublicProduct:
    return PublicProduct(
        slug=row.slug,
        sku=row.sku,
        name=row.name,
        description=row.description,
        ingredients=row.ingredients,
        price_vnd=row.price_vnd,
        content=_content(row),
        shelf_life_days=row.shelf_life_days,
        storage=row.storage,
        cover=row.cover,
        business_name=row.business_name or row.owner_name,
        owner_name=row.owner_name,
        phone=row.phone,
        area_path=row.area_path,
        is_demo=row.is_demo,
    )


def _sources(rules: Sequence[ChannelRule]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    links: dict[str, list[str]] = {}
    for source in dict.fromkeys(rule.source for rule in rules):
        address = urlsplit(source)
        links.setdefault(address.netloc or source, []).extend([source] if address.netloc else [])
    return tuple((name, tuple(addresses)) for name, addresses in links.items())


def _list_row(row: Row[Any]) -> ListRow:
    return ListRow(
        slug=row.slug,
        name=row.name,
        price_vnd=row.price_vnd,
        content=_content(row),
        thumb=_thumb(row.cover),
        business_name=row.business_name or row.owner_name,
    )


def _content(row: Row[Any]) -> str:
    return show_content(None if row.content_milli is None else Decimal(row.content_milli) / 1000, row.content_unit)


def _thumb(cover: Mapping[str, Any]) -> str:
    return str(cover.get("thumb320", {}).get("sha256", ""))
