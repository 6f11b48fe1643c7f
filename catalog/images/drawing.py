"""Pictures for the demonstration: drawn, so that nobody's photograph is used and everybody sees they are made up."""

import io
import math
from collections.abc import Callable
from enum import StrEnum
from functools import cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from catalog.rules import PhotoRole

_SIDE = 1600
_Colour = tuple[int, int, int]
_INK: _Colour = (29, 40, 38)
_PAPER: _Colour = (255, 253, 248)
_SKIN: _Colour = (226, 178, 138)


class Subject(StrEnum):
    """What is drawn."""

    BOTTLE = "bottle"
    SACK = "sack"
    BOX = "box"
    BASKET = "basket"
    JAR = "jar"
    ROOM = "room"


_GROUNDS: dict[Subject, tuple[_Colour, _Colour]] = {
    Subject.BOTTLE: ((246, 226, 190), (214, 168, 104)),
    Subject.SACK: ((226, 236, 208), (160, 188, 124)),
    Subject.BOX: ((250, 226, 206), (222, 150, 112)),
    Subject.BASKET: ((238, 230, 212), (190, 168, 128)),
    Subject.JAR: ((218, 234, 236), (128, 176, 182)),
    Subject.ROOM: ((214, 232, 240), (140, 182, 206)),
}
_BODIES: dict[Subject, _Colour] = {
    Subject.BOTTLE: (150, 62, 16),
    Subject.SACK: (238, 226, 188),
    Subject.BOX: (176, 44, 36),
    Subject.BASKET: (186, 138, 74),
    Subject.JAR: (204, 120, 84),
    Subject.ROOM: (196, 116, 72),
}


def draw(subject: Subject, role: PhotoRole) -> bytes:
    """Draw one picture of a product as a JPEG of 1600 x 1600."""
    image = _ground(subject)
    _SCENES[role](image, subject)
    out = io.BytesIO()
    Image.blend(image, ImageChops.overlay(image, _grain()), 0.35).save(out, "JPEG", quality=88)
    return out.getvalue()


@cache
def _grain() -> Image.Image:
    """The unevenness of paper, which is slow to make and the same under every picture."""
    return Image.effect_noise((_SIDE, _SIDE), 9).convert("RGB")


