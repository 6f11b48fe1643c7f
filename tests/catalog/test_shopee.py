"""Shopee's template: filled by keys wherever its columns are, everything else left as it was, nothing run."""

import io
import zipfile
from dataclasses import replace

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation

from catalog.marketplaces import sheets, workbooks
from catalog.marketplaces.layouts import layouts

pytestmark = pytest.mark.usefixtures("in_english")

ITEM = sheets.Item(
    name="Nước mắm Diêm Điền 40 độ đạm",
    description="Ủ mười hai tháng trong chum sành",
    sku="AB12CD34",
    photo_urls=("https://lensan.vn/anh/aa.jpg", "https://lensan.vn/anh/bb.jpg"),
    packs=(sheets.Pack((), 120_000, "AB12CD34", 900),),
)
KEYS = {
    "ps_weight|1|0": "Cân nặng (g)",
    "et_title_reason|0|0": "Lý do lỗi",
    "ps_price|1|1": "Giá",
    "ps_product_name|1|0": "Tên sản phẩm",
    "channel_id.5001|0|0": "Nhanh",
    "ps_item_image_1|0|0": "Hình ảnh 1",
    "ps_stock|1|1": "Kho hàng",
    "ps_product_description|1|0": "Mô tả",
    "ps_item_cover_image|1|0": "Ảnh bìa",
    "ps_category|0|0": "Mã ngành hàng",
    "ps_sku_short|0|1": "SKU",
}


def template(keys: dict[str, str] | None = None) -> bytes:
    """Make a workbook as Shopee makes them: guide first, shuffled columns, captions, a drop-down, a hidden list."""
    book = Workbook()
    guide = book.worksheets[0]
    guide.title = "Hướng dẫn"
    guide["A1"] = "Đọc kỹ trước khi điền"
    sheet = book.create_sheet("Bản đăng tải")
    for column, (key, caption) in enumerate((keys or KEYS).items(), start=1):
        sheet.cell(1, column, key)
        sheet.cell(3, column, caption)
        sheet.cell(4, column, "Bắt buộc" if "|1|" in key else "Không bắt buộc")
    sheet.cell(2, 1, "basic")
    sheet.cell(2, 2, "d41d8cd98f00b204")
    sheet.cell(2, 3, "100629")
    choice = DataValidation(type="list", formula1='"Bật,Tắt"')
    sheet.add_data_validation(choice)
    choice.add("E7:E1006")
    hidden = book.create_sheet("Danh sách")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "100629"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fill(data: bytes, item: sheets.Item) -> bytes:
    return sheets.fill(sheets.opened(layouts()["shopee"], data), [item])


def filled_row(data: bytes, row: int = 7) -> dict[str, object]:
    sheet = load_workbook(io.BytesIO(data))["Bản đăng tải"]
    return {str(sheet.cell(1, column).value).split("|")[0]: sheet.cell(row, column).value for column in range(1, 12)}


def test_each_answer_goes_under_its_key_wherever_that_column_is() -> None:
    assert filled_row(fill(template(), ITEM)) == {
        "ps_weight": 900,
        "et_title_reason": None,
        "ps_price": 120_000,
        "ps_product_name": "Nước mắm Diêm Điền 40 độ đạm",
        "channel_id.5001": None,
        "ps_item_image_1": "https://lensan.vn/anh/bb.jpg",
        "ps_stock": None,
        "ps_product_description": "Ủ mười hai tháng trong chum sành",
        "ps_item_cover_image": "https://lensan.vn/anh/aa.jpg",
        "ps_category": None,
        "ps_sku_short": "AB12CD34",
    }


def test_everything_else_in_the_file_stays() -> None:
    before = load_workbook(io.BytesIO(template()))
    after = load_workbook(io.BytesIO(fill(template(), ITEM)))

    assert after.sheetnames == before.sheetnames
    assert after["Danh sách"].sheet_state == "hidden"
    assert after["Hướng dẫn"]["A1"].value == "Đọc kỹ trước khi điền"
    (choice,) = after["Bản đăng tải"].data_validations.dataValidation
    assert (choice.formula1, str(choice.sqref)) == ('"Bật,Tắt"', "E7:E1006")
    for row in range(1, 7):
        assert [cell.value for cell in after["Bản đăng tải"][row]] == [
            cell.value for cell in before["Bản đăng tải"][row]
        ]


