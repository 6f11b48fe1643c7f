"""All products at once: read from our template and from other shops, tried out, taken over, undone, read back."""

import csv
import io
from functools import partial
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select

from app.core import audit
from app.core.db import db
from app.core.sheets.cells import CellError
from app.core.sheets.reading import open_sheet
from catalog import families, queries, services
from catalog.channel_rules import Channel
from catalog.goods_lists import cells, workbooks
from catalog.goods_lists.columns import OF_FAMILY, Column, vocabulary
from catalog.goods_lists.reading import Goods, Wanted
from catalog.marketplaces import sheets
from catalog.models import GoodsList, Product, ProductReadiness, ProductRevision, state_of
from catalog.models.state import ANSWERS
from catalog.outlets import OUTLETS, SHEETS
from catalog.rules import Axis, Unit
from catalog.states import ItemVerdict, ListState
from merchants.models import Merchant
from tests.browser import Browser
from tests.catalog.test_shopee import template as shopees_template
from tests.factories.catalog import DESCRIPTION, in_packs, make_maker, make_product, of_family, owner_of

NEW, CHANGED, SAME, WRONG = (each.value for each in ItemVerdict)


def sheet(*rows: dict[str, Any]) -> bytes:
    """Return rows as CSV, under headings of their own."""
    headings = list(dict.fromkeys(name for row in rows for name in row))
    written = io.StringIO()
    out = csv.DictWriter(written, headings, restval="")
    out.writeheader()
    out.writerows(rows)
    return written.getvalue().encode()


def bring(maker: Merchant, data: bytes) -> GoodsList:
    brought = services.bring(maker, data=data, file_name="bang.csv", by=owner_of(maker))
    db.session.commit()
    return brought


def take(brought: GoodsList) -> GoodsList:
    by = owner_of(brought.merchant)
    services.accept(brought, by=by)
    db.session.commit()
    services.take(brought.id, by=by)
    db.session.refresh(brought)
    return brought


def read(data: bytes) -> list[Wanted]:
    """Read a file as the service does."""
    opened = open_sheet(data, vocabulary())
    header = opened.header()
    assert header is not None
    return list(Goods(opened.rows, vocabulary().guess(header.texts), after=header.row + 1))


GOOD = {
    "Tên sản phẩm": "Nước mắm cốt Diêm Điền 1 lít", "Giá bán": "190.000 đ", "Dung tích": "1 lít",
    "Hạn dùng": "12 tháng", "Bảo quản ở": "Nơi khô, thoáng", "Trọng lượng": "1400", "Mô tả": DESCRIPTION,
    "Nhóm hàng": "Tương, nước mắm, gia vị dạng lỏng khác", "Độ đạm": "40",
}  # fmt: skip


def test_a_list_is_tried_out_taken_over_and_undone(session: object) -> None:
    maker = make_maker()
    known = make_product(maker)
    before = known.price_vnd
    rows = (GOOD, {"Mã sản phẩm": known.sku, "Giá bán": "135000"}, {"Tên sản phẩm": "Mắm hỏng", "Giá bán": "rẻ"})

    brought = bring(maker, sheet(*rows))

    assert brought.state is ListState.CHECKED
    assert brought.expected == {NEW: 1, CHANGED: 1, WRONG: 1}
    assert queries.count_of(maker.id) == 1
    assert known.price_vnd == before

    take(brought)

    assert (brought.state, brought.happened) == (ListState.TAKEN, brought.expected)
    made = db.session.scalars(select(Product).where(Product.name == GOOD["Tên sản phẩm"])).one()
    told = (made.price_vnd, made.content_milli, made.content_unit, made.shelf_life_days, made.weight_g, made.family)
    assert told == (190_000, 1000, Unit.LITRE, 360, 1400, "I.4.a")
    assert made.attrs == {"protein_degree": 40}
    assert made.name_fold == "nuoc mam cot diem dien 1 lit"
    assert known.price_vnd == 135_000
    assert queries.readiness_rows(made.id)

    services.undo_list(brought, by=owner_of(maker))
    db.session.commit()

    assert brought.state is ListState.UNDONE
    assert known.price_vnd == before
    assert db.session.get(Product, made.id) is None
    for beside in (ProductRevision, ProductReadiness):
        left = select(func.count()).select_from(beside).where(beside.product_id == made.id)
        assert db.session.scalar(left) == 0