def _ground(subject: Subject) -> Image.Image:
    light, dark = _GROUNDS[subject]
    shade = Image.linear_gradient("L").resize((_SIDE, _SIDE)).point(lambda level: level * level // 255)
    image = Image.composite(Image.new("RGB", shade.size, dark), Image.new("RGB", shade.size, light), shade)
    table = ImageDraw.Draw(image)
    table.rectangle((0, 1240, _SIDE, _SIDE), fill=_mixed(dark, _INK, 0.18))
    table.line((0, 1240, _SIDE, 1240), fill=_mixed(dark, _INK, 0.35), width=6)
    return image


def _front(image: Image.Image, subject: Subject) -> None:
    _placed(image, subject, 800, 1360, 1.0)


def _size(image: Image.Image, subject: Subject) -> None:
    _placed(image, subject, 560, 1360, 0.8)
    _hand(image, 1150, 1360)


def _label(image: Image.Image, subject: Subject) -> None:
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((330, 170, 1270, 1430), 34, fill=_PAPER, outline=_INK, width=8)
    pen.rounded_rectangle((400, 240, 1200, 380), 20, fill=_BODIES[subject])
    _wave(pen, 800, 310, 300, _PAPER)
    for row in range(9):
        width = 800 - (row * 137) % 260
        pen.rounded_rectangle((400, 460 + row * 74, 400 + width, 484 + row * 74), 10, fill=(88, 96, 94))
    for bar in range(28):
        x = 400 + bar * 19
        pen.rectangle((x, 1190, x + 5 + (bar * 7) % 9, 1350), fill=_INK)


def _maker(image: Image.Image, subject: Subject) -> None:
    pen = ImageDraw.Draw(image)
    pen.pieslice((360, 760, 1060, 1900), 180, 360, fill=(11, 79, 74))
    pen.ellipse((570, 440, 850, 740), fill=_SKIN)
    pen.polygon(((400, 520), (710, 250), (1020, 520)), fill=(222, 186, 116))
    pen.line(((400, 520), (710, 250), (1020, 520)), fill=(168, 128, 62), width=8, joint="curve")
    pen.arc((650, 600, 770, 690), 20, 160, fill=_INK, width=9)
    for eye in (650, 762):
        pen.ellipse((eye, 582, eye + 18, 600), fill=_INK)
    pen.line(((470, 1080), (660, 1250), (980, 1230)), fill=_SKIN, width=84, joint="curve")
    _placed(image, subject, 1180, 1400, 0.62)


_SCENES: dict[PhotoRole, Callable[[Image.Image, Subject], None]] = {
    PhotoRole.FRONT: _front,
    PhotoRole.LABEL: _label,
    PhotoRole.SIZE: _size,
    PhotoRole.MAKER: _maker,
}


def _placed(image: Image.Image, subject: Subject, x: int, foot: int, scale: float) -> None:
    """Draw the thing on its own sheet, with a soft shadow under it, and lay it on the picture."""
    sheet = Image.new("RGBA", (1200, 1200))
    _THINGS[subject](ImageDraw.Draw(sheet), _BODIES[subject])
    small = sheet.resize((int(1200 * scale), int(1200 * scale)), Image.Resampling.LANCZOS)
    left, top = x - small.width // 2, foot - small.height
    shadow = Image.new("L", image.size)
    reach = int(380 * scale)
    ImageDraw.Draw(shadow).ellipse((x - reach, foot - 60, x + reach, foot + 40), fill=120)
    image.paste(Image.new("RGB", image.size, _INK), mask=shadow.filter(ImageFilter.GaussianBlur(26)))
    image.paste(small, (left, top), small)


def _bottle(pen: ImageDraw.ImageDraw, colour: _Colour) -> None:
    pen.rounded_rectangle((540, 60, 660, 170), 16, fill=(11, 79, 74))
    pen.polygon(
        ((548, 170), (652, 170), (664, 330), (780, 470), (780, 1140), (420, 1140), (420, 470), (536, 330)), fill=colour
    )
    pen.rounded_rectangle((420, 440, 780, 1190), 56, fill=colour)
    pen.rounded_rectangle((452, 480, 492, 1120), 20, fill=_mixed(colour, _PAPER, 0.4))
    _paper_label(pen, 440, 640, 760, 1000, colour)


def _sack(pen: ImageDraw.ImageDraw, colour: _Colour) -> None:
    pen.rounded_rectangle((330, 300, 870, 1190), 110, fill=colour)
    pen.polygon(((440, 330), (360, 120), (520, 170), (600, 90), (680, 170), (840, 120), (760, 330)), fill=colour)
    pen.rounded_rectangle((420, 290, 780, 340), 20, fill=(184, 92, 0))
    for fold in (400, 800):
        pen.line(((fold, 420), (fold + 12, 1120)), fill=_mixed(colour, _INK, 0.16), width=10)
    _paper_label(pen, 450, 560, 750, 920, (74, 120, 44))


def _box(pen: ImageDraw.ImageDraw, colour: _Colour) -> None:
    pen.polygon(((230, 560), (600, 400), (970, 560), (600, 720)), fill=_mixed(colour, _PAPER, 0.3))
    pen.polygon(((230, 560), (600, 720), (600, 1190), (230, 1030)), fill=colour)
    pen.polygon(((970, 560), (600, 720), (600, 1190), (970, 1030)), fill=_mixed(colour, _INK, 0.22))
    pen.line(((415, 480), (785, 640), (785, 1110)), fill=(240, 196, 92), width=40, joint="curve")
    pen.line(((785, 480), (415, 640), (415, 1110)), fill=(240, 196, 92), width=40, joint="curve")
    pen.ellipse((520, 480, 680, 640), fill=(240, 196, 92))


def _basket(pen: ImageDraw.ImageDraw, colour: _Colour) -> None:
    pen.arc((340, 160, 860, 980), 180, 360, fill=_mixed(colour, _INK, 0.3), width=44)
    pen.polygon(((240, 560), (960, 560), (860, 1190), (340, 1190)), fill=colour)
    for row in range(9):
        for column in range(12):
            if (row + column) % 2:
                y = 590 + row * 66
                slant = (y - 560) * 100 // 630
                left = 240 + slant + column * (720 - 2 * slant) // 12
                right = left + (720 - 2 * slant) // 12 - 8
                pen.rounded_rectangle((left, y, right, y + 54), 14, fill=_mixed(colour, _PAPER, 0.35))
    pen.rounded_rectangle((215, 520, 985, 590), 34, fill=_mixed(colour, _INK, 0.25))


def _jar(pen: ImageDraw.ImageDraw, colour: _Colour) -> None:
    pen.rounded_rectangle((380, 260, 820, 370), 26, fill=(240, 196, 92))
    pen.rounded_rectangle((330, 360, 870, 1190), 90, fill=(232, 240, 238))
    pen.rounded_rectangle((360, 520, 840, 1160), 70, fill=colour)
    pen.rounded_rectangle((362, 410, 402, 1110), 20, fill=_PAPER)
    _paper_label(pen, 430, 620, 770, 960, (11, 79, 74))


def _room(pen: ImageDraw.ImageDraw, colour: _Colour) -> None:
    pen.rectangle((220, 560, 980, 1190), fill=_PAPER)
    pen.polygon(((150, 580), (600, 220), (1050, 580)), fill=colour)
    pen.rounded_rectangle((520, 800, 680, 1190), 12, fill=(11, 79, 74))
    for left in (300, 760):
        pen.rounded_rectangle((left, 740, left + 140, 920), 10, fill=(140, 182, 206), outline=(11, 79, 74), width=12)
        pen.line((left + 70, 740, left + 70, 920), fill=(11, 79, 74), width=10)
    pen.ellipse((980, 760, 1190, 1060), fill=(74, 120, 44))
    pen.rectangle((1072, 1000, 1098, 1190), fill=(120, 78, 40))


_THINGS: dict[Subject, Callable[[ImageDraw.ImageDraw, _Colour], None]] = {
    Subject.BOTTLE: _bottle,
    Subject.SACK: _sack,
    Subject.BOX: _box,
    Subject.BASKET: _basket,
    Subject.JAR: _jar,
    Subject.ROOM: _room,
}


def _paper_label(pen: ImageDraw.ImageDraw, left: int, top: int, right: int, bottom: int, colour: _Colour) -> None:
    pen.rounded_rectangle((left, top, right, bottom), 18, fill=_PAPER)
    middle = (left + right) // 2
    pen.ellipse((middle - 62, top + 36, middle + 62, top + 160), fill=(240, 196, 92))
    _wave(pen, middle, top + 190, 110, colour)
    for row in range(3):
        half = 110 - row * 24
        y = top + 236 + row * 34
        pen.rounded_rectangle((middle - half, y, middle + half, y + 14), 7, fill=_mixed(colour, _PAPER, 0.25))


def _wave(pen: ImageDraw.ImageDraw, x: int, y: int, reach: int, colour: _Colour) -> None:
    points = [(x + step, y + int(16 * math.sin(step / 26))) for step in range(-reach, reach + 1, 4)]
    pen.line(points, fill=colour, width=16, joint="curve")


def _hand(image: Image.Image, x: int, foot: int) -> None:
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((x - 130, foot - 420, x + 130, foot), 90, fill=_SKIN)
    for finger, height in enumerate((250, 310, 330, 280)):
        left = x - 130 + finger * 66
        pen.rounded_rectangle((left, foot - 400 - height, left + 58, foot - 300), 29, fill=_SKIN)
        pen.line((left + 62, foot - 360, left + 62, foot - 300), fill=_mixed(_SKIN, _INK, 0.25), width=5)
    pen.line(((x - 110, foot - 170), (x - 220, foot - 330)), fill=_SKIN, width=66)
    pen.ellipse((x - 254, foot - 366, x - 188, foot - 300), fill=_SKIN)


def _mixed(one: _Colour, other: _Colour, share: float) -> _Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
