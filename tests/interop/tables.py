"""Our files for WooCommerce, read by nothing of ours and laid out as other shops' importers want them."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_BETWEEN = re.compile(r"(?<!\\), ")


@dataclass
class Pack:
    """What a buyer may put in the basket."""

    sku: str
    price: str
    options: dict[str, str] = field(default_factory=dict)


@dataclass
class Good:
    """One product of a file for WooCommerce."""

    sku: str
    name: str
    description: str
    category: str
    maker: str
    pictures: list[str]
    packs: list[Pack] = field(default_factory=list)


def goods_of(text: str) -> list[Good]:
    """Return the products of a file for WooCommerce, each with what is sold of it."""
    goods: dict[str, Good] = {}
    for row in csv.DictReader(io.StringIO(text)):
        pack = Pack(row["SKU"], row["Regular price"])
        if row["Type"] == "variation":
            names = [number for number in ("1", "2") if row[f"Attribute {number} name"]]
            pack.options = {
                row[f"Attribute {number} name"]: _list(row[f"Attribute {number} value(s)"])[0] for number in names
            }
            goods[row["Parent"]].packs.append(pack)
            continue
        good = Good(row["SKU"], row["Name"], row["Description"], row["Categories"].replace("\\,", ","),
                    row["Brands"].replace("\\,", ","), _list(row["Images"]))  # fmt: skip
        goods[good.sku] = good
        if row["Type"] != "variable":
            good.packs.append(pack)
    return list(goods.values())


def for_oscar(goods: Iterable[Good]) -> str:
    """Return what django-oscar's command imports: class, category, code, title, words, partner, code, price, stock.

    It knows no packs of one product in a file, so that each pack is a product there.
    """
    written = io.StringIO()
    table = csv.writer(written, escapechar="\\")
    for good in goods:
        for pack in good.packs:
            title = ", ".join([good.name, *pack.options.values()])
            table.writerow(
                ("Hàng hoá", good.category, pack.sku, title, good.description, good.maker, pack.sku, pack.price, "10")
            )
    return written.getvalue()


def for_vendure(goods: Iterable[Good]) -> str:
    """Return what Vendure's importer reads: a product with its first pack, then a line for each other pack."""
    columns = ("name", "slug", "description", "assets", "facets", "optionGroups", "optionValues", "sku", "price",
               "taxCategory", "stockOnHand", "trackInventory", "variantAssets", "variantFacets")  # fmt: skip
    written = io.StringIO()
    table = csv.DictWriter(written, columns, restval="")
    table.writeheader()
    for good in goods:
        whole = {"name": good.name, "slug": f"sp-{good.sku.lower()}", "description": good.description,
                 "assets": "|".join(good.pictures), "facets": f"Nhóm hàng:{good.category.replace(':', ' ')}",
                 "optionGroups": "|".join(good.packs[0].options)}  # fmt: skip
        for pack in good.packs:
            own = {"optionValues": "|".join(pack.options.values()), "sku": pack.sku, "price": pack.price}
            table.writerow(whole | own | {"taxCategory": "standard", "stockOnHand": "10", "trackInventory": "false"})
            whole = {}
    return written.getvalue()


def _list(cell: str) -> list[str]:
    return [value.replace("\\,", ",") for value in _BETWEEN.split(cell) if value]
