"""What a marketplace asks of the picture it is sent: how heavy, how large, of what shape. Pure."""

from collections.abc import Callable, Mapping

from catalog.channel_rules import ChannelRule, Kind
from catalog.rules import SentPicture


def misfit(rule: ChannelRule, sent: SentPicture) -> Mapping[str, int] | None:
    """Return how far a picture is from what is asked; None where it fits."""
    return _MEASURED[rule.kind](rule.params, sent)


def _weight(params: Mapping[str, int], sent: SentPicture) -> Mapping[str, int] | None:
    have, limit = -(-sent.size_bytes // 1000), params["kb"]
    return {"have": have, "limit": limit} if have > limit else None


def _long_side(params: Mapping[str, int], sent: SentPicture) -> Mapping[str, int] | None:
    have, limit = max(sent.width, sent.height), params["side"]
    return {"have": have, "limit": limit} if have > limit else None


def _shape(params: Mapping[str, int], sent: SentPicture) -> Mapping[str, int] | None:
    """The width in hundredths of the height; a pixel more or less is no other shape."""
    have, low, high = round(100 * sent.width / max(sent.height, 1)), params["narrow"], params["wide"]
    return None if low <= have <= high else {"have": have, "low": low, "high": high}


# What each kind of demand about a sent picture measures.
_MEASURED: Mapping[Kind, Callable[[Mapping[str, int], SentPicture], Mapping[str, int] | None]] = {
    Kind.IMAGE_MAX_KB: _weight,
    Kind.IMAGE_MAX_PX: _long_side,
    Kind.IMAGE_SHAPE: _shape,
}
SENT_KINDS = frozenset(_MEASURED)
