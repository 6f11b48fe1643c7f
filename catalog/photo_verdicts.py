"""What each marketplace will think of each photograph: pure, all photographs of one product at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from catalog.channel_rules import Channel, ChannelRule, Kind, RuleBook
from catalog.readiness import Failure, count_misfit
from catalog.rules import PhotoFacts, SquareCut
from catalog.sent_pictures import SENT_KINDS, misfit

# Bits of 64 in which two photographs of one thing may differ: sizes, qualities and a little light.
_SAME_WITHIN = 6
# These ask for the first photograph on white; no other one, and no marketplace refuses it.
_WHITE_FIRST = (Channel.TIKTOK_SHOP, Channel.LAZADA_VN)
_WHITE_ENOUGH_PCT = 90
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
    # Marketplaces that would rather have it on white.
    not_white_for: tuple[Channel, ...]
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
    verdicts = (_verdict(place, photos, demands, on) for place in range(len(photos)))
    return tuple(
        replace(verdict, misfits=_misfits(number, photo, of_sent, on))
        for number, (photo, verdict) in enumerate(zip(photos, verdicts, strict=True), start=1)
    )


def count_failures(photos: Sequence[PhotoFacts], book: RuleBook, on: date) -> tuple[Failure, ...]:
    """Return the demands for more photographs than there are, or for fewer."""
    asked = (rule for channel in Channel for rule in book.on(channel, on) if rule.kind in _COUNTED)
    found = ((rule, count_misfit(rule, len(photos))) for rule in asked)
    return tuple(Failure(rule, difference) for rule, difference in found if difference is not None)


def show_the_same(one: str, other: str) -> bool:
    """Whether two prints are of the same thing; one that was never taken is like no other."""
    return bool(one and other) and (int(one, 16) ^ int(other, 16)).bit_count() <= _SAME_WITHIN


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
    place: int, photos: Sequence[PhotoFacts], demands: Mapping[Channel, Sequence[ChannelRule]], on: date
) -> PhotoVerdict:
    photo = photos[place]
    found = {channel: _shortfall(photo, rules, on) for channel, rules in demands.items() if rules}
    is_white = photo.white_edge_pct is None or photo.white_edge_pct >= _WHITE_ENOUGH_PCT
    earlier = enumerate(photos[:place], start=1)
    return PhotoVerdict(
        shortfalls=tuple(shortfall for shortfall in found.values() if shortfall),
        fitting=tuple(channel for channel, shortfall in found.items() if shortfall is None),
        not_white_for=() if is_white or place else tuple(channel for channel in _WHITE_FIRST if demands[channel]),
        white_sides_pct=_white_sides_pct(photo),
        same_as=next((at for at, each in earlier if show_the_same(each.fingerprint, photo.fingerprint)), None),
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
