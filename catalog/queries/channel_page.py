"""One product against every marketplace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from catalog.channel_rules import Channel, ChannelRule, LabelDuty, LabelItem, label_duty, rules_on
from catalog.models import Product
from catalog.readiness import Readiness, evaluate, label_gaps
from catalog.rules import Unit
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


def _sources(rules: Sequence[ChannelRule]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    links: dict[str, list[str]] = {}
    for source in dict.fromkeys(rule.source for rule in rules):
        address = urlsplit(source)
        links.setdefault(address.netloc or source, []).extend([source] if address.netloc else [])
    return tuple((name, tuple(addresses)) for name, addresses in links.items())
