"""What kind of goods a product is: chosen, its questions asked one by one, its label law said, nobody else let in."""

import pytest

from app.core.db import db
from app.core.ids import new_id
from catalog import families, label, queries, services
from catalog.channel_rules import Channel
from catalog.models import Product
from catalog.readiness import Verdict
from catalog.rules import ProductFacts
from tests.browser import Browser
from tests.factories.catalog import make_maker, make_product, of_family, owner_of


def fresh(product: Product) -> Product:
    db.session.refresh(product)
    return product


def fish_sauce(**answers: object) -> Product:
    product = make_product(make_maker(), **answers)
    of_family(product, "I.4.a")
    return product


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Nước mắm Diêm Điền", "I.4.a"),
        ("BÁNH CÁY làng Nguyễn", "I.3.b"),
        ("Giỏ mây đan tay", "IV.1"),
        ("Phòng đôi nhìn ra rừng", "offer.room"),
        ("Tinh dầu sả", "III.3"),
    ],
)
def test_a_name_suggests_its_kind(name: str, key: str) -> None:
    assert families.suggested(name)[0].key == key


def test_a_name_that_says_nothing_suggests_nothing() -> None:
    assert families.suggested("Bà Mận") == ()


def test_an_owner_chooses_the_kind_and_answers_its_questions_in_turn(browser: Browser) -> None:
    product = make_product(make_maker())
    browser.sign_in(owner_of(product.merchant))
    asked = browser.visit(f"/sp/{product.id}/loai")
    assert "Có phải một trong các nhóm này?" in asked.text

    page = browser.fill(f"/sp/{product.id}/loai", family="I.4.a")
    assert (page.status, page.location) == (303, f"/sp/{product.id}/nhan/protein_degree")
    page = browser.fill(f"/sp/{product.id}/nhan/protein_degree", answer="40")
    assert page.location == f"/sp/{product.id}/nhan/months_fermented"
    page = browser.fill(f"/sp/{product.id}/nhan/months_fermented", answer="")
    assert page.location == f"/sp/{product.id}/nhan/fish"

    assert fresh(product).attrs == {"protein_degree": 40}
    label_page = browser.visit(f"/sp/{product.id}/nhan")
    assert "40 °N" in label_page.text
    assert "NĐ 43/2017 và NĐ 111/2021: thực phẩm" in label_page.text
    assert "chưa được cơ quan xác nhận" in label_page.text


@pytest.mark.parametrize("typed", ["0", "61", "bốn mươi", "4,5"])
def test_a_number_that_cannot_be_is_refused_with_its_bounds(browser: Browser, typed: str) -> None:
    product = fish_sauce()
    browser.sign_in(owner_of(product.merchant))

    page = browser.fill(f"/sp/{product.id}/nhan/protein_degree", answer=typed)

    assert page.status == 422
    assert "Nhập một số từ 1 đến 60" in page.text
    assert fresh(product).attrs == {}


def test_no_kind_and_an_unknown_kind_are_refused(browser: Browser) -> None:
    product = make_product(make_maker())
    browser.sign_in(owner_of(product.merchant))

    for given in ({}, {"family": "IX.9"}):
        page = browser.fill(f"/sp/{product.id}/loai", **given)
        assert page.status == 422
    assert fresh(product).family == ""


def test_yes_and_no_are_answers_and_nothing_is_none() -> None:
    product = make_product(make_maker())
    by = owner_of(product.merchant)
    services.choose_family(product, "IV.1", by=by)

    services.answer_attribute(product, "handmade", False, by=by)
    assert product.attrs == {"handmade": False}
    services.answer_attribute(product, "handmade", None, by=by)
    assert product.attrs == {}


def test_one_of_a_few_words_is_chosen(browser: Browser) -> None:
    product = make_product(make_maker())
    of_family(product, "IV.2")
    browser.sign_in(owner_of(product.merchant))
    path = f"/sp/{product.id}/nhan/gender"

    assert browser.fill(path, answer="female").status == 303
    db.session.refresh(product)
    assert product.attrs == {"gender": "female"}
    assert "Nữ" in browser.visit(f"/sp/{product.id}/nhan").text
    assert browser.fill(path, answer="nobody").status == 422


def test_what_the_family_does_not_ask_is_not_kept() -> None:
    product = fish_sauce()

    for key, value in (("beds", "hai"), ("protein_degree", "bốn mươi"), ("protein_degree", 400)):
        with pytest.raises(services.UnknownFamilyError):
            services.answer_attribute(product, key, value, by=owner_of(product.merchant))
    assert product.attrs == {}


