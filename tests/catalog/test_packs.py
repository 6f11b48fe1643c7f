"""Packs and sizes: laid out, each with its own answers, the same in every feed and never more than fifty."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.core.db import db
from app.core.ids import new_id
from catalog import queries, rules, services
from catalog.channel_rules import Channel
from catalog.models import Product, ProductVariant
from catalog.readiness import Verdict
from catalog.rules import Axis, ProductFacts, Unit, VariantFacts
from tests.browser import Browser
from tests.catalog.test_feeds import items
from tests.factories.catalog import make_maker, make_product, owner_of, taken

SMALL_LARGE = [(Axis.NET, ["500 ml", "1 lít"])]
GTIN = "08938505974194"


def packed(product: Product, axes: object = None) -> list[ProductVariant]:
    services.lay_out(product, axes or SMALL_LARGE, by=owner_of(product.merchant))  # type: ignore[arg-type]
    db.session.commit()
    return product.variants


def fresh(product: Product) -> Product:
    db.session.refresh(product)
    return product


def names(product: Product) -> list[tuple[str, ...]]:
    return [pack.options for pack in fresh(product).variants]


def test_an_owner_lays_packs_out_and_gives_each_its_own_answers(browser: Browser) -> None:
    product = make_product(make_maker())
    browser.sign_in(owner_of(product.merchant))
    assert "Đang bán một quy cách" in browser.visit(f"/sp/{product.id}/quy-cach").text

    page = browser.fill(
        f"/sp/{product.id}/quy-cach/kieu",
        axis_1="net",
        options_1="500 ml\n1 lít\n500 ml\n",
        axis_2="flavour",
        options_2="thường, cay",
    )
    assert (page.status, page.location) == (303, f"/sp/{product.id}/quy-cach")
    assert names(product) == [("500 ml", "thường"), ("500 ml", "cay"), ("1 lít", "thường"), ("1 lít", "cay")]

    pack = product.variants[2]
    page = browser.fill(
        f"/sp/{product.id}/quy-cach/{pack.id}",
        option_1="1 lít",
        option_2="thường",
        price_vnd="210.000",
        amount="1",
        unit="l",
        weight_g="1700",
        gtin="893 850 597 4194",
        photo=product.photos[0].sha256,
    )
    assert page.status == 303
    db.session.refresh(pack)
    assert (pack.price_vnd, pack.content_milli, pack.content_unit, pack.weight_g, pack.gtin) == (
        210_000, 1_000, Unit.LITRE, 1_700, GTIN,
    )  # fmt: skip
    assert pack.photo_id == product.photos[0].id
    table = browser.visit(f"/sp/{product.id}/quy-cach").text.replace("\xa0", " ")
    for words in ("210.000 ₫", "1 l", "1700 g", "8938505974194", "120.000 ₫ như sản phẩm"):
        assert words in table, words
    again = browser.visit(f"/sp/{product.id}/quy-cach/{pack.id}").html
    assert 'value="8938505974194"' in again
    assert 'value="210.000"' in again


def test_laying_out_again_adds_what_is_new_and_leaves_the_rest() -> None:
    product = make_product(make_maker())
    first = packed(product)[0]
    by = owner_of(product.merchant)
    services.change_pack(product, first, ("500 ml",), price_vnd=99_000, by=by)

    added = services.lay_out(product, [(Axis.NET, ["500 ml", "1 lít", "5 lít"])], by=by)

    assert added == 1
    assert names(product) == [("500 ml",), ("1 lít",), ("5 lít",)]
    assert product.variants[0].price_vnd == 99_000


@pytest.mark.usefixtures("in_english")
def test_fifty_one_packs_are_refused_with_how_many_to_leave_out() -> None:
    product = make_product(make_maker())

    with pytest.raises(services.TooManyError, match=r"51 packs.*leave 1 out"):
        packed(product, [(Axis.SIZE, [str(size) for size in range(17)]), (Axis.COLOUR, ["đỏ", "xanh", "tím"])])
    assert (fresh(product).axis_1, product.variants) == ("", [])
    assert len(packed(product, [(Axis.SIZE, [str(size) for size in range(50)])])) == 50
    with pytest.raises(services.TooManyError):
        services.add_pack(product, ("50",), by=owner_of(product.merchant))


def test_packs_of_one_difference_do_not_take_a_second() -> None:
    product = make_product(make_maker())
    packed(product)
    by = owner_of(product.merchant)

    with pytest.raises(services.PackRefusedError):
        services.lay_out(product, [*SMALL_LARGE, (Axis.COLOUR, ["đỏ"])], by=by)
    with pytest.raises(services.PackRefusedError):
        services.add_pack(product, ("5 lít", "đỏ"), by=by)
    assert len(names(product)) == 2


def test_a_twin_and_a_second_use_of_a_bar_code_are_refused_beside_their_field(browser: Browser) -> None:
    product = make_product(make_maker())
    first, second = packed(product)
    by = owner_of(product.merchant)
    services.change_pack(product, first, first.options, gtin=GTIN, by=by)
    db.session.commit()
    browser.sign_in(by)

    twin = browser.fill(f"/sp/{product.id}/quy-cach/moi", option_1="1 lít")
    same_code = browser.fill(f"/sp/{product.id}/quy-cach/{second.id}", option_1="1 lít", gtin="8938505974194")

    assert (twin.status, same_code.status) == (422, 422)
    assert "Quy cách này có rồi" in twin.text
    assert "Quy cách khác đang dùng mã vạch này" in same_code.text
    assert [pack.gtin for pack in fresh(product).variants] == [GTIN, ""]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"option_1": ""}, "Ghi rõ loại nào"),
        ({"option_1": "x" * 41}, "40 chữ"),
        ({"price_vnd": "500"}, "Giá từ 1.000 đ"),
        ({"amount": "5"}, "Ghi cả số lượng và đơn vị"),
        ({"unit": "ml"}, "Ghi cả số lượng và đơn vị"),
        ({"gtin": "8938505974193"}, "Số cuối chưa khớp"),
        ({"weight_g": "-1"}, "Nhập số gam"),
    ],
)
def test_an_answer_about_a_pack_that_will_not_do_says_what_would(
    browser: Browser, answers: dict[str, str], sentence: str
) -> None:
    product = make_product(make_maker())
    packed(product)
    browser.sign_in(owner_of(product.merchant))

    page = browser.fill(f"/sp/{product.id}/quy-cach/moi", **({"option_1": "5 lít"} | answers))

    assert page.status == 422
    assert sentence in page.text
    assert len(names(product)) == 2


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"options_1": "500 ml"}, "Chọn các quy cách khác nhau ở điểm nào"),
        ({"axis_1": "net"}, "Ghi ít nhất một loại"),
        ({"axis_1": "net", "options_1": "1 lít", "axis_2": "net", "options_2": "2"}, "Chọn điểm khác"),
        ({"axis_1": "net", "options_1": "1 lít", "options_2": "cay"}, "Chọn các dòng này khác nhau"),
        ({"axis_1": "net", "options_1": "1 lít", "axis_2": "flavour"}, "Ghi ít nhất một loại"),
        ({"axis_1": "net", "options_1": "x" * 41}, "dài quá: nhiều nhất 40 ký tự"),
        ({"axis_1": "size", "options_1": "\n".join(map(str, range(51)))}, "Nhiều nhất 50: bớt 1"),
    ],
)
def test_a_layout_that_will_not_do_says_what_would(browser: Browser, answers: dict[str, str], sentence: str) -> None:
    product = make_product(make_maker())
    browser.sign_in(owner_of(product.merchant))

    page = browser.fill(f"/sp/{product.id}/quy-cach/kieu", **answers)

    assert page.status == 422
    assert sentence in page.text
    assert db.session.scalar(select(func.count()).select_from(ProductVariant)) == 0


def test_packs_are_moved_and_taken_away_by_buttons_until_none_is_left(browser: Browser) -> None:
    product = make_product(make_maker())
    first, second = packed(product)
    browser.sign_in(owner_of(product.merchant))
    here = f"/sp/{product.id}/quy-cach"

    browser.fill(here, to=f"{here}/{second.id}/len")
    assert names(product) == [("1 lít",), ("500 ml",)]
    browser.fill(here, to=f"{here}/{first.id}/xoa")
    browser.fill(here, to=f"{here}/{second.id}/xoa")

    assert (names(product), product.axis_1) == ([], "")


def test_the_photograph_of_a_pack_may_go_and_the_pack_stays() -> None:
    product = make_product(make_maker())
    pack = packed(product)[0]
    by = owner_of(product.merchant)
    services.change_pack(product, pack, pack.options, photo=product.photos[0], by=by)
    db.session.commit()

    services.remove_photo(product, product.photos[0], by=by)
    db.session.commit()

    db.session.refresh(pack)
    assert pack.photo_id is None


def test_google_gets_an_item_for_each_pack_with_what_tells_them_apart(browser: Browser) -> None:
    product = make_product(make_maker(), shown=True, gtin="")
    small, large = packed(product)
    by = owner_of(product.merchant)
    services.add_photos(product, [(rules.PhotoRole.SIZE, taken(900, 900))], by=by)
    services.change_pack(
        product, large, ("1 lít",), price_vnd=210_000, content_milli=1_000, content_unit=Unit.LITRE, gtin=GTIN,
        photo=product.photos[1], by=by,
    )  # fmt: skip
    db.session.commit()

    first, second = items(browser.visit("/feeds/google.xml").html)

    assert [first["id"], second["id"]] == [small.sku, large.sku]
    assert first["item_group_id"] == second["item_group_id"] == product.sku
    assert [first["size"], second["size"]] == ["500 ml", "1 lít"]
    assert [first["price"], second["price"]] == ["120000 VND", "210000 VND"]
    assert [first["unit_pricing_measure"], second["unit_pricing_measure"]] == ["500ml", "1l"]
    assert (first.get("identifier_exists"), second.get("gtin")) == ("no", "8938505974194")
    assert second["title"] == "Nước mắm Diêm Điền 40 độ đạm, 1 lít"
    front, side = (photo.sizes["sq1500"].sha256 for photo in product.photos)
    assert front in first["image_link"]
    assert side in second["image_link"]
    assert front in second["additional_image_link"]


def test_the_feed_takes_as_many_queries_for_many_packs_as_for_few(browser: Browser, count_queries: list[str]) -> None:
    packed(make_product(make_maker(), shown=True))
    count_queries.clear()
    browser.visit("/feeds/google.xml")
    once = len(count_queries)
    for _ in range(3):
        packed(make_product(make_maker(), shown=True), [(Axis.SIZE, list("12345"))])
    count_queries.clear()

    assert len(items(browser.visit("/feeds/google.xml").html)) == 17
    assert len(count_queries) == once <= 6


def test_search_engines_read_a_group_with_its_variants_and_visitors_a_list(browser: Browser) -> None:
    product = make_product(make_maker(), shown=True)
    _small, large = packed(product)
    services.change_pack(product, large, ("1 lít",), price_vnd=210_000, gtin=GTIN, by=owner_of(product.merchant))
    db.session.commit()

    page = browser.visit(f"/san-pham/{product.slug}")

    (text,) = re.findall(r'(?s)<script type="application/ld\+json"[^>]*>(.*?)</script>', page.html)
    facts = json.loads(text)
    assert (facts["@type"], facts["productGroupID"], facts["variesBy"]) == (
        "ProductGroup", product.sku, ["https://schema.org/size"],
    )  # fmt: skip
    assert "offers" not in facts
    assert [each["offers"]["price"] for each in facts["hasVariant"]] == ["120000", "210000"]
    assert [each["size"] for each in facts["hasVariant"]] == ["500 ml", "1 lít"]
    assert facts["hasVariant"][1]["gtin14"] == GTIN
    assert "từ 120.000" in page.text
    assert "1 lít 210.000" in page.text
    assert browser.visit(f"/san-pham/{product.slug}?goi={large.sku}").status == 200


def test_readiness_wants_every_pack_priced_and_weighed() -> None:
    product = make_product(make_maker(), shown=True, weight_g=None)
    small, large = packed(product)
    by = owner_of(product.merchant)
    assert queries.readiness_rows(product.id)[Channel.SHOPEE_VN].verdict is Verdict.MISSING

    services.change_pack(product, small, small.options, weight_g=900, by=by)
    assert queries.readiness_rows(product.id)[Channel.SHOPEE_VN].verdict is Verdict.MISSING
    services.change_pack(product, large, large.options, weight_g=1_700, by=by)

    assert queries.readiness_rows(product.id)[Channel.SHOPEE_VN].verdict is not Verdict.MISSING


def test_a_neighbour_and_a_clerk_change_no_pack(browser: Browser) -> None:
    from tests.catalog.test_pages import clerk

    product = make_product(make_maker())
    pack, _other = packed(product)
    here = f"/sp/{product.id}/quy-cach"
    browser.sign_in(clerk())
    assert browser.visit(here).status == 200
    for path in (f"{here}/kieu", f"{here}/moi", f"{here}/{pack.id}"):
        assert browser.visit(path).status == 403
        assert browser.post(path, axis_1="net", options_1="9", option_1="9").status == 403
    stranger = Browser(browser.app)
    stranger.sign_in(owner_of(make_maker()))
    for path in (here, f"{here}/kieu", f"{here}/moi", f"{here}/{pack.id}"):
        assert stranger.visit(path).status == 404
    for verb in ("len", "xoa"):
        assert browser.post(f"{here}/{pack.id}/{verb}").status == 403
        assert stranger.post(f"{here}/{pack.id}/{verb}").status == 404
    assert names(product) == [("500 ml",), ("1 lít",)]


def test_a_pack_of_another_product_is_not_found(browser: Browser) -> None:
    product = make_product(make_maker())
    other = packed(make_product(product.merchant))[0]
    packed(product)
    browser.sign_in(owner_of(product.merchant))

    for pack_id in (other.id, new_id()):
        assert browser.visit(f"/sp/{product.id}/quy-cach/{pack_id}").status == 404
        assert browser.fill(f"/sp/{product.id}/quy-cach", to=f"/sp/{product.id}/quy-cach/{pack_id}/xoa").status == 404


@pytest.mark.no_database
@given(st.lists(st.lists(st.text(max_size=3), max_size=6), min_size=1, max_size=2))
def test_every_combination_is_there_once(axes: list[list[str]]) -> None:
    found = rules.combinations(axes)

    expected = 1
    for options in axes:
        expected *= len(set(options))
    assert len(found) == len(set(found)) == expected


@pytest.mark.no_database
def test_what_a_pack_leaves_open_the_product_answers_but_never_its_bar_code() -> None:
    facts = ProductFacts(price_vnd=5_000, weight_g=90, gtin=GTIN, variants=(VariantFacts("A", ("1",), weight_g=10),))

    (pack,) = facts.packs
    assert (pack.price_vnd, pack.weight_g, pack.gtin) == (5_000, 10, "")


def test_a_pack_named_by_how_much_is_in_it_says_so_until_somebody_says_otherwise(browser: Browser) -> None:
    product = make_product(make_maker())
    packed(product, [(Axis.FLAVOUR, ["cay 50 g", "thường"]), (Axis.NET, ["hũ 300 g", "lốc 6 chai"])])
    browser.sign_in(owner_of(product.merchant))
    new = f"/sp/{product.id}/quy-cach/moi"

    browser.fill(new, option_1="thường", option_2="hũ 1,5 kg")
    browser.fill(new, option_1="thường", option_2="hũ 2 kg", amount="1,9", unit="kg")

    assert [(pack.content_milli, pack.content_unit) for pack in fresh(product).variants] == [
        (300_000, Unit.GRAM), (None, None), (300_000, Unit.GRAM), (None, None),
        (1_500, Unit.KILOGRAM), (1_900, Unit.KILOGRAM),
    ]  # fmt: skip


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("500ml", (500_000, Unit.ML)),
        ("Chai 1 lít", (1_000, Unit.LITRE)),
        ("0,75 L", (750, Unit.LITRE)),
        ("túi 2,5 ký", (2_500, Unit.KILOGRAM)),
        ("500 gam", (500_000, Unit.GRAM)),
        ("lốc 6 x 300 ml", None),
        ("1.000 ml", None),
        ("1,000 ml", None),
        ("túi 0.500 kg", (500, Unit.KILOGRAM)),
        ("0 g", None),
        ("chai to", None),
        ("loại 5 gói", None),
    ],
)
def test_how_much_is_in_a_pack_is_read_from_its_name_where_it_says_only_that(
    option: str, said: tuple[int, Unit] | None
) -> None:
    assert rules.content_said(option) == said
