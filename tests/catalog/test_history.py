"""Every change is kept and can be taken back, which is a change as well; nothing is ever lost on the way."""

import pytest
from sqlalchemy import func, select

from app.core import storage
from app.core.db import db
from app.core.particulars import erase_rows
from catalog import queries, services
from catalog.models import Product, ProductRevision, ProductVariant, state_of
from catalog.particulars import KEPT
from catalog.rules import PhotoRole, Unit
from catalog.states import Stage
from tests.browser import Browser
from tests.factories.catalog import make_maker, make_product, owner_of, taken


def last_number(product: Product) -> int:
    last = queries.last_revision(product.id)
    assert last is not None
    return last.number


def undo(product: Product) -> None:
    services.undo(product, number=last_number(product), by=owner_of(product.merchant))


def test_every_change_makes_one_revision_and_no_change_makes_none() -> None:
    product = make_product(make_maker(), photo=False)
    by = owner_of(product.merchant)
    begun = last_number(product)

    services.answer(product, price_vnd=130_000, by=by)
    services.answer(product, price_vnd=130_000, by=by)
    services.add_photos(product, [(PhotoRole.FRONT, taken())], by=by)
    services.add_photos(product, [(PhotoRole.FRONT, taken())], by=by)

    assert last_number(product) == begun + 2


def test_undoing_goes_back_step_by_step_to_the_beginning_and_no_further() -> None:
    product = make_product(make_maker(), photo=False)
    by = owner_of(product.merchant)
    for price in (130_000, 140_000):
        services.answer(product, price_vnd=price, by=by)

    undo(product)
    assert product.price_vnd == 130_000
    undo(product)
    assert product.price_vnd == 120_000
    undo(product)
    assert (product.name, product.price_vnd) == ("", None)
    with pytest.raises(services.NothingToUndoError):
        undo(product)
    assert db.session.scalar(select(func.count()).select_from(ProductRevision)) == 7


def test_a_change_after_undoing_is_undone_first() -> None:
    product = make_product(make_maker(), photo=False)
    by = owner_of(product.merchant)
    services.answer(product, price_vnd=130_000, by=by)
    undo(product)
    services.answer(product, price_vnd=150_000, by=by)

    undo(product)

    assert product.price_vnd == 120_000


def test_an_earlier_revision_comes_back_whole_with_its_photographs_and_packs() -> None:
    product = make_product(make_maker(), name="Nước mắm cốt")
    by = owner_of(product.merchant)
    services.choose_family(product, "I.4.a", by=by)
    with services.record.change(product, by=by):
        product.axis_1 = "net"
        product.variants.append(
            ProductVariant(
                sku="P1",
                position=0,
                option_1="1 lít",
                content_milli=1000,
                content_unit=Unit.LITRE,
                photo=product.photos[0],
            )
        )
    kept, number = state_of(product), last_number(product)
    cover = product.cover

    services.remove_photo(product, product.photos[0], by=by)
    services.answer(product, by=by, name="Tên khác", description="", attrs={}, family="")
    with services.record.change(product, by=by):
        product.variants.clear()
    db.session.commit()
    services.bring_back(product, number, by=by)
    db.session.commit()

    db.session.expire_all()
    assert state_of(product) == kept
    assert product.cover == cover
    assert product.variants[0].photo is product.photos[0]
    assert product.name_fold == "nuoc mam cot"
    for rendition in product.photos[0].renditions:
        assert storage.read(rendition.sha256, verify=True)


def test_what_was_not_asked_then_is_empty_when_it_comes_back() -> None:
    product = make_product(make_maker(), box_cm="")
    assert "box_cm" not in state_of(product)["answers"]
    number = last_number(product)
    services.answer(product, by=owner_of(product.merchant), box_cm="30x20x15")

    services.bring_back(product, number, by=owner_of(product.merchant))

    assert product.box_cm == ""


def test_bringing_back_what_it_is_already_changes_nothing() -> None:
    product = make_product(make_maker(), photo=False)
    number = last_number(product)

    services.bring_back(product, number, by=owner_of(product.merchant))

    assert last_number(product) == number


def test_a_product_that_was_shown_never_loses_its_name_by_going_back() -> None:
    product = make_product(make_maker(), shown=True)

    with pytest.raises(services.NotShowableError):
        services.bring_back(product, 1, by=owner_of(product.merchant))
    assert product.name


def test_a_shown_product_brought_back_to_before_its_photograph_is_hidden() -> None:
    product = make_product(make_maker(), shown=True)

    services.bring_back(product, 2, by=owner_of(product.merchant))

    assert (product.stage, product.photos) == (Stage.HIDDEN, [])


