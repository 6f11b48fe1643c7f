"""In what packs differ, in the words that Google and schema.org share; whatever has no word of its own is a size."""

from collections.abc import Sequence

from catalog.rules import Axis

_WORDS = {Axis.COLOUR: "color", Axis.MATERIAL: "material"}
# What a buyer reads on a shop's page, which is in Vietnamese whatever language the seller's screen has.
NAMES = {
    Axis.NET: "Khối lượng",
    Axis.SIZE: "Kích cỡ",
    Axis.COLOUR: "Màu",
    Axis.FLAVOUR: "Vị",
    Axis.MATERIAL: "Chất liệu",
    Axis.KIND: "Loại",
    Axis.PACKING: "Cách đóng gói",
}


def words_of(axes: Sequence[Axis]) -> list[str]:
    """Return the word of each axis, each once."""
    return list(dict.fromkeys(_WORDS.get(axis, "size") for axis in axes))


def differences(axes: Sequence[Axis], options: Sequence[str]) -> dict[str, str]:
    """Return which pack it is, under those words; two axes with one word share it."""
    said: dict[str, list[str]] = {}
    for axis, option in zip(axes, options, strict=True):
        said.setdefault(_WORDS.get(axis, "size"), []).append(option)
    return {word: " / ".join(each) for word, each in said.items()}
