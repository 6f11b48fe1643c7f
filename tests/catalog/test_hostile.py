"""Files that mean harm, brought by the pages: each is refused with a sentence, keeps nothing, and costs no memory."""

import io
import re
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pillow_heif
import pytest

from app.core import storage
from app.core.db import db
from catalog import queries
from tests.browser import Browser
from tests.catalog import pictures
from tests.factories.catalog import make_maker, make_product, owner_of

MOST_MB = 40


@contextmanager
def flat_memory() -> Iterator[None]:
    """Refuse that this process holds much more in between than before; Linux counts the peak anew when told to."""
    Path("/proc/self/clear_refs").write_text("5")
    before = held("VmRSS")
    yield
    assert held("VmHWM") - before < MOST_MB, "megabytes more"


def held(name: str) -> float:
    found = re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found
    return int(found[1]) / 1000


def of_300_megapixels() -> bytes:
    """Return a JPEG whose header says 20,000 x 15,000."""
    data = bytearray(pictures.photo(64, 64))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = (15_000).to_bytes(2, "big") + (20_000).to_bytes(2, "big")
    return bytes(data)


def heic_of_50_megapixels() -> bytes:
    """Return a HEIC whose header says 5,000 x 10,001."""
    out = io.BytesIO()
    pillow_heif.from_pillow(pictures.scene(64, 64)).save(out)
    data = bytearray(out.getvalue())
    at = data.index(b"ispe") + 8
    data[at : at + 8] = (5_000).to_bytes(4, "big") + (10_001).to_bytes(4, "big")
    return bytes(data)


def of_one_colour(width: int, height: int, kind: str) -> bytes:
    """Return a small file of many pixels, made elsewhere so that this process never holds them."""
    made = "import sys; from PIL import Image; Image.new('RGB', ({}, {})).save(sys.stdout.buffer, '{}')"
    done = subprocess.run([sys.executable, "-c", made.format(width, height, kind)], check=True, capture_output=True)
    return done.stdout


def packed_with(name: str, megabytes: int, book: io.BytesIO) -> bytes:
    """Return an archive with one more part, which unpacks to so many megabytes of nothing."""
    with zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr(name, bytes(megabytes * 1024 * 1024))
    return book.getvalue()


def book_of(*rows: tuple[str, ...], far: str = "") -> io.BytesIO:
    """Return a workbook with some rows, and a word in a cell far from them."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    if far:
        book.active[far] = "x"
    book.save(out)
    return out


def changed(book: io.BytesIO, name: str, before: bytes, after: bytes) -> bytes:
    """Return a workbook with something else in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for part in old.namelist():
            said = old.read(part)
            assert part != name or before in said
            new.writestr(part, said.replace(before, after) if part == name else said)
    return out.getvalue()


def swollen() -> bytes:
    """Return a workbook of a megabyte whose sheet unpacks to more than 200."""
    return packed_with("xl/worksheets/more.xml", 201, book_of())


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (of_300_megapixels(), "Ảnh quá lớn"),
        (heic_of_50_megapixels(), "Ảnh quá lớn"),
        (pictures.photo(800, 600)[:9_000], "Ảnh gửi chưa trọn"),
        (b"<script>/*" + pictures.photo(64, 64), "trang mạng"),
        (b"GIF89a/*" + pictures.photo(64, 64), "GIF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "hình vẽ"),
    ],
    ids=[
        "300 megapixels",
        "50 megapixels of HEIC",
        "cut short",
        "a page and a photo",
        "an animation and a script",
        "a script in a drawing",
    ],
)
def test_a_hostile_photograph_is_refused_with_a_sentence(browser: Browser, data: bytes, says: str) -> None:
    product = make_product(make_maker(), photo=False)
    browser.sign_in(owner_of(product.merchant))

    with flat_memory():
        page = browser.fill(f"/sp/{product.id}/anh", front=(io.BytesIO(data), "anh.jpg"))

    assert page.status == 422
    assert says in page.text
    db.session.refresh(product)
    assert product.photos == []


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_many_pixels_of_one_colour_are_refused_with_a_sentence(browser: Browser, kind: str) -> None:
    product = make_product(make_maker(), photo=False)
    browser.sign_in(owner_of(product.merchant))
    data = of_one_colour(5000, 4001, kind)
    assert len(data) < 100_000

    with flat_memory():
        page = browser.fill(f"/sp/{product.id}/anh", front=(io.BytesIO(data), "anh.jpg"))

    assert page.status == 422
    assert "Ảnh quá lớn" in page.text
    assert product.photos == []


