"""What each marketplace is handed, read back field by field; hostile words stay words and run nowhere."""

import csv
import io
import json
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from defusedxml import ElementTree
from flask import Flask
from flask.cli import ScriptInfo

from catalog import cli, words
from catalog.channel_rules import Channel
from catalog.marketplaces import open_food_facts, schema_org, shopify, woocommerce
from catalog.outlets import FETCHED, OUTLETS
from catalog.rules import PublicProduct, Unit
from tests.browser import Browser
from tests.catalog.shelves import BASE, GTIN, HOSTILE, SHA, hostile, packed, product
from tests.factories.catalog import make_maker, make_product, of_family, owner_of

G = "{http://base.google.com/ns/1.0}"
TABLES = [key for key, outlet in OUTLETS.items() if outlet.file_name.endswith((".csv", ".tsv"))]
FEEDS = [key for key, outlet in OUTLETS.items() if outlet.file_name.endswith(".xml")]
VISITS = ("things-to-do", "octo")


def text_of(key: str, *products: PublicProduct) -> str:
    return "".join(part.text for part in OUTLETS[key].written(products, BASE))


def table(key: str, *products: PublicProduct) -> list[dict[str, str]]:
    delimiter = "\t" if OUTLETS[key].file_name.endswith(".tsv") else ","
    rows = list(csv.reader(io.StringIO(text_of(key, *products), newline=""), delimiter=delimiter, strict=True))
    assert {len(row) for row in rows} == {len(rows[0])}
    return [{name: cell for name, cell in zip(rows[0], row, strict=True) if cell} for row in rows[1:]]


def feed(key: str, *products: PublicProduct) -> list[dict[str, list[str]]]:
    found = []
    for item in ElementTree.fromstring(text_of(key, *products)).iterfind("channel/item"):
        said: dict[str, list[str]] = {}
        for child in item:
            inner = ":".join(each.text or "" for each in child)
            said.setdefault(child.tag.removeprefix(G), []).append(inner or child.text or "")
        found.append(said)
    return found


def picture(place: int) -> str:
    return f"{BASE}/anh/{SHA[place]}.jpg"


LINK = f"{BASE}/san-pham/nuoc-mam-diem-dien-ab12cd34"


def test_google_is_told_everything_it_asks_about_such_goods() -> None:
    (item,) = feed("google", product())

    assert item == {
        "id": ["AB12CD34"],
        "title": ["Nước mắm Diêm Điền 40 độ đạm"],
        "description": ["Ủ mười hai tháng.\nMùi thơm dịu, vị mặn trước ngọt sau."],
        "link": [LINK],
        "image_link": [picture(0)],
        "additional_image_link": [picture(1), picture(2)],
        "availability": ["in_stock"],
        "price": ["120000 VND"],
        "identifier_exists": ["no"],
        "unit_pricing_measure": ["500ml"],
        "unit_pricing_base_measure": ["100ml"],
        "shipping_weight": ["900 g"],
        "condition": ["new"],
        "brand": ["Mắm Bà Mận"],
        "google_product_category": ["422"],
        "product_type": ["Thực phẩm > Tương, nước mắm, gia vị dạng lỏng khác"],
        "custom_label_0": ["12826"],
        "custom_label_1": ["I.4.a"],
        "shipping_label": ["dry"],
        "ships_from_country": ["VN"],
        "external_seller_id": ["0f1e2d3c4b5a"],
        "product_detail": ["Độ đạm:40 °N", "Loại cá:Cá cơm", "Hướng dẫn sử dụng:Chấm sống",
                           "Hướng dẫn bảo quản:Nơi khô thoáng", "Thành phần:Cá cơm, muối", "Hạn dùng:720 ngày",
                           "Nơi làm ra:Thôn Mai Diêm, Xã Thái Thụy"],
        "shipping_length": ["30 cm"],
        "shipping_width": ["12 cm"],
        "shipping_height": ["14 cm"],
        "product_highlight": ["Độ đạm: 40 °N", "Loại cá: Cá cơm", "Hướng dẫn sử dụng: Chấm sống",
                              "Hướng dẫn bảo quản: Nơi khô thoáng"],
    }  # fmt: skip


def test_the_table_for_google_says_what_the_feed_says() -> None:
    for one in (product(), packed()):
        for told, row in zip(feed("google", one), table("google-tsv", one), strict=True):
            for name, values in told.items():
                if name == "product_detail":
                    cell = row["product_detail(section_name:attribute_name:attribute_value)"]
                    assert cell.count(",:") + 1 == len(values)
                    assert cell.startswith(f":{values[0]},")
                elif name == "product_highlight":
                    assert row[name] == ",".join(value.replace(":", "\\:") for value in values)
                else:
                    assert row[name] == ",".join(" ".join(value.split()) for value in values), name


