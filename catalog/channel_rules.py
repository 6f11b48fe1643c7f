"""Each marketplace's demands as dated data: what, since when, from where, checked when, and how sure we are."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from catalog.rules import Field

SHIPPED = Path(__file__).parent / "data" / "channel_rules.json"
LABEL = SHIPPED.with_name("label_items.json")


class Channel(StrEnum):
    """Where a product can be sold or found."""

    GOOGLE = "google"
    SHOPEE_VN = "shopee_vn"
    SCHEMA_ORG = "schema_org"


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
    MIN_IMAGES = "min_images"
    IMAGE_MIN_PX = "image_min_px"
    IMAGE_MIN_AREA = "image_min_area"
    PRICE_RANGE = "price_range"
    FORBIDDEN_CONTACT = "forbidden_contact"
    IS_SHOWN = "is_shown"


@dataclass(frozen=True)
class ChannelRule:
    """One demand of one marketplace; ``valid_to`` is the first day it no longer holds."""

    id: str
    channel: Channel
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

    @property
    def blocks(self) -> bool:
        """Whether failing it stops the product: only what the source itself, or the seller's own file, demands."""
        return self.severity is Severity.BLOCK and (self.confidence is Confidence.HIGH or self.basis is Basis.TEMPLATE)

    def holds_on(self, day: date) -> bool:
        """Whether the demand applies on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True)
class LabelItem:
    """One thing the law wants on a label, and the answer that tells it, if any does."""

    text: str
    field: Field | None


@dataclass(frozen=True)
class LabelDuty:
    """What belongs on the label of packed food: shown as a list to compare with, never a reason to stop."""

    basis: str
    valid_from: date
    verified_on: date
    confirmed: bool
    items: tuple[LabelItem, ...]


def read_rules(path: Path) -> tuple[ChannelRule, ...]:
    """Read a file of demands.

    Raises:
        ValueError: an id is used twice, or a value is not one of those known.
    """
    rules = tuple(_rule(row) for row in json.loads(path.read_text("utf-8")))
    if len({rule.id for rule in rules}) != len(rules):
        raise ValueError("Two rules have the same id")
    return rules


@cache
def shipped() -> tuple[ChannelRule, ...]:
    """Return the demands this release knows."""
    return read_rules(SHIPPED)


@cache
def label_duty() -> LabelDuty:
    """Return what belongs on a label, with its basis and whether somebody has confirmed it."""
    row = json.loads(LABEL.read_text("utf-8"))
    return LabelDuty(
        basis=row["basis"],
        valid_from=date.fromisoformat(row["valid_from"]),
        verified_on=date.fromisoformat(row["verified_on"]),
        confirmed=row["confirmed"],
        items=tuple(LabelItem(item["text"], Field(item["field"]) if item["field"] else None) for item in row["items"]),
    )


def rules_on(channel: Channel, day: date) -> tuple[ChannelRule, ...]:
    """Return what a marketplace demands on a day."""
    return tuple(rule for rule in shipped() if rule.channel is channel and rule.holds_on(day))


def version_on(day: date) -> str:
    """Return a name for the set of demands in force on a day; it changes on the day one begins or ends."""
    turns = [turn for rule in shipped() for turn in (rule.valid_from, rule.valid_to) if turn and turn <= day]
    checked = max(rule.verified_on for rule in shipped())
    return f"{checked}/{max(turns, default=checked)}"


def _rule(row: Mapping[str, Any]) -> ChannelRule:
    ending = row["valid_to"]
    return ChannelRule(
        id=row["id"],
        channel=Channel(row["channel"]),
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
    )
