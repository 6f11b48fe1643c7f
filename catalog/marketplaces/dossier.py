"""A dossier for places that publish no format (buudien.vn, Voso, Zalo): a sheet, a card of words and photographs.

Somebody there types it in or uploads it by hand, so everything is named by the product it belongs to.
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import BinaryIO

import xlsxwriter

from catalog import families
from catalog.marketplaces.writing import clean
from catalog.rules import PublicPack, PublicProduct, Storage, short_gtin

CONTENT_TYPE = "application/zip"
# A catalogue of Zalo shows five.
MOST_PHOTOS = 5
COLUMNS = (
    "Mã sản phẩm", "Tên sản phẩm", "Quy cách", "Giá bán (đồng)", "Khối lượng cả bao bì (g)",
    "Kích thước gói gửi (cm)", "Mã vạch", "Nhóm sản phẩm", "Mô tả", "Thành phần", "Hạn dùng (ngày)", "Bảo quản",
    "Cơ sở", "Điện thoại", "Địa chỉ", "Ảnh", "Trang sản phẩm",
)  # fmt: skip
_KEPT = {Storage.DRY: "Nơi khô ráo", Storage.COOL: "Ngăn mát", Storage.FROZEN: "Ngăn đông"}
_WIDE = 32

Reader = Callable[[str], bytes]


def write(file: BinaryIO, products: Iterable[PublicProduct], *, read: Reader, base_url: str) -> int:
    """Write the dossier of products into a file, a photograph at a time; say how many products are in it."""
    rows: list[Sequence[str | int]] = []
    count = 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for count, product in enumerate(products, start=1):
            name = f"{count:02d}-{product.slug}"
            photos = _photos(archive, name, product, read)
            rows += (_row(product, pack, photos, base_url) for pack in product.packs or (product.whole,))
            archive.writestr(f"the/{name}.txt", card(product))
        archive.writestr("san-pham.xlsx", _sheet(rows))
    return count


def card(product: PublicProduct) -> str:
    """Return the words of a product to be copied into a message or a form."""
    packs = [f"- {' · '.join(pack.options)}: {_dong(pack.price_vnd)}" for pack in product.packs]
    said = [
        product.name,
        *(packs or [f"Giá: {_dong(product.price_vnd)}" + (f" / {product.content}" if product.content else "")]),
        product.description,
        f"Thành phần: {product.ingredients}" if product.ingredients else "",
        *(f"{name}: {value}" for name, value in families.told(product.family, product.attrs, "vi")),
        f"{product.business_name}, {product.place}",
        f"Điện thoại: {product.phone}" if product.phone else "",
    ]
    return clean("\n".join(line for line in said if line)) + "\n"


def _photos(archive: zipfile.ZipFile, name: str, product: PublicProduct, read: Reader) -> list[str]:
    hashes = dict.fromkeys(each for each in (product.first_picture, *product.pictures) if each)
    names = []
    for number, sha256 in enumerate(list(hashes)[:MOST_PHOTOS], start=1):
        names.append(f"anh/{name}-{number}.jpg")
        # A photograph is packed already.
        archive.writestr(names[-1], read(sha256), compress_type=zipfile.ZIP_STORED)
    return names


def _row(product: PublicProduct, pack: PublicPack, photos: Sequence[str], base_url: str) -> list[str | int]:
    family = families.family(product.family)
    return [
        pack.sku,
        clean(product.name),
        clean(" · ".join(pack.options) or pack.content),
        pack.price_vnd,
        pack.weight_g or "",
        product.box_cm.replace("x", " x "),
        short_gtin(pack.gtin),
        family.name_vi if family else "",
        clean(product.description),
        clean(product.ingredients),
        product.shelf_life_days or "",
        _KEPT[product.storage] if product.storage else "",
        clean(product.business_name),
        product.phone,
        product.place,
        ", ".join(photos),
        f"{base_url}/san-pham/{product.slug}",
    ]


def _sheet(rows: Iterable[Sequence[str | int]]) -> bytes:
    """Return the rows as a workbook; whatever words begin with, they stay words."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Sản phẩm")
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, len(COLUMNS) - 1, _WIDE, book.add_format({"text_wrap": True, "valign": "top"}))
        sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True, "text_wrap": True}))
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def _dong(amount: int) -> str:
    return f"{amount:,}".replace(",", ".") + " đ"