def test_google_is_told_which_picture_shows_the_maker_at_work() -> None:
    (item,) = feed("google", product(scene=SHA[2]))
    (row,) = table("google-tsv", product(scene=SHA[2]))

    assert item["lifestyle_image_link"] == [row["lifestyle_image_link"]] == [picture(2)]
    assert picture(2) in item["additional_image_link"]


def test_of_what_is_worn_google_and_meta_are_told_for_whom() -> None:
    shawl = product(family="IV.2", attrs={"colour": "Chàm", "gender": "female", "age_group": "adult"})

    (item,) = feed("google", shawl)
    (row,) = table("meta", shawl)

    assert (item["gender"], item["age_group"], item["color"]) == (["female"], ["adult"], ["Chàm"])
    assert "Dành cho nam hay nữ:Nữ" in item["product_detail"]
    assert (row["gender"], row["age_group"], row["color"]) == ("female", "adult", "Chàm")
    assert json.loads(schema_org.json_ld(shawl, BASE))["color"] == "Chàm"


def test_packs_are_items_of_one_group_for_google_and_for_meta() -> None:
    small, large = feed("google", packed())
    assert (small["id"], small["item_group_id"], small["canonical_link"]) == (["PK00000A"], ["AB12CD34"], [LINK])
    assert small["item_group_title"] == ["Nước mắm Diêm Điền 40 độ đạm"]
    assert (small["gtin"], small["price"], small["image_link"]) == (["8938505974194"], ["120000 VND"], [picture(3)])
    assert "identifier_exists" not in small
    assert (large["identifier_exists"], large["size"]) == (["no"], ["1 lít / Thường"])
    assert (large["unit_pricing_measure"], large["unit_pricing_base_measure"]) == (["1l"], ["1l"])

    small, large = table("meta", packed())
    assert (small["item_group_id"], small["size"], small["gtin"]) == ("AB12CD34", "500 ml", "8938505974194")
    assert small["additional_variant_attribute"] == "Vị:Cay  nồng"
    assert (large["id"], large["price"], large["link"]) == ("PK00000B", "210000 VND", f"{LINK}?goi=PK00000B")


def test_meta_is_told_in_its_own_words_and_the_table_and_the_feed_agree() -> None:
    (row,) = table("meta", product())

    assert row == {
        "id": "AB12CD34",
        "title": "Nước mắm Diêm Điền 40 độ đạm",
        "description": "Ủ mười hai tháng.\nMùi thơm dịu, vị mặn trước ngọt sau.",
        "availability": "in stock",
        "condition": "new",
        "price": "120000 VND",
        "link": LINK,
        "image_link": picture(0),
        "additional_image_link": f"{picture(1)},{picture(2)}",
        "brand": "Mắm Bà Mận",
        "google_product_category": "422",
        "product_type": "Tương, nước mắm, gia vị dạng lỏng khác",
        "shipping_weight": "900 g",
        "origin_country": "VN",
        "custom_label_0": "12826",
        "custom_label_1": "I.4.a",
        "status": "active",
    }
    assert feed("meta-rss", product()) == [{name: [value] for name, value in row.items()}]


def test_pictures_stay_within_what_meta_takes_together() -> None:
    (row,) = table("meta", product(pictures=tuple(f"{number:064d}" for number in range(40))))

    assert len(row["additional_image_link"]) <= 2000
    assert row["additional_image_link"].count(",") + 1 == 20


def test_woocommerce_gets_a_product_and_its_packs_under_it() -> None:
    (row,) = table("woocommerce", product())
    assert row == {
        "Type": "simple",
        "SKU": "AB12CD34",
        "Name": "Nước mắm Diêm Điền 40 độ đạm",
        "Published": "1",
        "Is featured?": "0",
        "Visibility in catalog": "visible",
        "Short description": "Ủ mười hai tháng. Mùi thơm dịu, vị mặn trước ngọt sau.",
        "Description": "<p>Ủ mười hai tháng.</p><p>Mùi thơm dịu, vị mặn trước ngọt sau.</p>",
        "In stock?": "1",
        "Backorders allowed?": "0",
        "Sold individually?": "0",
        "Weight (kg)": "0.9",
        "Length (cm)": "30",
        "Width (cm)": "12",
        "Height (cm)": "14",
        "Allow customer reviews?": "1",
        "Regular price": "120000",
        "Categories": "Tương\\, nước mắm\\, gia vị dạng lỏng khác",
        "Tags": "Mắm Bà Mận",
        "Images": f"{picture(0)}, {picture(1)}, {picture(2)}",
        "Brands": "Mắm Bà Mận",
        "Meta: _lensan_ma": "AB12CD34",
    }

    parent, small, large = table("woocommerce", packed())
    assert (parent["Type"], parent["SKU"], parent["Attribute 2 name"]) == ("variable", "AB12CD34", "Vị")
    assert "Regular price" not in parent
    assert parent["Attribute 2 value(s)"] == "Cay\\, nồng, Thường"
    assert (small["Type"], small["Parent"], small["Images"]) == ("variation", "AB12CD34", picture(3))
    assert (small["GTIN, UPC, EAN, or ISBN"], small["Attribute 1 value(s)"]) == ("8938505974194", "500 ml")
    assert (large["Regular price"], large["Weight (kg)"], large["Position"]) == ("210000", "1.7", "1")
    assert table("woocommerce", product(unit=Unit.NIGHT))[0]["Type"] == "simple, virtual"