def test_what_hides_behind_a_photograph_is_not_kept(browser: Browser) -> None:
    product = make_product(make_maker(), photo=False)
    browser.sign_in(owner_of(product.merchant))
    hidden = b"<script>alert(1)</script>PK\x03\x04"

    with flat_memory():
        browser.fill(f"/sp/{product.id}/anh", front=(io.BytesIO(pictures.photo(200, 200) + hidden), "anh.jpg"))

    db.session.refresh(product)
    (photo,) = product.photos
    kept = [storage.read(each) for each in (photo.sha256, *(size.sha256 for size in photo.renditions))]
    assert not any(b"<script>" in each or b"PK\x03\x04" in each for each in kept)


def test_a_zip_of_photographs_that_swells_is_refused_with_a_sentence(browser: Browser) -> None:
    product = make_product(make_maker(), photo=False)
    browser.sign_in(owner_of(product.merchant))
    bomb = packed_with("anh.jpg", 100, io.BytesIO())

    with flat_memory():
        page = browser.fill(f"/sp/{product.id}/anh/them", album=(io.BytesIO(bomb), "anh.zip"))

    assert page.status == 422
    assert "Tệp zip chứa nhiều quá" in page.text
    assert product.photos == []


def naming(count: int, *, large: bool) -> bytes:
    """Return an archive of nothing but a list of its contents, as long as somebody likes."""
    names = (b"PK\x01\x02" + bytes(24) + b"\x01\x00" + bytes(16) + b"a") * count
    told = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(names), 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(names), 1)
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 9, 9, 470 if large else len(names), 0, 3)
    return b"".join([names, *([told, locator] if large else []), end, b"end"])


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize(
    ("page", "field", "says"),
    [
        ("/sp/{product.id}/anh/them", "album", "Tệp zip chứa nhiều quá"),
        ("/hs/{product.merchant.code}/sp/bang", "file", "Tệp mở ra nặng quá"),
        ("/hs/{product.merchant.code}/sp/mau/shopee", "template", "Tệp quá lớn"),
    ],
)
def test_an_archive_that_names_hundreds_of_thousands_is_refused_with_a_sentence(
    browser: Browser, page: str, field: str, says: str, large: bool
) -> None:
    product = make_product(make_maker())
    browser.sign_in(owner_of(product.merchant))
    at, data = page.format(product=product), naming(200_000, large=large)

    with flat_memory():
        told = browser.fill(
            at, to=f"{at}.xlsx" if field == "template" else at, **{field: (io.BytesIO(data), "tep.zip")}
        )

    assert told.status == 422
    assert says in told.text


SHOPEES = ("ps_product_name|1|0", "ps_product_description|1|0", "ps_price|1|1")


@pytest.mark.parametrize("far", ["XFD12000", "XFD1048576"])
def test_a_template_with_a_cell_in_its_far_corner_is_read_up_to_there(browser: Browser, far: str) -> None:
    """Whoever makes room for every cell up to the last one needs half a terabyte for five kilobytes."""
    product = make_product(make_maker())
    browser.sign_in(owner_of(product.merchant))
    book, at = book_of(SHOPEES, ("Tên", "Mô tả", "Giá"), far=far), f"/sp/{product.id}/kenh/shopee"
    book.seek(0)

    with flat_memory():
        page = browser.fill(at, to=f"{at}.xlsx", template=(book, "mau.xlsx"))

    assert page.status == 200
    filled = openpyxl.load_workbook(io.BytesIO(page.data)).active
    assert [cell.value for cell in filled[7][:2]] == [product.name, product.description]


