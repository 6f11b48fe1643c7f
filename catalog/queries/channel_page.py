"""One product against every marketplace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from catalog import families
from catalog.channel_rules import Channel, ChannelRule, Kind, Profile
from catalog.families import Family
from catalog.label import LabelDuty, LabelRow, label_duty, label_rows
from catalog.models import Product
from catalog.queries.pins import has_pin
from catalog.queries.rule_book import rule_book
from catalog.queries.stars import stars_of
from catalog.readiness import Readiness, evaluate, profiles_of
from catalog.rules import ProductFacts
from catalog.states import Stage
from merchants import queries as merchants


@dataclass(frozen=True)
class ChannelPage:
    """One product against every marketplace, as of a day."""

    product: Product
    readiness: tuple[Readiness, ...]
    verified_on: Mapping[Channel, date]
    # The name of each source and its addresses, if it has any.
    sources: Mapping[Channel, tuple[tuple[str, tuple[str, ...]], ...]]
    # What belongs on the label; empty for what has none, such as a room for a night.
    label: tuple[LabelRow, ...]
    duty: LabelDuty
    family: Family | None
    is_public: bool

    @property
    def open_places(self) -> tuple[Readiness, ...]:
        """The marketplaces that take goods of this kind."""
        return tuple(each for each in self.readiness if each.is_open)

    @property
    def closed_places(self) -> tuple[Readiness, ...]:
        """The marketplaces that are not for goods of this kind."""
        return tuple(each for each in self.readiness if not each.is_open)

    @classmethod
    def load(cls, product: Product, on: date) -> "ChannelPage":
        """Hold the product against the rules in force on a day."""
        is_public = product.stage is Stage.LISTED and merchants.is_public(product.merchant)
        stars, is_pinned = stars_of(product.merchant_id, product.family, on), has_pin(product.merchant_id)
        facts = product.facts(is_shown=is_public, stars=stars, has_pin=is_pinned)
        book = rule_book()
        rules = {channel: book.on(channel, on) for channel in Channel}
        return cls(
            product=product,
            readiness=_likely_first(judged(product, facts, rules)),
            verified_on={channel: min(rule.verified_on for rule in rules[channel]) for channel in Channel},
            sources={channel: _sources(rules[channel]) for channel in Channel},
            label=label_rows(facts) if Profile.GOODS in profiles_of(facts) else (),
            duty=label_duty(),
            family=families.family(product.family),
            is_public=is_public,
        )


def judged(
    product: Product, facts: ProductFacts, rules: Mapping[Channel, Sequence[ChannelRule]]
) -> tuple[Readiness, ...]:
    """Hold a product against every marketplace, in the words it has there."""
    return tuple(
        evaluate(facts.with_words(product.own_words(channel)), channel, demands) for channel, demands in rules.items()
    )


def _likely_first(found: Sequence[Readiness]) -> tuple[Readiness, ...]:
    """Return the marketplaces in their order, those last that may not take goods of this kind at all."""
    return tuple(sorted(found, key=lambda each: any(fail.rule.kind is Kind.NOT_TAKEN for fail in each.unverified)))


def _sources(rules: Sequence[ChannelRule]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    links: dict[str, list[str]] = {}
    for source in dict.fromkeys(rule.source for rule in rules):
        address = urlsplit(source)
        links.setdefault(address.netloc or source, []).extend([source] if address.netloc else [])
    return tuple((name, tuple(addresses)) for name, addresses in links.items())