def test_undoing_leaves_what_somebody_has_touched_since(session: object) -> None:
    maker = make_maker()
    known = make_product(maker)
    brought = take(bring(maker, sheet(GOOD, {"Mã sản phẩm": known.sku, "Giá bán": "135000"})))
    made = db.session.scalars(select(Product).where(Product.name == GOOD["Tên sản phẩm"])).one()
    services.answer(known, by=owner_of(maker), price_vnd=140_000)
    services.answer(made, by=owner_of(maker), weight_g=1_500)

    services.undo_list(brought, by=owner_of(maker))
    db.session.commit()

    assert [item.kept_because for item in brought.items] == ["changed", "changed"]
    assert (known.price_vnd, made.weight_g) == (140_000, 1_500)


@pytest.mark.parametrize("written", [workbooks.workbook, workbooks.table])
def test_what_is_exported_is_read_back_without_a_change(session: object, written: Any) -> None:
    maker = make_maker()
    sauce = make_product(maker, ingredients="Cá cơm, muối", name_en="Fish sauce", gtin="08938505974194")
    of_family(sauce, "I.4.a", protein_degree=40, usage="Chấm sống")
    packed = make_product(maker, name="=Mắm cáy +1", content_milli=333, content_unit=Unit.LITRE, storage=None)
    packs = in_packs(packed, "500 ml", "1 lít")
    services.change_pack(packed, packs[0], ("500 ml",), by=owner_of(maker), price_vnd=99_000, gtin="")
    room = make_product(maker, name="Phòng đôi", content_unit=Unit.NIGHT, content_milli=1000, shelf_life_days=None)
    of_family(room, "offer.room")
    make_product(maker, name="Chưa có giá", price_vnd=None, description="Một dòng.\nHai \\n dòng\\, có “ngoặc”.")
    db.session.commit()
    found = queries.all_of(maker.id)
    lines = [line for each in found for line in workbooks.lines_of(each)]
    asked = [family for each in found if (family := families.family(each.family))]

    brought = bring(maker, written(lines, asked))

    assert brought.expected == {SAME: 4}, [item.problems or item.changes for item in brought.items]


def test_a_blank_cell_leaves_an_answer_and_a_word_empties_it(session: object) -> None:
    maker = make_maker()
    known = make_product(maker, ingredients="Cá cơm, muối")

    take(bring(maker, sheet({"Mã sản phẩm": known.sku, "Mô tả": "", "Thành phần": "<xóa>", "Hạn dùng": "<XOÁ>"})))

    assert known.description == DESCRIPTION
    assert known.ingredients == ""
    assert known.shelf_life_days is None
    needed = bring(maker, sheet({"Mã sản phẩm": known.sku, "Tên sản phẩm": "<xóa>"}))
    assert needed.expected == {WRONG: 1}


def test_packs_are_added_and_changed_by_their_rows(session: object) -> None:
    maker = make_maker()
    rows = [GOOD] + [
        {"Tên sản phẩm": GOOD["Tên sản phẩm"], "Khác nhau ở": "Khối lượng", "Loại gói": option, "Giá bán": price}
        for option, price in (("500 ml", "99000"), ("1 lít", "190000"))
    ]

    take(bring(maker, sheet(*rows)))

    made = queries.all_of(maker.id)[0]
    assert (made.axis_1, [(pack.option_1, pack.price_vnd) for pack in made.variants]) == (
        "net", [("500 ml", 99_000), ("1 lít", 190_000)],
    )  # fmt: skip
    half = made.variants[0]
    brought = take(
        bring(maker, sheet({"Mã sản phẩm": made.sku, "Mã loại gói": half.sku, "Loại gói": "500 ml", "Giá": "105.000"}))
    )
    assert brought.happened == {CHANGED: 1}
    assert [pack.price_vnd for pack in made.variants] == [105_000, 190_000]
    services.undo_list(brought, by=owner_of(maker))
    assert [pack.price_vnd for pack in made.variants] == [99_000, 190_000]


