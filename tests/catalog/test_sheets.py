"""Sellers' templates of every marketplace: found by headings, filled, all else left as it was; changes noticed."""

import io
import zipfile
from collections.abc import Sequence

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from python_calamine import CalamineWorkbook

from app.core import audit
from app.core.audit import AuditEntry
from app.core.db import db
from catalog.marketplaces import sheets, workbooks
from catalog.marketplaces.layouts import Layout, layouts, plain
from catalog.models import SheetTemplate
from catalog.outlets import SHEETS
from tests.browser import Browser
from tests.catalog.shelves import HOSTILE, LONG
from tests.factories.catalog import in_packs, make_maker, make_product, owner_of

pytestmark = pytest.mark.usefixtures("in_english")

ITEM = sheets.Item(
    name="Nước mắm Diêm Điền 40 độ đạm",
    description="Ủ mười hai tháng.\nThơm dịu.",
    sku="AB12CD34",
    photo_urls=tuple(f"https://lensan.vn/anh/{number}.jpg" for number in range(9)),
    packs=(
        sheets.Pack(("500 ml",), 120_000, "P500", 900, "8938505974194", "https://lensan.vn/anh/x.jpg"),
        sheets.Pack(("1 lít",), 210_000, "P1000", 1700),
    ),
    axes=("Dung tích",),
    box_cm=(30, 20, 15),
)
# Headings as sellers of each marketplace see them: a key or a caption, some of each kind unknown to us.
HEADINGS = {
    "shopee": ("ps_category|0|0", "ps_product_name|1|0", "ps_product_description|1|0", "ps_price|1|1",
               "ps_sku_parent_short|0|0", "ps_weight|1|0", "ps_length|0|0", "ps_width|0|0", "ps_height|0|0",
               "et_title_variation_integration_no|0|0", "et_title_option_for_variation_1|0|0",
               "ps_item_cover_image|1|0", "channel_id.5001|0|0"),
    "tiktok": ("Danh mục (*)", "Tên sản phẩm *", "Mô tả sản phẩm", "Hình ảnh chính", "Hình ảnh 2", "SKU người bán",
               "Giá (Nội tệ)", "Trọng lượng gói hàng (g)", "Chiều dài gói hàng (cm)", "Chiều rộng gói hàng (cm)",
               "Chiều cao gói hàng (cm)", "Tên biến thể 1", "Giá trị biến thể 1", "Chứng nhận"),
    "lazada": ("Group No", "Tên sản phẩm", "*Price", "Điểm nổi bật", "Mô tả chính", "Brand", "Product Images1",
               "Product Images2", "Package Weight (kg)", "Package Length (cm)", "Package Width (cm)",
               "Package Height (cm)", "SellerSKU", "Giá trị phân loại 1", "*What's in the box", "p-120 vị"),
    "tiki": ("Tên sản phẩm", "Giá bán", "Mô tả chi tiết", "Mã sản phẩm", "Ảnh đại diện", "Ảnh 2", "Mã vạch",
             "Khối lượng sản phẩm (kg)", "Chiều dài sau đóng gói (cm)", "Chiều rộng sau đóng gói (cm)",
             "Chiều cao sau đóng gói (cm)", "Lựa chọn 1", "Thuộc tính vị"),
}  # fmt: skip


def template(headings: Sequence[str], *, above: int = 0, help_rows: int = 1, extra: str = "") -> bytes:
    """Make a workbook as marketplaces make them: a guide, styles, lists, a hidden sheet, names, conditional colours."""
    book = Workbook()
    guide = book.worksheets[0]
    guide.title = "Hướng dẫn"
    guide["A1"] = "Đọc kỹ"
    sheet = book.create_sheet("Mẫu & dữ liệu")
    for column, heading in enumerate([*headings, *([extra] if extra else [])], start=1):
        cell = sheet.cell(1 + above, column, heading)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", "1F4E78")
        for row in range(help_rows):
            sheet.cell(2 + above + row, column, "Bắt buộc")
        sheet.cell(2 + above + help_rows, column).fill = PatternFill("solid", "FFF2CC")
    choice = DataValidation(type="list", formula1="danh_sach")
    sheet.add_data_validation(choice)
    choice.add("A3:A500")
    sheet.conditional_formatting.add("B3:B500", CellIsRule(operator="equal", formula=['""']))
    sheet.freeze_panes = "B3"
    hidden = book.create_sheet("an")
    hidden.sheet_state, hidden["A1"] = "hidden", "100629"
    book.defined_names["danh_sach"] = DefinedName("danh_sach", attr_text="an!$A$1:$A$9")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def layout(key: str) -> Layout:
    return layouts()[key]


