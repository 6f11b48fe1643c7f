"""What every change to a product owes: an entry in the trail, new verdicts, and a revision that can be brought back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError
from app.policy import Actor
from catalog import queries
from catalog.channel_rules import Profile, RuleBook
from catalog.judging import judge
from catalog.models import Product, ProductRevision, state_of
from catalog.readiness import profiles_of
from catalog.rules import speaks_of_stars
from catalog.services.verdicts import Judged, demands_on, keep_verdicts
from catalog.states import Stage

SUBJECT = "product"


class ProductAction(StrEnum):
    """What the audit trail says was done to a product."""

    STARTED = "product:start"
    ANSWERED = "product:answer"
    FAMILY_CHOSEN = "product:choose_family"
    PHOTOGRAPHED = "product:photograph"
    PHOTO_REMOVED = "product:photo_remove"
    PHOTO_CUT = "product:photo_cut"
    PHOTO_MOVED = "product:photo_move"
    PACKS_CHANGED = "product:change_packs"
    OWN_WORDS_GIVEN = "product:give_own_words"
    OWN_WORDS_DROPPED = "product:drop_own_words"
    BROUGHT_BACK = "product:bring_back"
    LISTED = "product:list"
    HIDDEN = "product:hide"
    LISTED_IN = "product:list_in"
    TAKEN_AWAY = "product:take_away"
    LINK_ADDED = "product:link_add"
    LINK_REMOVED = "product:link_remove"
    EXPORTED = "product:export"


class TooManyError(DomainError):
    """A merchant's shelf, a product's photographs or its packs are full."""

    code = "catalog.too_many"


@contextmanager
def change(product: Product, *, by: Actor, undoes: int | None = None) -> Iterator[datetime]:
    """Change a product: afterwards it is judged again, and what it has become is kept as its next revision.

    A product from before there were revisions first has kept what it is.
    """
    last = queries.last_revision(product.id) or _keep(product, 1, by=by, at=product.updated_at)
    at = clock.now()
    yield at
    product.updated_at = at
    db.session.flush()
    recheck(product, at)
    if state_of(product) != last.state:
        _keep(product, last.number + 1, by=by, at=at, undoes=undoes)


def keep_first(product: Product, *, by: Actor) -> None:
    """Keep what a product is when it begins."""
    _keep(product, 1, by=by, at=product.created_at)


def tell(
    action: ProductAction, product: Product, *, by: Actor, at: datetime, changes: dict[str, list[object]] | None = None
) -> None:
    """Write what was done to a product into the trail."""
    audit.record(action, (SUBJECT, product.id), by=by, at=at, changes=changes or {})


def recheck(product: Product, at: datetime, book: RuleBook | None = None) -> None:
    """Judge the product for every marketplace and keep the verdicts, in the transaction of the change itself.

    Here a product counts as shown when its maker shows it; whether the commune has confirmed the maker is asked when
    the verdicts are read, because it may change without the product changing.
    """
    today = clock.local(at).date()
    kept = queries.kept_verdicts(product.id)
    demands = demands_on(book or queries.book_after(kept.last_change), today)
    own = {each.channel: each.words() for each in product.overrides}
    facts = product.facts(is_shown=product.stage is Stage.LISTED)
    if speaks_of_stars(facts, own.values()):
        facts = replace(facts, stars=queries.stars_of(product.merchant_id, product.family, today))
    if Profile.OFFERS in profiles_of(facts):
        facts = replace(facts, has_pin=queries.has_pin(product.merchant_id))
    keep_verdicts([Judged(product.id, judge(facts, own, demands), kept.rows)], at)


def _keep(product: Product, number: int, *, by: Actor, at: datetime, undoes: int | None = None) -> ProductRevision:
    revision = ProductRevision(
        product_id=product.id, number=number, state=state_of(product), by_name=by.name, undoes=undoes, at=at
    )
    db.session.add(revision)
    return revision
