"""VietQR payloads a second on one core, against a floor that only computes the check sum of the same bytes."""

import io
import sys
import time
from binascii import crc_hqx
from collections.abc import Callable
from pathlib import Path
from typing import Any

import segno

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from payments.vietqr import read, write

COUNT = 100_000
PICTURES = 100
# Version 6 holds a code with amount and reference at level M; every code made here fits it.
VERSION, MASK = 6, 2


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
    """Return another payload for another number: bank, account, amount and reference."""
    return write(bin="970405", account="1500200000000", amount_vnd=1 + number, purpose="KQX2K7F9DR")


def main() -> None:
    sample = payload(120_000)
    body = sample[:-4].encode()
    written = rate(payload, COUNT)
    floor = rate(lambda _: crc_hqx(body, 0xFFFF), COUNT)
    taken = rate(lambda _: read(sample), COUNT // 5)
    drawn = rate(lambda number: svg(payload(number)), PICTURES)
    fixed = rate(lambda number: svg(payload(number), version=VERSION, mask=MASK, boost_error=False), PICTURES)
    print(f"written: {written:,.0f} payloads/s on one core")
    print(f"floor, the check sum of the same bytes: {floor:,.0f}/s, {floor / written:.1f} times as many")
    print(f"read: {taken:,.0f} payloads/s")
    print(
        f"drawn as SVG: {drawn:,.0f}/s; with version and mask fixed {fixed:,.0f}/s, {fixed / drawn:.1f} times as many"
    )


def svg(text: str, **choices: Any) -> bytes:
    """Return the picture of a payload."""
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False, **choices).save(picture, kind="svg")
    return picture.getvalue()


if __name__ == "__main__":
    main()