def test_shopify_gets_a_row_for_each_pack_and_picture_under_new_and_old_names() -> None:
    first, second, third = table("shopify", packed())
    assert first == {
        "Title": "Nước mắm Diêm Điền 40 độ đạm",
        "URL handle": "nuoc-mam-diem-dien-ab12cd34",
        "Description": "<p>Ủ mười hai tháng.</p><p>Mùi thơm dịu, vị mặn trước ngọt sau.</p>",
        "Vendor": "Mắm Bà Mận",
        "Type": "Tương, nước mắm, gia vị dạng lỏng khác",
        "Tags": "Mắm Bà Mận",
        "Published on online store": "TRUE",
        "Status": "active",
        "SKU": "PK00000A",
        "Barcode": "8938505974194",
        "Option1 name": "Khối lượng",
        "Option1 value": "500 ml",
        "Option2 name": "Vị",
        "Option2 value": "Cay, nồng",
        "Price": "120000",
        "Weight value (grams)": "900",
        "Weight unit for display": "g",
        "Requires shipping": "TRUE",
        "Product image URL": picture(0),
        "Image position": "1",
        "Image alt text": "Nước mắm Diêm Điền 40 độ đạm",
        "Variant image URL": picture(3),
        "SEO title": "Nước mắm Diêm Điền 40 độ đạm",
        "SEO description": "Ủ mười hai tháng. Mùi thơm dịu, vị mặn trước ngọt sau.",
    }
    assert (second["SKU"], second["Price"], second["Option1 value"]) == ("PK00000B", "210000", "1 lít")
    assert {"Title", "Option1 name"}.isdisjoint(second)
    assert set(third) == {"URL handle", "Product image URL", "Image position", "Image alt text"}
    assert third["Image position"] == "3"

    old = table("shopify-old", packed())
    assert [{shopify._NEW_TO_OLD[name]: cell for name, cell in row.items()} for row in (first, second, third)] == old
    assert next(iter(old[0])) == "Handle"
    assert table("shopify", product())[0]["Option1 value"] == "Default Title"


def test_open_food_facts_gets_food_and_drink_and_nothing_else() -> None:
    (row,) = table("open-food-facts", product(gtin=GTIN))
    assert row == {
        "code": "8938505974194",
        "producer_product_id": "AB12CD34",
        "lang": "vi",
        "product_name_vi": "Nước mắm Diêm Điền 40 độ đạm",
        "generic_name_vi": "Tương, nước mắm, gia vị dạng lỏng khác",
        "quantity": "500 ml",
        "brands": "Mắm Bà Mận",
        "categories": row["categories"],
        "origins": "Vietnam",
        "manufacturing_places": "Thôn Mai Diêm, Xã Thái Thụy",
        "countries": "Vietnam",
        "ingredients_text_vi": "Cá cơm, muối",
        "conservation_conditions_vi": "Nơi khô thoáng",
        "preparation_vi": "Chấm sống",
        "link": LINK,
        "image_front_url": picture(0),
        "image_other_url": picture(1),
    }
    assert table("open-food-facts", product(family="IV.1"), product(family=""), product(family="offer.room")) == []
    assert table("open-food-facts", product(attrs={}))[0]["conservation_conditions_vi"] == "Nơi khô ráo, thoáng mát"
    assert len(table("open-food-facts", packed())) == 2
    assert table("open-food-facts", product(family="II.1.a", attrs={"ethanol_pct": 40}))[0]["alcohol_100g"] == "40"


