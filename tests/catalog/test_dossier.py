"""The dossier for places without a format: sheet, words and photographs, all named by the product they belong to."""

import io
import zipfile

from python_calamine import CalamineWorkbook

from catalog.marketplaces import dossier
from catalog.rules import PublicProduct
from tests.browser import Browser
from tests.catalog.shelves import BASE, GTIN, HOSTILE, SHA, hostile, packed, product
from tests.factories.catalog import make_maker, make_product, owner_of, taken


def made(*products: PublicProduct) -> zipfile.ZipFile:
    out = io.BytesIO()
    assert dossier.write(out, products, read=lambda sha256: sha256.encode(), base_url=BASE) == len(products)
    return zipfile.ZipFile(out)


def rows(archive: zipfile.ZipFile) -> list[dict[str, object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(archive.read("san-pham.xlsx")))
    header, *found = book.get_sheet_by_index(0).to_python()
    return [dict(zip(header, row, strict=True)) for row in found]


def test_every_field_is_in_the_sheet_and_photographs_are_named_by_product() -> None:
    archive = made(product(), packed(slug="mam-hai-goi"))

    photos = [f"anh/01-nuoc-mam-diem-dien-ab12cd34-{number}.jpg" for number in (1, 2, 3)]
    assert [name for name in archive.namelist() if name.startswith("anh/01")] == photos
    assert archive.read(photos[1]) == SHA[1].encode()
    whole, small, large = rows(archive)
    assert whole == {
        "Mã sản phẩm": "AB12CD34",
        "Tên sản phẩm": "Nước mắm Diêm Điền 40 độ đạm",
        "Quy cách": "500 ml",
        "Giá bán (đồng)": 120_000,
        "Khối lượng cả bao bì (g)": 900,
        "Kích thước gói gửi (cm)": "30 x 12 x 14",
        "Mã vạch": "",
        "Nhóm sản phẩm": "Tương, nước mắm, gia vị dạng lỏng khác",
        "Mô tả": "Ủ mười hai tháng.\nMùi thơm dịu, vị mặn trước ngọt sau.",
        "Thành phần": "Cá cơm, muối",
        "Hạn dùng (ngày)": 720,
        "Bảo quản": "Nơi khô ráo",
        "Cơ sở": "Mắm Bà Mận",
        "Điện thoại": "+84912345678",
        "Địa chỉ": "Thôn Mai Diêm, Xã Thái Thụy",
        "Ảnh": ", ".join(photos),
        "Trang sản phẩm": f"{BASE}/san-pham/nuoc-mam-diem-dien-ab12cd34",
    }
    assert (small["Mã sản phẩm"], small["Quy cách"], small["Mã vạch"]) == ("PK00000A", "500 ml · Cay, nồng", GTIN[1:])
    assert (large["Giá bán (đồng)"], large["Khối lượng cả bao bì (g)"]) == (210_000, 1700)


def test_the_card_has_the_words_to_copy() -> None:
    card = made(product(phone="")).read("the/01-nuoc-mam-diem-dien-ab12cd34.txt").decode()

    assert card.startswith("Nước mắm Diêm Điền 40 độ đạm\nGiá: 120.000 đ / 500 ml\n")
    assert "Độ đạm: 40 °N" in card
    assert "Điện thoại" not in card
    assert "- 1 lít · Thường: 210.000 đ" in dossier.card(packed())


def test_hostile_words_stay_words_and_five_photographs_are_enough() -> None:
    archive = made(hostile(pictures=tuple(f"{number:064d}" for number in range(9))))

    (row,) = rows(archive)
    assert str(row["Tên sản phẩm"]).startswith("=HYPERLINK")
    sheet = zipfile.ZipFile(io.BytesIO(archive.read("san-pham.xlsx"))).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower()
    assert str(row["Ảnh"]).count(".jpg") == 5
    assert "🐟" in HOSTILE
    assert "🐟" in str(row["Tên sản phẩm"])


def test_an_owner_takes_the_dossier_and_nobody_elses(browser: Browser) -> None:
    maker = make_maker()
    shown = make_product(maker, shown=True)
    make_product(maker)
    browser.sign_in(owner_of(maker))
    assert "ho-so.zip" in browser.visit(f"/hs/{maker.code}/sp/tep").html

    page = browser.visit(f"/hs/{maker.code}/sp/tep/ho-so.zip")

    archive = zipfile.ZipFile(io.BytesIO(page.data))
    assert [row["Mã sản phẩm"] for row in rows(archive)] == [shown.sku]
    assert archive.read(f"anh/01-{shown.slug}-1.jpg") == taken().renditions["sq1500"].data  # type: ignore[index]
    browser.sign_in(owner_of(make_maker()))
    assert browser.visit(f"/hs/{maker.code}/sp/tep/ho-so.zip").status == 404