def test_a_template_that_swells_is_refused_with_a_sentence(browser: Browser) -> None:
    product = make_product(make_maker())
    browser.sign_in(owner_of(product.merchant))
    bomb, at = packed_with("xl/worksheets/more.xml", 61, book_of(SHOPEES)), f"/sp/{product.id}/kenh/shopee"

    with flat_memory():
        page = browser.fill(at, to=f"{at}.xlsx", template=(io.BytesIO(bomb), "mau.xlsx"))

    assert page.status == 422
    assert "Tệp quá lớn" in page.text


def test_a_template_with_a_damaged_part_is_refused_with_a_sentence(browser: Browser) -> None:
    product = make_product(make_maker())
    browser.sign_in(owner_of(product.merchant))
    book, at = book_of(SHOPEES), f"/sp/{product.id}/kenh/shopee"
    with zipfile.ZipFile(book, "a") as packed:
        packed.writestr("xl/media/image1.png", b"as it was")
    data = book.getvalue().replace(b"as it was", b"otherwise")

    page = browser.fill(at, to=f"{at}.xlsx", template=(io.BytesIO(data), "mau.xlsx"))

    assert page.status == 422
    assert "chưa phải tệp mẫu của sàn" in page.text


@pytest.mark.parametrize("tail", [b"<row>", b"<row ", b"<row-x></row-x>"])
def test_a_template_of_rows_that_never_end_takes_no_time(browser: Browser, tail: bytes) -> None:
    product = make_product(make_maker())
    browser.sign_in(owner_of(product.merchant))
    rows = b"".join(b'<row r="%d"><c r="J%d"><v>1</v></c></row>' % (row, row) for row in range(3, 12_100))
    data = changed(
        book_of(SHOPEES), "xl/worksheets/sheet1.xml", b"</sheetData>", rows + tail * 300_000 + b"</sheetData>"
    )
    since = time.process_time()

    page = browser.fill(
        f"/sp/{product.id}/kenh/shopee",
        to=f"/sp/{product.id}/kenh/shopee.xlsx",
        template=(io.BytesIO(data), "mau.xlsx"),
    )

    assert time.process_time() - since < 5
    assert page.status == (422 if tail == b"<row>" else 200)


def test_answers_that_swell_are_refused_with_a_sentence(browser: Browser) -> None:
    maker = make_maker()
    browser.sign_in(owner_of(maker))
    bomb = packed_with("xl/worksheets/more.xml", 61, book_of((*SHOPEES, "et_title_reason|0|0")))

    with flat_memory():
        page = browser.fill(f"/hs/{maker.code}/sp/tra-loi", channel="shopee_vn", file=(io.BytesIO(bomb), "m.xlsx"))

    assert page.status == 422
    assert "Tệp này không có câu trả lời nào" in page.text


