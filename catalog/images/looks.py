"""What a photograph looks like, measured once when it is taken in: hints to the person, never a refusal."""

from dataclasses import dataclass

from PIL import Image, ImageFilter, ImageStat

from app.core.pictures import fitted

# Only pictures of one size compare: the same photograph is four times as "sharp" at 512 px as at 1,024.
_PROXY_SIDE = 512
# Below this variance of the Laplacian a photograph looks out of focus.
_SHARP_ENOUGH = 60.0
# Below this mean level, of 255, the goods cannot be made out on a telephone in daylight.
_LIGHT_ENOUGH = 60.0
_WHITE = 245
_EDGE_PCT = 4


@dataclass(frozen=True)
class Looks:
    """What was measured of one photograph."""

    is_blurred: bool
    is_dark: bool
    # How much of the outermost edge is white, in hundredths: marketplaces ask for goods on white.
    white_edge_pct: int
    # 64 bits as 16 hexadecimal digits; photographs of the same thing differ in few of them.
    fingerprint: str


def looks_of(image: Image.Image) -> Looks:
    """Measure a photograph in RGB."""
    # Grey first: made small, three colours cost three times as much.
    grey = fitted(image.convert("L"), _PROXY_SIDE)
    return Looks(
        is_blurred=_is_blurred(grey),
        is_dark=ImageStat.Stat(grey).mean[0] < _LIGHT_ENOUGH,
        white_edge_pct=_white_edge_pct(grey),
        fingerprint=_fingerprint(grey),
    )


def _is_blurred(grey: Image.Image) -> bool:
    edges = grey.filter(ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128))
    return ImageStat.Stat(edges.crop((1, 1, edges.width - 1, edges.height - 1))).var[0] < _SHARP_ENOUGH


def _white_edge_pct(grey: Image.Image) -> int:
    width, height = grey.size
    edge = max(1, min(width, height) * _EDGE_PCT // 100)
    frame = Image.new("L", grey.size, 255)
    frame.paste(0, (edge, edge, width - edge, height - edge))
    counts = grey.histogram(frame)
    return 100 * sum(counts[_WHITE:]) // max(1, sum(counts))


def _fingerprint(grey: Image.Image) -> str:
    """Say of each of 8 x 8 places whether it is lighter than the one to its right, whatever the size."""
    small = grey.resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            at = row * 9 + column
            bits = bits << 1 | (small[at] > small[at + 1])
    return f"{bits:016x}"