def test_a_second_product_goes_into_the_next_free_row() -> None:
    twice = fill(fill(template(), ITEM), ITEM)

    assert filled_row(twice, 7) == filled_row(twice, 8)
    assert filled_row(twice, 9)["ps_product_name"] is None


def test_each_pack_has_a_row_of_its_own_and_rows_belong_together() -> None:
    keys = KEYS | {
        "et_title_variation_integration_no|0|0": "Mã phân loại",
        "et_title_variation_1|0|0": "Nhóm phân loại 1",
        "et_title_option_for_variation_1|0|0": "Tên phân loại 1",
        "et_title_image_per_variation|0|0": "Hình ảnh mỗi phân loại",
        "ps_gtin_code|0|0": "GTIN",
    }
    packs = (
        sheets.Pack(("500 ml",), 120_000, "P500", 900, "8938505974194", "https://lensan.vn/anh/cc.jpg"),
        sheets.Pack(("1 lít",), 210_000, "P1000", 1_700),
    )

    filled = load_workbook(io.BytesIO(fill(template(keys), replace(ITEM, packs=packs, axes=("dung tích",)))))

    sheet = filled["Bản đăng tải"]
    columns = {str(sheet.cell(1, column).value).split("|")[0]: column for column in range(1, len(keys) + 1)}
    rows = [{key: sheet.cell(row, column).value for key, column in columns.items()} for row in (7, 8, 9)]
    assert [row["et_title_option_for_variation_1"] for row in rows] == ["500 ml", "1 lít", None]
    assert [row["ps_price"] for row in rows] == [120_000, 210_000, None]
    assert [row["ps_sku_short"] for row in rows] == ["P500", "P1000", None]
    assert [row["ps_gtin_code"] for row in rows] == ["8938505974194", "00", None]
    assert [row["et_title_image_per_variation"] for row in rows] == ["https://lensan.vn/anh/cc.jpg", None, None]
    for row in rows[:2]:
        assert row["et_title_variation_integration_no"] == "AB12CD34"
        assert (row["ps_product_name"], row["et_title_variation_1"]) == (ITEM.name, "dung tích")


@pytest.mark.parametrize(
    ("caption", "weight"), [("Cân nặng (g)", 900), ("Cân nặng (kg)", 0.9), ("Weight/gram", 900), ("Cân nặng", None)]
)
def test_the_weight_is_in_the_unit_the_caption_names(caption: str, weight: float | None) -> None:
    assert filled_row(fill(template(KEYS | {"ps_weight|1|0": caption}), ITEM))["ps_weight"] == weight


@pytest.mark.parametrize("start", ["=1+1", "+84912345678", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")'])
def test_a_name_that_looks_like_a_formula_stays_words(start: str) -> None:
    item = sheets.Item(start, start, "S", (), (sheets.Pack((), 1000, "S", 1),))

    sheet = load_workbook(io.BytesIO(fill(template(), item)))["Bản đăng tải"]

    cell = sheet.cell(7, list(KEYS).index("ps_product_name|1|0") + 1)
    assert cell.data_type == "s"
    assert cell.value.strip() == start.strip()


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


def plain_workbook() -> bytes:
    book = Workbook()
    book.worksheets[0]["A1"] = "Tên sản phẩm"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"", b"not a workbook", b"%PDF-1.7", archive(readme=b"hello"), plain_workbook(), template()[:2000]],
    ids=["empty", "words", "pdf", "zip", "another workbook", "cut short"],
)
def test_another_file_is_refused_with_where_to_find_the_right_one(data: bytes) -> None:
    with pytest.raises(workbooks.TemplateRefusedError, match="Seller Centre"):
        fill(data, ITEM)


def test_an_archive_that_swells_is_refused_before_it_is_opened() -> None:
    bomb = archive(**{"xl/workbook.xml": bytes(40_000_000), "xl/worksheets/sheet1.xml": bytes(40_000_000)})

    assert len(bomb) < 100_000
    with pytest.raises(workbooks.TemplateRefusedError, match="too large"):
        fill(bomb, ITEM)