def read_back(key: str, data: bytes) -> list[dict[str, object]]:
    """Read a filled file with another library, under our names for its columns."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("Mẫu & dữ liệu").to_python()
    start = next(number for number, row in enumerate(rows) if len(layout(key).answers(row)) > 3)
    places = layout(key).answers(rows[start])
    return [{name: row[at - 1] for name, at in places.items() if row[at - 1] != ""} for row in rows[start + 1 :]]


@pytest.mark.parametrize("key", SHEETS)
def test_each_marketplaces_template_is_filled_under_its_headings(key: str) -> None:
    data = template(HEADINGS[key], above=2, help_rows=3)

    opened = sheets.opened(layout(key), data)
    filled = sheets.fill(opened, [ITEM])

    *_help, small, large = read_back(key, filled)
    assert opened.first_free_row == max(layout(key).first_row, 7)
    assert (small["name"], small["price"], large["price"]) == (ITEM.name, 120_000, 210_000)
    assert small["description"] == ITEM.description
    assert small["image_1"] == ITEM.photo_urls[0]
    assert (small["option_1"], large["option_1"]) == ("500 ml", "1 lít")
    weights = {"tiktok": 900, "lazada": 0.9, "tiki": 0.9}
    assert small.get("weight") == weights.get(key)
    assert [large[side] for side in ("box_length", "box_width", "box_height")] == [30, 20, 15]
    if key == "lazada":
        assert (small["brand"], small["highlights"], small["group"]) == ("No Brand", "Ủ mười hai tháng.", "AB12CD34")
        assert small["in_box"] == f"1 x {ITEM.name}"
    if key == "tiki":
        assert small["gtin"] == "8938505974194"
        assert "gtin" not in large


def test_tiktoks_keys_stand_above_its_captions_and_help_and_products_come_below() -> None:
    keys = ("category", "brand", "product_name", "product_description", "main_image", "image_2", "gtin_type",
            "gtin_code", "property_name_1", "property_value_1", "property_1_image", "parcel_weight", "parcel_length",
            "price", "warehouse_quantity/7123", "seller_sku", "product_property/100157",
            "aimed_product_status")  # fmt: skip
    captions = ("Category", "Brand", "Product name", "Product description", "Main image", "Image 2",
                "Identifier Code Type", "Identifier Code", "Primary variation name (theme)",
                "Primary variation value (option)", "Primary variation image 1", "Package weight(g)",
                "Package length(cm)", "Retail Price (Local Currency)", "Quantity", "Seller SKU", "Materials",
                "Product Status")  # fmt: skip
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Mẫu & dữ liệu"
    for row in (keys, ("V5.0.2", "create_product"), captions, ["Mandatory"] * len(keys), ["Read this"] * len(keys)):
        sheet.append(row)
    data = io.BytesIO()
    book.save(data)

    opened = sheets.opened(layout("tiktok"), data.getvalue())
    small, large = read_back("tiktok", sheets.fill(opened, [ITEM]))[-2:]

    assert (opened.heading_row, opened.first_free_row, opened.weight_unit) == (1, 6, "g")
    assert (small["gtin_type"], small["gtin"], small["weight"]) == ("EAN", "8938505974194", 900)
    assert (small["axis_1"], small["option_1"], small["pack_image"]) == (
        "Dung tích", "500 ml", "https://lensan.vn/anh/x.jpg",
    )  # fmt: skip
    assert not {"gtin", "gtin_type"} & large.keys()
    # Of another seller, with other warehouses and another kind of goods, it is the same template.
    assert not {each for each in opened.headings if each.startswith(("warehouse", "product_property"))}


@pytest.mark.parametrize("key", SHEETS)
def test_every_other_part_of_the_file_is_the_same_bytes_and_styles_and_lists_stay(key: str) -> None:
    data = template(HEADINGS[key])

    filled = sheets.fill(sheets.opened(layout(key), data), [ITEM])

    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(io.BytesIO(filled)) as after:
        assert before.namelist() == after.namelist()
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert changed == ["xl/worksheets/sheet2.xml"]
    old, new = (load_workbook(io.BytesIO(each))["Mẫu & dữ liệu"] for each in (data, filled))
    assert new.freeze_panes == old.freeze_panes
    (choice,) = new.data_validations.dataValidation
    assert (choice.formula1, str(choice.sqref)) == ("danh_sach", "A3:A500")
    assert len(new.conditional_formatting) == 1
    for column in range(1, len(HEADINGS[key]) + 1):
        for row in (1, 3):
            assert new.cell(row, column).fill.fgColor.rgb == old.cell(row, column).fill.fgColor.rgb
        assert new.cell(1, column).value == HEADINGS[key][column - 1]


def test_what_somebody_has_filled_in_is_not_written_over() -> None:
    data = template(HEADINGS["tiki"])
    once = sheets.fill(sheets.opened(layout("tiki"), data), [ITEM])
    twice = sheets.fill(sheets.opened(layout("tiki"), once), [ITEM])

    assert [row["pack_sku"] for row in read_back("tiki", twice)[1:]] == ["P500", "P1000", "P500", "P1000"]


def test_hostile_and_long_words_stay_words_in_one_cell() -> None:
    name, data = f"=1+1 {HOSTILE}", template(HEADINGS["tiki"])
    item = sheets.Item(name, LONG * 9, "S", (), (sheets.Pack((), 1000, "+S", 1),))

    filled = sheets.fill(sheets.opened(layout("tiki"), data), [item])

    row = read_back("tiki", filled)[-1]
    assert row["name"] == workbooks.clean(name)
    assert row["pack_sku"] == "+S"
    assert len(str(row["description"])) == 32_767
    sheet = load_workbook(io.BytesIO(filled))["Mẫu & dữ liệu"]
    assert not [cell for cells in sheet.iter_rows() for cell in cells if cell.data_type == "f"]


def test_a_sheet_written_with_prefixes_and_without_rows_is_filled_too() -> None:
    data = template(HEADINGS["tiki"], help_rows=0)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            text = old.read(part).decode()
            if part.filename == "xl/worksheets/sheet2.xml":
                text = text.replace("<", "<x:").replace("<x:/", "</x:").replace(" xmlns=", " xmlns:x=")
            new.writestr(part, text)

    filled = sheets.fill(sheets.opened(layout("tiki"), out.getvalue()), [ITEM])

    assert [row.get("name") for row in read_back("tiki", filled)] == [ITEM.name, ITEM.name]


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/embeddings/ole.bin"])
def test_a_file_in_which_something_runs_is_refused(part: str) -> None:
    out = io.BytesIO(template(HEADINGS["tiki"]))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(part, b"x")

    with pytest.raises(workbooks.TemplateRefusedError, match="runs by itself"):
        sheets.opened(layout("tiki"), out.getvalue())


def test_a_part_that_names_something_outside_is_refused() -> None:
    data, out = template(HEADINGS["tiki"]), io.BytesIO()
    evil = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]><workbook>&e;</workbook>'
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            new.writestr(part, evil if part.filename == "xl/workbook.xml" else old.read(part))

    with pytest.raises(workbooks.TemplateRefusedError):
        sheets.fill(sheets.opened(layout("tiki"), out.getvalue()), [ITEM])


def test_a_template_for_many_kinds_of_goods_is_as_wide_as_it_is() -> None:
    many = tuple(f"product_property/{number}" for number in range(700))

    filled = sheets.fill(sheets.opened(layout("tiktok"), template((*many, *HEADINGS["tiktok"]))), [ITEM])

    assert read_back("tiktok", filled)[-1]["price"] == 210_000


def test_headings_are_compared_without_what_stands_beside_them() -> None:
    assert plain("ps_product_name|1|0") == "ps_product_name"
    assert plain(" Tên sản phẩm (*) ") == plain("tên sản phẩm") == "ten san pham"
    assert layout("shopee").lasting(["ps_price|1|1", "channel_id.5001|0|0", None]) == ("ps_price",)


def send(browser: Browser, product: object, key: str, data: bytes, **fields: str) -> object:
    path = f"/sp/{product.id}/kenh/{key}"  # type: ignore[attr-defined]
    return browser.fill(path, to=f"{path}.xlsx", template=(io.BytesIO(data), "mau.xlsx"), **fields)


@pytest.mark.parametrize("key", SHEETS)
def test_an_owner_fills_each_marketplaces_template(browser: Browser, key: str) -> None:
    product = make_product(make_maker())
    browser.sign_in(owner_of(product.merchant))

    page = send(browser, product, key, template(HEADINGS[key]))

    assert page.status == 200
    assert f"{key}-{product.sku}.xlsx" in page.response.headers["Content-Disposition"]
    assert read_back(key, page.data)[-1]["name"] == product.name
    kept = db.session.query(SheetTemplate).one()
    assert (kept.channel, kept.merchant_id) == (layout(key).channel, product.merchant_id)
    assert f"/kenh/{key}" in browser.visit(f"/sp/{product.id}/kenh").html


def test_a_changed_template_is_refused_with_what_changed_and_taken_once_the_owner_says_so(browser: Browser) -> None:
    product = make_product(make_maker())
    browser.sign_in(owner_of(product.merchant))
    old = template([*HEADINGS["tiki"], "Cột cũ"])
    new = template([*reversed(HEADINGS["tiki"]), "Hạn dùng"])
    assert send(browser, product, "tiki", old).status == 200
    moved = template([*reversed(HEADINGS["tiki"]), "Cột cũ", "Thuộc tính khác"])
    assert send(browser, product, "tiki", moved).status == 200
    before = db.session.query(AuditEntry).count()

    page = send(browser, product, "tiki", new)

    assert page.status == 422
    assert "Cột mới: han dung. Cột không còn: cot cu." in page.text
    assert db.session.query(AuditEntry).count() == before
    page = send(browser, product, "tiki", new, from_now_on="y")
    assert page.status == 200
    assert send(browser, product, "tiki", new).status == 200
    assert "han dung" in db.session.query(SheetTemplate).one().headings


def test_every_product_that_is_ready_goes_into_one_template(browser: Browser) -> None:
    maker = make_maker()
    sauce, paste = make_product(maker), make_product(maker, name="Mắm tép Diêm Điền hũ nhỏ, ủ chín mùi")
    packs = in_packs(paste, "300 g", "1 kg")
    nameless = make_product(maker, name="Mắm", photo=False)
    browser.sign_in(owner_of(maker))
    headings = [*HEADINGS["tiki"], "Tên lựa chọn 1"]
    files, here = f"/hs/{maker.code}/sp/tep", f"/hs/{maker.code}/sp/mau/tiki"
    assert f'href="{here}"' in browser.visit(files).html
    assert "Có 2 trong 3 sản phẩm" in browser.visit(here).text

    page = browser.fill(here, to=f"{here}.xlsx", template=(io.BytesIO(template(headings)), "mau.xlsx"))

    rows = read_back("tiki", page.data)
    assert [row["name"] for row in rows if row.get("name")][-3:] == [sauce.name, paste.name, paste.name]
    assert [row["pack_sku"] for row in rows][-3:] == [sauce.sku, *(pack.sku for pack in packs)]
    assert {row["axis_1"] for row in rows[-2:]} == {"Khối lượng"}
    assert nameless.name not in {row.get("name") for row in rows}
    told = [entry for entry in audit.entries_about("product", sauce.id) if entry.action == "product:export"]
    assert len(told) == 1
    changed = template([*headings, "Hạn dùng"])
    page = browser.fill(here, to=f"{here}.xlsx", template=(io.BytesIO(changed), "mau.xlsx"))
    assert (page.status, "Cột mới: han dung" in page.text) == (422, True)


def test_more_rows_than_are_read_back_are_refused_with_a_sentence(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker = make_maker()
    in_packs(make_product(maker), "300 ml", "500 ml", "1 lít")
    browser.sign_in(owner_of(maker))
    here = f"/hs/{maker.code}/sp/mau/tiki"
    monkeypatch.setattr(workbooks, "_MAX_ROWS", 4)

    page = browser.fill(here, to=f"{here}.xlsx", template=(io.BytesIO(template(HEADINGS["tiki"])), "mau.xlsx"))

    assert (page.status, "một tệp mẫu không chứa hết" in page.text) == (422, True)
    assert db.session.query(SheetTemplate).count() == 0


def test_a_shelf_of_which_nothing_is_ready_says_so_and_fills_nothing(browser: Browser) -> None:
    maker = make_maker()
    make_product(maker, photo=False)
    browser.sign_in(owner_of(maker))
    here = f"/hs/{maker.code}/sp/mau/shopee"

    page = browser.visit(here)

    assert "Có 0 trong 1 sản phẩm" in page.text
    assert f"{here}.xlsx" not in page.html
    assert f"/hs/{maker.code}/sp/thieu" in page.html
    assert db.session.query(SheetTemplate).count() == 0


def test_a_helper_may_look_but_only_who_may_edit_fills(browser: Browser) -> None:
    product = make_product(make_maker())
    browser.sign_in(owner_of(make_maker()))

    assert browser.visit(f"/sp/{product.id}/kenh/tiktok").status == 404
    assert db.session.query(SheetTemplate).count() == 0
