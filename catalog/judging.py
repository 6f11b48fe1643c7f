"""A product held against every marketplace at once, only to know how ready it is there. Pure.

`readiness.evaluate` says the same of one marketplace, with what is missing. Whoever judges a million asks for less:
each thing is looked at once for all marketplaces, and products that fail alike share one answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from catalog.channel_rules import Channel, ChannelRule, Profile, Severity
from catalog.readiness import Check, Verdict, check_of, profiles_of, verdict_of
from catalog.rules import OwnWords, ProductFacts


class Told(NamedTuple):
    """What is kept of one marketplace's verdict, under the names of its columns."""

    verdict: Verdict
    score_met: int
    score_required: int
    rules_version: str


Said = Mapping[Channel, Told]


@dataclass(frozen=True, eq=False)
class Demands:
    """What every marketplace demands on a day, each with the name of those demands; known by which object it is."""

    of: Mapping[Channel, tuple[Sequence[ChannelRule], str]]


class _Place(NamedTuple):
    """Which demands of one marketplace stop a product, are not confirmed or only help: a bit for each demand."""

    channel: Channel
    version: str
    blocking: int
    unverified: int
    advice: int


@dataclass(frozen=True, eq=False)
class _Sieve:
    """The demands on one kind of goods: what is looked at, with the demands that fail by it, and the marketplaces."""

    looks: tuple[tuple[Check, ChannelRule, int], ...]
    places: tuple[_Place, ...]

    def said_of(self, facts: ProductFacts) -> Said:
        failed = 0
        for check, rule, fails in self.looks:
            if check(rule, facts) is not None:
                failed |= fails
        return _said(self, failed)


def judge(facts: ProductFacts, own: Mapping[Channel, OwnWords], demands: Demands) -> Said:
    """Return every marketplace's verdict on a product in the words it has there."""
    profiles = profiles_of(facts)
    said = _sieve(demands, profiles, tuple(Channel)).said_of(facts)
    for channel, words in own.items():
        said = {**said, **_sieve(demands, profiles, (channel,)).said_of(facts.with_words(words))}
    return said


@lru_cache(maxsize=128)
def _sieve(demands: Demands, profiles: frozenset[Profile], channels: tuple[Channel, ...]) -> _Sieve:
    asked = [rule for channel in channels for rule in demands.of[channel][0] if rule.profile in profiles]
    rules = [(rule, 1 << number) for number, rule in enumerate(asked)]
    looks: dict[str, tuple[Check, ChannelRule, int]] = {}
    for rule, bit in rules:
        _check, _rule, fails = looks.get(rule.question, (None, None, 0))
        looks[rule.question] = (check_of(rule), rule, fails | bit)
    places = tuple(_place(channel, demands.of[channel][1], rules) for channel in channels)
    return _Sieve(tuple(looks.values()), places)


def _place(channel: Channel, version: str, rules: Sequence[tuple[ChannelRule, int]]) -> _Place:
    ours = [(rule, bit) for rule, bit in rules if rule.channel is channel]
    blocking = sum(bit for rule, bit in ours if rule.blocks)
    advice = sum(bit for rule, bit in ours if rule.severity is Severity.RECOMMEND)
    return _Place(channel, version, blocking, sum(bit for _rule, bit in ours) - blocking - advice, advice)


@lru_cache(maxsize=4096)
def _said(sieve: _Sieve, failed: int) -> Said:
    return {
        place.channel: Told(
            verdict_of(failed & place.blocking, failed & place.unverified, failed & place.advice),
            (place.blocking & ~failed).bit_count(),
            place.blocking.bit_count(),
            place.version,
        )
        for place in sieve.places
    }
