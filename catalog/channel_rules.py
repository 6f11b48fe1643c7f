"""Each marketplace's demands as dated data: what, since when, from where, checked when, and how sure we are."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from catalog.rules import Field, Own

PACKAGE = Path(__file__).parent
SHIPPED = PACKAGE / "data" / "channel_rules.json"
# What a verdict comes of, besides the product itself.
_JUDGING = (
    "data/channel_rules.json", "data/families.json", "data/word_lists.json",
    "photo_looks.py", "readiness.py", "rules.py", "sent_pictures.py", "word_lists.py",
)  # fmt: skip


class Channel(StrEnum):
    """Where a product can be sold or found."""

    GOOGLE = "google"
    SHOPEE_VN = "shopee_vn"
    SCHEMA_ORG = "schema_org"
    META = "meta"
    TIKTOK_SHOP = "tiktok_shop"
    LAZADA_VN = "lazada_vn"
    TIKI = "tiki"
    ZALO = "zalo"
    STAYS = "stays"
    TRIPS = "trips"

    def takes_own(self, own: Own) -> bool:
        """Whether something may be said there otherwise than everywhere.

        Search engines read our own page, Google and Meta refuse a price that is not the page's, for Zalo somebody types
        in what the dossier says, and of a room or a trip guests are told the same everywhere.
        """
        if self in (Channel.SCHEMA_ORG, Channel.ZALO, Channel.STAYS, Channel.TRIPS):
            return False
        return not (self in (Channel.GOOGLE, Channel.META) and own is Own.PRICE)


class Severity(StrEnum):
    """Whether a demand must be met, or only helps."""

    BLOCK = "block"
    RECOMMEND = "recommend"


class Confidence(StrEnum):
    """How sure we are: read at the source, from several others, from one weak one, or only known."""

    HIGH = "H"
    MEDIUM = "M"
    LOW = "L"
    KNOWN = "K"


class Basis(StrEnum):
    """What the demand is written in."""

    HELP_PAGE = "help_page"
    TEMPLATE = "template"
    API_LIMIT = "api_limit"
    PRACTICE = "practice"


class Kind(StrEnum):
    """How a demand is checked."""

    REQUIRED = "required"
    MIN_LENGTH = "min_length"
    MAX_LENGTH = "max_length"
    MIN_WORDS = "min_words"
    MIN_IMAGES = "min_images"
    MAX_IMAGES = "max_images"
    IMAGE_MIN_PX = "image_min_px"
    IMAGE_MIN_AREA = "image_min_area"
    IMAGE_MAX_KB = "image_max_kb"
    IMAGE_MAX_PX = "image_max_px"
    IMAGE_SHAPE = "image_shape"
    IMAGE_WHITE = "image_white"
    IMAGE_SHARP = "image_sharp"
    IMAGE_LIGHT = "image_light"
    IMAGE_ONCE = "image_once"
    PRICE_RANGE = "price_range"
    FORBIDDEN_CONTACT = "forbidden_contact"
    IS_SHOWN = "is_shown"
    LABEL = "label"
    MIN_ANSWERS = "min_answers"
    MAX_VARIANTS = "max_variants"
    MAX_OPTIONS = "max_options"
    NO_SELLER = "no_seller"
    NO_OPTION = "no_option"
    MAX_OPTION = "max_option"
    NOT_TAKEN = "not_taken"
    FORBIDDEN_WORDS = "forbidden_words"
    STARS = "stars"
    ANSWERED = "answered"
    MIN_LISTED = "min_listed"
    KEEPS_WORD = "keeps_word"


class Profile(StrEnum):
    """For which goods a demand is made."""

    ALL = "all"
    GOODS = "goods"
    OFFERS = "offers"
    ALCOHOL = "alcohol"
    ROOMS = "rooms"
    TRIPS = "trips"
    MEALS = "meals"


@dataclass(frozen=True)
class ChannelRule:
    """One demand of one marketplace; ``valid_to`` is the first day it no longer holds."""

    id: str
    channel: Channel
    profile: Profile
    field: Field
    kind: Kind
    params: Mapping[str, int]
    severity: Severity
    confidence: Confidence
    basis: Basis
    source: str
    verified_on: date
    valid_from: date
    valid_to: date | None
    message: str
    example: str
    # The key of a list of words, for a demand that is about words.
    words: str = ""
    # What a family asks of its goods, for a demand that is about that answer.
    attribute: str = ""

    @cached_property
    def blocks(self) -> bool:
        """Whether failing it stops the product: only what the source itself, or the seller's own file, demands."""
        return self.severity is Severity.BLOCK and (self.confidence is Confidence.HIGH or self.basis is Basis.TEMPLATE)

    @cached_property
    def question(self) -> str:
        """What is looked at, whoever asks: of one product, demands with the same question have the same answer."""
        return f"{self.kind}|{self.field}|{sorted(self.params.items())}|{self.words}|{self.attribute}"

    def holds_on(self, day: date) -> bool:
        """Whether the demand applies on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def read_rules(path: Path) -> tuple[ChannelRule, ...]:
    """Read a file of demands.

    Raises:
        ValueError: an id is used twice, or a value is not one of those known.
    """
    rules = tuple(read_rule(row) for row in json.loads(path.read_text("utf-8")))
    if len({rule.id for rule in rules}) != len(rules):
        raise ValueError("Two rules have the same id")
    return rules


@cache
def shipped() -> tuple[ChannelRule, ...]:
    """Return the demands this release knows."""
    return read_rules(SHIPPED)


@dataclass(frozen=True, eq=False)
class RuleBook:
    """The demands shipped with this release, with what was changed since by two people; known by which object it is."""

    rules: tuple[ChannelRule, ...]
    # The number of the last change to each marketplace's demands.
    changes: Mapping[Channel, int]

    def on(self, channel: Channel, day: date) -> tuple[ChannelRule, ...]:
        """Return what a marketplace demands on a day."""
        return tuple(rule for rule in self.rules if rule.channel is channel and rule.holds_on(day))

    def later(self, channel: Channel, day: date) -> tuple[ChannelRule, ...]:
        """Return what it will demand from a later day on, the nearest first."""
        coming = [rule for rule in self.rules if rule.channel is channel and rule.valid_from > day]
        return tuple(sorted(coming, key=lambda rule: rule.valid_from))

    def latest(self, rule_id: str) -> ChannelRule | None:
        """Return the last wording of a demand, whether it holds already or not."""
        wordings = [rule for rule in self.rules if rule.id == rule_id]
        return max(wordings, key=lambda rule: rule.valid_from, default=None)

    def before(self, rule: ChannelRule) -> ChannelRule | None:
        """Return the wording that holds, or held, until a later wording of the same demand begins."""
        earlier = [each for each in self.rules if each.id == rule.id and each.valid_from < rule.valid_from]
        return max(earlier, key=lambda each: each.valid_from, default=None)

    def for_kinds(self, kinds: Collection[Profile]) -> "RuleBook":
        """Return what is asked of goods of some kinds, by the marketplaces that are there for them."""
        asked = [rule for rule in self.rules if rule.profile in kinds]
        closed = {rule.channel for rule in asked if rule.kind is Kind.NOT_TAKEN}
        return RuleBook(tuple(rule for rule in asked if rule.channel not in closed), self.changes)

    def version_on(self, channel: Channel, day: date) -> str:
        """Return a name for the demands in force on a day; it changes when one begins, ends, changes or comes along."""
        own = [rule for rule in self.rules if rule.channel is channel]
        turns = [turn for rule in own for turn in (rule.valid_from, rule.valid_to) if turn and turn <= day]
        checked = max(rule.verified_on for rule in own)
        return f"{max(turns, default=checked)}/{self.changes.get(channel, 0)}/{len(own)}/{edition_of(PACKAGE)}"

    def with_change(self, number: int, rule: ChannelRule) -> "RuleBook":
        """Return the book after a change: from its first day on the new wording holds, until then the old one."""
        kept = [_until(old, rule.valid_from) if old.id == rule.id else old for old in self.rules]
        rules = (*(old for old in kept if old is not None), rule)
        return RuleBook(rules, MappingProxyType({**self.changes, rule.channel: number}))


def _until(rule: ChannelRule, day: date) -> ChannelRule | None:
    """Let a demand end on a day; nothing is left of one that would have begun then or later."""
    if rule.valid_from >= day:
        return None
    return replace(rule, valid_to=day if rule.valid_to is None else min(rule.valid_to, day))


@cache
def edition_of(package: Path) -> str:
    """Return a name for how a release judges: one that looks for other words has everything judged again."""
    digest = hashlib.sha256()
    for name in _JUDGING:
        digest.update((package / name).read_bytes())
    return digest.hexdigest()[:12]


@cache
def shipped_book() -> RuleBook:
    """Return the demands as this release knows them."""
    return RuleBook(shipped(), MappingProxyType({}))


def as_row(rule: ChannelRule) -> dict[str, Any]:
    """Return a demand as it stands in the file, in the table of changes, and as data for whoever asks."""
    return {
        "id": rule.id,
        "channel": rule.channel.value,
        "profile": rule.profile.value,
        "field": rule.field.value,
        "kind": rule.kind.value,
        "params": dict(rule.params),
        "severity": rule.severity.value,
        "confidence": rule.confidence.value,
        "basis": rule.basis.value,
        "source": rule.source,
        "verified_on": rule.verified_on.isoformat(),
        "valid_from": rule.valid_from.isoformat(),
        "valid_to": rule.valid_to.isoformat() if rule.valid_to else None,
        "message": rule.message,
        "example": rule.example,
        "words": rule.words,
        "attribute": rule.attribute,
    }


def read_rule(row: Mapping[str, Any]) -> ChannelRule:
    """Read one demand.

    Raises:
        ValueError: a value is not one of those known.
    """
    ending = row["valid_to"]
    return ChannelRule(
        id=row["id"],
        channel=Channel(row["channel"]),
        profile=Profile(row["profile"]),
        field=Field(row["field"]),
        kind=Kind(row["kind"]),
        params=MappingProxyType(row["params"]),
        severity=Severity(row["severity"]),
        confidence=Confidence(row["confidence"]),
        basis=Basis(row["basis"]),
        source=row["source"],
        verified_on=date.fromisoformat(row["verified_on"]),
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(ending) if ending else None,
        message=row["message"],
        example=row["example"],
        words=row.get("words", ""),
        attribute=row.get("attribute", ""),
    )