def test_a_product_from_before_there_were_revisions_keeps_what_it_was_first() -> None:
    product = make_product(make_maker(), photo=False)
    for revision in db.session.scalars(select(ProductRevision)).all():
        db.session.delete(revision)
    db.session.commit()

    services.answer(product, price_vnd=130_000, by=owner_of(product.merchant))
    undo(product)

    assert product.price_vnd == 120_000


def test_the_page_tells_what_changed_and_takes_the_last_change_back_once(browser: Browser) -> None:
    product = make_product(make_maker(), photo=False)
    by = owner_of(product.merchant)
    services.answer(product, price_vnd=130_000, by=by)
    services.answer(product, price_vnd=140_000, by=by)
    db.session.commit()
    browser.sign_in(by)
    page = browser.visit(f"/sp/{product.id}/lich-su")
    assert "130.000 ₫ sau khi sửa: 140.000 ₫" in page.text.replace("\xa0", " ")

    number = last_number(product)
    page = browser.fill(f"/sp/{product.id}/lich-su", to=f"/sp/{product.id}/lich-su/bo", number=number)

    assert page.status == 303
    db.session.refresh(product)
    assert product.price_vnd == 130_000
    assert f"quay lại bản {number - 1}" in browser.visit(f"/sp/{product.id}/lich-su").text
    overtaken = browser.fill(f"/sp/{product.id}/lich-su", to=f"/sp/{product.id}/lich-su/bo", number=number)
    assert overtaken.status == 409
    assert "Sản phẩm vừa có người sửa" in overtaken.text


def test_an_earlier_version_is_brought_back_from_the_page(browser: Browser) -> None:
    product = make_product(make_maker(), photo=False)
    by = owner_of(product.merchant)
    services.answer(product, price_vnd=130_000, by=by)
    db.session.commit()
    browser.sign_in(by)

    page = browser.fill(f"/sp/{product.id}/lich-su", to=f"/sp/{product.id}/lich-su/2/lay-lai")

    assert page.status == 303
    db.session.refresh(product)
    assert product.price_vnd == 120_000
    assert browser.fill(f"/sp/{product.id}/lich-su", to=f"/sp/{product.id}/lich-su/99/lay-lai").status == 404


def test_twenty_to_a_page_in_the_same_number_of_queries(browser: Browser, count_queries: list[str]) -> None:
    product = make_product(make_maker(), photo=False)
    by = owner_of(product.merchant)
    browser.sign_in(by)
    count_queries.clear()
    browser.visit(f"/sp/{product.id}/lich-su")
    with_two = len(count_queries)
    for step in range(22):
        services.answer(product, price_vnd=200_000 + step * 1000, by=by)
    db.session.commit()
    count_queries.clear()

    page = browser.visit(f"/sp/{product.id}/lich-su")

    assert len(count_queries) == with_two
    assert page.text.count("Lấy lại bản") == 19
    assert f"/sp/{product.id}/lich-su?trang=2" in page.links
    assert "Bắt đầu ghi sản phẩm" in browser.visit(f"/sp/{product.id}/lich-su?trang=2").text


def test_a_clerk_reads_the_changes_and_may_not_go_back(browser: Browser) -> None:
    from tests.catalog.test_pages import clerk

    product = make_product(make_maker(), photo=False)
    number = last_number(product)
    browser.sign_in(clerk())

    assert browser.visit(f"/sp/{product.id}/lich-su").status == 200
    for path in ("lich-su/bo", "lich-su/1/lay-lai"):
        assert browser.post(f"/sp/{product.id}/{path}", number=number).status == 403
    stranger = Browser(browser.app)
    stranger.sign_in(owner_of(make_maker()))
    assert stranger.visit(f"/sp/{product.id}/lich-su").status == 404
    assert stranger.post(f"/sp/{product.id}/lich-su/1/lay-lai").status == 404
    db.session.refresh(product)
    assert (product.price_vnd, last_number(product)) == (120_000, number)


def test_who_has_everything_deleted_leaves_no_photograph_behind_in_an_earlier_version() -> None:
    product = make_product(make_maker())
    photo = product.photos[0]
    files = {photo.sha256, *(rendition.sha256 for rendition in photo.renditions)}
    services.remove_photo(product, photo, by=owner_of(product.merchant))
    db.session.commit()
    (versions,) = (kept for kept in KEPT if kept.model is ProductRevision)

    dropped = erase_rows(versions, product.merchant_id)

    assert files <= set(dropped)
    assert db.session.scalar(select(func.count()).select_from(ProductRevision)) == 0
