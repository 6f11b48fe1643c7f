"""VietQR payloads a second on one core, against a floor that only computes the check sum of the same bytes."""

import io
import sys
import time
from binascii import crc_hqx
from collections.abc import Callable
from pathlib import Path

import segno

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from payments.vietqr import write  # noqa: E402  the project is found first

COUNT = 100_000


def rate(work: Callable[[int], object], count: int) -> float:
    """Return how often a second the work is done: the best of three runs."""
    best = 0.0
    for _ in range(3):
        start = time.perf_counter()
        for number in range(count):
            work(number)
        best = max(best, count / (time.perf_counter() - start))
    return best


def payload(number: int) -> str:
    return write("970405", "1500200000000", amount_vnd=1 + number, purpose="KQX2K7F9DR")


def main() -> None:
    sample = payload(120_000).encode()
    body = sample[:-4]
    written = rate(payload, COUNT)
    floor = rate(lambda _: crc_hqx(body, 0xFFFF), COUNT)
    drawn = rate(lambda number: _svg(payload(number)), 60)
    fixed = rate(lambda number: _svg_fixed(payload(number)), 60)
    print(f"vietqr payloads: {written:,.0f}/s; check sum alone: {floor:,.0f}/s; ratio {floor / written:.1f}x")
    print(f"segno SVG: {drawn:,.0f}/s; with version and mask fixed: {fixed:,.0f}/s, {fixed / drawn:.1f} times as many")


def _svg(text: str) -> bytes:
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="svg")
    return picture.getvalue()


def _svg_fixed(text: str) -> bytes:
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False, mask=2, version=6, boost_error=False).save(picture, kind="svg")
    return picture.getvalue()


if __name__ == "__main__":
    main()