def test_what_a_list_begins_is_what_one_by_one_would_have_come_to(session: object) -> None:
    maker = make_maker()
    by = owner_of(maker)
    rows = [GOOD] + [
        {"Tên sản phẩm": GOOD["Tên sản phẩm"], "Khác nhau ở": "Khối lượng", "Loại gói": option, "Giá bán": "99000"}
        for option in ("500 ml", "1 lít")
    ]
    take(bring(maker, sheet(*rows)))
    made = queries.all_of(maker.id)[0]

    one = services.products.begin(maker, by=by)
    answers = {name: getattr(made, name) for name in ANSWERS if getattr(made, name) != getattr(one, name)}
    services.answer(one, by=by, **answers)
    for pack in made.variants:
        services.add_pack(one, pack.options, by=by, price_vnd=pack.price_vnd)

    kept = {each.number: each.state for each in db.session.scalars(_revisions(made))}
    assert kept[1] == db.session.scalars(_revisions(one).where(ProductRevision.number == 1)).one().state
    assert kept[2] == state_of(made)
    assert (made.name_fold, made.slug.removesuffix(made.sku.lower())) == (
        one.name_fold, one.slug.removesuffix(one.sku.lower()),
    )  # fmt: skip
    assert _judged(made) == _judged(one)
    assert len(_judged(made)) == len(Channel)
    told = [entry.action for entry in audit.entries_about("product", made.id)]
    assert told == ["product:start", "product:list_in"]
    services.answer(made, by=by, price_vnd=120_000)
    assert queries.last_revision(made.id).number == 3  # type: ignore[union-attr]  # there are two before it


def _revisions(product: Product) -> Any:
    return select(ProductRevision).where(ProductRevision.product_id == product.id)


def _judged(product: Product) -> dict[Channel, tuple[Any, ...]]:
    rows = queries.readiness_rows(product.id)
    return {key: (row.verdict, row.score_met, row.score_required, row.rules_version) for key, row in rows.items()}


def test_a_stopped_list_goes_on_and_makes_nothing_twice(session: object, monkeypatch: pytest.MonkeyPatch) -> None:
    maker = make_maker()
    brought = bring(maker, sheet(*({"Tên sản phẩm": f"Mắm số {n}", "Giá": "50000"} for n in range(25))))
    by = owner_of(maker)
    services.accept(brought, by=by)
    db.session.commit()
    begin_many, done = services.goods_lists.begin_many, []

    def stops(*args: Any, **kwargs: Any) -> Any:
        done.append(1)
        if len(done) == 2:
            raise OSError("power cut")
        return begin_many(*args, **kwargs)

    monkeypatch.setattr(services.goods_lists, "begin_many", stops)
    monkeypatch.setattr(services.goods_lists, "AT_ONCE", 20)
    with pytest.raises(OSError, match="power cut"):
        services.take(brought.id, by=by)
    db.session.rollback()
    assert queries.count_of(maker.id) == 20

    services.take(brought.id, by=by)

    db.session.refresh(brought)
    assert (brought.state, brought.happened) == (ListState.TAKEN, {NEW: 25})
    assert queries.count_of(maker.id) == 25


SHOPIFY = sheet(
    {"Handle": "mam-tep", "Title": "Mắm tép", "Body (HTML)": "<p>Tép đồng</p><p>Ngon &amp; thơm</p>",
     "Product Category": "Food, Beverages & Tobacco > Food Items", "Option1 Name": "Title",
     "Option1 Value": "Default Title", "Variant SKU": "MT1", "Variant Grams": "900", "Variant Price": "85000.00"},
    {"Handle": "mam-tep", "Image Src": "https://x/y.jpg"},
    {"Handle": "mam-cay", "Title": "Mắm cáy", "Option1 Name": "Size", "Option1 Value": "300 g",
     "Variant Grams": "0.0", "Variant Price": "65000"},
    {"Handle": "mam-cay", "Option1 Value": "1 kg", "Variant Price": "180000"},
)  # fmt: skip
WOO = sheet(
    {"Type": "simple", "SKU": "MT1", "Name": "Mắm tép", "Description": "Tép đồng\\nNgon", "Weight (kg)": "0.9",
     "Length (cm)": "20", "Width (cm)": "12.5", "Height (cm)": "9", "Regular price": "85000"},
    {"Type": "variable", "SKU": "MC", "Name": "Mắm cáy", "Attribute 1 name": "Khối lượng",
     "Attribute 1 value(s)": "300 g, 1 kg"},
    {"Type": "variation", "SKU": "MC1", "Name": "Mắm cáy - 300 g", "Parent": "MC", "Regular price": "65000",
     "Attribute 1 name": "Khối lượng", "Attribute 1 value(s)": "300 g"},
    {"Type": "variation", "SKU": "MC2", "Name": "Mắm cáy - 1 kg", "Parent": "MC", "Regular price": "180000",
     "Attribute 1 name": "Khối lượng", "Attribute 1 value(s)": "1 kg"},
)  # fmt: skip
SHOPEE = sheet(
    {"Mã Sản phẩm": "111", "Tên Sản phẩm": "Mắm tép", "Giá": "85000", "Cân nặng": "900"},
    {"Mã Sản phẩm": "222", "Tên Sản phẩm": "Mắm cáy", "Tên phân loại": "300 g", "Giá": "65000"},
    {"Mã Sản phẩm": "222", "Tên Sản phẩm": "Mắm cáy", "Tên phân loại": "1 kg", "Giá": "180000"},
)


