"""Photographs made for tests: real files of every kind, good and bad."""

import io
import random
import struct
import zlib

from PIL import Image, ImageCms, ImageDraw


def scene(width: int = 1600, height: int = 1200) -> Image.Image:
    """Draw something sharp with a red top-left corner, so that turning and colours can be checked."""
    chance = random.Random(7)
    image = Image.new("RGB", (width, height), (90, 140, 90))
    draw = ImageDraw.Draw(image)
    for _ in range(300):
        x, y = chance.randrange(width), chance.randrange(height)
        draw.rectangle((x, y, x + width // 20, y + height // 20), fill=tuple(chance.randrange(256) for _ in range(3)))
    draw.rectangle((0, 0, width // 4, height // 4), fill=(220, 20, 20))
    return image


def saved(image: Image.Image, format_: str = "JPEG", **how: object) -> bytes:
    """Encode a picture."""
    out = io.BytesIO()
    image.save(out, format_, **how)
    return out.getvalue()


def photo(width: int = 1600, height: int = 1200) -> bytes:
    """Make a plain JPEG."""
    return saved(scene(width, height), quality=85)


def lying_photo_with_place() -> bytes:
    """Make a JPEG that lies on its side (orientation 6) and tells where it was taken."""
    image = scene(1600, 1200)
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Điện thoại nhà"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (20.0, 33.0, 30.0), "E", (106.0, 33.0, 0.0)
    return saved(image, exif=exif, comment=b"at home")


def png_bomb() -> bytes:
    """Make a PNG of a few hundred bytes that claims 30,000 x 30,000 pixels."""
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    )


def swapped_profile() -> bytes:
    """Return a colour profile under which red and green are exchanged: ignoring it cannot go unseen."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", profile[128:132])[0]
    at = {bytes(profile[132 + 12 * n : 136 + 12 * n]): 132 + 12 * n for n in range(count)}
    red, green = at[b"rXYZ"], at[b"gXYZ"]
    profile[red : red + 4], profile[green : green + 4] = profile[green : green + 4], profile[red : red + 4]
    return bytes(profile)