def test_another_kind_keeps_only_what_it_asks_and_undoing_brings_the_rest_back() -> None:
    product = fish_sauce()
    by = owner_of(product.merchant)
    services.answer_attribute(product, "protein_degree", 40, by=by)
    services.answer_attribute(product, "usage", "Chấm", by=by)

    services.choose_family(product, "I.4.b", by=by)
    assert product.attrs == {"usage": "Chấm"}

    last = queries.last_revision(product.id)
    assert last is not None
    services.undo(product, number=last.number, by=by)
    assert (product.family, product.attrs) == ("I.4.a", {"protein_degree": 40, "usage": "Chấm"})


def test_readiness_asks_for_the_kind_and_then_for_what_belongs_on_its_label(browser: Browser) -> None:
    product = make_product(make_maker(), shown=True)
    browser.sign_in(owner_of(product.merchant))
    assert f"/sp/{product.id}/loai?sua=1" in browser.visit(f"/sp/{product.id}/kenh").links

    services.choose_family(product, "I.4.a", by=owner_of(product.merchant))
    db.session.commit()

    page = browser.visit(f"/sp/{product.id}/kenh")
    assert "Khai nốt những mục phải có trên nhãn: còn thiếu 4 mục" in page.text
    assert f"/sp/{product.id}/nhan?sua=1" in page.links
    kept = queries.readiness_rows(product.id)[Channel.GOOGLE]
    assert (kept.verdict, kept.score_met) == (Verdict.WARN, kept.score_required)


def test_the_label_follows_the_law_of_the_kind() -> None:
    spirit = label.label_rows(ProductFacts(family="II.1.a", attrs={"ethanol_pct": 40}))
    asked = [row.attribute.key for row in spirit if row.attribute]

    assert asked == ["ethanol_pct", "keeping", "warning", "lot_no"]
    assert [row.told for row in spirit if row.attribute and row.attribute.key == "ethanol_pct"] == [True]
    assert not [row for row in spirit if row.item and row.item.field == "ingredients"]
    assert len(label.label_rows(ProductFacts())) == 7


@pytest.mark.parametrize("path", ["loai", "nhan", "nhan/protein_degree"])
def test_a_neighbour_and_a_clerk_elsewhere_find_nothing(browser: Browser, path: str) -> None:
    from tests.catalog.test_pages import clerk

    product = fish_sauce()
    for who in (owner_of(make_maker()), clerk("33/12865/")):
        other = Browser(browser.app)
        other.sign_in(who)
        assert other.visit(f"/sp/{product.id}/{path}").status == 404
        assert other.post(f"/sp/{product.id}/{path}", family="I.4.b", answer="9").status in (404, 405)
    assert (fresh(product).family, product.attrs) == ("I.4.a", {})
    assert other.visit(f"/sp/{new_id()}/{path}").status == 404


def test_a_clerk_reads_the_label_and_may_not_answer(browser: Browser) -> None:
    from tests.catalog.test_pages import clerk

    product = fish_sauce()
    browser.sign_in(clerk())

    assert browser.visit(f"/sp/{product.id}/nhan").status == 200
    for path in ("loai", "nhan/protein_degree"):
        assert browser.visit(f"/sp/{product.id}/{path}").status == 403
        assert browser.post(f"/sp/{product.id}/{path}", family="I.4.b", answer="9").status == 403
    assert (fresh(product).family, product.attrs) == ("I.4.a", {})


def test_a_question_of_another_family_is_not_found(browser: Browser) -> None:
    product = fish_sauce()
    browser.sign_in(owner_of(product.merchant))

    assert browser.visit(f"/sp/{product.id}/nhan/beds").status == 404


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("893 850 5974 19 4", "08938505974194"), ("", ""), ("96385074", "00000096385074")],
)
def test_a_bar_code_is_kept_with_fourteen_digits(browser: Browser, typed: str, kept: str) -> None:
    product = make_product(make_maker())
    browser.sign_in(owner_of(product.merchant))

    assert browser.fill(f"/sp/{product.id}/ma-vach", gtin=typed).status == 303

    assert fresh(product).gtin == kept
    assert f'value="{typed.replace(" ", "")}"' in browser.visit(f"/sp/{product.id}/ma-vach").html or not typed


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("8938505974193", "Nhập lại dãy số dưới vạch"),
        ("893", "Mã vạch có 8, 12, 13 hoặc 14 số"),
        ("2000000000015", "Số này là mã cửa hàng tự đặt"),
    ],
)
def test_a_bar_code_that_cannot_be_says_what_to_do(browser: Browser, typed: str, sentence: str) -> None:
    product = make_product(make_maker())
    browser.sign_in(owner_of(product.merchant))

    page = browser.fill(f"/sp/{product.id}/ma-vach", gtin=typed)

    assert page.status == 422
    assert sentence in page.text
    assert fresh(product).gtin == ""
