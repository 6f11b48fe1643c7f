"""Open Food Facts: a table for its platform for producers; food and drink only, a row for each pack.

Source: https://wiki.openfoodfacts.org/Open_Food_Facts_Platform_for_Producers, known; the names are those of its own
data dump. A product without a bar code gets one of theirs.
"""

from collections.abc import Iterator

from catalog import families
from catalog.marketplaces import google
from catalog.marketplaces.writing import Part, Writing, inert, one_line, table_line, table_part
from catalog.rules import PublicPack, PublicProduct, Storage, short_gtin

COLUMNS = (
    "code", "producer_product_id", "lang", "product_name_vi", "product_name_en", "generic_name_vi", "quantity",
    "brands", "categories", "origins", "manufacturing_places", "countries", "ingredients_text_vi", "allergens",
    "conservation_conditions_vi", "preparation_vi", "warning_vi", "alcohol_100g", "link", "image_front_url",
    "image_other_url",
)  # fmt: skip
_FOOD = ("I.", "II.")
_KEPT = {
    Storage.DRY: "Nơi khô ráo, thoáng mát",
    Storage.COOL: "Trong ngăn mát tủ lạnh",
    Storage.FROZEN: "Trong ngăn đông",
}
_BY_ATTRIBUTE = {
    "allergens": "allergens",
    "keeping": "conservation_conditions_vi",
    "usage": "preparation_vi",
    "warning": "warning_vi",
    "ethanol_pct": "alcohol_100g",
}


def rows_of(product: PublicProduct, base_url: str) -> Iterator[dict[str, str]]:
    """Return a row for each pack of food or drink; nothing for anything else."""
    family = families.family(product.family)
    if family is None or not family.key.startswith(_FOOD):
        return
    told = {column: _cell(product.attrs.get(key, "")) for key, column in _BY_ATTRIBUTE.items()}
    told["conservation_conditions_vi"] = told["conservation_conditions_vi"] or _keeping(product)
    for pack in product.packs or (product.whole,):
        yield (
            told
            | {
                "code": short_gtin(pack.gtin),
                "producer_product_id": pack.sku,
                "lang": "vi",
                "product_name_vi": _cell(product.name),
                "product_name_en": _cell(product.name_en),
                "generic_name_vi": family.name_vi,
                "quantity": pack.content,
                "brands": _cell(product.business_name),
                "categories": family.name_en,
                "origins": "Vietnam",
                "manufacturing_places": _cell(product.place),
                "countries": "Vietnam",
                "ingredients_text_vi": _cell(product.ingredients),
                "link": f"{base_url}/san-pham/{product.slug}",
            }
            | _images(product, pack, base_url)
        )


def _images(product: PublicProduct, pack: PublicPack, base_url: str) -> dict[str, str]:
    first, *others = [*google.pictures(product, pack, base_url), ""]
    return {"image_front_url": first, "image_other_url": others[0] if others else ""}


def _keeping(product: PublicProduct) -> str:
    return _KEPT[product.storage] if product.storage else ""


def _cell(value: object) -> str:
    return inert(one_line(str(value)))


def _part(product: PublicProduct, base_url: str) -> Part:
    return table_part(rows_of(product, base_url), COLUMNS)


CSV = Writing("text/csv", lambda _base_url: table_line(COLUMNS), _part)