def test_every_photograph_of_a_marketplaces_list_is_read_whatever_its_columns_are_called() -> None:
    pictures = [f"https://anh.example/{number}.jpg" for number in range(9)]
    keys = ["ps_item_cover_image|1|0", *(f"ps_item_image_{number}|0|0" for number in range(1, 9))]
    captions = ["Ảnh bìa", *(f"Hình ảnh sản phẩm {number}" for number in range(1, 9))]

    for headings in (keys, captions):
        (wanted,) = read(
            sheet({"Tên sản phẩm": "Mắm tôm", "Giá bán": 50_000} | dict(zip(headings, pictures, strict=True)))
        )
        assert wanted.photos == pictures


@pytest.mark.parametrize("data", [SHOPIFY, WOO, SHOPEE], ids=["shopify", "woocommerce", "shopee"])
def test_what_other_shops_give_out_becomes_the_same_two_products(session: object, data: bytes) -> None:
    maker = make_maker()

    brought = take(bring(maker, data))

    assert brought.happened == {NEW: 2}, [item.problems for item in brought.items]
    shrimp, crab = queries.all_of(maker.id)
    assert (shrimp.name, shrimp.price_vnd, shrimp.weight_g, len(shrimp.variants)) == ("Mắm tép", 85_000, 900, 0)
    assert [(pack.option_1, pack.price_vnd) for pack in crab.variants] == [("300 g", 65_000), ("1 kg", 180_000)]
    assert (crab.name, crab.price_vnd) == ("Mắm cáy", 65_000)
    assert shrimp.description in ("", "Tép đồng\nNgon", "Tép đồng\nNgon & thơm")
    assert (shrimp.box_cm, crab.weight_g) == ("20x13x9" if data is WOO else "", None)
    assert bring(maker, data).expected == {SAME: 2}


@pytest.mark.parametrize("key", ["woocommerce", "shopify", "shopify-old"])
def test_a_file_for_another_shop_is_read_back_without_a_change(session: object, key: str) -> None:
    maker = make_maker()
    by = owner_of(maker)
    sauce = make_product(maker, shown=True, gtin="08938505974194")
    words = 'Một dòng, có phẩy.\nHai dòng, có "ngoặc" & <dấu>.'
    crab = make_product(maker, shown=True, name="Mắm cáy, hũ", description=words, box_cm="40x30x20")
    services.lay_out(crab, [(Axis.NET, ("500 ml", "1 lít")), (Axis.FLAVOUR, ("Cay, nồng", "-Thường"))], by=by)
    # Only this pack says anything of itself; a shop is told of all of them.
    services.change_pack(crab, crab.variants[0], crab.variants[0].options, by=by, price_vnd=99_000, weight_g=700)
    db.session.commit()
    shown = [product for each in (sauce, crab) if (product := queries.public_product(each.slug))]
    data = "".join(part.text for part in OUTLETS[key].written(shown, "https://lensan.vn")).encode()

    expected, new = bring(maker, data).expected, take(bring(make_maker(), data))

    if key == "woocommerce":
        assert expected == {SAME: 2}
        box = "40x30x20"
    else:
        # Shopify is not told how large a parcel is, nor a sign that would begin a formula.
        assert expected == {SAME: 1, CHANGED: 1}
        box = ""
    made = queries.all_of(new.merchant_id)[1]
    assert (made.name, made.description, made.box_cm) == (crab.name, words, box)
    assert [(pack.price_vnd, pack.weight_g) for pack in made.variants] == [(99_000, 700)] + 3 * [(120_000, 900)]


