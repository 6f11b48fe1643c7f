"""Files for marketplaces, made ahead: parts written again where something changed, blocks made of them, given out."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from uuid import UUID

import structlog
from sqlalchemy import delete, text

from app.core import audit, clock, storage
from app.core.db import db
from app.policy import Actor
from catalog import marketplaces, queries
from catalog.marketplaces.packing import packed
from catalog.models import FeedBlock, FeedBuild, FeedChange, FeedLeftover, FeedPart
from catalog.outlets import Outlet
from catalog.queries import Change

# A file that would lose more than this share of what is in it is held back: usually something is broken.
_MOST_LOST_PCT = 30
# So many parts are written again for one that changes, and one file is opened for so many that are sent.
_PARTS_OF_BLOCK = 200
# So many products are looked through in one transaction.
_AT_ONCE = 500
# Whoever has begun to fetch a file has fetched it by then.
_ON_ITS_WAY = timedelta(hours=1)
FEED = "feed"
_log = structlog.get_logger()


class FeedAction(StrEnum):
    """What the audit trail says was done to a file for a marketplace."""

    HELD = "feed:hold"
    RELEASED = "feed:release"


@dataclass(frozen=True)
class BlockFiles:
    """A block put together, plain and packed, and the turn it was made at; no items leave no file."""

    number: int
    turn: int
    items: int
    plain: Path
    packed: Path


@dataclass(frozen=True)
class FeedFiles:
    """The blocks of a file that were put together again, and how many items the whole file then has."""

    blocks: Sequence[BlockFiles]
    items: int
    edition: str


def write_parts(outlet: Outlet, *, base_url: str, after: UUID, only: Collection[UUID] | None = None) -> UUID | None:
    """Write again the old parts of the next stretch of products, of all or of some; safe also twice at once.

    Return the last product of the stretch, None at the end: whoever began at the beginning each time would look through
    all that is written already.
    """
    end = queries.end_of_stretch(after=after, only=only, limit=_AT_ONCE)
    if end is None:
        return None
    _wait_for_others()
    edition = edition_of(base_url)
    ids = queries.old_parts(outlet.key, outlet.channel, edition, after=after, last=end, only=only)
    if not ids:
        return end
    places, last = queries.blocks_of(outlet.key, ids), queries.last_block(outlet.key)
    db.session.execute(delete(FeedPart).where(FeedPart.outlet == outlet.key, FeedPart.product_id.in_(ids)))
    for row, product in queries.fed_rows(outlet.channel, only=ids):
        part = outlet.writing.part(product, base_url)
        block = places.get(row.id)
        if block is None:
            last = _with_room(outlet.key, last)
            last.parts, block = last.parts + 1, last.number
        db.session.add(
            FeedPart(
                outlet=outlet.key,
                product_id=row.id,
                product_version=row.product_version,
                merchant_version=row.merchant_version,
                edition=edition,
                items=part.items,
                text=part.text,
                block=block,
            )
        )
    db.session.flush()
    return end


def drop_parts(outlet: Outlet, *, only: Collection[UUID] | None = None) -> None:
    """Take away the parts, of all products or of some, that are no longer handed over."""
    _wait_for_others()
    gone = queries.gone_parts(outlet.key, outlet.channel, only=only)
    if gone:
        db.session.execute(delete(FeedPart).where(FeedPart.id.in_(gone)))


def put_together(outlet: Outlet, folder: Path, *, base_url: str) -> FeedFiles:
    """Put the blocks together in which something was written, into a folder; what has not changed costs nothing."""
    made = [_block_files(outlet, block, folder) for block in queries.old_blocks(outlet.key)]
    kept = queries.count_items(outlet.key, without=[block.number for block in made])
    return FeedFiles(made, kept + sum(block.items for block in made), edition_of(base_url))


def give_out(outlet: Outlet, files: FeedFiles, *, by: Actor) -> None:
    """Let marketplaces have a file from now on, unless it would lose more than three tenths of what is in the last."""
    _wait_for_others()
    build = queries.feed_build(outlet.key)
    if build is not None and files.items * 100 < build.items * (100 - _MOST_LOST_PCT):
        _hold(build, files.items, by)
        return
    _set(build or FeedBuild(outlet=outlet.key), files)


def release(outlet: Outlet, files: FeedFiles, *, by: Actor) -> None:
    """Let marketplaces have a file although it may be much shorter: somebody has looked and found it right."""
    _wait_for_others()
    build = queries.feed_build(outlet.key)
    if build is not None and files.items < build.items:
        change: dict[str, list[object]] = {"items": [build.items, files.items]}
        audit.record(FeedAction.RELEASED, (FEED, build.id), by=by, at=clock.now(), changes=change)
    _set(build or FeedBuild(outlet=outlet.key), files)


def forget_changes(changes: Sequence[Change]) -> None:
    """Forget notes of changes that every file has followed."""
    db.session.execute(delete(FeedChange).where(FeedChange.id.in_([each.id for each in changes])))


def leave_behind() -> list[str]:
    """Forget the files that nobody fetches any more, and return them to be dropped."""
    old = FeedLeftover.left_at < clock.now() - _ON_ITS_WAY
    return list(db.session.scalars(delete(FeedLeftover).where(old).returning(FeedLeftover.sha256)))


@cache
def edition_of(base_url: str) -> str:
    """Return a name for the programme that writes the parts: another one, or another address, writes them anew."""
    package = Path(marketplaces.__file__).parent
    sources = sorted([*package.glob("*.py"), package.parent / "data" / "families.json"])
    digest = hashlib.sha256(base_url.encode())
    for path in sources:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:40]


def _wait_for_others() -> None:
    """Let whoever else writes parts commit first: theirs are then no longer old. SQLite has one writer anyway."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("lock table feed_part in share row exclusive mode"))


