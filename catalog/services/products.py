"""What may be done to a product itself: begin it, answer about it, show and hide it."""

from http import HTTPStatus
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import clock, jobs
from app.core.db import db
from app.core.errors import DomainError
from app.core.ids import short_code
from app.core.text import fold, line, slugify
from app.policy import Actor
from catalog import families, queries, rules
from catalog.families import Answer
from catalog.models import Product
from catalog.services.record import ProductAction, TooManyError, change, keep_first, recheck, tell
from catalog.states import LISTING, Stage, Step
from merchants.models import Merchant


class NotShowableError(DomainError):
    """A product is shown with a name, a price and a photograph."""

    code = "catalog.not_showable"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class UnknownFamilyError(DomainError):
    """There is no such family, or the family does not ask this."""

    code = "catalog.unknown_family"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def start(merchant: Merchant, *, by: Actor) -> Product:
    """Begin a product, or go on with the one begun and still empty, so that a second click makes no second product.

    Raises:
        TooManyError: the shelf is full.
    """
    begun = queries.blank_of(merchant.id)
    if begun is not None:
        return begun
    if queries.count_of(merchant.id) >= rules.MAX_PRODUCTS:
        raise TooManyError(_l("This business already has %(most)d products", most=rules.MAX_PRODUCTS))
    return begin(merchant, by=by)


def begin(merchant: Merchant, *, by: Actor) -> Product:
    """Begin a product, whatever else was begun."""
    at = clock.now()
    sku = short_code(8)
    product = Product(
        merchant_id=merchant.id,
        merchant=merchant,
        commune_path=merchant.commune_path,
        sku=sku,
        slug=sku.lower(),
        created_at=at,
        updated_at=at,
        attrs={},
    )
    db.session.add(product)
    db.session.flush()
    tell(ProductAction.STARTED, product, by=by, at=at)
    recheck(product, at)
    keep_first(product, by=by)
    return product


def answer(product: Product, *, by: Actor, **answers: Any) -> None:
    """Take answers to one question, under the names of the columns."""
    if "name" in answers:
        answers = answers | {"name": line(answers["name"])}
    changes = {
        name: [getattr(product, name), value] for name, value in answers.items() if getattr(product, name) != value
    }
    if not changes:
        return
    with change(product, by=by) as at:
        for name in changes:
            setattr(product, name, answers[name])
        follow_name(product)
        told: dict[str, list[object]] = {name: [str(old)[:200], str(new)[:200]] for name, (old, new) in changes.items()}
        tell(ProductAction.ANSWERED, product, by=by, at=at, changes=told)


def follow_name(product: Product) -> None:
    """Let what is searched and the address follow the name; once the product was shown, people may have its address."""
    product.name_fold = fold(product.name)
    if product.stage is Stage.DRAFT:
        product.slug = slug_of(product.name, product.sku)


def slug_of(name: str, sku: str) -> str:
    """Return the address of a product under its name; the code makes it the only one."""
    return f"{slugify(name)}-{sku.lower()}".strip("-")


def choose_family(product: Product, key: str, *, by: Actor) -> None:
    """Say what kind of goods it is; answers that the new kind does not ask for are left out, and can be brought back.

    Raises:
        UnknownFamilyError: there is no such family.
    """
    if families.family(key) is None:
        raise UnknownFamilyError(_l("Choose one of the kinds of goods"))
    if product.family == key:
        return
    with change(product, by=by) as at:
        before = product.family
        product.family, product.attrs = key, families.fitting(key, product.attrs)
        tell(ProductAction.FAMILY_CHOSEN, product, by=by, at=at, changes={"family": [before, key]})


def answer_attribute(product: Product, key: str, value: Answer | None, *, by: Actor) -> None:
    """Answer one of the questions of the product's family; None takes the answer away.

    Raises:
        UnknownFamilyError: the family does not ask this, or the answer is not of its kind.
    """
    given = {key: value} if value is not None else {}
    family = families.family(product.family)
    if family is None or family.attribute(key) is None or families.fitting(family.key, given) != given:
        raise UnknownFamilyError(_l("Choose one of the kinds of goods"))
    kept = {name: each for name, each in product.attrs.items() if name != key}
    answer(product, by=by, attrs=kept | given)


def show(product: Product, *, by: Actor) -> None:
    """Let visitors see the product, as soon as the commune has confirmed its maker and the maker agreed.

    Raises:
        NotShowableError: the name, the price or a photograph is missing.
        TransitionNotAllowedError: it is shown already.
    """
    if not product.name or product.price_vnd is None or not product.photos:
        raise NotShowableError(_l("Give the name, the price and one photo first. Then the product can be shown"))
    product.listed_at = product.listed_at or clock.now()
    _move(product, Step.LIST, action=ProductAction.LISTED, by=by)


def hide(product: Product, *, by: Actor) -> None:
    """Stop showing the product.

    Raises:
        TransitionNotAllowedError: it is not shown.
    """
    _move(product, Step.HIDE, action=ProductAction.HIDDEN, by=by)


def actions(product: Product) -> tuple[Step, ...]:
    """Return what may be done next: the buttons of a page."""
    return LISTING.actions(product.stage)


def _move(product: Product, step: Step, *, action: ProductAction, by: Actor) -> None:
    with change(product, by=by) as at:
        before = product.stage
        product.stage = LISTING.next(before, step)
        tell(action, product, by=by, at=at, changes={"stage": [before.value, product.stage.value]})
    jobs.enqueue("catalog.refresh_feeds", key=f"{product.id}:{at.timestamp()}")
