"""Files for marketplaces, made ahead: parts written again where something changed, put together, given out."""

import gzip
import hashlib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import structlog
from sqlalchemy import delete, text

from app.core import audit, clock, storage
from app.core.db import db
from app.policy import Actor
from catalog import marketplaces, queries
from catalog.marketplaces.writing import Part
from catalog.models import FeedBuild, FeedPart
from catalog.outlets import Outlet

# A file that would lose more than this share of what is in it is held back: usually something is broken.
_MOST_LOST_PCT = 30
FEED = "feed"
_log = structlog.get_logger()


class FeedAction(StrEnum):
    """What the audit trail says was done to a file for a marketplace."""

    HELD = "feed:hold"
    RELEASED = "feed:release"


@dataclass(frozen=True)
class FeedFiles:
    """A file put together, plain and packed, and how many items are in it."""

    plain: Path
    packed: Path
    items: int


def write_parts(outlet: Outlet, *, base_url: str, limit: int = 500) -> int:
    """Write again the parts that are old, some at a time; say how many. Safe to run at any time, also twice at once."""
    _wait_for_others()
    edition = _edition(base_url)
    ids = queries.old_parts(outlet.key, outlet.channel, edition, limit)
    if ids:
        db.session.execute(delete(FeedPart).where(FeedPart.outlet == outlet.key, FeedPart.product_id.in_(ids)))
    for row, product in queries.fed_rows(outlet.channel, only=ids):
        part = outlet.writing.part(product, base_url)
        db.session.add(
            FeedPart(
                outlet=outlet.key,
                product_id=row.id,
                product_version=row.product_version,
                merchant_version=row.merchant_version,
                edition=edition,
                items=part.items,
                text=part.text,
            )
        )
    db.session.flush()
    return len(ids)


def _wait_for_others() -> None:
    """Let whoever else writes parts commit first: theirs are then no longer old. SQLite has one writer anyway."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("lock table feed_part in share row exclusive mode"))


def drop_parts(outlet: Outlet) -> None:
    """Take away the parts of products that are no longer handed over."""
    _wait_for_others()
    gone = queries.gone_parts(outlet.key, outlet.channel)
    if gone:
        db.session.execute(delete(FeedPart).where(FeedPart.id.in_(gone)))


def put_together(outlet: Outlet, folder: Path, *, base_url: str) -> FeedFiles:
    """Write the file from its parts into a folder, plain and packed; the whole of it is never in memory."""
    files = FeedFiles(folder / "plain", folder / "packed", queries.count_items(outlet.key))
    # No time in the packed file, so that the same words are the same bytes.
    with files.plain.open("wb") as plain, gzip.GzipFile(files.packed, "wb", compresslevel=6, mtime=0) as packed:
        kept = (Part(0, text) for text in queries.part_texts(outlet.key))
        for part in outlet.writing.joined(base_url, kept):
            data = part.text.encode()
            plain.write(data)
            packed.write(data)
    return files


def give_out(outlet: Outlet, files: FeedFiles, *, by: Actor) -> tuple[str, ...]:
    """Let marketplaces have a file from now on, unless it would lose more than three tenths of what is in the last.

    Returns the files that are no longer given out.
    """
    _wait_for_others()
    build = queries.feed_build(outlet.key)
    if build is not None and files.items * 100 < build.items * (100 - _MOST_LOST_PCT):
        _hold(build, files.items, by)
        return ()
    return _set(build or FeedBuild(outlet=outlet.key), files)


def release(outlet: Outlet, files: FeedFiles, *, by: Actor) -> tuple[str, ...]:
    """Let marketplaces have a file although it is much shorter: somebody has looked and found it right."""
    build = queries.feed_build(outlet.key)
    if build is None:
        return _set(FeedBuild(outlet=outlet.key), files)
    change: dict[str, list[object]] = {"items": [build.items, files.items]}
    audit.record(FeedAction.RELEASED, (FEED, build.id), by=by, at=clock.now(), changes=change)
    return _set(build, files)


def _set(build: FeedBuild, files: FeedFiles) -> tuple[str, ...]:
    before = {build.sha256, build.packed_sha256} - {None}
    build.sha256 = storage.put_file(files.plain, "application/octet-stream").sha256
    build.packed_sha256 = storage.put_file(files.packed, "application/gzip").sha256
    build.items, build.built_at = files.items, clock.now()
    build.held_items = build.held_at = None
    db.session.add(build)
    db.session.flush()
    return tuple(sorted(before - {build.sha256, build.packed_sha256}))


def _hold(build: FeedBuild, items: int, by: Actor) -> None:
    if build.held_items == items:
        return
    at = clock.now()
    _log.warning("feed_held", outlet=build.outlet, items=items, last=build.items)
    audit.record(FeedAction.HELD, (FEED, build.id), by=by, at=at, changes={"items": [build.items, items]})
    build.held_items, build.held_at = items, build.held_at or at


@cache
def _edition(base_url: str) -> str:
    """Return a name for the programme that writes the parts: another one, or another address, writes them anew."""
    package = Path(marketplaces.__file__).parent
    sources = sorted([*package.glob("*.py"), package.parent / "data" / "families.json"])
    digest = hashlib.sha256(base_url.encode())
    for path in sources:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:40]
