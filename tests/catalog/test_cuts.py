"""How a photograph is cut for marketplaces, and photographs that come in a zip or from an address."""

import io
import zipfile
from typing import Any

import pytest
from PIL import Image

from app.core import storage
from app.core.db import db
from catalog import images, services
from catalog.images import Preset
from catalog.images.albums import role_of
from catalog.models import Product, ProductPhoto
from catalog.rules import PhotoRole, Square, SquareCut
from tests.browser import Browser
from tests.catalog import pictures
from tests.factories.catalog import make_maker, make_product, owner_of, taken


def cut(product: Product, wanted: Square) -> ProductPhoto:
    photo = product.photos[0]
    services.keep_cut(product, photo, wanted, services.cut_anew(photo, wanted), by=owner_of(product.merchant))
    db.session.commit()
    return photo


def picture_of(photo: ProductPhoto, preset: Preset = Preset.SQ1500) -> Image.Image:
    return Image.open(io.BytesIO(storage.read(photo.sizes[preset.value].sha256))).convert("RGB")


def is_red(colour: Any) -> bool:
    red, green, blue = colour
    return red > 180 and green < 90 and blue < 90


def test_a_square_is_cut_around_the_place_that_was_pressed_and_the_master_stays(session: object) -> None:
    product = make_product(make_maker())
    master = product.photos[0].sha256
    before = picture_of(product.photos[0])
    assert (before.size, before.getpixel((5, 5))) == ((1500, 1500), (255, 255, 255))

    photo = cut(product, Square(SquareCut.CROP, 17, 17))

    # The test picture of 1600 x 1200 is red in its top left corner, and only there.
    assert picture_of(photo).size == (1200, 1200)
    assert is_red(picture_of(photo).getpixel((5, 5)))
    assert is_red(picture_of(photo, Preset.THUMB320).getpixel((3, 3)))
    assert not is_red(picture_of(cut(product, Square(SquareCut.CROP, 83, 83))).getpixel((5, 5)))
    assert product.photos[0].sha256 == master
    assert product.cover["sq1500"]["sha256"] == photo.sizes["sq1500"].sha256


def test_a_lighter_square_keeps_under_its_cap(session: object) -> None:
    product = make_product(make_maker())

    photo = cut(product, Square(most_kb=300))

    assert photo.sizes["sq1500"].size_bytes <= 300_000
    assert photo.sizes["sq1500"].width == 1500


def test_a_cut_is_taken_back_with_the_last_change(session: object) -> None:
    product = make_product(make_maker())
    squares = {preset: each.sha256 for preset, each in product.photos[0].sizes.items()}
    cut(product, Square(SquareCut.CROP, 17, 17))
    number = services_last(product)

    services.undo(product, number=number, by=owner_of(product.merchant))

    assert product.photos[0].square == Square()
    assert {preset: each.sha256 for preset, each in product.photos[0].sizes.items()} == squares


def services_last(product: Product) -> int:
    from catalog import queries

    last = queries.last_revision(product.id)
    assert last is not None
    return last.number


def test_an_owner_presses_where_the_goods_are(browser: Browser) -> None:
    product = make_product(make_maker())
    photo = product.photos[0]
    browser.sign_in(owner_of(product.merchant))
    path = f"/sp/{product.id}/anh/{photo.id}/cat"
    assert path in browser.visit(f"/sp/{product.id}/anh").links

    page = browser.fill(path, wanted="crop-17-50")

    assert (page.status, page.location) == (303, path)
    shown = browser.visit(path)
    assert 'value="crop-17-50" aria-pressed="true"' in shown.html
    assert "1200 × 1200 px" in shown.text
    browser.fill(path, wanted="light")
    db.session.refresh(photo)
    assert product.photos[0].square == Square(SquareCut.CROP, 17, 50, 300)
    browser.fill(path, wanted="pad")
    db.session.refresh(photo)
    assert product.photos[0].square == Square(most_kb=300)
    assert browser.fill(path, wanted="crop-1-1").status == 422


def album(**files: bytes) -> io.BytesIO:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    packed.seek(0)
    return packed


def test_photographs_come_out_of_a_zip_into_their_frames(browser: Browser) -> None:
    product = make_product(make_maker(), photo=False)
    browser.sign_in(owner_of(product.merchant))
    sent = album(chai_nuoc_mam__jpg=pictures.photo(), anh_nhan__jpg=pictures.photo(1500, 1500))

    page = browser.fill(f"/sp/{product.id}/anh/them", album=(sent, "anh.zip"))

    assert (page.status, page.location) == (303, f"/sp/{product.id}/anh")
    db.session.refresh(product)
    assert sorted(photo.role for photo in product.photos) == [PhotoRole.FRONT, PhotoRole.LABEL]


