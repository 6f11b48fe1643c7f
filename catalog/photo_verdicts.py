"""What each marketplace will think of each photograph: pure, all photographs of one product at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from catalog.channel_rules import Channel, ChannelRule, Kind, RuleBook
from catalog.photo_looks import LOOK_KINDS, fault, twin_of
from catalog.readiness import Failure, count_misfit
from catalog.rules import PhotoFacts, SquareCut
from catalog.sent_pictures import SENT_KINDS, misfit

_COUNTED = (Kind.MIN_IMAGES, Kind.MAX_IMAGES)


class Weight(StrEnum):
    """How much it matters that a photograph is too small."""

    REFUSED = "refused"
    REFUSED_LATER = "refused_later"
    SHOWN_WORSE = "shown_worse"


@dataclass(frozen=True)
class Shortfall:
    """A photograph that has fewer pixels on its short side than a marketplace asks for."""

    channel: Channel
    weight: Weight
    need_px: int
    have_px: int
    since: date


@dataclass(frozen=True)
class Misfit:
    """What a marketplace asks of the picture it is sent, and this one is not."""

    weight: Weight
    failure: Failure


@dataclass(frozen=True)
class PhotoVerdict:
    """What is to be said of one photograph."""

    shortfalls: tuple[Shortfall, ...]
    # Marketplaces that have nothing against its size, today or later.
    fitting: tuple[Channel, ...]
    # Marketplaces that would rather have it otherwise, by what they ask of how it looks.
    minded: Mapping[Kind, tuple[Channel, ...]]
    # How much of the square that is sent is white because the photograph is longer than it is high, in hundredths.
    white_sides_pct: int
    # The place of an earlier photograph that shows the same, counted from one.
    same_as: int | None
    misfits: tuple[Misfit, ...] = ()


def photo_verdicts(photos: Sequence[PhotoFacts], book: RuleBook, on: date) -> tuple[PhotoVerdict, ...]:
    """Hold each photograph against what the marketplaces ask of pictures, now and from a known later day."""
    asked = [rule for channel in Channel for rule in (*book.on(channel, on), *book.later(channel, on))]
    demands = {channel: [rule for rule in asked if _asks_for_pixels(rule, channel)] for channel in Channel}
    of_sent = [rule for rule in asked if rule.kind in SENT_KINDS]
    of_looks = [rule for rule in asked if rule.kind in LOOK_KINDS and rule.holds_on(on)]
    verdicts = (_verdict(place, photos, demands, of_looks, on) for place in range(len(photos)))
    return tuple(
        replace(verdict, misfits=_misfits(number, photo, of_sent, on))
        for number, (photo, verdict) in enumerate(zip(photos, verdicts, strict=True), start=1)
    )


def count_failures(photos: Sequence[PhotoFacts], book: RuleBook, on: date) -> tuple[Failure, ...]:
    """Return the demands for more photographs, or for fewer: of each marketplace the one that asks for most."""
    asked = (rule for channel in Channel for rule in book.on(channel, on) if rule.kind in _COUNTED)
    found = ((rule, count_misfit(rule, len(photos))) for rule in asked)
    failures = [Failure(rule, difference) for rule, difference in found if difference is not None]
    hardest = {each.rule.channel: each for each in sorted(failures, key=lambda each: each.difference["limit"])}
    return tuple(each for each in failures if hardest[each.rule.channel] is each)


def _asks_for_pixels(rule: ChannelRule, channel: Channel) -> bool:
    return rule.channel is channel and rule.kind is Kind.IMAGE_MIN_PX


def _misfits(number: int, photo: PhotoFacts, rules: Sequence[ChannelRule], on: date) -> tuple[Misfit, ...]:
    if photo.sent is None:
        return ()
    found = ((rule, misfit(rule, photo.sent)) for rule in rules)
    return tuple(
        Misfit(_weight(rule, on), Failure(rule, {"number": number, **difference}))
        for rule, difference in found
        if difference is not None
    )


def _verdict(
    place: int,
    photos: Sequence[PhotoFacts],
    demands: Mapping[Channel, Sequence[ChannelRule]],
    of_looks: Sequence[ChannelRule],
    on: date,
) -> PhotoVerdict:
    photo = photos[place]
    found = {channel: _shortfall(photo, rules, on) for channel, rules in demands.items() if rules}
    faults = [rule for rule in of_looks if fault(rule, photos, place) is not None]
    return PhotoVerdict(
        shortfalls=tuple(shortfall for shortfall in found.values() if shortfall),
        fitting=tuple(channel for channel, shortfall in found.items() if shortfall is None),
        minded={kind: tuple(rule.channel for rule in faults if rule.kind is kind) for kind in LOOK_KINDS},
        white_sides_pct=_white_sides_pct(photo),
        same_as=twin_of(photos, place),
    )


def _white_sides_pct(photo: PhotoFacts) -> int:
    if photo.square_cut is SquareCut.CROP:
        return 0
    return 100 - 100 * min(photo.width, photo.height) // max(photo.width, photo.height, 1)


def _shortfall(photo: PhotoFacts, rules: Sequence[ChannelRule], on: date) -> Shortfall | None:
    """Return the gravest demand a photograph fails; of those alike, the one that asks for most."""
    have = min(photo.width, photo.height)
    found = [
        Shortfall(rule.channel, _weight(rule, on), rule.params["px"], have, rule.valid_from)
        for rule in rules
        if have < rule.params["px"]
    ]
    order = list(Weight)
    return min(found, key=lambda each: (order.index(each.weight), -each.need_px), default=None)


def _weight(rule: ChannelRule, on: date) -> Weight:
    if not rule.blocks:
        return Weight.SHOWN_WORSE
    return Weight.REFUSED if rule.valid_from <= on else Weight.REFUSED_LATER
