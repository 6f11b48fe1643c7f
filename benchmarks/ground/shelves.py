"""Shelves full of made-up products, written into the database by whole tables."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

OF_ONE = 100
# One maker in ten is of the commune that is looked at; the others are of all the others.
HERE = "12826"
COMMUNES = ("33/12826/", "33/12862/", "33/12904/")
# With what the ids begin of those made by the database itself.
MAKERS, GOODS = "a", "b"


@dataclass(frozen=True)
class Shelf:
    """Who made a product that everything is copied from, and that product."""

    maker: Any
    product: Any


def begin() -> Shelf:
    """Make one product as people do, shown and with a photograph."""
    from tests.factories.catalog import make_maker, make_product

    maker = make_maker()
    return Shelf(maker, make_product(maker, shown=True))


def fill(shelf: Shelf, start: int, end: int) -> None:
    """Copy the maker and the product many times over, with a photograph and verdicts each, by whole tables."""
    from sqlalchemy import text

    from app.core.bulk import insert_many
    from app.core.db import db

    for first in range(start, end, 10_000):
        for model, rows in copies(shelf, first, min(first + 10_000, end)).items():
            insert_many(model.__table__, rows)
        db.session.commit()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("analyze"))
        db.session.commit()


def fill_up(shelf: Shelf, start: int, end: int) -> None:
    """Copy the product as often as that by one statement, and the maker once for each hundred; without photographs.

    Nobody is told of them: no trigger notes them for feeds and counts.
    """
    from sqlalchemy import insert, text

    from app.core.db import db
    from catalog.models import Product

    if end <= start:
        return
    triggers = silenced()
    makers = end // OF_ONE
    fill_makers(shelf, makers)
    names, values = of_numbers(shelf, start, end, makers)
    db.session.execute(insert(Product.__table__).from_select(names, values))
    for trigger in triggers:
        db.session.execute(text(trigger))
    db.session.commit()
    db.session.execute(text("analyze"))
    db.session.commit()


def judge_long_ago(shelf: Shelf) -> None:
    """Give every product verdicts by rules long gone, and what has no photograph a copy of the first product's."""
    from sqlalchemy import delete, exists, select, text

    from app.core.db import db
    from catalog.models import PhotoRendition, Product, ProductPhoto, ProductReadiness

    photo, of_first = shelf.product.photos[0], ProductReadiness.product_id == shelf.product.id
    verdicts = [
        columns(row) | {"rules_version": ""} for row in db.session.scalars(select(ProductReadiness).where(of_first))
    ]
    bare = ~exists().where(ProductPhoto.product_id == Product.id)
    dressed = exists().where(ProductPhoto.id == of_product("c0"))
    triggers = silenced()
    give(columns(photo), {"id": of_product("c0"), "product_id": Product.id}, ProductPhoto, bare)
    for place, size in enumerate(photo.renditions):
        own = {"id": of_product(f"d{place:x}"), "photo_id": of_product("c0")}
        give(columns(size), own, PhotoRendition, dressed)
    db.session.execute(delete(ProductReadiness))
    for place, verdict in enumerate(verdicts):
        give(verdict, {"id": of_product(f"e{place:x}"), "product_id": Product.id}, ProductReadiness)
    for trigger in triggers:
        db.session.execute(text(trigger))
    db.session.commit()
    db.session.execute(text("analyze"))
    db.session.commit()


def give(row: dict[str, Any], own: dict[str, Any], model: Any, *which: Any) -> None:
    """Give products a copy of a row each, by one statement."""
    from sqlalchemy import insert, literal, select

    from app.core.db import db
    from catalog.models import Product

    types = model.__table__.c
    values = [own[name] if name in own else literal(value, types[name].type) for name, value in row.items()]
    db.session.execute(
        insert(model.__table__).from_select(list(row), select(*values).select_from(Product).where(*which))
    )


def of_product(sign: str) -> Any:
    """Return the key of something of a product: its own, behind two digits that say of what."""
    from sqlalchemy import String, Uuid, cast, func, literal

    from catalog.models import Product

    return cast(literal(sign).op("||")(func.substr(cast(Product.id, String), 3)), Uuid())


def silenced() -> list[str]:
    """Take the triggers away until the end of this transaction; return those that have to be made again."""
    from sqlalchemy import text

    from app.core.db import db

    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("set local session_replication_role = replica"))
        return []
    rows = db.session.execute(text("select name, sql from sqlite_master where type = 'trigger'")).all()
    for name, _sql in rows:
        db.session.execute(text(f'drop trigger "{name}"'))
    return [sql for _name, sql in rows]


