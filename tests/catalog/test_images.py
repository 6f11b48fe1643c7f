"""Photographs: what is refused, what is taken off, what comes out."""

import io

import pillow_heif
import pytest
from PIL import Image, ImageFilter

from catalog import images
from catalog.images import Preset
from tests.catalog import pictures

pytestmark = pytest.mark.usefixtures("in_english")

CORNER = (40, 40)


def opened(picture: images.Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.data))


def pixel(image: Image.Image, at: tuple[int, int]) -> tuple[int, ...]:
    colour = image.getpixel(at)
    return colour if isinstance(colour, tuple) else (int(colour or 0),)


def reddish(colour: tuple[int, ...]) -> bool:
    return colour[0] > 150 and colour[1] < 90 and colour[2] < 90


def test_a_lying_photograph_is_turned_upright_and_forgets_where_it_was_taken() -> None:
    taken = images.intake(pictures.lying_photo_with_place())

    master = opened(taken.master)
    assert master.size == (1200, 1600)
    assert reddish(pixel(master, (1199 - CORNER[0], CORNER[1])))
    assert not master.getexif()
    for picture in (taken.master, *taken.renditions.values()):
        assert b"Exif" not in picture.data
        assert b"at home" not in picture.data
        assert "Điện thoại nhà".encode() not in picture.data


@pytest.mark.parametrize(
    ("preset", "kind", "size", "budget"),
    [
        (Preset.SQ1500, "JPEG", (1500, 1500), 1_000_000),
        (Preset.SQ1024, "JPEG", (1024, 1024), 500_000),
        (Preset.PAGE960, "WEBP", (960, 720), 40_000),
        (Preset.PAGE960_JPEG, "JPEG", (960, 720), 120_000),
        (Preset.THUMB320, "WEBP", (320, 320), 25_000),
    ],
)
def test_every_size_keeps_to_its_format_shape_and_budget(
    preset: Preset, kind: str, size: tuple[int, int], budget: int
) -> None:
    picture = images.intake(pictures.photo(3000, 2250)).renditions[preset]

    image = opened(picture)
    assert (image.format, image.size) == (kind, size)
    assert (picture.width, picture.height) == size
    assert len(picture.data) <= budget


def test_a_picture_of_pure_noise_still_fits_by_getting_smaller() -> None:
    noise = pictures.saved(Image.effect_noise((1600, 1200), 120).convert("RGB"), quality=90)

    picture = images.intake(noise).renditions[Preset.PAGE960]

    assert len(picture.data) <= 40_000


def test_the_square_is_padded_with_white() -> None:
    square = opened(images.intake(pictures.photo(1600, 800)).renditions[Preset.SQ1500])

    assert pixel(square, (750, 5)) == (255, 255, 255)


def test_a_small_photograph_is_not_blown_up() -> None:
    taken = images.intake(pictures.photo(400, 300))

    assert (taken.master.width, taken.master.height) == (400, 300)
    assert taken.renditions[Preset.SQ1500].width == 400


@pytest.mark.parametrize("side", [(4000, 3000), (8000, 6000)])
def test_the_master_is_at_most_2000_long(side: tuple[int, int]) -> None:
    image = Image.new("RGB", side, (200, 60, 40))

    assert (images.intake(pictures.saved(image)).master.width) == 2000


def test_a_heic_photograph_is_taken() -> None:
    out = io.BytesIO()
    pillow_heif.from_pillow(pictures.scene(800, 600)).save(out, quality=80)

    master = opened(images.intake(out.getvalue()).master)

    assert (master.format, master.size) == ("JPEG", (800, 600))
    assert reddish(pixel(master, CORNER))


def test_a_print_shop_picture_in_cmyk_becomes_rgb() -> None:
    taken = images.intake(pictures.saved(pictures.scene().convert("CMYK")))

    master = opened(taken.master)
    assert master.mode == "RGB"
    assert reddish(pixel(master, CORNER))


def test_colours_are_brought_to_srgb_by_the_profile_in_the_file() -> None:
    data = pictures.saved(pictures.scene(), icc_profile=pictures.swapped_profile())

    master = opened(images.intake(data).master)

    red, green, _ = pixel(master, CORNER)
    assert green > red
    assert "icc_profile" not in master.info


def test_a_damaged_profile_is_ignored() -> None:
    data = pictures.saved(pictures.scene(), icc_profile=b"not a profile at all")

    assert reddish(pixel(opened(images.intake(data).master), CORNER))


def test_see_through_parts_become_white() -> None:
    image = pictures.scene(800, 600).convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize((800, 600)).point(lambda level: 0 if level > 128 else 255))

    master = opened(images.intake(pictures.saved(image, "PNG")).master)

    assert pixel(master, (400, 590)) == (255, 255, 255)
    assert reddish(pixel(master, CORNER))


@pytest.mark.parametrize("mode", ["P", "L", "1", "LA", "I;16"])
def test_every_kind_of_png_is_taken(mode: str) -> None:
    grey = pictures.scene(400, 300).convert("L")
    image = (
        Image.frombytes("I;16", grey.size, b"".join(bytes((0, v)) for v in grey.tobytes()))
        if mode == "I;16"
        else (grey.convert(mode))
    )

    master = opened(images.intake(pictures.saved(image, "PNG")).master)

    assert master.mode == "RGB"
    if mode not in ("1", "P"):
        assert abs(pixel(master, CORNER)[0] - pixel(grey, CORNER)[0]) < 6


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "drawing"),
        (b"<?xml version='1.0'?><svg></svg>", "drawing"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04" + bytes(40), "Word"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(40), "video"),
        (b"just words", "Take a photo"),
    ],
)
def test_another_file_renamed_to_jpg_is_named_for_what_it_is(data: bytes, word: str) -> None:
    with pytest.raises(images.NotAPhotoError, match=word):
        images.intake(data)


def test_a_gif_is_refused_even_when_still() -> None:
    with pytest.raises(images.NotAPhotoError, match="GIF"):
        images.intake(pictures.saved(pictures.scene(50, 50), "GIF"))


def test_an_animation_is_refused() -> None:
    frames = [pictures.scene(60, 60), Image.new("RGB", (60, 60))]

    for format_ in ("WEBP", "PNG"):
        with pytest.raises(images.PhotoMovesError):
            images.intake(pictures.saved(frames[0], format_, save_all=True, append_images=frames[1:], duration=100))


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_cut_short_is_refused(format_: str) -> None:
    whole = pictures.saved(pictures.scene(), format_)

    with pytest.raises(images.PhotoBrokenError):
        images.intake(whole[: len(whole) * 6 // 10])


def test_a_picture_of_900_megapixels_is_refused_by_its_header() -> None:
    with pytest.raises(images.PhotoTooLargeError):
        images.intake(pictures.png_bomb())


def test_a_picture_just_over_64_megapixels_is_refused() -> None:
    just_over = pictures.saved(Image.new("L", (8001, 8000)), "PNG")

    with pytest.raises(images.PhotoTooLargeError):
        images.intake(just_over)


def test_a_file_of_more_than_25_megabytes_is_refused() -> None:
    with pytest.raises(images.PhotoTooLargeError):
        images.intake(pictures.photo() + bytes(images.MAX_BYTES))


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(images.PhotoBrokenError):
        images.intake(b"")


def test_only_a_photograph_out_of_focus_is_called_blurred() -> None:
    sharp = pictures.scene(1600, 1200)
    soft = sharp.filter(ImageFilter.GaussianBlur(16))

    assert not images.intake(pictures.saved(sharp)).looks.is_blurred
    assert images.intake(pictures.saved(soft)).looks.is_blurred
