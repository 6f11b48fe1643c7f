"""Products as marketplaces are handed them, made without a database: an ordinary one, one in packs, a hostile one."""

from dataclasses import replace
from typing import Any

from catalog.rules import Axis, PublicPack, PublicProduct, Storage, Unit

BASE = "https://lensan.vn"
GTIN = "08938505974194"
SHA = [f"{digit}" * 64 for digit in "abcdef"]
# Words that try to be something else: a formula, markup, a new cell, a new line, a picture, marks set apart.
HOSTILE = '=HYPERLINK("http://x"),\t"Mắm" <b>&amp; ]]>\n\u200d🐟 Ma\u0306\u0301m,\x0b cay'
LONG = "Nước mắm ủ chượp trong chum sành. " * 150


def product(**changes: Any) -> PublicProduct:
    """Return an ordinary product."""
    ordinary = PublicProduct(
        slug="nuoc-mam-diem-dien-ab12cd34",
        sku="AB12CD34",
        name="Nước mắm Diêm Điền 40 độ đạm",
        description="Ủ mười hai tháng.\nMùi thơm dịu, vị mặn trước ngọt sau.",
        ingredients="Cá cơm, muối",
        price_vnd=120_000,
        content="500 ml",
        shelf_life_days=720,
        storage=Storage.DRY,
        cover={"sq1500": {"sha256": SHA[0], "width": 1500, "height": 1500}},
        business_name="Mắm Bà Mận",
        owner_name="Nguyễn Thị Mận",
        phone="+84912345678",
        area_path="33/12826/01/",
        is_demo=True,
        family="I.4.a",
        attrs={"protein_degree": 40, "fish": "Cá cơm", "usage": "Chấm sống", "keeping": "Nơi khô thoáng"},
        weight_g=900,
        pictures=(SHA[0], SHA[1], SHA[2]),
        unit=Unit.ML,
        seller="0f1e2d3c4b5a",
        place="Thôn Mai Diêm, Xã Thái Thụy",
        box_cm="30x12x14",
    )
    return replace(ordinary, **changes)


def packed(**changes: Any) -> PublicProduct:
    """Return a product in two packs on two axes."""
    packs = (
        PublicPack("PK00000A", ("500 ml", "Cay, nồng"), 120_000, "500 ml", 900, GTIN, SHA[3]),
        PublicPack("PK00000B", ("1 lít", "Thường"), 210_000, "1 l", 1700, "", ""),
    )
    return product(axes=(Axis.NET, Axis.FLAVOUR), packs=packs, **changes)


def hostile(**changes: Any) -> PublicProduct:
    """Return a product whose every word tries to be something else."""
    words = {"name": HOSTILE, "business_name": f"+{HOSTILE}", "ingredients": f"@{HOSTILE}"}
    return product(**(words | {"description": f"-{HOSTILE}\n{LONG}", "attrs": {"fish": HOSTILE}} | changes))
