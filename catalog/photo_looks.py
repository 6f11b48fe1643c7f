"""What a marketplace asks of how a photograph looks: on white, sharp, in the light, and nothing twice. Pure."""

from collections.abc import Callable, Mapping, Sequence

from catalog.channel_rules import ChannelRule, Kind
from catalog.rules import PhotoFacts

Numbers = Mapping[str, int]
# Bits of 64 in which two photographs of one thing may differ: sizes, qualities and a little light.
_SAME_WITHIN = 6


def fault(rule: ChannelRule, photos: Sequence[PhotoFacts], place: int) -> Numbers | None:
    """Return what is asked otherwise of the photograph at a place, counted from nought; None where it will do."""
    return _LOOKS[rule.kind](rule.params, photos, place)


def twin_of(photos: Sequence[PhotoFacts], place: int) -> int | None:
    """Return the number of an earlier photograph that shows the same, counted from one."""
    earlier = enumerate(photos[:place], start=1)
    return next((at for at, each in earlier if show_the_same(each.fingerprint, photos[place].fingerprint)), None)


def show_the_same(one: str, other: str) -> bool:
    """Whether two prints are of the same thing; one that was never taken is like no other."""
    return bool(one and other) and (int(one, 16) ^ int(other, 16)).bit_count() <= _SAME_WITHIN


def _white(params: Numbers, photos: Sequence[PhotoFacts], place: int) -> Numbers | None:
    """Only the first photograph is wanted on white; of one that was never measured nothing is said."""
    have, limit = photos[place].white_edge_pct, params["pct"]
    return None if place or have is None or have >= limit else {"have": have, "limit": limit}


def _sharp(_params: Numbers, photos: Sequence[PhotoFacts], place: int) -> Numbers | None:
    return {"number": place + 1} if photos[place].is_blurred else None


def _light(_params: Numbers, photos: Sequence[PhotoFacts], place: int) -> Numbers | None:
    return {"number": place + 1} if photos[place].is_dark else None


def _once(_params: Numbers, photos: Sequence[PhotoFacts], place: int) -> Numbers | None:
    other = twin_of(photos, place)
    return None if other is None else {"number": place + 1, "other": other}


_LOOKS: Mapping[Kind, Callable[[Numbers, Sequence[PhotoFacts], int], Numbers | None]] = {
    Kind.IMAGE_WHITE: _white,
    Kind.IMAGE_SHARP: _sharp,
    Kind.IMAGE_LIGHT: _light,
    Kind.IMAGE_ONCE: _once,
}
LOOK_KINDS = frozenset(_LOOKS)
