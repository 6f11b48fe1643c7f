"""The code as a picture: for a page, for paper, and to keep in a telephone."""

import io
from dataclasses import dataclass
from functools import lru_cache

import segno

# Cameras need four modules of white around the code.
_QUIET = 4


@dataclass(frozen=True)
class QrPicture:
    """A code as one path of horizontal runs, for an SVG of ``size`` units a side."""

    size: int
    path: str


@lru_cache(maxsize=512)  # a buyer's page without script asks again every five seconds
def qr_picture(payload: str) -> QrPicture:
    """Draw a payload at level M, which paper needs and nothing covers."""
    matrix = segno.make(payload, error="m", micro=False, boost_error=False).matrix
    runs = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                runs.append(f"M{start + _QUIET} {y + _QUIET}h{x - start}v1h-{x - start}z")
            x += 1
    return QrPicture(size=len(matrix) + 2 * _QUIET, path="".join(runs))


def qr_svg(payload: str, *, pixels: int = 720) -> bytes:
    """Return a code as an SVG file, black on white."""
    drawn = qr_picture(payload)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{pixels}" height="{pixels}" '
        f'viewBox="0 0 {drawn.size} {drawn.size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{drawn.size}v{drawn.size}h-{drawn.size}z"/><path d="{drawn.path}"/></svg>'
    ).encode()


def qr_png(payload: str, *, module_px: int = 16) -> bytes:
    """Return a code as a PNG file: what a gallery keeps and a bank's app opens."""
    file = io.BytesIO()
    code = segno.make(payload, error="m", micro=False, boost_error=False)
    code.save(file, kind="png", scale=module_px, border=_QUIET)
    return file.getvalue()
