"""What goods are like and in what packs differ, in the words that Google, Meta and schema.org share.

A difference that has no word of its own there is a size.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from catalog.rules import Axis

# How an answer of a kind of goods is called where shops have a name of their own for it.
_OWN = {
    "material": "material", "colour": "color", "garment_size": "size", "gender": "gender", "age_group": "age_group",
}  # fmt: skip
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


def own_names(attrs: Mapping[str, Any]) -> dict[str, str]:
    """Return what a family's answers say of goods, under the names that shops have for it."""
    return {name: str(attrs[key])[:200] for key, name in _OWN.items() if attrs.get(key)}
