"""Photograph to every size, against the least the decoder alone could take, in one run: time and peak memory."""

import io
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

PEERS = Path(__file__).resolve().parents[1] / ".venv/peers/bin/python"
ROUNDS = 7
SIZES = {"12 MP": (4000, 3000), "48 MP": (8000, 6000)}


def made(width: int, height: int) -> bytes:
    """Make a photograph-like JPEG: soft shapes with some grain."""
    from PIL import Image, ImageDraw, ImageFilter

    chance = random.Random(1)
    image = Image.new("RGB", (width // 4, height // 4), (120, 110, 90))
    draw = ImageDraw.Draw(image)
    for _ in range(400):
        x, y = chance.randrange(width // 4), chance.randrange(height // 4)
        radius = chance.randrange(8, 90)
        colour = tuple(chance.randrange(256) for _ in range(3))
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
    image = image.filter(ImageFilter.GaussianBlur(1)).resize((width, height))
    grain = Image.effect_noise((1000, 1000), 24).convert("RGB")
    for x in range(0, width, 1000):
        for y in range(0, height, 1000):
            tile = (x, y, min(x + 1000, width), min(y + 1000, height))
            image.paste(Image.blend(image.crop(tile), grain.crop((0, 0, tile[2] - x, tile[3] - y)), 0.14), tile)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()


def nothing(_data: bytes) -> None:
    """Only load the libraries: the memory everything else stands on."""
    from catalog import images

    assert images.MAX_BYTES


def floor(data: bytes) -> None:
    """Decode with Pillow's draft mode to 1080 px and stop: no size is made."""
    from PIL import Image

    image = Image.open(io.BytesIO(data))
    image.draft("RGB", (1080, 1080))
    image.load()


def floor_master(data: bytes) -> None:
    """Decode with draft mode to the master's 2000 px and stop."""
    from PIL import Image

    image = Image.open(io.BytesIO(data))
    image.draft("RGB", (2000, 1500))
    image.load()


def peer_job(data: bytes) -> None:
    """Do the job of the published figures: 1080 JPEG, 500 and 200 WebP, with the same means."""
    from PIL import Image

    image = Image.open(io.BytesIO(data))
    image.draft("RGB", (1080, 1080))
    image.thumbnail((1080, 1080), reducing_gap=2.0)
    image.save(io.BytesIO(), "JPEG", quality=85)
    for side in (500, 200):
        image.thumbnail((side, side), reducing_gap=2.0)
        image.save(io.BytesIO(), "WEBP", method=2)


def ours(data: bytes) -> None:
    """Take in: the master, five sizes, the check for blur."""
    from catalog import images

    images.intake(data)


def vips(data: bytes) -> None:
    """Make the same master and sizes with libvips, where it is installed."""
    import pyvips  # type: ignore[import-not-found]  measured only where it is installed

    master = pyvips.Image.thumbnail_buffer(data, 2000, height=2000, size="down")
    whole = master.copy_memory()  # every size is cut from it, as ours are
    whole.jpegsave_buffer(Q=88)
    square = whole.thumbnail_image(1500).gravity("centre", 1500, 1500, extend="white").copy_memory()
    square.jpegsave_buffer(Q=85)
    square.thumbnail_image(1024).jpegsave_buffer(Q=85)
    page = whole.thumbnail_image(960).copy_memory()
    page.webpsave_buffer(Q=72, effort=2)
    page.jpegsave_buffer(Q=75)
    page.thumbnail_image(320, height=320, crop="centre").webpsave_buffer(Q=72, effort=2)


CASES: dict[str, Callable[[bytes], None]] = {
    case.__name__: case for case in (nothing, floor, floor_master, peer_job, ours, vips)
}


def child(case: str, path: str) -> None:
    """Run one case in a fresh process and print its median seconds and peak memory."""
    data = Path(path).read_bytes()
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        CASES[case](data)
        times.append(time.process_time() - start)
    print(median(times), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def measured(case: str, path: Path) -> tuple[float, float] | None:
    """Return CPU seconds and peak MB of a case, or None where its library is not present."""
    # The peer lives apart, and works on one core as we do.
    program = str(PEERS) if case == "vips" and PEERS.exists() else sys.executable
    run = subprocess.run(
        [program, __file__, case, str(path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
        env=os.environ | {"VIPS_CONCURRENCY": "1"},
    )
    if run.returncode:
        return None
    seconds, peak = run.stdout.split()
    return float(seconds), float(peak)


def main() -> None:
    """Print a table per photograph."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        for name, size in SIZES.items():
            path = Path(folder) / "photo.jpg"
            # In a process of its own: a child starts with its parent's peak memory.
            subprocess.run([sys.executable, __file__, "made", str(path), *map(str, size)], check=True, timeout=600)
            base = measured("nothing", path)
            least = measured("floor", path)
            assert base
            assert least
            print(f"{name} JPEG, {path.stat().st_size / 1e6:.1f} MB; libraries alone {base[1]:.0f} MB")
            print(f"{'case':14} {'CPU ms':>8} {'x floor':>8} {'peak MB':>8} {'over base':>9}")
            for case in list(CASES)[1:]:
                result = measured(case, path)
                if result is None:
                    print(f"{case:14} not present")
                    continue
                seconds, peak = result
                print(f"{case:14} {seconds * 1000:8.0f} {seconds / least[0]:8.1f} {peak:8.0f} {peak - base[1]:9.0f}")
            print()


if __name__ == "__main__":
    if sys.argv[1:2] == ["made"]:
        Path(sys.argv[2]).write_bytes(made(int(sys.argv[3]), int(sys.argv[4])))
    elif len(sys.argv) == 3:
        child(sys.argv[1], sys.argv[2])
    else:
        main()