def fill_makers(shelf: Shelf, count: int) -> None:
    """Make makers in all communes, each with the word that they may be shown."""
    from app.core import areas, clock
    from app.core.bulk import insert_many
    from app.core.ids import dossier_code, new_id
    from merchants.models import Merchant, MerchantConsent

    here, everywhere = areas.by_code(HERE, clock.today()), areas.communes(clock.today())
    maker, consent = columns(shelf.maker), columns(shelf.maker.consents[0])
    places = [here if number % 10 == 0 else everywhere[number % len(everywhere)] for number in range(count)]
    makers = [
        maker | {
            "id": UUID(f"{MAKERS}{number:031x}"),
            "code": dossier_code(block=9000 + number // 90_000, running=number % 90_000),
            "area_id": place.id, "area_path": place.path, "commune_path": place.path,
        }
        for number, place in enumerate(places)
    ]  # fmt: skip
    insert_many(Merchant.__table__, makers)
    insert_many(MerchantConsent.__table__, [consent | {"id": new_id(), "merchant_id": each["id"]} for each in makers])


def of_numbers(shelf: Shelf, start: int, end: int, makers: int) -> tuple[list[str], Any]:
    """Return the columns of products, and what they are for each number."""
    from sqlalchemy import Uuid, cast, func, literal, select

    from app.core.db import db
    from catalog.models import Product
    from merchants.models import Merchant

    is_sqlite = db.engine.dialect.name == "sqlite"
    numbers = select(literal(start).label("n")).cte(recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < end - 1))
    n = numbers.c.n

    def key(sign: str, number: Any) -> Any:
        if is_sqlite:
            return func.printf(f"{sign}%031x", number)
        return cast(func.concat(sign, func.lpad(func.to_hex(number), 31, "0")), Uuid())

    table = Product.__table__
    row = columns(shelf.product)
    listed_at = literal(row["listed_at"], table.c.listed_at.type)
    before = func.strftime("%Y-%m-%d %H:%M:%S.000000", listed_at, func.printf("-%d seconds", n)) if is_sqlite else (
        listed_at - func.make_interval(0, 0, 0, 0, 0, 0, n))  # fmt: skip
    own = {
        "id": key(GOODS, n),
        "merchant_id": Merchant.id,
        "commune_path": Merchant.commune_path,
        "sku": literal("M").op("||")(cast(n, table.c.sku.type)),
        "slug": literal("m-").op("||")(cast(n, table.c.slug.type)),
        "listed_at": before,
    }
    values = [own[name] if name in own else literal(value, table.c[name].type) for name, value in row.items()]
    return list(row), select(*values).select_from(numbers.join(Merchant, Merchant.id == key(MAKERS, n % makers)))


def columns(row: Any) -> dict[str, Any]:
    """Return a row as it stands in its table."""
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}


def copies(shelf: Shelf, start: int, end: int) -> dict[Any, list[dict[str, Any]]]:
    """Return the rows of some copies, by table; makers come first."""
    from sqlalchemy import select

    from app.core.db import db
    from app.core.ids import dossier_code, new_id
    from catalog.models import PhotoRendition, Product, ProductPhoto, ProductReadiness
    from merchants.models import Merchant, MerchantConsent

    maker, consent, product = columns(shelf.maker), columns(shelf.maker.consents[0]), columns(shelf.product)
    photo, sizes = columns(shelf.product.photos[0]), [columns(each) for each in shelf.product.photos[0].renditions]
    of_it = ProductReadiness.product_id == shelf.product.id
    kept = db.session.scalars(select(ProductReadiness).where(of_it))
    verdicts = [columns(row) for row in kept]
    rows: dict[Any, list[dict[str, Any]]] = {}
    for number in range(start, end):
        if number % OF_ONE == 0 or number == start:
            whose, here = new_id(), COMMUNES[number // OF_ONE % len(COMMUNES)]
            code = dossier_code(block=7800 + number // 90_000, running=number % 90_000)
            own = {"id": whose, "code": code, "area_path": here, "commune_path": here}
            rows.setdefault(Merchant, []).append(maker | own)
            rows.setdefault(MerchantConsent, []).append(consent | {"id": new_id(), "merchant_id": whose})
        made, picture = new_id(), new_id()
        own = {"id": made, "merchant_id": whose, "sku": f"B{number:09d}", "slug": f"b-{number}",
               "listed_at": product["listed_at"] - timedelta(seconds=number)}  # fmt: skip
        rows.setdefault(Product, []).append(product | own)
        rows.setdefault(ProductPhoto, []).append(photo | {"id": picture, "product_id": made})
        rows.setdefault(PhotoRendition, []).extend(each | {"id": new_id(), "photo_id": picture} for each in sizes)
        rows.setdefault(ProductReadiness, []).extend(each | {"id": new_id(), "product_id": made} for each in verdicts)
    return rows
