"""What a product's words lack or should leave out, told once for all marketplaces."""

from dataclasses import dataclass
from datetime import date

from catalog.channel_rules import Channel, Kind
from catalog.models import Product
from catalog.queries.channel_page import judged
from catalog.queries.rule_book import rule_book
from catalog.queries.stars import stars_of
from catalog.readiness import Failure

ABOUT_WORDS = frozenset(
    {
        Kind.MIN_LENGTH, Kind.MAX_LENGTH, Kind.MIN_WORDS, Kind.FORBIDDEN_CONTACT, Kind.FORBIDDEN_WORDS, Kind.STARS,
        Kind.MAX_OPTION, Kind.KEEPS_WORD, Kind.NO_SELLER, Kind.NO_OPTION,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One thing about the words, and the marketplaces that say so."""

    failure: Failure
    channels: tuple[Channel, ...]


def findings(product: Product, on: date) -> tuple[Finding, ...]:
    """Return what the marketplaces would say of a product's words, what stops most of them first."""
    found: dict[tuple[str, tuple[tuple[str, int | str], ...]], list[Failure]] = {}
    book = rule_book()
    facts = product.facts(is_shown=True, stars=stars_of(product.merchant_id, product.family, on))
    for readiness in judged(product, facts, {channel: book.on(channel, on) for channel in Channel}):
        for failure in (*readiness.blocking, *readiness.unverified, *readiness.advice):
            if failure.rule.kind in ABOUT_WORDS:
                key = (failure.rule.message, tuple(sorted(failure.difference.items())))
                found.setdefault(key, []).append(failure)
    told = (Finding(each[0], tuple(failure.rule.channel for failure in each)) for each in found.values())
    return tuple(sorted(told, key=lambda finding: -len(finding.channels)))
