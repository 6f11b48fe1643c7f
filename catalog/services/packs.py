"""What may be done to a product's packs and sizes: lay out, add, change, put in order, take away."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core.db import db
from app.core.errors import DomainError
from app.core.ids import short_code
from app.policy import Actor
from catalog import rules
from catalog.models import Product, ProductVariant
from catalog.rules import Axis
from catalog.services.record import ProductAction, TooManyError, change, tell


class PackRefusedError(DomainError):
    """A pack is there already, or does not fit in with the others; ``field`` says which answer."""

    code = "catalog.pack_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, field: str, message: object) -> None:
        super().__init__(message)
        self.field = field


def lay_out(product: Product, axes: Sequence[tuple[Axis, Sequence[str]]], *, by: Actor) -> int:
    """Say in what the packs differ, and add every combination that is not there yet; say how many were added.

    Raises:
        PackRefusedError: packs that are there differ in fewer or in more things.
        TooManyError: that would be more packs than any marketplace takes.
    """
    if product.variants and len(axes) != _axes_of(product):
        raise PackRefusedError(
            "axis_2", _l("The packs there differ in another number of things. Take them away first, then lay out anew")
        )
    there = {variant.options for variant in product.variants}
    wanted = [each for each in rules.combinations([options for _axis, options in axes]) if each not in there]
    _refuse_too_many(len(there) + len(wanted))
    with change(product, by=by) as at:
        product.axis_1, product.axis_2 = [*(axis.value for axis, _options in axes), "", ""][:2]
        for options in wanted:
            product.variants.append(new_pack(product, options))
        tell(ProductAction.PACKS_CHANGED, product, by=by, at=at, changes={"packs": [len(there), len(product.variants)]})
    return len(wanted)


def add_pack(product: Product, options: tuple[str, ...], *, by: Actor, **answers: Any) -> ProductVariant:
    """Add one pack.

    Raises:
        PackRefusedError: such a pack, or its bar code, is there already; or nobody has said in what packs differ.
        TooManyError: there are as many packs as any marketplace takes.
    """
    if len(options) != _axes_of(product):
        raise PackRefusedError("option_1", _l("Say first in what the packs differ"))
    _refuse_too_many(len(product.variants) + 1)
    _refuse_twin(product, None, options, answers)
    with change(product, by=by) as at:
        pack = new_pack(product, options)
        _fill(pack, {name: value for name, value in answers.items() if value is not None})
        product.variants.append(pack)
        tell(ProductAction.PACKS_CHANGED, product, by=by, at=at, changes={"added": ["", " · ".join(options)]})
    return pack


def change_pack(product: Product, pack: ProductVariant, options: tuple[str, ...], *, by: Actor, **answers: Any) -> None:
    """Change what a pack says of itself; what it leaves open the product answers.

    Raises:
        PackRefusedError: another pack is so already, or has this bar code.
    """
    _refuse_twin(product, pack, options, answers)
    before = " · ".join(pack.options)
    with change(product, by=by) as at:
        pack.option_1, pack.option_2 = [*options, ""][:2]
        _fill(pack, answers)
        tell(ProductAction.PACKS_CHANGED, product, by=by, at=at, changes={"changed": [before, " · ".join(options)]})


def move_pack_forward(product: Product, pack: ProductVariant, *, by: Actor) -> None:
    """Move a pack one place towards the front."""
    place = product.variants.index(pack)
    if place == 0:
        return
    with change(product, by=by) as at:
        product.variants.insert(place - 1, product.variants.pop(place))
        _count_again(product)
        tell(ProductAction.PACKS_CHANGED, product, by=by, at=at, changes={"place": [place + 1, place]})


def remove_pack(product: Product, pack: ProductVariant, *, by: Actor) -> None:
    """Take a pack away; without any, packs no longer differ in anything."""
    with change(product, by=by) as at:
        product.variants.remove(pack)
        _count_again(product)
        if not product.variants:
            product.axis_1 = product.axis_2 = ""
        tell(ProductAction.PACKS_CHANGED, product, by=by, at=at, changes={"removed": [" · ".join(pack.options), ""]})


def pack_of(product: Product, pack_id: UUID) -> ProductVariant | None:
    """Return one of a product's packs."""
    return next((pack for pack in product.variants if pack.id == pack_id), None)


def _axes_of(product: Product) -> int:
    return bool(product.axis_1) + bool(product.axis_2)


def new_pack(product: Product, options: tuple[str, ...]) -> ProductVariant:
    """Return a pack behind the others, which says nothing of itself yet but how much is in it, where its name does."""
    option_1, option_2 = [*options, ""][:2]
    pack = ProductVariant(
        sku=short_code(8), position=len(product.variants), option_1=option_1, option_2=option_2, gtin=""
    )
    named = dict(zip((product.axis_1, product.axis_2), options, strict=False))
    if said := rules.content_said(named.get(Axis.NET, "")):
        pack.content_milli, pack.content_unit = said
    return pack


def _fill(pack: ProductVariant, answers: dict[str, Any]) -> None:
    for name, value in answers.items():
        setattr(pack, name, value)


def _count_again(product: Product) -> None:
    for position, pack in enumerate(product.variants):
        pack.position = position
    db.session.flush()


def _refuse_too_many(count: int) -> None:
    if count > rules.MAX_VARIANTS:
        raise TooManyError(
            _l(
                "That would be %(count)d packs. At most %(most)d: leave %(over)d out",
                count=count,
                most=rules.MAX_VARIANTS,
                over=count - rules.MAX_VARIANTS,
            )
        )


def _refuse_twin(
    product: Product, pack: ProductVariant | None, options: tuple[str, ...], answers: dict[str, Any]
) -> None:
    others = [each for each in product.variants if each is not pack]
    if any(each.options == options for each in others):
        raise PackRefusedError("option_1", _l("There is such a pack already. Open it to change it"))
    gtin = answers.get("gtin", "")
    if gtin and any(each.gtin == gtin for each in others):
        raise PackRefusedError("gtin", _l("Another pack has this bar code. Each pack has its own"))
