"""What every change to a product owes: an entry in the trail, new verdicts, and a revision that can be brought back."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError
from app.policy import Actor
from catalog import queries
from catalog.channel_rules import Channel, ChannelRule, RuleBook
from catalog.models import Product, ProductReadiness, ProductRevision, state_of
from catalog.readiness import evaluate
from catalog.rules import OwnWords, ProductFacts, speaks_of_stars
from catalog.states import Stage

SUBJECT = "product"
Demands = Mapping[Channel, tuple[Sequence[ChannelRule], str]]


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
    demands = demands_on(book or queries.rule_book(), today)
    own = {each.channel: each.words() for each in product.overrides}
    facts = product.facts(is_shown=product.stage is Stage.LISTED)
    if speaks_of_stars(facts, own.values()):
        facts = replace(facts, stars=queries.stars_of(product.merchant_id, today))
    kept = queries.readiness_rows(product.id)
    for channel, said in verdicts(facts, own, demands).items():
        row = kept.get(channel) or _first_verdict(product.id, channel)
        # A verdict that is as it was is not written again: a save seldom changes more than one.
        changed = {name: value for name, value in said.items() if getattr(row, name) != value}
        for name, value in changed.items():
            setattr(row, name, value)
        if changed:
            row.computed_at = at


@lru_cache(maxsize=8)
def demands_on(book: RuleBook, day: date) -> Demands:
    """Return what every marketplace demands on a day, with the name of those demands."""
    return {channel: (book.on(channel, day), book.version_on(channel, day)) for channel in Channel}


def verdicts(
    facts: ProductFacts, own: Mapping[Channel, OwnWords], demands: Demands
) -> dict[Channel, dict[str, object]]:
    """Return what is kept of each marketplace's verdict on a product in the words it has there."""
    kept: dict[Channel, dict[str, object]] = {}
    for channel, (rules, version) in demands.items():
        found = evaluate(facts.with_words(own[channel]) if channel in own else facts, channel, rules)
        kept[channel] = {
            "verdict": found.verdict,
            "score_met": found.score_met,
            "score_required": found.score_required,
            "rules_version": version,
        }
    return kept


def _first_verdict(product_id: UUID, channel: Channel) -> ProductReadiness:
    row = ProductReadiness(product_id=product_id, channel=channel)
    db.session.add(row)
    return row


def _keep(product: Product, number: int, *, by: Actor, at: datetime, undoes: int | None = None) -> ProductRevision:
    revision = ProductRevision(
        product_id=product.id, number=number, state=state_of(product), by_name=by.name, undoes=undoes, at=at
    )
    db.session.add(revision)
    return revision
