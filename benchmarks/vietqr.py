"""VietQR payloads a second on one core, against a floor that only puts the same objects together.

The floor knows every value and its length: it joins them and adds the check sum, and refuses nothing. With ``fuzz`` the
reader is fed spoiled payloads for five minutes (or so many seconds as follow): it may only refuse in its own way.
"""

import io
import random
import sys
import time
from binascii import crc_hqx
from collections.abc import Callable
from pathlib import Path
from typing import Any

import segno

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from payments.vietqr import VietQrError, read, write

COUNT = 100_000
PICTURES = 100
LEAST_OF_FLOOR, FUZZED_S = 0.8, 300.0
# Version 6 holds a code with amount and reference at level M; every code made here fits it.
VERSION, MASK = 6, 2


# As many shops as ask for payment in turn.
ACCOUNTS = tuple(f"15002000{number:05d}" for number in range(1_000))


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
    account = ACCOUNTS[number % len(ACCOUNTS)]
    return write(bin="970405", account=account, amount_vnd=1 + number, purpose="KQX2K7F9DR")


def encode_only(number: int, bank: str = "970405", memo: str = "KQX2K7F9DR") -> str:
    """Put the objects of the same payload together, with nothing looked at."""
    account, money = ACCOUNTS[number % len(ACCOUNTS)], str(1 + number)
    to = f"0006{bank}01{len(account):02d}{account}"
    inside = f"0010A00000072701{len(to):02d}{to}0208QRIBFTTA"
    said = f"530370454{len(money):02d}{money}5802VN62{len(memo) + 4:02d}08{len(memo):02d}{memo}6304"
    text = f"00020101021238{len(inside):02d}{inside}{said}"
    return f"{text}{crc_hqx(text.encode(), 0xFFFF):04X}"


def fuzz(seconds: float) -> None:
    """Feed the reader spoiled payloads until the time is over; whatever it raises but its own ends the run."""
    draw, tried, refused, until = random.Random(), 0, 0, time.monotonic() + seconds
    while time.monotonic() < until:
        for _time in range(1_000):
            tried += 1
            try:
                read(spoiled(draw, payload(draw.randrange(10**8))))
            except VietQrError:
                refused += 1
    print(f"fuzzed {seconds:.0f} s: {tried:,} payloads, {refused:,} refused, nothing else raised")


def spoiled(draw: random.Random, text: str) -> str:
    """Change some signs of a payload, cut it, or repeat a part; half the time the check sum is made to hold again."""
    signs = list(text)
    for _time in range(draw.randrange(1, 6)):
        place = draw.randrange(len(signs))
        how = draw.randrange(4)
        if how == 0:
            signs[place] = draw.choice("0123456789ABCXYZabc -.Đ\u0000\u0301\U0001f600")
        elif how == 1:
            del signs[place : place + draw.randrange(1, 8)]
        elif how == 2:
            signs[place:place] = signs[place : place + draw.randrange(1, 12)]
        else:
            signs.insert(place, draw.choice("0123456789"))
        signs = signs or ["0"]
    broken = "".join(signs)
    if draw.random() < 0.5:
        return broken
    body = broken[:-4] if len(broken) > 8 else broken
    body = body if body.endswith("6304") else f"{body}6304"
    return f"{body}{crc_hqx(body.encode(), 0xFFFF):04X}"


def main() -> None:
    if "fuzz" in sys.argv:
        fuzz(float(sys.argv[2]) if len(sys.argv) > 2 else FUZZED_S)
        return
    sample = payload(120_000)
    if encode_only(120_000) != sample:
        raise SystemExit("the floor writes something else")
    body = sample[:-4].encode()
    written = rate(payload, COUNT)
    floor = rate(encode_only, COUNT)
    sums = rate(lambda _: crc_hqx(body, 0xFFFF), COUNT)
    taken = rate(lambda _: read(sample), COUNT // 5)
    drawn = rate(lambda number: svg(payload(number)), PICTURES)
    fixed = rate(lambda number: svg(payload(number), version=VERSION, mask=MASK, boost_error=False), PICTURES)
    print(f"written: {written:,.0f} payloads/s on one core")
    verdict = "yes" if written / floor >= LEAST_OF_FLOOR else "NO"
    print(f"floor, encoding alone: {floor:,.0f}/s; {written / floor:.2f}x   wanted {LEAST_OF_FLOOR}x: {verdict}")
    print(f"the check sum of the same bytes alone: {sums:,.0f}/s")
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
