"""Many products begun from a list, whole tables at a time: each becomes what `listed.put` makes of one, in one step."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from app.core import audit, clock
from app.core.bulk import insert_many
from app.core.db import Base
from app.core.ids import new_ids, short_code
from app.core.text import fold
from app.policy import Actor
from catalog import queries
from catalog.goods_lists.plans import Plan
from catalog.goods_lists.reading import EMPTY
from catalog.judging import judge
from catalog.models import Product, ProductReadiness, ProductRevision, ProductVariant, state_begun
from catalog.models.product import product_facts
from catalog.models.variant import variant_facts
from catalog.rules import best_stars
from catalog.services.listed import MOST_TOLD
from catalog.services.products import slug_of
from catalog.services.record import SUBJECT, ProductAction
from catalog.services.verdicts import demands_on
from catalog.states import LISTING
from merchants.models import Merchant

Row = dict[str, Any]
_NOTHING: Mapping[str, Any] = {**EMPTY, "name": "", "family": "", "price_vnd": None, "attrs": {}, "axis_1": "",
                               "axis_2": ""}  # fmt: skip
_NO_PACK: Mapping[str, Any] = {"price_vnd": None, "content_milli": None, "content_unit": None, "weight_g": None,
                               "gtin": ""}  # fmt: skip
# The first revision is a product of which nothing is known; the second is what the list says of it.
_BLANK = state_begun(_NOTHING)
_FILLED = 2


def begin_many(merchant: Merchant, plans: Sequence[Plan], *, by: Actor) -> list[tuple[UUID, int]]:
    """Begin the products that plans tell of; return each with the revision it was left at."""
    at, ids = clock.now(), new_ids(len(plans))
    products = [_product(each, made) for each, made in zip(plans, ids, strict=True)]
    packs = {made: _packs(each, made) for each, made in zip(plans, ids, strict=True)}
    _insert(
        Product, products, merchant_id=merchant.id, commune_path=merchant.commune_path, stage=LISTING.initial,
        created_at=at, updated_at=at, listed_at=None, cover={}, version=1,
    )  # fmt: skip
    _insert(ProductVariant, [pack for each in packs.values() for pack in each])
    _insert(ProductRevision, _revisions(products, packs), by_name=by.name, undoes=None, at=at)
    _insert(ProductReadiness, _verdicts(merchant, products, packs, clock.local(at).date()), computed_at=at)
    for plan, made in zip(plans, ids, strict=True):
        audit.record(ProductAction.STARTED, (SUBJECT, made), by=by, at=at)
        changes = {name: [before, after] for name, before, after in plan.changes[:MOST_TOLD]}
        audit.record(ProductAction.LISTED_IN, (SUBJECT, made), by=by, at=at, changes=changes)
    return [(made, _FILLED) for made in ids]


def _insert(model: type[Base], rows: Sequence[Row], **shared: Any) -> None:
    table: Any = model.__table__
    insert_many(table, [{"id": own, **row} for own, row in zip(new_ids(len(rows)), rows, strict=True)], shared=shared)


def _product(plan: Plan, made: UUID) -> Row:
    answers, sku = {**_NOTHING, **plan.answers}, short_code(8)
    name = answers["name"]
    return answers | {"id": made, "sku": sku, "slug": slug_of(name, sku), "name_fold": fold(name)}


def _packs(plan: Plan, made: UUID) -> list[Row]:
    rows = []
    for position, (_known, wanted) in enumerate(plan.packs):
        option_1, option_2 = [*wanted.options, ""][:2]
        own = {"product_id": made, "sku": short_code(8), "position": position, "option_1": option_1,
               "option_2": option_2, "photo_id": None}  # fmt: skip
        rows.append({**_NO_PACK, **wanted.answers, **own})
    return rows


def _revisions(products: Sequence[Row], packs: Mapping[UUID, Sequence[Row]]) -> list[Row]:
    states = [(_FILLED, each["id"], state_begun(each, packs[each["id"]])) for each in products]
    begun = [(1, each["id"], _BLANK) for each in products]
    return [{"product_id": made, "number": number, "state": state} for number, made, state in (*begun, *states)]


def _verdicts(merchant: Merchant, products: Sequence[Row], packs: Mapping[UUID, Sequence[Row]], on: date) -> list[Row]:
    demands, stars = demands_on(queries.rule_book(), on), queries.stars_of_many((merchant.id,), on)[merchant.id]
    has_pin = queries.has_pin(merchant.id)
    rows: list[Row] = []
    for each in products:
        facts = product_facts(
            SimpleNamespace(**each),
            brand=merchant.business_name or merchant.owner_name,
            photos=(),
            variants=[variant_facts(SimpleNamespace(**pack)) for pack in packs[each["id"]]],
            is_shown=False,
            stars=best_stars(stars, each["family"]),
            has_pin=has_pin,
        )
        found = judge(facts, {}, demands)
        rows += [{**said._asdict(), "product_id": each["id"], "channel": channel} for channel, said in found.items()]
    return rows