@pytest.mark.parametrize("key", TABLES)
@pytest.mark.parametrize("one", [hostile(), hostile(axes=packed().axes, packs=packed().packs)])
def test_no_cell_of_a_table_is_a_formula_and_every_row_stays_whole(key: str, one: PublicProduct) -> None:
    for row in table(key, one):
        for cell in row.values():
            assert cell[0] not in "=+-@\t\r", cell
            assert unicodedata.is_normalized("NFC", cell)
            assert "\x0b" not in cell


@pytest.mark.parametrize("key", FEEDS)
def test_hostile_words_stay_words_in_a_feed(key: str) -> None:
    (item,) = feed(key, hostile())

    title = unicodedata.normalize("NFC", HOSTILE).replace("\x0b", "").replace("\u200d", "")
    assert item["title"] == [title.lstrip("=") if key == "meta-rss" else title]
    assert "🐟" in item["title"][0]


def test_what_shopify_shows_as_markup_cannot_bring_any_in() -> None:
    (row, *_pictures) = table("shopify", hostile())

    assert "<b>" not in row["Description"]
    assert "&lt;b&gt;" in row["Description"]


def test_long_words_are_cut_where_each_marketplace_stops_reading() -> None:
    one = product(name="Ă" * 400, description="Ă" * 12_000)

    assert len(feed("google", one)[0]["title"][0]) == 150
    assert len(feed("google", one)[0]["description"][0]) == 5000
    assert len(table("meta", one)[0]["title"]) == 200
    assert len(table("meta", one)[0]["description"]) == 9999


@pytest.mark.parametrize("key", OUTLETS)
def test_the_command_writes_every_file(app: Flask, session: object, tmp_path: Path, key: str) -> None:
    product = make_product(make_maker(), shown=True)
    of_family(product, "offer.tour" if key in VISITS else "I.4.a")
    out = tmp_path / OUTLETS[key].file_name

    result = CliRunner().invoke(cli.group, ["export", key, "--out", str(out)], obj=ScriptInfo(create_app=lambda: app))

    assert result.exit_code == 0, result.output
    assert "1 products" in result.output
    assert product.sku in out.read_text("utf-8")
    assert [child.name for child in tmp_path.iterdir()] == [out.name]


@pytest.mark.parametrize("name", FETCHED)
def test_what_is_fetched_is_what_the_command_writes(browser: Browser, name: str) -> None:
    product = make_product(make_maker(), shown=True)
    if FETCHED[name].channel is Channel.TRIPS:
        of_family(product, "offer.attraction")
    make_product(make_maker(public=False), shown=True)

    page = browser.visit(f"/feeds/{name}")

    assert page.response.mimetype == FETCHED[name].writing.content_type
    assert page.html.count(product.sku) >= 1
    assert browser.visit(f"/feeds/{name}", headers={"If-None-Match": page.response.headers["ETag"]}).status == 304
    assert browser.visit("/feeds/nothing.xml").status == 404


def test_an_owner_takes_the_files_of_the_shelf_and_sees_how_many_are_in_each(browser: Browser) -> None:
    maker = make_maker()
    mine, other = make_product(maker, shown=True), make_product(make_maker(), shown=True)
    make_product(maker)
    browser.sign_in(owner_of(maker))

    page = browser.visit(f"/hs/{maker.code}/sp/tep")

    # Without a kind of goods it is neither known to be food nor to be a trip; the dossier comes last.
    assert page.text.count("Lấy tệp: 1 sản phẩm") == len(OUTLETS) - 3 + 1, page.text
    assert "Chưa có sản phẩm nào đủ" in page.text
    file = browser.visit(f"/hs/{maker.code}/sp/tep/woocommerce")
    assert file.response.headers["Content-Disposition"] == 'attachment; filename="woocommerce.csv"'
    assert mine.sku in file.html
    assert other.sku not in file.html
    assert browser.visit(f"/hs/{maker.code}/sp/tep/nothing").status == 404


def test_somebody_else_does_not_get_the_files(browser: Browser) -> None:
    maker = make_maker()
    make_product(maker, shown=True)
    browser.sign_in(owner_of(make_maker()))

    assert browser.visit(f"/hs/{maker.code}/sp/tep").status == 404
    assert browser.visit(f"/hs/{maker.code}/sp/tep/meta").status == 404


def test_every_file_has_a_name_on_the_page_and_no_column_twice() -> None:
    assert set(words.OUTLET_NAMES) == set(OUTLETS)
    columns: Sequence[Sequence[str]] = (
        woocommerce.COLUMNS,
        shopify.COLUMNS,
        shopify.OLD_COLUMNS,
        open_food_facts.COLUMNS,
    )
    for each in columns:
        assert len(set(each)) == len(each)
