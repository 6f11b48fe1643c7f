"""Everything `make interop` runs: a thousand products of ours brought into two shops that we did not write.

They are entered as a maker enters them, handed over as our files, and counted in the shops afterwards; the pictures are
fetched from our site over HTTP. It says what it found, and fails where a shop has anything else than we have.
"""

import json
import logging
import os
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.serving import make_server

from app.core import jobs, settings
from app.core.db import db
from app.core.settings import ROOT
from app.web.security import limiter
from tests import conftest
from tests.browser import Browser
from tests.interop import shelves, tables

HERE = Path(__file__).parent
OSCAR = ROOT / ".venv/oscar/bin/python"


@contextmanager
def site(folder: Path) -> Iterator[Flask]:
    """Serve the site over a database of its own, under the address it is known by."""
    app = conftest.prepared(folder, f"sqlite:///{folder / 'site.db'}")
    limiter.enabled = False
    server = make_server("127.0.0.1", 0, app, threaded=True)
    settings.use(replace(app.extensions["settings"], base_url=f"http://127.0.0.1:{server.server_port}"))
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    server.shutdown()
    server.server_close()
    jobs.forget_clients()


def asked(folder: Path, program: Sequence[str], answer: str) -> dict[str, Any]:
    """Let another program work in a folder, and return what it says it has."""
    start = time.monotonic()
    path = f"{os.environ['PATH']}{os.pathsep}{ROOT / '.venv/bin'}"
    command = [*program, str(folder)]
    done = subprocess.run(command, env={"PATH": path}, capture_output=True, text=True, timeout=900, check=False)
    if done.returncode or not (folder / answer).exists():
        sys.exit(f"{program[-1]} failed:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    said: dict[str, Any] = json.loads((folder / answer).read_text("utf-8"))
    print(f"{answer.removesuffix('.json')}: {said} in {time.monotonic() - start:.0f} s", flush=True)
    return said


def pack_pictures(goods: Sequence[tables.Good], path: Path) -> None:
    """Fetch each picture once, and put it into an archive under the code of the first product that has it."""
    first = {good.pictures[0]: good.packs[0].sku for good in reversed(goods)}
    with tarfile.open(path, "w") as archive:
        for url, sku in first.items():
            picture = path.parent / f"{sku}.jpg"
            with urllib.request.urlopen(url, timeout=30) as answer:
                picture.write_bytes(answer.read())
            archive.add(picture, picture.name)


def compare(shop: str, said: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """Return what a shop has otherwise than it was given."""
    return [f"{shop} has {said[name]} {name}, not {wanted[name]}" for name in wanted if said[name] != wanted[name]]


def differences(goods: Sequence[tables.Good], **shops: Mapping[str, Any]) -> list[str]:
    """Return what any shop has otherwise than we have."""
    prices = sum(int(pack.price) for good in goods for pack in good.packs)
    counted = {"products": shelves.PRODUCTS, "variants": shelves.VARIANTS, "prices": prices}
    first = [goods[0].name, goods[0].description]
    wanted = {
        "oscar": {"products": shelves.VARIANTS, "offers": shelves.VARIANTS, "makers": shelves.MAKERS,
                  "pictures": shelves.PHOTOS, "prices": prices,
                  "first": [f"{first[0]}, {next(iter(goods[0].packs[0].options.values()))}", first[1]]},
        "vendure": counted | {"withOptions": shelves.IN_PACKS, "assets": shelves.PHOTOS,
                              "pictured": shelves.PRODUCTS, "first": first},
    }  # fmt: skip
    return [line for shop, said in shops.items() for line in compare(shop, said, wanted[shop])]


def main() -> int:
    logging.disable(logging.INFO)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with site(folder) as app:
            makers = shelves.fill()
            browser = Browser(app)
            woo = [tables.goods_of(shelves.file_of(maker, "woocommerce", browser)) for maker in makers]
            goods = [good for each in woo for good in each]
            pack_pictures(goods, folder / "oscar-pictures.tar")
            (folder / "oscar.csv").write_text(tables.for_oscar(goods), "utf-8")
            (folder / "vendure.csv").write_text(tables.for_vendure(goods), "utf-8")
            print(f"handed over: {len(goods)} products, {sum(len(good.packs) for good in goods)} variants", flush=True)
            oscar = asked(folder, (str(OSCAR), str(HERE / "oscar_shop.py")), "oscar.json")
            vendure = asked(folder, ("node", str(HERE / "vendure_shop.mjs")), "vendure.json")
    wrong = differences(goods, oscar=oscar, vendure=vendure)
    print("\n".join(wrong) or "every shop has what we have")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