def test_a_photo_damaged_inside_its_zip_did_not_arrive_and_the_others_are_kept(browser: Browser) -> None:
    product = make_product(make_maker(), photo=False)
    browser.sign_in(owner_of(product.merchant))
    data = bytearray(album(hong__jpg=pictures.photo(), tot__jpg=pictures.photo(1500, 1500)).getvalue())
    # Behind the header of the first: no program can unpack what begins like this.
    data[30 + len("hong.jpg") : 34 + len("hong.jpg")] = b"\xff" * 4

    page = browser.fill(f"/sp/{product.id}/anh/them", album=(io.BytesIO(bytes(data)), "anh.zip"))

    assert page.status == 422
    assert "hong.jpg" in page.text
    assert db.session.query(ProductPhoto).filter_by(product_id=product.id).count() == 1


def test_what_is_no_photograph_is_named_and_the_others_are_kept(browser: Browser) -> None:
    product = make_product(make_maker(), photo=False)
    browser.sign_in(owner_of(product.merchant))
    sent = album(chai__jpg=pictures.photo(), ghi_chu__txt=b"x")

    page = browser.fill(f"/sp/{product.id}/anh/them", album=(sent, "anh.zip"))

    assert page.status == 422
    assert "ghi_chu.txt" in page.text
    db.session.refresh(product)
    assert len(product.photos) == 1


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Ảnh nhãn sau.jpg", PhotoRole.LABEL),
        ("cam tren tay.JPG", PhotoRole.SIZE),
        ("thu-muc/nguoi_lam.jpeg", PhotoRole.MAKER),
        ("IMG_2041.jpg", PhotoRole.FRONT),
        ("nhanh.jpg", PhotoRole.FRONT),
    ],
)
def test_the_name_of_a_file_says_its_frame(name: str, role: PhotoRole) -> None:
    assert role_of(name) is role


def locked() -> io.BytesIO:
    """A zip whose only file claims to be locked."""
    data = bytearray(album(a__jpg=b"x" * 50).getvalue())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return io.BytesIO(bytes(data))


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (io.BytesIO(b"khong phai zip"), "not a zip"),
        (io.BytesIO(b""), "not a zip"),
        (album(), "nothing in this zip"),
        (album(__MACOSX=b"x"), "nothing in this zip"),
        (locked(), "password"),
        (album(a__jpg=bytes(30_000_000)), "too much"),
        (album(**{f"a{number}__jpg": b"x" for number in range(61)}), "too much"),
    ],
)
def test_a_zip_that_is_no_album_is_refused_before_it_is_unpacked(
    file: io.BytesIO, says: str, session: object, in_english: None
) -> None:
    with pytest.raises(images.AlbumRefusedError) as refusal:
        list(images.packed(file))

    assert says in str(refusal.value.message)


def test_an_address_of_our_own_house_is_refused_and_nothing_is_kept(browser: Browser) -> None:
    product = make_product(make_maker(), photo=False)
    browser.sign_in(owner_of(product.merchant))

    page = browser.fill(f"/sp/{product.id}/anh/them", addresses="http://127.0.0.1/a.jpg\nhttp://169.254.169.254/latest")

    assert page.status == 422
    assert page.text.count("không ở trên mạng mở") == 2
    assert product.photos == []
    assert "Chọn tệp zip" in browser.fill(f"/sp/{product.id}/anh/them").text


def test_old_photographs_are_measured_by_and_by(session: object) -> None:
    product = make_product(make_maker())
    photo = product.photos[0]
    measured = (photo.is_dark, photo.white_edge_pct, photo.fingerprint)
    photo.is_dark = photo.white_edge_pct = photo.fingerprint = None
    services.add_photos(product, [(PhotoRole.LABEL, taken(1500, 1500))], by=owner_of(product.merchant))
    lost = product.photos[1]
    lost.fingerprint, lost.sha256 = None, "0" * 64
    db.session.commit()

    assert services.measure_some() == 2
    assert services.measure_some() == 0
    assert (photo.is_dark, photo.white_edge_pct, photo.fingerprint) == measured
    assert lost.fingerprint == ""


def test_a_long_photograph_is_told_how_much_of_its_square_is_white(browser: Browser) -> None:
    product = make_product(make_maker(), photo=False)
    by = owner_of(product.merchant)
    services.add_photos(product, [(PhotoRole.FRONT, images.intake(pictures.photo(2000, 1000)))], by=by)
    db.session.commit()
    browser.sign_in(by)

    assert "50 % ô vuông là nền trắng" in browser.visit(f"/sp/{product.id}/anh").text
    cut(product, Square(SquareCut.CROP))
    assert "ô vuông là nền trắng" not in browser.visit(f"/sp/{product.id}/anh").text