def test_shopees_own_file_is_read_back_and_its_help_is_no_product(session: object) -> None:
    maker = make_maker()
    sauce, paste = make_product(maker), make_product(maker, name="Mắm tép Diêm Điền hũ nhỏ, ủ chín mùi")
    empty = sheets.opened(SHEETS["shopee"], shopees_template())
    by = owner_of(maker)
    filled = services.export_to_sheet(maker, [sauce, paste], template=empty, base_url="https://lensan.vn", by=by)
    db.session.commit()

    brought = bring(maker, filled)

    assert brought.expected == {SAME: 2}, [item.problems or item.changes for item in brought.items]
    assert take(bring(make_maker(), filled)).happened == {NEW: 2}


def test_measures_that_are_not_read_here_are_no_centimetres() -> None:
    headings = ("Name", "Length (mm)", "Width (in)", "Weight (lbs)", "Height (cm)", "Weight (g)")

    assert vocabulary().guess(headings) == {0: "name", 4: "box_height", 5: "weight_g"}
    for word in ("Cân nặng", "Trọng lượng", "Khối lượng"):
        for unit in ("g", "kg"):
            assert vocabulary().guess([f"{word} ({unit})"]) == {0: f"weight_{unit}"}


def test_the_same_name_twice_a_full_shelf_and_a_strange_code_go_back(
    session: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker = make_maker()
    rows = (
        {"Mã sản phẩm": "X1", "Tên sản phẩm": "Mắm"},
        {"Mã sản phẩm": "X2", "Tên sản phẩm": "Mắm"},
        {"Mã sản phẩm": "X3"},
    )

    brought = bring(maker, sheet(*rows))

    assert [[each["reason"] for each in item.problems] for item in brought.items] == [[], ["twice"], ["unknown"]]
    monkeypatch.setattr("catalog.services.list_trials.MAX_PRODUCTS", 0)
    assert bring(maker, sheet(GOOD)).items[0].problems[0]["reason"] == "full"


@pytest.mark.parametrize(
    ("reads", "cell", "value"),
    [
        (cells.content, "500 ml", (500_000, Unit.ML)),
        (cells.content, "1.000 g", (1_000_000, Unit.GRAM)),
        (cells.content, "1,200 ml", (1_200_000, Unit.ML)),
        (cells.content, "0,333 lít", (333, Unit.LITRE)),
        (cells.content, "0.500 kg", (500, Unit.KILOGRAM)),
        (cells.content, "1,250 kg", (1_250, Unit.KILOGRAM)),
        (cells.content, "1.5 kg", (1500, Unit.KILOGRAM)),
        (cells.content, "10 cái", (10_000, Unit.PIECE)),
        (cells.content, "Chai 500ml", (500_000, Unit.ML)),
        (cells.price, 120000.0, 120_000),
        (cells.price, "120k", 120_000),
        (cells.price, "120,000 đ", 120_000),
        (cells.price, "85000.00", 85_000),
        (cells.price, "85 nghìn", 85_000),
        (cells.price, "1,2 triệu đồng", 1_200_000),
        (cells.price, "62,5K", 62_500),
        (cells.thousands, 85, 85_000),
        (cells.thousands, "62,5", 62_500),
        (cells.thousands, "1.200", 1_200_000),
        (cells.thousands, "90.000 đ", 90_000),
        (cells.days, "2 năm", 720),
        (cells.days, 30.0, 30),
        (cells.gtin, 8938505974194.0, "08938505974194"),
        (cells.grams, "900 g", 900),
        (cells.grams, "0,9 kg", 900),
        (cells.grams, "1.200", 1_200),
        (cells.grams, "1,200 g", 1_200),
        (cells.grams, "12,5 g", 12),
        (cells.grams, "0.500 kg", 500),
        (cells.grams, "1200.0", 1_200),
        (cells.grams, 0.0, None),
        (partial(cells.grams, each=1000), "600 g", 600),
        (partial(cells.grams, each=1000), "1.250", 1_250),
        (partial(cells.read, Column.SHELF_MONTHS), "12", 360),
        (partial(cells.read, Column.SHELF_MONTHS), "45 ngày", 45),
        (cells.box, "30 x 20 x 15", "30x20x15"),
        (cells.box, "30*20×15 CM", "30x20x15"),
        (cells.side, "12,5 cm", 13),
        (cells.side, 0.0, None),
        (cells.option, "'-5 độ, cay", "-5 độ, cay"),
    ],
)
def test_a_cell_is_read_whatever_the_program_that_wrote_it(reads: Any, cell: Any, value: Any) -> None:
    assert reads(cell) == value


@pytest.mark.parametrize(
    ("reads", "cell"),
    [
        (cells.content, "500"), (cells.content, "ml"), (cells.content, "0 ml"), (cells.content, "1,2,3 kg"),
        (cells.price, "500"), (cells.price, "rẻ"), (cells.price, "1.25"), (cells.days, "lâu"), (cells.days, "0"),
        (cells.thousands, "120.000"), (cells.thousands, 85000), (cells.thousands, "rẻ"),
        (cells.gtin, "8938505974195"), (cells.grams, "nặng"), (cells.grams, "NaN"),
        (cells.content, "1.250 kg"), (cells.content, "1.000 lít"), (cells.grams, "0,9"), (cells.grams, 1.5),
        (cells.grams, "9000 kg"), (cells.grams, "1.2.3"), (cells.price, "5 nghìn tỉ"), (cells.storage, "gầm giường"),
        (cells.family, "nhóm lạ"), (cells.side, "dài"), (cells.side, "400"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_right_is_refused(reads: Any, cell: Any) -> None:
    with pytest.raises(CellError):
        reads(cell)


@pytest.mark.parametrize(
    ("headings", "meant"),
    [
        (["Giá (nghìn đồng)"], {0: "price_thousands"}),
        (["Đơn giá (1.000đ)"], {0: "price_thousands"}),
        (["Giá bán (1000 VNĐ)"], {0: "price_thousands"}),
        (["Giá bán buôn", "Giá bán lẻ"], {1: "price_vnd"}),
        (["Giá", "Giá bán", "Đơn giá"], {0: "price_vnd"}),
        (["Giá vốn", "Đơn giá (đồng)"], {1: "price_vnd"}),
        (["Giá bán lẻ tại nhà (nghìn)"], {}),
        (["Cân nặng", "Trọng lượng"], {0: "weight_g"}),
        (["Hạn dùng", "Hạn sử dụng"], {0: "shelf_life_days"}),
    ],
)
def test_a_heading_says_in_what_a_price_is_counted_and_whose_it_is(headings: list[str], meant: dict[int, str]) -> None:
    assert vocabulary().guess(headings) == meant


def test_a_list_under_a_title_is_read_by_what_people_call_their_columns() -> None:
    data = (
        "DANH SÁCH HÀNG CỦA TỔ;;;;;\n\nSTT;Ten hang;Gia ban (d);Khoi luong gói (g);Han SD (thang);Quy cach\n"
        "1;Mắm ruốc;85 nghìn;0,6 kg;12;hũ 300 g\n"
    ).encode()

    (one,) = read(data)

    assert one.answers == {
        "name": "Mắm ruốc", "price_vnd": 85_000, "weight_g": 600, "shelf_life_days": 360, "content_milli": 300_000,
        "content_unit": Unit.GRAM,
    }  # fmt: skip
    assert one.problems == []


def test_the_template_of_a_family_asks_what_the_family_asks_and_is_read_as_empty() -> None:
    family = families.family("I.4.a")
    data = workbooks.template(family)

    assert read(data) == []
    book = openpyxl.load_workbook(io.BytesIO(data))
    headings = [cell.value for cell in book["Sản phẩm"][1]]
    assert "Tên sản phẩm" in headings
    assert any(each.startswith("Độ đạm") for each in headings)
    assert len({str(rule.sqref) for rule in book["Sản phẩm"].data_validations.dataValidation}) >= 3
    guessed = vocabulary().guess(headings)
    assert len(guessed) == len(headings), [each for n, each in enumerate(headings) if n not in guessed]
    assert f"{OF_FAMILY}protein_degree" in guessed.values()
    assert {Column.NAME.value, Column.STORAGE.value} <= set(guessed.values())


def test_a_workbook_holds_words_as_they_are_and_runs_none_of_them() -> None:
    told = {"name": "=1+1", "description": " Mắm <cáy> & tép\nủ lâu ", "ingredients": "Cá\x0b", "gtin": "0893"}

    sheet_ = openpyxl.load_workbook(io.BytesIO(workbooks.workbook([told, {"name": "Sau"}], ())))["Sản phẩm"]

    places = [facts.key for facts in workbooks.asked_columns(())]
    cell = {key: sheet_.cell(2, places.index(key) + 1) for key in told}
    assert {key: each.value for key, each in cell.items()} == told | {"ingredients": "Cá"}
    assert {(each.data_type, each.number_format) for each in cell.values()} == {("s", "@")}
    assert sheet_.cell(3, places.index("name") + 1).value == "Sau"
    # A spreadsheet takes this for the code of a letter.
    coded = read(workbooks.workbook([{"name": "Mắm _x0041_"}], ()))
    assert coded[0].name == "Mắm _x0041_"


def test_every_familys_own_template_is_understood_column_by_column() -> None:
    for family in families.shipped().values():
        assert read(workbooks.template_table(family)) == []
        book = openpyxl.load_workbook(io.BytesIO(workbooks.template(family)), read_only=True)
        headings = [cell.value for cell in next(book["Sản phẩm"].iter_rows(max_row=1))]
        assert next(csv.reader(io.StringIO(workbooks.template_table(family).decode("utf-8-sig")))) == headings
        guessed = vocabulary().guess(headings)
        asked = [facts.key for facts in workbooks.asked_columns((family,))]
        assert [guessed.get(place) for place in range(len(headings))] == asked, family.key


def test_an_owner_brings_a_list_by_the_page(browser: Browser) -> None:
    maker = make_maker()
    browser.sign_in(owner_of(maker))
    here = f"/hs/{maker.code}/sp/bang"
    data = sheet(GOOD, {"Tên sản phẩm": "Mắm hỏng", "Giá bán": "rẻ"})

    page = browser.fill(here, file=(io.BytesIO(data), "bang.csv"))

    assert page.status == 303
    shown = browser.visit(page.location)
    assert "Giá bán (đồng): Giá từ 1.000" in shown.text
    assert "Giá bán (đồng): 190.000" in shown.text, "a price is seen before it is taken over"
    mended = browser.client.get(f"{page.location}/can-sua.xlsx")
    assert "Giá từ 1.000" in " ".join(
        str(c.value) for row in openpyxl.load_workbook(io.BytesIO(mended.data)).active for c in row
    )
    taken = browser.fill(page.location, to=f"{page.location}/nhan")
    assert taken.status == 303
    assert "Đã nhập" in browser.visit(page.location).text
    assert queries.count_of(maker.id) == 1
    assert browser.client.get(f"{here}/san-pham.csv").data.decode("utf-8-sig").count(GOOD["Tên sản phẩm"]) == 1
    assert browser.client.get(f"{here}/mau.xlsx?nhom=I.4.a").status_code == 200
    assert browser.client.get(f"{here}/mau.csv?nhom=I.4.a").data == workbooks.template_table(families.family("I.4.a"))
    browser.fill(page.location, to=f"{page.location}/hoan-tac")
    assert queries.count_of(maker.id) == 0


def test_columns_nobody_recognised_are_named_by_hand(browser: Browser) -> None:
    maker = make_maker()
    browser.sign_in(owner_of(maker))
    data = sheet({"Món": "Mắm tép", "Bao nhiêu": "85000"})

    page = browser.fill(f"/hs/{maker.code}/sp/bang", file=(io.BytesIO(data), "bang.csv"))

    assert f"{page.location}/cot" in browser.visit(page.location).links
    refused = browser.fill(f"{page.location}/cot", c0="", c1="price_vnd")
    assert refused.status == 422
    assert browser.fill(f"{page.location}/cot", c0="name", c1="price_vnd").status == 303
    assert "Sản phẩm mới" in browser.visit(page.location).text
    dropped = browser.fill(page.location, to=f"{page.location}/bo")
    assert dropped.location == f"/hs/{maker.code}/sp/bang"


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"%PDF-1.7", "không phải"), (b"PK\x03\x04hong", "hỏng"), (b"", "Chọn tệp"), (b"\xd0\xcf\x11\xe0", "mật khẩu")],
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(browser: Browser, data: bytes, says: str) -> None:
    maker = make_maker()
    browser.sign_in(owner_of(maker))

    sent = {"file": (io.BytesIO(data), "bang.xlsx")} if data else {}
    page = browser.fill(f"/hs/{maker.code}/sp/bang", **sent)

    assert page.status == 422
    assert says in page.text
    assert queries.goods_lists_of(maker.id) == []


def test_another_makers_list_is_not_known_here(browser: Browser) -> None:
    theirs, mine = make_maker(), make_maker()
    brought = bring(theirs, sheet(GOOD))
    browser.sign_in(owner_of(mine))

    assert browser.visit(f"/hs/{mine.code}/sp/bang/{brought.id}").status == 404
    assert browser.visit(f"/hs/{theirs.code}/sp/bang/{brought.id}").status == 404