def _with_room(outlet: str, last: FeedBlock | None) -> FeedBlock:
    """Return the last block, or a new one behind it once it is full."""
    if last is not None and last.parts < _PARTS_OF_BLOCK:
        return last
    block = FeedBlock(outlet=outlet, number=last.number + 1 if last else 1, parts=0)
    db.session.add(block)
    db.session.flush()
    return block


def _block_files(outlet: Outlet, block: FeedBlock, folder: Path) -> BlockFiles:
    items, plain = queries.joined_parts(outlet.key, block.number, outlet.writing.between)
    files = BlockFiles(
        block.number, block.turn, items, folder / f"{block.number}.plain", folder / f"{block.number}.packed"
    )
    files.plain.write_bytes(plain)
    files.packed.write_bytes(packed(plain))
    return files


def _set(build: FeedBuild, files: FeedFiles) -> None:
    at = clock.now()
    made = {block.number: block for block in files.blocks}
    blocks = queries.blocks(build.outlet)
    for block in blocks:
        # Whoever has written in it meanwhile makes it again and gives it out.
        if block.number in made and block.turn == made[block.number].turn:
            _set_block(block, made[block.number], at)
    mark = hashlib.sha256(" ".join([files.edition, *(block.sha256 or "-" for block in blocks)]).encode()).hexdigest()
    if build.mark != mark or build.held_at is not None:
        build.built_at = at
    build.mark, build.edition, build.items = mark, files.edition, sum(block.items for block in blocks)
    build.held_items = build.held_at = None
    db.session.add(build)
    db.session.flush()


def _set_block(block: FeedBlock, files: BlockFiles, at: datetime) -> None:
    before = {each for each in (block.sha256, block.packed_sha256) if each}
    is_empty = not files.plain.stat().st_size
    plain, ready = (
        None if is_empty else storage.put_file(file, "application/octet-stream").sha256
        for file in (files.plain, files.packed)
    )
    block.sha256, block.packed_sha256 = plain, ready
    block.items, block.made_turn = files.items, files.turn
    left = before - {block.sha256, block.packed_sha256}
    db.session.add_all(FeedLeftover(sha256=sha256, left_at=at) for sha256 in sorted(left))


def _hold(build: FeedBuild, items: int, by: Actor) -> None:
    if build.held_items == items:
        return
    at = clock.now()
    _log.warning("feed_held", outlet=build.outlet, items=items, last=build.items)
    audit.record(FeedAction.HELD, (FEED, build.id), by=by, at=at, changes={"items": [build.items, items]})
    build.held_items, build.held_at = items, build.held_at or at
