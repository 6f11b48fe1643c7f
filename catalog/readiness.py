"""Is a product ready for a marketplace, and if not, what exactly is missing: pure, one product at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalog.channel_rules import Channel, ChannelRule, Kind, LabelItem, Severity, label_duty, rules_on
from catalog.rules import Field, PhotoFacts, PhotoRole, ProductFacts, contact_in

Difference = Mapping[str, int | str]


class Verdict(StrEnum):
    """Four answers, because not knowing is one."""

    READY = "ready"
    MISSING = "missing"
    WARN = "warn"
    UNVERIFIED = "unverified"


# A demand nobody has confirmed warns and never stops a product.
PASSING = (Verdict.READY, Verdict.WARN, Verdict.UNVERIFIED)


@dataclass(frozen=True)
class Failure:
    """One demand not met, with the difference that would meet it."""

    rule: ChannelRule
    difference: Difference

    @property
    def field(self) -> Field:
        """The answer that mends it."""
        return self.rule.field


@dataclass(frozen=True)
class Readiness:
    """One product against one marketplace; the score counts blocking demands only."""

    channel: Channel
    verdict: Verdict
    score_met: int
    score_required: int
    blocking: tuple[Failure, ...]
    unverified: tuple[Failure, ...]
    advice: tuple[Failure, ...]


def evaluate(facts: ProductFacts, channel: Channel, on: date) -> Readiness:
    """Hold a product against what a marketplace demands on a day.

    A length is only measured once there is something to measure, so that nothing is asked twice.
    """
    rules = rules_on(channel, on)
    failures = [Failure(rule, difference) for rule in rules if (difference := _failed(rule, facts)) is not None]
    blocking = tuple(failure for failure in failures if failure.rule.blocks)
    advice = tuple(failure for failure in failures if failure.rule.severity is Severity.RECOMMEND)
    unverified = tuple(failure for failure in failures if failure not in blocking and failure not in advice)
    required = sum(rule.blocks for rule in rules)
    return Readiness(
        channel=channel,
        verdict=_verdict(blocking, unverified, advice),
        score_met=required - len(blocking),
        score_required=required,
        blocking=blocking,
        unverified=unverified,
        advice=advice,
    )


def _verdict(blocking: object, unverified: object, advice: object) -> Verdict:
    if blocking:
        return Verdict.MISSING
    if unverified:
        return Verdict.UNVERIFIED
    return Verdict.WARN if advice else Verdict.READY


def _failed(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    return _CHECKS[rule.kind](rule, facts)


def _required(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    return None if _value(rule.field, facts) else {}


def _min_length(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    have, limit = len(str(_value(rule.field, facts) or "")), rule.params["min"]
    return {"short": limit - have, "limit": limit, "have": have} if 0 < have < limit else None


def _max_length(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    have, limit = len(str(_value(rule.field, facts) or "")), rule.params["max"]
    return {"over": have - limit, "limit": limit, "have": have} if have > limit else None


def _min_images(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    have, limit = len(facts.photos), rule.params["min"]
    return {"short": limit - have, "limit": limit, "have": have} if have < limit else None


def _image_min_px(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    cover = cover_of(facts)
    if cover is None:
        return None
    have, limit = min(cover.width, cover.height), rule.params["px"]
    return {"have": have, "limit": limit} if have < limit else None


def _image_min_area(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    cover = cover_of(facts)
    return {} if cover is not None and cover.width * cover.height < rule.params["area"] else None


def _price_range(rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    low, high, have = rule.params["min"], rule.params["max"], facts.price_vnd
    return {"low": low, "high": high, "have": have} if have is not None and not low <= have <= high else None


def _forbidden_contact(_rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    found = contact_in(f"{facts.name}\n{facts.description}")
    return {"found": found} if found else None


def _is_shown(_rule: ChannelRule, facts: ProductFacts) -> Difference | None:
    return None if facts.is_shown else {}


_CHECKS: dict[Kind, Callable[[ChannelRule, ProductFacts], Difference | None]] = {
    Kind.REQUIRED: _required,
    Kind.MIN_LENGTH: _min_length,
    Kind.MAX_LENGTH: _max_length,
    Kind.MIN_IMAGES: _min_images,
    Kind.IMAGE_MIN_PX: _image_min_px,
    Kind.IMAGE_MIN_AREA: _image_min_area,
    Kind.PRICE_RANGE: _price_range,
    Kind.FORBIDDEN_CONTACT: _forbidden_contact,
    Kind.IS_SHOWN: _is_shown,
}


def cover_of(facts: ProductFacts) -> PhotoFacts | None:
    """Return the photograph shown first: the front, or else the first there is."""
    fronts = [photo for photo in facts.photos if photo.role is PhotoRole.FRONT]
    return next(iter(fronts or facts.photos), None)


def label_gaps(facts: ProductFacts) -> tuple[tuple[LabelItem, bool | None], ...]:
    """Return what belongs on the label: whether the answers tell it, or None where no answer could."""
    return tuple((item, None if item.field is None else bool(_value(item.field, facts))) for item in label_duty().items)


def _value(field: Field, facts: ProductFacts) -> object:
    return {
        Field.NAME: facts.name,
        Field.CONTENT: facts.net_content,
        Field.PRICE: facts.price_vnd,
        Field.SHELF_LIFE: facts.shelf_life_days,
        Field.STORAGE: facts.storage,
        Field.DESCRIPTION: facts.description,
        Field.WEIGHT: facts.weight_g,
        Field.INGREDIENTS: facts.ingredients,
        Field.PHOTOS: facts.photos,
        Field.SHOWN: facts.is_shown,
        Field.BRAND: facts.brand,
    }[field]