@pytest.mark.once  # packing two hundred megabytes takes two seconds
def test_a_workbook_that_swells_is_refused_with_a_sentence(browser: Browser) -> None:
    maker, bomb = make_maker(), swollen()
    browser.sign_in(owner_of(maker))
    assert len(bomb) < 1_000_000

    with flat_memory():
        page = browser.fill(f"/hs/{maker.code}/sp/bang", file=(io.BytesIO(bomb), "bang.xlsx"))

    assert page.status == 422
    assert "Tệp mở ra nặng quá" in page.text
    assert queries.goods_lists_of(maker.id) == []


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("xl/worksheets/sheet2.xml", b"</sheetData>", b"<row>" + b"<c/>" * 2_400_000 + b"</row></sheetData>"),
        ("xl/styles.xml", b'fontId="0"', b'fontId="none"'),
    ],
    ids=["a second sheet swells", "styles that the library does not know"],
)
def test_a_workbook_that_is_not_opened_whole_goes_back_as_its_lines_alone(
    browser: Browser, part: str, before: bytes, after: bytes
) -> None:
    maker, book, data = make_maker(), openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Tên sản phẩm", "Giá bán"])
    book.active.append(["Mắm tép", "nhiều tiền"])
    book.create_sheet("hai").append(["xem thêm"])
    book.save(data)
    browser.sign_in(owner_of(maker))
    page = browser.fill(f"/hs/{maker.code}/sp/bang", file=(io.BytesIO(changed(data, part, before, after)), "bang.xlsx"))

    with flat_memory():
        mended = browser.visit(f"{page.location}/can-sua.xlsx").data

    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(mended)).active]
    assert rows[0] == ["Tên sản phẩm", "Giá bán", "Cần sửa"]
    assert rows[1][:2] == ["Mắm tép", "nhiều tiền"]
    assert "Giá từ 1.000" in rows[1][2]


@pytest.mark.parametrize(
    "cell", ['=HYPERLINK("http://x";"Mắm")', "=cmd|' /C calc'!A0", " @SUM(1;2)", "-2+3+cmd|'A'!B1"]
)
def test_a_formula_goes_back_with_a_sentence(browser: Browser, cell: str) -> None:
    maker = make_maker()
    browser.sign_in(owner_of(maker))
    data = f'Tên sản phẩm;Giá bán\n"{cell.replace(chr(34), chr(34) * 2)}";85000\n'.encode()

    with flat_memory():
        page = browser.fill(f"/hs/{maker.code}/sp/bang", file=(io.BytesIO(data), "bang.csv"))

    told = browser.visit(page.location).text
    assert "Ô này là công thức. Bạn ghi thẳng chữ vào ô nhé." in told
    assert "không bỏ được" not in told
    browser.fill(page.location, to=f"{page.location}/nhan")
    assert queries.count_of(maker.id) == 0


def test_a_formula_that_no_program_worked_out_is_no_blank_cell(browser: Browser) -> None:
    maker, book, data = make_maker(), openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    sheet.append(["Tên sản phẩm", "Giá bán", "Mô tả"])
    for number in range(300):
        sheet.append([f"Mắm {number}", "=60000*2", '=WEBSERVICE("http://10.0.0.1/")'])
    book.save(data)
    browser.sign_in(owner_of(maker))

    with flat_memory():
        page = browser.fill(f"/hs/{maker.code}/sp/bang", file=(io.BytesIO(data.getvalue()), "bang.xlsx"))

    assert "Ô này là công thức. Bạn ghi thẳng chữ vào ô nhé." in browser.visit(page.location).text
    browser.fill(page.location, to=f"{page.location}/nhan")
    assert queries.count_of(maker.id) == 0


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("http://127.0.0.1/a.jpg", "không ở trên mạng mở"),
        ("http://169.254.169.254/latest", "không ở trên mạng mở"),
        ("http://[::1]/a.jpg", "không ở trên mạng mở"),
        ("http://localhost/a.jpg", "không ở trên mạng mở"),
        ("http://10.0.0.5:8000/a.jpg", "Dán cả địa chỉ của ảnh, bắt đầu bằng https://"),
        ("file:///etc/passwd", "Dán cả địa chỉ của ảnh, bắt đầu bằng https://"),
    ],
)
def test_an_address_inside_our_own_house_is_refused_with_a_sentence(browser: Browser, address: str, says: str) -> None:
    product = make_product(make_maker(), photo=False)
    browser.sign_in(owner_of(product.merchant))

    with flat_memory():
        page = browser.fill(f"/sp/{product.id}/anh/them", addresses=address)

    assert page.status == 422
    assert says in page.text
    assert product.photos == []
